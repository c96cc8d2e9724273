"""Importing through the gate: what waits, what is shown, what is refused, and that nothing comes twice."""

from contextlib import contextmanager

import pytest
from sqlalchemy import func, select

from forum.administration import importing
from forum.administration.import_files import SourceAnswer, SourceQuestion
from forum.administration.import_report import Fate
from forum.administration.importing import import_question
from forum.confidentiality import faces
from forum.errors import NotFound
from forum.extensions import db, vault
from forum.models.discussions import Post, Thread
from forum.models.links import WrappedKey
from forum.models.personas import Persona
from forum.models.records import AuditEntry, OutboxEvent
from forum.models.reviews import Decision, Review, ReviewReasonGiven
from forum.models.states import DecisionKind, PersonaKind, PostingPolicy, PostState, ReviewReason, ReviewState
from forum.moderation.admit import admit
from forum.rich_text import MAX_SOURCE
from forum.transaction import atomic
from tests.builders.people import a_clinician, a_member, an_administrator, viewer_of
from tests.builders.talk import a_board, a_question

GRAVE = "I am going to kill myself tonight."
REACHABLE = "Write to me at someone@mail.example, any evening."


@pytest.fixture
def board(app):
    return a_board(posting=PostingPolicy.PUBLISH_THEN_REVIEW)


@pytest.fixture
def administrator(app):
    return viewer_of(an_administrator(app))


def asked(text="Both knees creak on the stairs.", answers=("Warm them first.",), number=1, **changes):
    said = [SourceAnswer(place, f"c-{place}", place, words) for place, words in enumerate(answers, start=12)]
    usual = {"row": 1, "source_id": f"source {number}", "number": number, "title": "Creaking knees", "text": text}
    return SourceQuestion(**(usual | changes), answers=said)


def fates(outcomes):
    return [outcome.fate.value for outcome in outcomes]


def count(table):
    session = vault if table is WrappedKey else db.session
    return session.scalar(select(func.count()).select_from(table))


def test_held_import_waits_for_clinicians_whatever_the_board_does(board):
    assert fates(import_question(board.id, asked())) == ["held", "held"]
    reasons = set(db.session.scalars(select(ReviewReasonGiven.reason)))
    assert (reasons, count(Review)) == ({ReviewReason.IMPORTED}, 2)


def test_published_import_shows_question_and_answers_in_order(board, administrator):
    outcomes = import_question(board.id, asked(answers=["One.", "Two."]), administrator=administrator)
    positions = db.session.scalars(select(Post.position).order_by(Post.position)).all()
    assert (fates(outcomes), positions) == (["published"] * 3, [1, 2, 3])


def test_publishing_is_a_decision_of_its_own_kind_by_the_administrator(board, administrator):
    import_question(board.id, asked(answers=[]), administrator=administrator)
    decision = db.session.scalars(select(Decision)).one()
    review = db.session.get_one(Review, decision.review_id)
    assert (decision.kind, decision.actor_id) == (DecisionKind.IMPORT, administrator.everyday)
    assert review.state is ReviewState.DECIDED


def test_publishing_is_written_into_the_record(board, administrator):
    import_question(board.id, asked(), administrator=administrator)
    events = select(AuditEntry.actor).where(AuditEntry.event == "import.published")
    assert db.session.scalars(events).all() == [administrator.everyday] * 2


@pytest.mark.parametrize("words", [GRAVE, REACHABLE])
def test_answer_that_a_clinician_must_see_waits_while_the_rest_is_shown(board, administrator, words):
    outcomes = import_question(board.id, asked(answers=[words, "Two."]), administrator=administrator)
    assert fates(outcomes) == ["published", "held", "published"]


@pytest.mark.parametrize("words", [GRAVE, REACHABLE])
def test_question_that_a_clinician_must_see_waits_with_its_answers(board, administrator, words):
    assert fates(import_question(board.id, asked(words), administrator=administrator)) == ["held", "held"]


def test_outcome_says_that_words_could_identify_somebody(board):
    outcomes = import_question(board.id, asked(answers=[REACHABLE]))
    assert [outcome.identifies for outcome in outcomes] == [False, True]


def test_over_long_answer_is_refused_and_not_cut(board):
    outcomes = import_question(board.id, asked(answers=["x" * (MAX_SOURCE + 1), "Two."]))
    assert [(outcome.fate, outcome.reason) for outcome in outcomes[1:]] == [
        (Fate.REFUSED, "body: too_long"),
        (Fate.HELD, ""),
    ]


def test_answers_of_a_refused_question_are_refused_with_it(board):
    outcomes = import_question(board.id, asked(title="x" * 200))
    assert [outcome.reason for outcome in outcomes] == ["title: too_long", "question: refused"]
    assert count(Thread) == 0


def test_importing_again_adds_nothing(board, administrator):
    import_question(board.id, asked(), administrator=administrator)
    before = [count(table) for table in (Post, Persona, Review, WrappedKey, AuditEntry)]
    assert fates(import_question(board.id, asked(), administrator=administrator)) == ["known", "known"]
    assert [count(table) for table in (Post, Persona, Review, WrappedKey, AuditEntry)] == before


def test_run_that_was_cut_off_goes_on(board):
    questions = [asked(number=number) for number in (1, 2, 3)]
    import_question(board.id, questions[0])
    outcomes = [outcome for question in questions for outcome in import_question(board.id, question)]
    assert (fates(outcomes), count(Thread)) == (["known", "known", *["held"] * 4], 3)


def test_run_that_was_cut_off_between_the_databases_goes_on(board, monkeypatch):
    @contextmanager
    def power_cut():
        raise KeyboardInterrupt
        yield

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(importing, "atomic", power_cut)
        import_question(board.id, asked())
    assert (fates(import_question(board.id, asked())), count(Persona)) == (["held", "held"], 2)


def test_dry_run_tells_what_would_be_and_writes_nothing(board, administrator):
    tables = (Thread, Post, Persona, Review, Decision, AuditEntry, WrappedKey)
    before = [count(table) for table in tables]
    outcomes = import_question(board.id, asked(answers=[GRAVE, "Two."]), administrator=administrator, is_dry_run=True)
    assert fates(outcomes) == ["published", "held", "published"]
    assert [count(table) for table in tables] == before


def test_whoever_spoke_has_no_account_and_no_name_of_the_source(board):
    import_question(board.id, asked())
    spoke = db.session.scalars(select(Persona).where(Persona.kind == PersonaKind.IMPORTED)).all()
    assert {persona.name for persona in spoke} == {"Imported question 1", "Imported answer 12"}
    assert [faces.account_of(persona.id) for persona in spoke] == [None, None]


def test_whoever_answered_twice_is_one_persona(board):
    for number in (1, 2):
        import_question(board.id, asked(number=number))
    assert count(Persona) == 3


def test_nobody_is_told_of_imported_words(board, administrator):
    import_question(board.id, asked(), administrator=administrator)
    assert count(OutboxEvent) == 0


def test_import_into_a_board_that_is_not_there_finds_nothing(app):
    with pytest.raises(NotFound):
        import_question("nowhere", asked())


def test_words_of_a_member_are_not_admitted(app, administrator):
    board = a_board(posting=PostingPolicy.HOLD_ALL)
    post = a_question(a_member(app), board).post
    with atomic():
        assert admit(administrator, post) is False
    assert post.state is PostState.HELD


@pytest.mark.parametrize("somebody", [a_member, a_clinician])
def test_nobody_but_an_administrator_admits(app, board, somebody):
    import_question(board.id, asked(answers=[]))
    post = db.session.scalars(select(Post)).one()
    viewer = viewer_of(somebody(app))
    with pytest.raises(NotFound), atomic():
        admit(viewer, post)
