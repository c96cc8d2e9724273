"""docs/security.md names tests that exist, each requirement once, and the numbers that the code has."""

import ast
import re
from collections import Counter
from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest

from forum.accounts import passwords
from forum.blueprints.accounts import limits
from forum.confidentiality import sign_ins
from forum.extensions import DEEDS_OF_AN_ADDRESS
from forum.moderation.claim import LEASE
from forum.moderation.decide import UNDO_WINDOW
from forum.rich_text import MAX_SOURCE

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
TABLES = PAGE.partition("## The requirements")[2].partition("## What is not met")[0]
HEAD = "| requirement |"
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")
NUMBER = re.compile(r"(?:[1-9]|1[0-7])\.[1-9]\.(?:[1-9]|1[0-9])")
HONEST = ("not met: ", "does not apply: ", "left to whoever deploys: ")
LEVEL_3 = {"1.2.10", "2.3.5", "6.3.8", "7.5.3", "8.3.2", "15.4.2"}
# How many requirements of levels 1 and 2 each chapter of ASVS 5.0 has, and those of level 3 that are claimed.
IN_CHAPTER = {
    1: 28,
    2: 12,
    3: 19,
    4: 10,
    5: 9,
    6: 36,
    7: 19,
    8: 8,
    9: 7,
    10: 29,
    11: 14,
    12: 9,
    13: 13,
    14: 9,
    15: 14,
    16: 16,
    17: 7,
}


@cache
def names_in(path: str) -> frozenset[str]:
    """Return the names of the tests in a file: none for a file that is not there."""
    file = ROOT / path
    tree = ast.parse(file.read_text(encoding="utf-8")) if file.is_file() else ast.Module([], [])
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def missing(page: str) -> list[str]:
    """Return the tests that a page names and nobody wrote."""
    return [f"{path}::{name}" for path, name in NAMED.findall(page) if name not in names_in(path)]


def rows(page: str) -> list[list[str]]:
    """Return the cells of each requirement's line."""
    lines = [line for line in page.splitlines() if line.startswith("| ") and not line.startswith(HEAD)]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]


def requirements(page: str) -> list[str]:
    """Return every number in the first column."""
    return [number for row in rows(page) for number in row[0].strip().split(", ")]


def unshown(page: str) -> list[str]:
    """Return the lines that name no test and do not say why."""
    return [row[0] for row in rows(page) if not (row[-1].startswith(HONEST) or NAMED.match(row[-1]))]


def spelled(time: timedelta) -> str:
    seconds = int(time.total_seconds())
    sizes = {"days": 86_400, "hours": 3600, "minutes": 60, "seconds": 1}
    return next(f"{seconds // size} {name}" for name, size in sizes.items() if seconds % size == 0)


def test_every_test_named_on_the_page_exists() -> None:
    assert len(NAMED.findall(TABLES)) > 100
    assert missing(PAGE) == []


@pytest.mark.parametrize(
    "planted", ["tests/architecture/test_security_page.py::test_of_nothing", "tests/none.py::test_x"]
)
def test_planted_name_of_no_test_is_noticed(planted: str) -> None:
    assert missing(f"| 1.1.1 | a | b | `{planted}` |") == [planted]


def test_every_number_is_well_formed() -> None:
    assert [number for number in requirements(TABLES) if not NUMBER.fullmatch(number)] == []


def test_every_requirement_is_named_once() -> None:
    assert [number for number, times in Counter(requirements(TABLES)).items() if times > 1] == []


def test_no_requirement_is_passed_over() -> None:
    assert Counter(int(number.split(".")[0]) for number in requirements(TABLES)) == IN_CHAPTER
    assert set(requirements(TABLES)) >= LEVEL_3


@pytest.mark.parametrize("planted", ["1.1", "0.1.1", "18.1.1", "v1.1.1", "1.1.1.1"])
def test_planted_number_of_no_requirement_is_noticed(planted: str) -> None:
    assert not NUMBER.fullmatch(planted)


def test_every_line_names_a_test_or_says_why_not() -> None:
    assert {len(row) for row in rows(TABLES)} == {4}
    assert unshown(TABLES) == []


def test_planted_line_that_shows_nothing_is_noticed() -> None:
    assert unshown("| 1.1.1 | a | b | of course |\n| 1.1.2 | a | b | – |") == ["1.1.1", "1.1.2"]


def test_what_is_not_met_stands_in_the_list_at_the_end() -> None:
    listed = re.findall(r"^- \*\*([\d., ]+)\*\*", PAGE.partition("## What is not met")[2], re.MULTILINE)
    assert listed == [row[0].strip() for row in rows(TABLES) if row[-1].startswith("not met: ")]


@pytest.mark.parametrize(
    ("what", "number"),
    [
        ("everything that is sent in, by address", DEEDS_OF_AN_ADDRESS),
        ("sign-in, codes and recovery, by address", limits.ADDRESS_TRIES),
        ("failures of a name, at sign-in and with the printed code", limits.NAME_FAILURES),
        ("failures of a second factor, by account", limits.CODE_FAILURES),
        ("failures to show one's password again, by account", limits.SESSION_FAILURES),
        ("joining, and choosing a name, by address", limits.JOINS),
        ("letters asked for, by address", limits.LETTERS_BY_ADDRESS),
        ("letters asked for, by name", limits.LETTERS_BY_NAME),
        ("a message", f"{MAX_SOURCE:,} characters"),
        ("a claim on an item of the queue", f"{spelled(LEASE)}, by the database's clock"),
        ("undoing a decision", spelled(UNDO_WINDOW)),
        ("clinicians, leads, administrators", f"{spelled(sign_ins.STAFF.idle)} | {spelled(sign_ins.STAFF.absolute)}"),
        ("members", f"{spelled(sign_ins.MEMBER.idle)} | {spelled(sign_ins.MEMBER.absolute)}"),
    ],
)
def test_limit_on_the_page_is_that_of_the_code(what: str, number: str) -> None:
    assert f"| {what} | {number} |" in PAGE


@pytest.mark.parametrize("word", passwords.SITE_WORDS)
def test_word_that_a_password_may_not_be_made_of_is_on_the_page(word: str) -> None:
    assert f"`{word}`" in PAGE.partition("### Passwords")[2].partition("\n## ")[0]


@pytest.mark.parametrize("way", ["/login", "/login/code", "/join", "/recover", "/reset/", "/demo/"])
def test_way_in_is_on_the_page(way: str) -> None:
    assert f"`{way}`" in PAGE.partition("### Ways in")[2].partition("\n### ")[0]
