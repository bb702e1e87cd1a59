"""A file that cannot be read."""

from __future__ import annotations


class Unsound(ValueError):
    """The file cannot be read; the message says why in a few words."""
