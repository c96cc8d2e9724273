"""The published attack strings that the sanitiser is measured on; they are no part of the project.

Invariant: every list in the folder is read; where it is absent ``lists`` is empty and tests say so.
"""

import json
import re
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "data" / "sanitiser"
_EXAMPLE = re.compile(r"^`{32} example\n(.*?)^\.\n.*?^`{32}$", re.DOTALL | re.MULTILINE)


def lists() -> list[Path]:
    """Return the lists of attack strings, one string a line, and the awkward strings in JSON."""
    texts = [path for path in sorted(FOLDER.glob("*.txt")) if path.name != "commonmark_spec.txt"]
    return texts + sorted(FOLDER.glob("*.json"))


def read(path: Path) -> list[str]:
    """Return the strings of one list, empty ones left out."""
    text = path.read_text(encoding="utf-8", errors="surrogateescape")
    strings = json.loads(text) if path.suffix == ".json" else text.split("\n")
    return [string for string in strings if string.strip()]


def every() -> list[str]:
    """Return the strings of all lists."""
    return [string for path in lists() for string in read(path)]


def commonmark_examples() -> list[str]:
    """Return the Markdown of each example in the CommonMark specification, if it is there."""
    path = FOLDER / "commonmark_spec.txt"
    if not path.is_file():
        return []
    # The specification writes a tab as an arrow.
    return [found.replace("→", "\t") for found in _EXAMPLE.findall(path.read_text("utf-8"))]
