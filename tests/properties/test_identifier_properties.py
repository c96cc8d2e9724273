"""What holds of every text and every name: nothing raises, findings lie in order inside the text, keys are stable."""

from hypothesis import given
from hypothesis import strategies as st

from forum.identifiers.confusables import LONGEST_SKELETON
from forum.identifiers.find import find
from forum.identifiers.pseudonym import problems_with, skeleton

# Random text seldom meets a pattern, so half of the texts are made of what the patterns begin with and end in.
PIECES = (
    "my name is ",
    "Sarah ",
    "Jones",
    "Dr. ",
    "Grace ",
    "Will",
    "07700 900123",
    "+44",
    "0",
    " ",
    "\n",
    ".",
    "@",
    " at ",
    " dot com",
    "gmail",
    "https://",
    "www.",
    "/in/",
    "GB82 WEST 1234 5698 7654 32",
    "4111 1111 1111 1111",
    "943 476 5919",
    "SW1A 1AA",
    "12 High Street",
    "Apt. ",
    "corner of ",
    " and ",
    "Leeds",
    "live in ",
    "MRN ",
    "account number ",
    "1990-01-14",
    "3 May ",
    "94 years old",
    "St Mary's ",
    "Hospital",
    "::",
    "fe80",
    "192.168.",
    "\u200b",
    "\ufeff",
    "\ud800",
    "１２３",
    "ß",
    "İ",
    "'s",
    "-",
    "insta: ",
    "u/",
    "#1234",
)
anything = st.text(alphabet=st.characters(), max_size=200)
talk = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)
texts = st.one_of(anything, talk, st.tuples(talk, anything, talk).map("".join))
short_names = st.text(alphabet=st.characters(), max_size=40)


@given(texts)
def test_findings_lie_in_order_inside_the_text_without_an_overlap(text: str) -> None:
    edges = [edge for finding in find(text) for edge in (finding.start, finding.end)]
    assert edges == sorted(edges)
    assert all(0 <= edge <= len(text) for edge in edges)


@given(texts)
def test_no_finding_is_empty(text: str) -> None:
    assert all(finding.start < finding.end for finding in find(text))


@given(talk, st.integers(min_value=1, max_value=5))
def test_blank_lines_in_front_only_move_the_findings(text: str, lines: int) -> None:
    moved = find("\n\n" * lines + text)
    assert [(one.kind, one.end - one.start) for one in moved] == [(one.kind, one.end - one.start) for one in find(text)]


@given(short_names)
def test_a_key_is_its_own_key_and_fits_its_column(name: str) -> None:
    key = skeleton(name)
    assert skeleton(key) == key
    assert len(key) <= LONGEST_SKELETON


@given(short_names)
def test_a_key_can_be_stored(name: str) -> None:
    assert "\x00" not in skeleton(name)
    assert skeleton(name).encode().decode() == skeleton(name)


@given(short_names)
def test_judging_a_name_never_fails_and_is_the_same_twice(name: str) -> None:
    assert problems_with(name) == problems_with(name)
