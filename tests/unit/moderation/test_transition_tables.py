"""The tables of states: every pair is either a row or refused, and what must never happen is not a row."""

from itertools import product

import pytest

from forum.errors import IllegalTransition
from forum.models.states import PostState, ReviewState, RevisionState
from forum.moderation.transitions import POST, REVIEW, REVISION, Event, Step, may_be_void, next_state
from forum.triage.levels import Level

PAIRS = [
    *((POST, state, event) for state, event in product(PostState, Event)),
    *((REVISION, state, event) for state, event in product(RevisionState, Event)),
    *((REVIEW, state, step) for state, step in product(ReviewState, Step)),
]
ROWS = [(table, *row) for table, *row in PAIRS if tuple(row) in table]
NO_ROWS = [(table, *row) for table, *row in PAIRS if tuple(row) not in table]


@pytest.mark.parametrize(("table", "state", "cause"), ROWS)
def test_row_leads_where_the_table_says(table: dict, state: object, cause: object) -> None:
    assert next_state(table, state, cause) is table[state, cause]


@pytest.mark.parametrize(("table", "state", "cause"), NO_ROWS)
def test_step_without_a_row_is_refused(table: dict, state: object, cause: object) -> None:
    with pytest.raises(IllegalTransition):
        next_state(table, state, cause)


@pytest.mark.parametrize("event", Event)
def test_nothing_leaves_the_erased_but_erasure_itself(event: Event) -> None:
    assert ((PostState.ERASED, event) in POST) is (event is Event.ERASE)


@pytest.mark.parametrize("state", PostState)
def test_erasure_reaches_every_post(state: PostState) -> None:
    assert next_state(POST, state, Event.ERASE) is PostState.ERASED


@pytest.mark.parametrize("state", [state for state, event in POST if event is Event.PUBLISH])
def test_only_what_waits_is_published(state: PostState) -> None:
    assert state in {PostState.DRAFT, PostState.HELD}


@pytest.mark.parametrize("step", Step)
def test_decided_review_moves_only_by_undoing(step: Step) -> None:
    assert ((ReviewState.DECIDED, step) in REVIEW) is (step is Step.UNDO)


@pytest.mark.parametrize("step", Step)
def test_void_review_never_moves(step: Step) -> None:
    assert (ReviewState.VOID, step) not in REVIEW


@pytest.mark.parametrize(
    ("level", "may_end"), [(Level.GREEN, True), (Level.AMBER, True), (Level.RED, False), (Level.CRISIS, False)]
)
def test_withdrawal_ends_a_review_only_below_red(level: Level, may_end: bool) -> None:
    assert may_be_void(level) is may_end
