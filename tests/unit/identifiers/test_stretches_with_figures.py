"""Only what stands around figures is read for numbers, and nothing of it is cut in two."""

from forum.identifiers.find import find
from forum.identifiers.kinds import Kind
from forum.identifiers.stretches import with_figures

FILLER = "quiet words " * 40


def test_a_text_without_figures_has_no_stretch() -> None:
    assert list(with_figures(FILLER)) == []


def test_a_stretch_is_where_it_says() -> None:
    text = f"{FILLER}12 pills {FILLER}34 days {FILLER}"
    stretches = list(with_figures(text))
    assert [text[start : start + len(stretch)] == stretch for start, stretch in stretches] == [True, True]


def test_figures_close_together_share_a_stretch() -> None:
    assert len(list(with_figures("1 and 2 and 3"))) == 1


def test_a_text_without_blanks_is_one_stretch() -> None:
    text = "x1" * 500
    assert list(with_figures(text)) == [(0, text)]


def test_a_number_far_into_a_text_is_found_where_it_stands() -> None:
    text = f"{FILLER}ring 07700 900123 {FILLER}"
    (finding,) = find(text)
    assert (finding.kind, text[finding.start : finding.end]) == (Kind.PHONE, "07700 900123")
