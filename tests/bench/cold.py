"""A fresh process that makes one leaflet and ends: what a single file costs from nothing."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from .peers import PEERS

if __name__ == "__main__":
    peer, folder, out = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    product = json.loads((folder / "cold.json").read_bytes())
    out.write_bytes(PEERS[peer].maker()(folder / "fonts").make(product))
