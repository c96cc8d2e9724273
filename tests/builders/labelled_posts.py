"""The expert-labelled posts that triage is measured on, split by author so that nothing is tuned on what judges it.

Invariant: an author is wholly in one part, and stays there whatever is added to the file. The held-out part is
for the final figure alone: whoever writes rules reads the tuning part only. The data is no part of the project;
where it is absent, ``find`` says so by returning None.
"""

import csv
import hashlib
from pathlib import Path

HELD_OUT_PERCENT = 30
SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "triage"

Post = dict[str, str]


def is_held_out(author: str) -> bool:
    """Say whether an author's posts are set aside; decided by a hash of the author's code alone."""
    digest = hashlib.sha256(f"triage-split:{author}".encode()).digest()
    return int.from_bytes(digest[:4], "big") % 100 < HELD_OUT_PERCENT


def find(name: str) -> Path | None:
    """Return the path of a data file beside the checkout, or None where it is absent."""
    path = SHARED / name
    return path if path.is_file() else None


def labelled(path: Path, *, held_out: bool) -> list[Post]:
    """Read one part of the labelled posts: rows of ``author``, ``text``, ``label`` and ``level``."""
    with path.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if is_held_out(row["author"]) is held_out]


def everyday(path: Path) -> list[str]:
    """Read the everyday comments, nearly all of them without any risk."""
    with path.open(encoding="utf-8", newline="") as file:
        return [row["text"] for row in csv.DictReader(file)]


def auc(positives: list[float], negatives: list[float]) -> float:
    """Return the chance that a positive outranks a negative, ties counting half; in 0..1.

    Raises ``ValueError`` when one side is empty.
    """
    if not positives or not negatives:
        raise ValueError("both sides need at least one value")
    wins = sum((p > n) + (p == n) / 2 for p in positives for n in negatives)
    return wins / (len(positives) * len(negatives))
