"""How the processes of the benchmark are started."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from .peers import COMPILED

_COMPILED = Path(sys.prefix) / "compiled"
_HERE = Path(__file__).resolve().parents[1]
_NO_BYTE_CODE = "PYTHONDONTWRITEBYTECODE"


def command(module: str, *words: str) -> list[str]:
    return [sys.executable, "-m", f"bench.{module}", *words]


def environment(peer: str = "") -> dict[str, str]:
    """Byte code is kept, as that of an installed program is: the first start compiles it. The
    compiled form of the product lies apart; it is found there, and not in the current folder."""
    kept = {name: value for name, value in os.environ.items() if name != _NO_BYTE_CODE}
    if peer == COMPILED:
        return {**kept, "PYTHONPATH": f"{_COMPILED}{os.pathsep}{_HERE}", "PYTHONSAFEPATH": "1"}
    return {**kept, "PYTHONPATH": str(_HERE)}
