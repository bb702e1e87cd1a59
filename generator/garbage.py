"""What nobody holds any more, and which goes round in circles: nearly nothing of what a command
makes."""

from __future__ import annotations

import atexit
import gc

# Objects that are made before anybody looks: a start makes fewer. A file leaves no circles, but
# an error may, and memory should not grow with those of a long run.
_AT_START, _AT_WORK = 100_000, 10_000


def look_seldom() -> None:
    """Circles are looked for seldom; and not when a process ends, where all of it goes."""
    gc.set_threshold(_AT_START)
    atexit.register(gc.freeze)


def look_at_work() -> None:
    """What is there now stays; only what work leaves is looked through from now on. To be called
    once, when work begins: circles that are there by then are never found."""
    gc.freeze()
    gc.set_threshold(_AT_WORK)
