"""The queue: what is late, then what is gravest, then what has waited longest; only one's own boards."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import Select

from forum.clock import frozen_at, now
from forum.errors import NotFound
from forum.extensions import db
from forum.models.boards import Board
from forum.models.discussions import Post
from forum.models.reviews import Review
from forum.models.states import DecisionKind, Role
from forum.moderation import queue, stretches
from forum.moderation.queue import awaiting_second, claim_next, queue_page
from forum.moderation.stretches import Shape
from forum.transaction import atomic
from tests.builders.moderating import CRISIS, RED, Ward, a_ward, claimed, ruled
from tests.builders.people import Someone, a_clinician, granted, viewer_of, with_credential, with_second_factor
from tests.builders.talk import a_board, a_question, open_review_of

K = DecisionKind


@pytest.fixture
def ward(app: Flask) -> Ward:
    return a_ward(app)


def asked(ward: Ward, text: str = "It rains.", *, hours_ago: float = 0, board: Board | None = None) -> str:
    """Return the id of the review of a question that was asked some hours ago."""
    with frozen_at(now() - timedelta(hours=hours_ago)):
        return open_review_of(a_question(ward.member, board or ward.board, text).post).id


def listed(clinician: Someone) -> list[str]:
    return [row.id for row in queue_page(viewer_of(clinician)).rows]


def takes_next(clinician: Someone) -> str | None:
    viewer = viewer_of(clinician)
    with atomic():
        review = claim_next(viewer)
        return review.id if review else None


def test_graver_things_come_first(ward: Ward) -> None:
    green, red, crisis = asked(ward), asked(ward, RED), asked(ward, CRISIS)
    assert listed(ward.doctor) == [crisis, red, green]


def test_older_things_come_first_within_a_level(ward: Ward) -> None:
    young, old = asked(ward, hours_ago=1), asked(ward, hours_ago=2)
    assert listed(ward.doctor) == [old, young]


def test_late_things_come_before_graver_ones(ward: Ward) -> None:
    crisis, late = asked(ward, CRISIS), asked(ward, hours_ago=30)
    assert listed(ward.doctor) == [late, crisis]


def test_late_and_grave_comes_before_late(ward: Ward) -> None:
    late, late_red = asked(ward, hours_ago=30), asked(ward, RED, hours_ago=2)
    assert listed(ward.doctor) == [late_red, late]


def test_claimed_things_stay_in_the_list(ward: Ward) -> None:
    post = a_question(ward.member, ward.board).post
    review = claimed(ward.colleague, post)
    (row,) = queue_page(viewer_of(ward.doctor)).rows
    assert (row.id, row.holder) == (review.id, f"Dr. {ward.colleague.name}")


def test_decided_things_leave_the_list(ward: Ward) -> None:
    post = a_question(ward.member, ward.board).post
    ruled(ward.doctor, claimed(ward.doctor, post), K.APPROVE)
    assert listed(ward.doctor) == []


def test_other_boards_are_not_listed(ward: Ward) -> None:
    asked(ward, board=a_board(posting=ward.board.posting))
    assert listed(ward.doctor) == []


def test_clinician_of_every_board_sees_every_board(app: Flask, ward: Ward) -> None:
    elsewhere = asked(ward, board=a_board(posting=ward.board.posting))
    assert listed(a_clinician(app)) == [elsewhere]


def test_member_has_no_queue(ward: Ward) -> None:
    with pytest.raises(NotFound):
        queue_page(viewer_of(ward.member))


def test_row_holds_no_words(ward: Ward) -> None:
    asked(ward)
    (row,) = queue_page(viewer_of(ward.doctor)).rows
    assert not [name for name in row._fields if "sealed" in name or ("name" in name and name != "board_name")]


@pytest.mark.parametrize("late", [0, 3, 5])
def test_pages_hold_everything_once_and_in_order(ward: Ward, monkeypatch: pytest.MonkeyPatch, late: int) -> None:
    ids = [asked(ward, RED if n % 2 else "It rains.", hours_ago=30 + n if n < late else n / 100) for n in range(7)]
    whole = listed(ward.doctor)
    monkeypatch.setattr(queue, "PAGE", 2)
    viewer, seen, cursor = viewer_of(ward.doctor), [], None
    while True:
        page = queue_page(viewer, cursor)
        seen += [row.id for row in page.rows]
        cursor = page.next
        if cursor is None:
            break
    assert (seen, sorted(seen)) == (whole, sorted(ids))


@pytest.mark.parametrize("cursor", ["", "x", "AAAA", "é", "MXwyfDM"])
def test_cursor_that_cannot_be_read_is_the_first_page(ward: Ward, cursor: str) -> None:
    review = asked(ward)
    assert [row.id for row in queue_page(viewer_of(ward.doctor), cursor).rows] == [review]


def test_next_one_is_the_first_that_nobody_holds(ward: Ward) -> None:
    green, crisis = asked(ward), asked(ward, CRISIS)
    assert (takes_next(ward.doctor), takes_next(ward.colleague)) == (crisis, green)


def test_there_is_no_next_one_when_all_are_held(ward: Ward) -> None:
    asked(ward)
    takes_next(ward.colleague)
    assert takes_next(ward.doctor) is None


def test_next_one_is_never_ones_own_however_many_there_are(ward: Ward) -> None:
    for _ in range(queue.TRIES + 1):
        a_question(ward.member, ward.board, RED, anonymously=True)
    someone_elses = open_review_of(a_question(ward.colleague, ward.board, "Ring 07700 900123.").post).id
    both = granted(with_credential(with_second_factor(ward.member), "Dr. Both"), Role.CLINICIAN, ward.board)
    assert takes_next(both) == someone_elses


def test_next_one_passes_over_what_somebody_was_faster_with(ward: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    second, first = asked(ward), asked(ward, RED)
    viewer, colleague = viewer_of(ward.doctor), viewer_of(ward.colleague)
    with atomic():
        stale = queue._rows(viewer, now(), None, 8, is_free=True)
    with atomic():
        claim_next(colleague)
    monkeypatch.setattr(queue, "_rows", lambda *_, **_free: stale)
    assert (db.session.get_one(Review, first).claimant_id, takes_next(ward.doctor)) == (colleague.professional, second)


def test_lead_sees_what_waits_for_a_second_signature(ward: Ward) -> None:
    post = a_question(ward.member, ward.board, CRISIS).post
    ruled(ward.doctor, claimed(ward.doctor, post), K.APPROVE)
    assert [row.post_id for row in awaiting_second(viewer_of(ward.lead))] == [post.id]


def test_clinician_who_leads_nothing_sees_no_signatures_wanted(ward: Ward) -> None:
    post: Post = a_question(ward.member, ward.board, CRISIS).post
    ruled(ward.doctor, claimed(ward.doctor, post), K.APPROVE)
    assert list(awaiting_second(viewer_of(ward.colleague))) == []


@pytest.mark.parametrize("boards", [None, 1, 3, stretches.MOST_APART + 1])
@pytest.mark.parametrize("is_free", [True, False])
def test_queue_reads_only_the_stretches_of_its_index(
    app: Flask, engine_name: str, boards: int | None, is_free: bool
) -> None:
    if engine_name != "sqlite":
        pytest.skip("PostgreSQL plans by the size of a table, and this one is empty")
    plan = planned(stretches.page(Shape(boards, (1, True), is_free, 8)))
    assert [step for step in plan if step.startswith("SCAN reviews")] == []
    assert sum("USING INDEX ix_reviews_queue" in step for step in plan) >= len(stretches.RANKS)


def planned(statement: Select) -> list[str]:
    """Return SQLite's plan of a statement, step by step."""
    engine = db.engines[None]
    compiled = statement.compile(dialect=engine.dialect)
    with engine.connect() as connection:
        given = tuple(compiled.params[name] for name in compiled.positiontup)
        return [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}", given)]
