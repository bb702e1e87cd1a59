"""What nobody holds any more, and which goes round in circles: little of what a command makes."""

from __future__ import annotations

import atexit
import gc

_UNSEEN = 100_000  # objects that are made before anybody looks; a start makes fewer


def look_seldom() -> None:
    """Circles are looked for seldom; and not when a process ends, where all of it goes."""
    gc.set_threshold(_UNSEEN)
    atexit.register(gc.freeze)
