"""The words of the demonstration community, held to what the demonstration promises to show.

Each board is one file, so that a board added to the folder is checked by being there. The words are data and the
checks need nothing of the product: the gate itself reads them when the demonstration is loaded.
"""

import re
import tomllib
from pathlib import Path

import pytest

CONTENT = Path(__file__).resolve().parents[3] / "forum" / "cli" / "demo_content"
EVERY_BOARD = {
    "low-mood",
    "anxiety-and-panic",
    "chronic-pain",
    "diabetes-day-to-day",
    "heart-and-circulation",
    "life-after-cancer",
    "caring-for-someone",
    "sleep-and-rest",
}
REGISTER_NUMBER = {
    "GMC": r"\d{7}",
    "NMC": r"\d{2}[A-Z]\d{4}[A-Z]",
    "HCPC": r"[A-Z]{2}\d{1,6}",
    "GPhC": r"2\d{6}",
}
PHONE = re.compile(r"\d(?:[\s().-]{0,2}\d){6,}")
EMAIL = re.compile(r"\S+@\S+")
# Ofcom keeps 01632 960xxx and 07700 900xxx for drama; the North American plan keeps 555-0100 to 555-0199.
FICTION = re.compile(r"01632960\d{3}|07700900\d{3}|(?:1?\d{3})?55501\d{2}")
# The domains of RFC 2606, which can never belong to anybody.
NOBODYS_DOMAIN = re.compile(r"@(?:[\w-]+\.)*(?:example|invalid|test)\b|@example\.(?:com|net|org)\b")


def _load(path):
    return tomllib.loads(path.read_text(encoding="utf-8"))


PEOPLE = {person["key"]: person for person in _load(CONTENT / "people.toml")["people"]}
BOARDS = {path.stem: _load(path) for path in sorted((CONTENT / "boards").glob("*.toml"))}
every_board = pytest.mark.parametrize("board", BOARDS.values(), ids=BOARDS.keys())


def role(key):
    return PEOPLE[key]["role"]


def replies(thread):
    return thread.get("replies", [])


def in_state(board, *states):
    return [thread for thread in board["threads"] if thread["state"] in states]


def said(thread):
    """Every text of a thread, its title among them."""
    return [thread["title"], thread["body"], *(reply["body"] for reply in replies(thread))]


def contact_details(text):
    return PHONE.findall(text) + EMAIL.findall(text)


def paragraphs(text):
    """The lines of a body, without their marks: the authors break lines between paragraphs only."""
    return [re.sub(r"[*_`]", "", line) for line in text.splitlines()]


def test_the_community_has_forty_people_in_the_agreed_roles():
    roles = [person["role"] for person in PEOPLE.values()]
    counts = {name: roles.count(name) for name in set(roles)}
    assert counts == {"administrator": 1, "lead": 2, "clinician": 5, "member": 32}


def test_no_two_people_share_a_name():
    names = {person["name"].casefold() for person in PEOPLE.values()}
    assert len(names) == len(PEOPLE)


def test_four_members_are_to_become_mentors():
    mentors = [key for key, person in PEOPLE.items() if person.get("future_mentor")]
    assert [role(key) for key in mentors] == ["member"] * 4


def test_six_members_gave_their_country():
    given = [person["country"] for person in PEOPLE.values() if "country" in person]
    assert len([code for code in given if re.fullmatch(r"[A-Z]{2}", code)]) == len(given) == 6


@pytest.mark.parametrize("slug", sorted(EVERY_BOARD))
def test_every_board_has_two_clinicians_besides_the_leads(slug):
    clinicians = [person for person in PEOPLE.values() if person["role"] == "clinician"]
    assert sum(slug in person["boards"] for person in clinicians) >= 2


def test_every_professional_has_a_number_in_the_format_of_the_register():
    professionals = [person for person in PEOPLE.values() if "register" in person]
    odd = [p["key"] for p in professionals if not re.fullmatch(REGISTER_NUMBER[p["register"]], p["number"])]
    assert (len(professionals), odd) == (7, [])


def test_professionals_cover_only_boards_that_exist():
    assert {slug for person in PEOPLE.values() for slug in person.get("boards", [])} == EVERY_BOARD


def test_the_folder_holds_the_eight_boards():
    assert set(BOARDS) == EVERY_BOARD


@every_board
def test_a_board_is_named_as_its_file(board):
    assert BOARDS[board["slug"]] is board


@every_board
def test_a_board_says_what_it_is_for_and_how_to_behave(board):
    assert all(board[field].strip() for field in ("name", "category", "description", "guidelines"))


@every_board
def test_a_board_has_a_known_access_and_policy(board):
    assert board["access"] in {"public", "members", "invited"}
    assert board["posting"] in {"hold_all", "hold_newcomers", "publish_then_review"}


@every_board
def test_a_board_has_nineteen_threads_with_titles_of_their_own(board):
    assert len({thread["title"] for thread in board["threads"]}) == len(board["threads"]) == 19


@every_board
def test_a_queue_holds_two_or_three_threads_and_one_is_returned(board):
    assert len(in_state(board, "waiting")) in {2, 3}
    assert len(in_state(board, "returned")) == 1


@every_board
def test_every_thread_is_in_a_known_state(board):
    assert in_state(board, "published", "waiting", "returned", "declined") == board["threads"]


@every_board
def test_only_members_open_threads(board):
    assert {role(thread["author"]) for thread in board["threads"]} == {"member"}


@every_board
def test_professionals_answer_by_name_on_the_boards_they_cover(board):
    answers = [reply for thread in board["threads"] for reply in replies(thread) if role(reply["author"]) != "member"]
    astray = [r["author"] for r in answers if r["anonymous"] or board["slug"] not in PEOPLE[r["author"]]["boards"]]
    assert (bool(answers), astray) == (True, [])


@every_board
def test_half_of_the_published_threads_have_a_professional_answer(board):
    published = in_state(board, "published")
    answered = [t for t in published if any(role(reply["author"]) != "member" for reply in replies(t))]
    assert 2 * len(answered) >= len(published)


@every_board
def test_most_published_threads_have_one_to_four_replies(board):
    published = in_state(board, "published")
    assert max(len(replies(thread)) for thread in published) <= 4
    assert 2 * sum(bool(replies(thread)) for thread in published) > len(published)


@every_board
def test_words_that_nobody_has_approved_have_no_replies(board):
    assert not [t["title"] for t in in_state(board, "waiting", "returned", "declined") if replies(t)]


@every_board
def test_replies_come_after_the_question_and_in_order(board):
    for thread in board["threads"]:
        ages = [thread["days_ago"], *(reply["days_ago"] for reply in replies(thread))]
        assert ages == sorted(set(ages), reverse=True), thread["title"]
        assert ages[-1] > 0, thread["title"]


@every_board
def test_every_quotation_stands_in_one_paragraph_of_the_question(board):
    for thread in board["threads"]:
        quoting = [reply for reply in replies(thread) if reply.get("quotes") or "quoted" in reply]
        for reply in quoting:
            phrase = reply["quoted"]
            assert reply["quotes"] and phrase, thread["title"]
            assert any(phrase in paragraph for paragraph in paragraphs(thread["body"])), phrase


@every_board
def test_a_reason_is_given_exactly_where_words_came_back(board):
    reasoned = [thread for thread in board["threads"] if thread.get("reason", "").strip()]
    assert reasoned == in_state(board, "returned", "declined")


@every_board
def test_a_question_has_between_30_and_180_words(board):
    lengths = {thread["title"]: len(thread["body"].split()) for thread in board["threads"]}
    assert not {title: words for title, words in lengths.items() if not 30 <= words <= 180}


@every_board
def test_nothing_published_carries_contact_details(board):
    published = [text for thread in in_state(board, "published") for text in said(thread)]
    assert not [found for text in published for found in contact_details(text)]


@every_board
def test_contact_details_belong_to_nobody(board):
    found = [detail for thread in board["threads"] for text in said(thread) for detail in contact_details(text)]
    real = [d for d in found if not NOBODYS_DOMAIN.search(d) and not FICTION.fullmatch(re.sub(r"\D", "", d))]
    assert not real


@pytest.mark.parametrize("text", ["01632 960143", "(202) 555-0137", "me@mail.example"])
def test_contact_details_are_found_where_they_stand(text):
    assert contact_details(f"You can reach me: {text}, any evening.")


def test_about_one_question_in_six_is_anonymous():
    threads = [thread for board in BOARDS.values() for thread in board["threads"]]
    assert 0.1 < sum(thread["anonymous"] for thread in threads) / len(threads) < 0.25
