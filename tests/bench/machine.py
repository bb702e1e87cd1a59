"""On what a run was made: the machine, and the versions of all that took part."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import re
from pathlib import Path
from typing import TypedDict

_PACKAGES = (
    "typst", "weasyprint", "fpdf2", "reportlab", "uharfbuzz", "fonttools", "pikepdf",
    "pypdfium2", "zxing-cpp", "qrcode", "fontpkg-noto-sans",
)  # fmt: skip


class Machine(TypedDict):
    processor: str
    cores: int
    memory: float
    system: str
    python: str


def machine() -> Machine:
    """Never its name: a machine is what it can do."""
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return Machine(
        processor=_processor(),
        cores=os.cpu_count() or 1,
        memory=round(pages / 2**30, 1),
        system=f"{platform.system()} {platform.machine()}",
        python=platform.python_version(),
    )


def _processor() -> str:
    about = Path("/proc/cpuinfo")
    known = re.search(r"model name\s*:\s*(.+)", about.read_text()) if about.exists() else None
    return known[1].strip() if known else platform.processor() or "unknown"


def versions() -> dict[str, str]:
    return {name: importlib.metadata.version(name) for name in _PACKAGES}
