"""Making and changing boards, and who is invited to them."""

from dataclasses import replace

import pytest

from forum.administration import boards, reading
from forum.administration.boards import BoardPlan
from forum.errors import BadInput, NotFound
from forum.extensions import db
from forum.models.boards import Board
from forum.models.personas import Membership, Persona
from forum.models.records import AuditEntry
from forum.models.states import Access, PersonaState, PostingPolicy
from forum.transaction import atomic
from tests.builders.people import Someone, a_clinician, a_member, an_administrator, viewer_of
from tests.builders.talk import a_board

PLAN = BoardPlan(
    slug="sleep-and-rest",
    name="Sleep and rest",
    category="Day by day",
    description="Nights, naps and everything between.",
    guidelines="Be **kind**.",
    access=Access.MEMBERS,
    posting=PostingPolicy.HOLD_NEWCOMERS,
)
REFUSALS = [
    ({"slug": "Sleep"}, "slug: characters"),
    ({"slug": "sleep/rest"}, "slug: characters"),
    ({"slug": "schläf"}, "slug: characters"),
    ({"slug": "-"}, "slug: characters"),
    ({"slug": ""}, "slug: empty"),
    ({"slug": "s" * 61}, "slug: too_long"),
    ({"name": " \u200b "}, "name: empty"),
    ({"name": "n" * 81}, "name: too_long"),
    ({"category": ""}, "category: empty"),
    ({"description": "d" * 301}, "description: too_long"),
    ({"guidelines": "g" * 8001}, "guidelines: too_long"),
    ({"newcomer_posts": 101}, "newcomer_posts: range"),
    ({"newcomer_posts": -1}, "newcomer_posts: range"),
]


def saved(plan: BoardPlan = PLAN, board_id: str | None = None) -> Board:
    with atomic():
        return boards.save_board(None, plan, board_id)


def the_persona(member: Someone) -> Persona:
    return db.session.get_one(Persona, member.everyday.persona_id)


def test_board_is_made_as_planned(app):
    board = saved()
    assert (board.slug, board.name, board.access) == (PLAN.slug, PLAN.name, PLAN.access)


def test_guidelines_are_rendered_once_and_safe(app):
    board = saved(replace(PLAN, guidelines="**Hello** <script>x</script>"))
    assert board.guidelines_html == "<p><strong>Hello</strong> &lt;script&gt;x&lt;/script&gt;</p>\n"


@pytest.mark.parametrize(("change", "problem"), REFUSALS)
def test_plan_that_cannot_be_taken_is_refused(app, change, problem):
    with pytest.raises(BadInput, match=problem):
        saved(replace(PLAN, **change))


def test_address_of_another_board_is_refused(app):
    saved()
    with pytest.raises(BadInput, match="slug: taken"):
        saved(replace(PLAN, name="Another"))


def test_board_keeps_its_own_address_when_it_is_changed(app):
    board = saved()
    assert saved(replace(PLAN, name="Nights"), board.id).name == "Nights"


def test_changing_a_board_that_is_not_there_finds_nothing(app):
    with pytest.raises(NotFound):
        saved(PLAN, "no-such-board")


def test_boards_of_one_heading_share_it(app):
    assert saved().category_id == saved(replace(PLAN, slug="pain")).category_id


@pytest.mark.parametrize("make", [a_member, a_clinician])
def test_board_is_for_administrators_to_make(app, make):
    viewer = viewer_of(make(app))
    with pytest.raises(NotFound), atomic():
        boards.save_board(viewer, PLAN)


def test_change_of_a_board_is_recorded_with_who_made_it(app):
    administrator = viewer_of(an_administrator(app))
    with atomic():
        boards.save_board(administrator, PLAN)
    assert [(e.event, e.actor) for e in db.session.query(AuditEntry)] == [("board.changed", administrator.everyday)]


def test_invitation_is_new_once(app):
    board, member = a_board(access=Access.INVITED), a_member(app)
    with atomic():
        answers = [boards.invite(None, board.id, member.everyday.persona_id) for _ in range(2)]
    assert answers == [True, False]


def test_invitation_ends_once(app):
    board, member = a_board(access=Access.INVITED), a_member(app)
    with atomic():
        boards.invite(None, board.id, member.everyday.persona_id)
        answers = [boards.uninvite(None, board.id, member.everyday.persona_id) for _ in range(2)]
    assert answers == [True, False]


def test_professional_face_is_not_invited(app):
    board, clinician = a_board(access=Access.INVITED), a_clinician(app)
    with pytest.raises(NotFound), atomic():
        boards.invite(None, board.id, clinician.professional.persona_id)
    assert db.session.query(Membership).all() == []


def test_invited_people_are_shown_by_name_and_nothing_else(app):
    board, member = a_board(access=Access.INVITED), a_member(app, "Quiet Otter")
    with atomic():
        boards.invite(None, board.id, member.everyday.persona_id)
    (row,) = reading.invited_to(board.id)
    assert row._asdict() == {"id": member.everyday.persona_id, "name": "Quiet Otter"}


def test_name_that_waits_for_its_review_is_shown_to_no_administrator(app):
    board, member = a_board(access=Access.INVITED), a_member(app, "Quiet Otter")
    with atomic():
        boards.invite(None, board.id, member.everyday.persona_id)
        the_persona(member).state = PersonaState.NAME_WAITING
    assert [row.name for row in reading.invited_to(board.id)] == [""]


@pytest.mark.parametrize("typed", ["Quiet Otter", " quiet  otter "])
def test_member_is_found_by_the_exact_public_name(app, typed):
    member = a_member(app, "Quiet Otter")
    assert reading.member_called(typed) == member.everyday.persona_id


@pytest.mark.parametrize("typed", ["Quiet", "Quiet Ottter", "Qu1et Otter", "", "%"])
def test_nobody_is_found_by_less_than_the_name(app, typed):
    a_member(app, "Quiet Otter")
    with pytest.raises(BadInput, match="pseudonym: unknown"):
        reading.member_called(typed)


def test_nobody_is_found_by_a_professional_name(app):
    clinician = a_clinician(app)
    with pytest.raises(BadInput, match="pseudonym: unknown"):
        reading.member_called(f"Dr. {clinician.name}")


def test_nobody_is_found_by_a_name_that_waits(app):
    member = a_member(app, "Quiet Otter")
    with atomic():
        the_persona(member).state = PersonaState.NAME_WAITING
    with pytest.raises(BadInput, match="pseudonym: unknown"):
        reading.member_called("Quiet Otter")
