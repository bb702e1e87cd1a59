"""How the processes of the benchmark are started."""

from __future__ import annotations

import os
import sys
from pathlib import Path

_HERE = Path(__file__).resolve().parents[1]


def command(module: str, *words: str) -> list[str]:
    return [sys.executable, "-m", f"bench.{module}", *words]


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(_HERE)}
