"""What every template, script and style keeps to, so that the strict content policy and tired eyes are both served."""

import re
from itertools import product
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
PAGES = [path for path in TEMPLATES if "email" not in path.relative_to(ROOT / "templates").parts]
SCRIPTS = sorted((ROOT / "static" / "js").glob("*.js"))
THEME = ROOT / "static" / "css" / "theme.css"

INLINE = re.compile(r"""\sstyle=|<style|<script(?![^>]*\bsrc=)|\son[a-z]+=["']|javascript:|\bhx-on\b""")
RISKY_IN_SCRIPT = re.compile(
    r"\beval\b|new Function|innerHTML|outerHTML|document\.write|localStorage|sessionStorage|indexedDB"
)
# Text and the ground that it stands on: 4.5:1 or more (WCAG 2.2, 1.4.3).
READ = [
    *product(["ink", "ink-soft", "teal"], ["ground", "surface", "sunken", "teal-tint", "peach-tint"]),
    *product(["ink"], ["amber-tint", "danger-tint", "green-tint"]),
    ("peach-ink", "peach-tint"),
    ("teal-deep", "teal-tint"),
    ("danger", "danger-tint"),
    ("danger", "surface"),
    ("danger", "ground"),
    ("amber", "amber-tint"),
    ("green", "green-tint"),
    ("on-teal", "teal"),
    ("on-teal", "teal-deep"),
    ("on-help", "help"),
    ("ground", "ink"),
]
# Edges of controls and the ring of focus: 3:1 or more (1.4.11).
SEEN = [*product(["edge", "focus", "checked"], ["ground", "surface"])]


def luminance(colour: str) -> float:
    """Relative luminance, 0 to 1, of ``#rrggbb``, as WCAG 2.2 defines it."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio, 1 to 21, of two colours, as WCAG 2.2 defines it."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def colours(side: str) -> dict[str, str]:
    """The named colours of the theme on one side: name to ``#rrggbb``."""
    named = re.findall(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);", THEME.read_text(encoding="utf-8"))
    return {name: light if side == "light" else dark for name, light, dark in named}


@pytest.mark.parametrize("side", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), READ)
def test_text_can_be_read_on_its_ground(text: str, ground: str, side: str) -> None:
    assert contrast(colours(side)[text], colours(side)[ground]) >= 4.5


@pytest.mark.parametrize("side", ["light", "dark"])
@pytest.mark.parametrize(("edge", "ground"), SEEN)
def test_control_can_be_seen_on_its_ground(edge: str, ground: str, side: str) -> None:
    assert contrast(colours(side)[edge], colours(side)[ground]) >= 3


def test_contrast_of_black_and_white_is_the_whole_scale() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


def test_theme_stays_small_enough_to_be_read() -> None:
    assert len(THEME.read_bytes()) < 25_000


def test_theme_has_no_direction_of_its_own() -> None:
    physical = r"(?:margin|padding|border|inset)-(?:left|right)|text-align: (?:left|right)|(?:^|[;{]\s*)(?:left|right):"
    assert re.findall(physical, THEME.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_template_has_nothing_inline(path: Path) -> None:
    assert INLINE.findall(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "planted",
    [
        '<p style="color:red">',
        "<style>",
        "<script>go()</script>",
        '<a href="javascript:go()">',
        "<b onclick='go()'>",
        "<b hx-on:click='go()'>",
    ],
)
def test_planted_inline_code_is_found(planted: str) -> None:
    assert INLINE.search(planted)


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_script_is_short(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) < 80


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_script_keeps_nothing_in_the_browser_and_runs_no_text(path: Path) -> None:
    assert RISKY_IN_SCRIPT.findall(path.read_text(encoding="utf-8")) == []
