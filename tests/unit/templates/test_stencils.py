"""A piece drawn once: its holes take escaped values, and nothing of one filling stays for the next."""

import pytest

from forum.blueprints import stencils
from forum.blueprints.stencils import filled, hole


@pytest.fixture(autouse=True)
def _blank(monkeypatch):
    monkeypatch.setattr(stencils, "_drawn", {})


def test_each_hole_takes_its_value():
    piece = f"<b>{hole('name')}</b>, {hole('place')}, {hole('name')}"
    said = filled("greeting", lambda: piece, name="Wren", place="here")
    assert said == "<b>Wren</b>, here, Wren"


def test_value_is_escaped():
    assert filled("name", lambda: f"<b>{hole('name')}</b>", name="<i>") == "<b>&lt;i&gt;</b>"


def test_piece_is_drawn_once_and_filled_anew():
    drawn = []

    def draw():
        drawn.append(1)
        return f"{hole('name')}!"

    assert [filled("cheer", draw, name=name) for name in ("Wren", "Robin")] == ["Wren!", "Robin!"]
    assert len(drawn) == 1


def test_variants_are_drawn_apart():
    assert filled(("cheer", 1), lambda: "one") != filled(("cheer", 2), lambda: "two")


def test_hole_without_a_value_is_a_fault():
    with pytest.raises(KeyError):
        filled("cheer", lambda: f"{hole('name')}!")
