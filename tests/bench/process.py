"""How the processes of the benchmark are started."""

from __future__ import annotations

import os
import sys
from pathlib import Path

_HERE = Path(__file__).resolve().parents[1]
_NO_BYTE_CODE = "PYTHONDONTWRITEBYTECODE"


def command(module: str, *words: str) -> list[str]:
    return [sys.executable, "-m", f"bench.{module}", *words]


def environment() -> dict[str, str]:
    """Byte code is kept, as that of an installed program is: the first start compiles it."""
    kept = {name: value for name, value in os.environ.items() if name != _NO_BYTE_CODE}
    return {**kept, "PYTHONPATH": str(_HERE)}
