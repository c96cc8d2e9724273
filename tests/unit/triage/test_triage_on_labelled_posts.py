"""How well the rules order real posts, on the part that may be looked at; absent data is said, not passed over.

The margins are what the rules reach less a little, so that a change that makes them worse is noticed. The held-out
part is for ``triage evaluate`` alone.
"""

from pathlib import Path

import pytest

from forum.triage.assess import assess
from forum.triage.levels import Level
from forum.triage.lexicon import Lexicon, load
from tests.builders import labelled_posts

GRAVE = ("crisis", "red")


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load()


def data(name: str) -> Path:
    path = labelled_posts.find(name)
    if path is None:
        pytest.skip(f"the triage data file {name} is not on this machine")
    return path


def test_grave_posts_outrank_the_rest(lexicon: Lexicon) -> None:
    posts = labelled_posts.labelled(data("posts_labelled.csv"), held_out=False)
    ranks = [(assess(post["text"], lexicon).rank, post["level"] in GRAVE) for post in posts]
    grave = [rank for rank, is_grave in ranks if is_grave]
    assert labelled_posts.auc(grave, [rank for rank, is_grave in ranks if not is_grave]) >= 0.80


def test_at_most_one_everyday_comment_in_two_hundred_is_red_or_above(lexicon: Lexicon) -> None:
    comments = labelled_posts.everyday(data("everyday.csv"))
    alarmed = sum(assess(comment, lexicon).level >= Level.RED for comment in comments)
    assert alarmed / len(comments) <= 0.005


def test_no_author_stands_on_both_sides_of_the_split() -> None:
    path = data("posts_labelled.csv")
    sides = [{p["author"] for p in labelled_posts.labelled(path, held_out=side)} for side in (True, False)]
    assert sides[0] and sides[1] and not sides[0] & sides[1]


def test_about_three_authors_in_ten_are_held_out() -> None:
    held = sum(labelled_posts.is_held_out(f"author {number}") for number in range(1000))
    assert 250 <= held <= 350


@pytest.mark.parametrize(
    ("positives", "negatives", "area"), [([2, 3], [0, 1], 1), ([0], [1], 0), ([1], [1], 0.5), ([1, 3], [2], 0.5)]
)
def test_auc_is_the_chance_that_a_positive_outranks(
    positives: list[float], negatives: list[float], area: float
) -> None:
    assert labelled_posts.auc(positives, negatives) == area


def test_auc_of_an_empty_side_is_refused() -> None:
    with pytest.raises(ValueError, match="both sides"):
        labelled_posts.auc([], [1.0])
