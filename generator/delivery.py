"""Files on their way to where they are delivered.

The disk takes time over a file. It gets one, out of sight, while the file is being proved; what
passed then only takes its place.
"""

from __future__ import annotations

import os
import threading

from .workspace import StrPath, Unseen, write_atomic


class Delivery:
    """The files of a job on their way into a folder. Who is done with it leaves nothing behind
    but what was placed."""

    def __init__(self, folder: StrPath):
        self._folder = folder
        self._begun: dict[str, tuple[Unseen, threading.Thread]] = {}

    def __enter__(self) -> Delivery:
        return self

    def __exit__(self, *error: object) -> None:
        for unseen, writing in self._begun.values():
            writing.join()
            unseen.drop()
        self._begun.clear()

    def begin(self, name: str, data: bytes) -> None:
        """Gives a file to the disk, and does not wait for it."""
        unseen = Unseen(os.path.join(self._folder, name), data)
        writing = threading.Thread(target=unseen.write, daemon=True)
        self._begun[name] = unseen, writing
        writing.start()

    def place(self, name: str, data: bytes) -> None:
        """Puts a file in its place; Failed where that cannot be had."""
        if name in self._begun:
            unseen, writing = self._begun.pop(name)
            writing.join()
            if unseen.data == data:
                unseen.place()
                return
            unseen.drop()
        write_atomic(os.path.join(self._folder, name), data)
