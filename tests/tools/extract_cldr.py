"""Makes generator/data/cldr.json from Unicode CLDR, as npm carries it.

    npm install cldr-core@46 cldr-misc-full@46 cldr-localenames-full@46
    python tests/tools/extract_cldr.py node_modules > generator/data/cldr.json

Kept: for every language that CLDR writes in Latin or Cyrillic letters its own name, its
script, its letters (main and auxiliary exemplars) and its quotation marks.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

SCRIPTS = ("Latn", "Cyrl")


def exemplars(pattern: str) -> list[str]:
    """The items of a CLDR set without ranges: letters, and in braces groups of letters."""
    inner = re.sub(r"\\u([0-9A-Fa-f]{4})", lambda m: chr(int(m[1], 16)), pattern[1:-1])
    items = re.findall(r"\{[^}]*\}|\\?.", inner.replace(" ", ""))
    return [item.strip("{}").lstrip("\\") for item in items if item.strip("{}")]


def main() -> None:
    packages = Path(sys.argv[1])
    version = json.loads((packages / "cldr-core/package.json").read_text())["version"]
    supplemental = packages / "cldr-core/supplemental"
    likely = json.loads((supplemental / "likelySubtags.json").read_text())
    subtags = likely["supplemental"]["likelySubtags"]
    languages = {}
    for folder in sorted((packages / "cldr-misc-full/main").iterdir()):
        tag = folder.name
        if not re.fullmatch(r"[a-z]{2,3}(-[A-Z][a-z]{3})?", tag) or tag == "und":
            continue
        parts = tag.split("-")
        script = parts[1] if len(parts) > 1 else subtags.get(tag, "--").split("-")[1]
        file = packages / "cldr-localenames-full/main" / tag / "languages.json"
        if script not in SCRIPTS or not file.exists():
            continue
        letters = json.loads((folder / "characters.json").read_text())["main"][tag]["characters"]
        quotes = json.loads((folder / "delimiters.json").read_text())["main"][tag]["delimiters"]
        names = json.loads(file.read_text())["main"][tag]["localeDisplayNames"]["languages"]
        languages[tag] = {
            "endonym": names.get(tag, names.get(parts[0], tag)),
            "script": script,
            "main": exemplars(letters["exemplarCharacters"]),
            "auxiliary": exemplars(letters.get("auxiliary", "[]")),
            "quotes": [
                quotes["quotationStart"],
                quotes["quotationEnd"],
                quotes["alternateQuotationStart"],
                quotes["alternateQuotationEnd"],
            ],
        }
    rows = ",\n".join(
        f"  {json.dumps(tag)}: {json.dumps(entry, ensure_ascii=False)}"
        for tag, entry in languages.items()
    )
    print(f'{{"source": "Unicode CLDR {version}", "languages": {{\n{rows}\n}}}}')


if __name__ == "__main__":
    main()
