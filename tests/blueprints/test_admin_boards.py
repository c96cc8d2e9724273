"""The pages on which boards are kept, and who may open them."""

import re

import pytest

from forum.administration import reading
from forum.extensions import db
from forum.models.boards import Board
from forum.models.personas import Membership, Persona
from forum.models.states import Access, PersonaState, PostingPolicy, Role
from tests.builders.people import (
    a_clinician,
    a_lead,
    a_member,
    an_administrator,
    client_of,
    granted,
)
from tests.builders.talk import a_board

PAGES = ["/admin/", "/admin/boards/", "/admin/boards/new", "/admin/grants/", "/admin/grants/new", "/admin/hours/"]
TYPED = {
    "name": "Sleep and rest",
    "category": "Day by day",
    "description": "Nights and naps.",
    "slug": "sleep-and-rest",
    "access": "members",
    "posting": "hold_all",
    "newcomer_posts": "3",
    "anonymity": "allowed",
    "guidelines": "Be **kind**.",
    "place": "0",
}


@pytest.fixture
def administrator(app):
    return client_of(app, an_administrator(app))


def errors_of(answer) -> list[str]:
    """Return the fields that a page says something about, in order."""
    return re.findall(r'class="field-error" id="([\w-]+)-error"', answer.text)


@pytest.mark.parametrize("page", PAGES)
def test_page_opens_for_an_administrator(administrator, page):
    assert administrator.get(page).status_code == 200


@pytest.mark.parametrize("page", [*PAGES, "/admin/registrations/"])
def test_page_is_missing_for_a_visitor_as_for_a_member_and_a_clinician(app, client, page):
    askers = [client, client_of(app, a_member(app)), client_of(app, a_clinician(app))]
    assert [asker.get(page).status_code for asker in askers] == [404, 404, 404]


@pytest.mark.parametrize("page", PAGES)
def test_page_is_missing_for_a_lead(app, page):
    assert client_of(app, a_lead(app)).get(page).status_code == 404


def test_administrator_without_second_factor_is_sent_to_set_it(app):
    client = client_of(app, granted(a_member(app), Role.ADMINISTRATOR))
    answer = client.get("/admin/")
    assert (answer.status_code, answer.location) == (302, "/login/code?next=/admin/")


def test_board_is_made_and_listed(administrator):
    answer = administrator.post("/admin/boards/new", data=TYPED, follow_redirects=True)
    assert "The board is kept." in answer.text
    assert "Sleep and rest" in answer.text


def test_board_is_changed(administrator):
    board = a_board()
    administrator.post(f"/admin/boards/{board.id}/", data={**TYPED, "slug": board.slug, "access": "invited"})
    db.session.expire_all()
    assert (board.name, board.access, board.posting) == ("Sleep and rest", Access.INVITED, PostingPolicy.HOLD_ALL)


def test_form_shows_what_is_kept(administrator):
    board = a_board(name="Nights", description="Naps too.")
    page = administrator.get(f"/admin/boards/{board.id}/").text
    assert 'value="Nights"' in page
    assert "Naps too.</textarea>" in page


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": ""}, "name"),
        ({"category": ""}, "category"),
        ({"description": "d" * 301}, "description"),
        ({"slug": "No Spaces"}, "slug"),
        ({"access": "nobody"}, "access"),
        ({"posting": ""}, "posting"),
        ({"anonymity": ""}, "anonymity"),
        ({"newcomer_posts": "101"}, "newcomer_posts"),
        ({"newcomer_posts": "many"}, "newcomer_posts"),
        ({"place": ""}, "place"),
        ({"guidelines": "g" * 8001}, "guidelines"),
    ],
)
def test_what_cannot_be_taken_is_said_beside_the_field_and_in_the_summary(administrator, change, field):
    answer = administrator.post("/admin/boards/new", data={**TYPED, **change})
    assert errors_of(answer) == [field]
    assert f'<li><a href="#{field}' in answer.text
    assert reading.boards() == []


def test_taken_address_is_said_beside_it(administrator):
    administrator.post("/admin/boards/new", data=TYPED)
    assert errors_of(administrator.post("/admin/boards/new", data={**TYPED, "name": "Other"})) == ["slug"]


def test_board_that_is_not_there_is_missing(administrator):
    assert administrator.get("/admin/boards/nothing/").status_code == 404
    assert administrator.post("/admin/boards/nothing/", data=TYPED).status_code == 404


def test_guidelines_are_previewed_without_being_kept(administrator):
    answer = administrator.post("/admin/boards/new", data={**TYPED, "preview": "1"})
    assert "<strong>kind</strong>" in answer.text
    assert reading.boards() == []


def test_preview_for_the_script_is_sanitised(administrator):
    answer = administrator.post("/admin/boards/preview", data={"guidelines": "<img src=x onerror=alert(1)>"})
    assert "&lt;img" in answer.text


def test_member_is_invited_by_public_name_and_uninvited(app, administrator):
    board, member = a_board(access=Access.INVITED), a_member(app, "Quiet Otter")
    page = f"/admin/boards/{board.id}/people/"
    answer = administrator.post(page, data={"pseudonym": "Quiet Otter"}, follow_redirects=True)
    assert '<bdi class="me-auto">Quiet Otter</bdi>' in answer.text
    administrator.post(f"{page}end", data={"person": member.everyday.persona_id})
    assert db.session.query(Membership).all() == []


def test_unknown_name_is_said_beside_it(app, administrator):
    page = f"/admin/boards/{a_board(access=Access.INVITED).id}/people/"
    assert errors_of(administrator.post(page, data={"pseudonym": "Nobody Here"})) == ["pseudonym"]


def test_held_name_is_nowhere_in_the_administration(app, administrator):
    board, member = a_board(access=Access.INVITED), a_member(app, "Quiet Otter")
    page = f"/admin/boards/{board.id}/people/"
    administrator.post(page, data={"pseudonym": "Quiet Otter"})
    granted(member, Role.MENTOR)
    db.session.get_one(Persona, member.everyday.persona_id).state = PersonaState.NAME_WAITING
    db.session.commit()
    assert "Quiet Otter" not in administrator.get(page).text
    assert "Quiet Otter" not in administrator.get("/admin/grants/").text


def test_list_shows_a_closed_board(administrator):
    a_board(name="Old board", is_archived=True)
    assert "Closed" in administrator.get("/admin/boards/").text


def test_board_has_the_same_rows_before_and_after_a_refused_change(administrator):
    board = a_board(name="Nights")
    administrator.post(f"/admin/boards/{board.id}/", data={**TYPED, "slug": "No Spaces"})
    assert db.session.get_one(Board, board.id, populate_existing=True).name == "Nights"
