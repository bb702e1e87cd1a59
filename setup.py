"""The compiled form, for who asks for it: ``BEACON_COMPILE=1 pip install .`` (``make compiled``).

The modules that set text and write pages are compiled by mypyc, which comes with mypy and needs
a C compiler. Files are the same, byte for byte; ``make test-compiled`` runs all tests on it.
Without the variable nothing is compiled."""

import os

from setuptools import setup

# Where the time goes when pages are made. mypyc's classes work out a ``cached_property`` each
# time: those of ``story`` are cheap, other modules that have some stay as they are.
COMPILED = """
bind blocks compose content_stream embed fit fonts geometry linebreak outlines page pdf
pdf_annotations pdf_file pdf_fonts pdf_objects pdf_tags rules shape stack story tags theme
to_unicode wording
""".split()


def extensions() -> list[object]:
    if os.environ.get("BEACON_COMPILE") != "1":
        return []
    from mypyc.build import mypycify

    files = [f"generator/{name}.py" for name in COMPILED]
    # Each file is a unit of its own for the C compiler; comments on lines that only another
    # version of mypy minds are no fault.
    options = ["--config-file=pyproject.toml", "--no-warn-unused-ignores"]
    return list(mypycify([*options, *files], opt_level="2", debug_level="0", multi_file=True))


setup(ext_modules=extensions())
