"""Asking and replying, through the gate, under the face that the speaker chose."""

from sqlalchemy import select

from forum.cli.demo_filling.content import SaidReply, SaidThread
from forum.cli.demo_filling.town import Town
from forum.confidentiality import identity, keys, personas
from forum.discussions import reading
from forum.extensions import db
from forum.models.boards import Board
from forum.models.discussions import Post, Revision, Thread
from forum.models.personas import Persona
from forum.models.states import PostState
from forum.moderation import intake
from forum.moderation.intake import Draft
from forum.rich_text import plain_text
from forum.transaction import atomic

QUESTION = 0  # replies are counted from 1


def ask(town: Town, thread: SaidThread) -> None:
    """Ask a thread's question."""
    person = town.people[thread.author]
    scope = identity.scope_for(person.account_id, _submission(thread, QUESTION))
    face = identity.speak_in(person.account_id, person.everyday, scope, anonymously=thread.is_anonymous)
    with atomic():
        author = personas.introduce_anonymous(face, scope) if thread.is_anonymous else _lasting(face.persona_id)
        board = db.session.get_one(Board, town.boards[thread.board])
        draft = Draft(thread.body, thread.title)
        intake.submit_question(person.viewer, author, board, draft, scope=scope, tag=tag_of(town, thread, QUESTION))


def reply(town: Town, thread: SaidThread, number: int) -> None:
    """Add a thread's reply of that number: a member's, or a clinician's answer."""
    said, asked = thread.replies[number - 1], post_of(town, thread, QUESTION)
    person = town.people[said.author]
    scope = db.session.get_one(Thread, asked.thread_id).scope
    face = identity.speak_in(person.account_id, person.everyday, scope, anonymously=said.is_anonymous)
    with atomic():
        lasting = person.viewer.professional or person.everyday.persona_id
        author = personas.introduce_anonymous(face, scope) if said.is_anonymous else _lasting(lasting)
        held = db.session.get_one(Thread, asked.thread_id)
        draft = Draft(said.body, quote=_quote(said, asked))
        intake.submit_reply(person.viewer, author, held, draft, tag=tag_of(town, thread, number))
    _note_read(town, thread, said.author)


def tag_of(town: Town, thread: SaidThread, number: int) -> bytes:
    """Return the tag under which something was submitted."""
    author = thread.replies[number - 1].author if number else thread.author
    return identity.submission_tag(town.people[author].account_id, _submission(thread, number))


def post_of(town: Town, thread: SaidThread, number: int) -> Post:
    """Return what was submitted as a thread's question or reply."""
    return db.session.execute(select(Post).where(Post.submission_tag == tag_of(town, thread, number))).scalar_one()


def _submission(thread: SaidThread, number: int) -> str:
    return f"demonstration:{thread.board}:{thread.title}:{number}"


def _lasting(persona_id: str) -> Persona:
    return db.session.get_one(Persona, persona_id)


def _quote(said: SaidReply, asked: Post) -> intake.Quote | None:
    if said.quoted is None:
        return None
    revision = db.session.get_one(Revision, asked.approved_revision_id)
    html = keys.unseal(asked.key_id, revision.html_sealed, "revisions", "html_sealed", revision.id)
    start = plain_text(html).index(said.quoted)
    return intake.Quote(revision.id, start, start + len(said.quoted))


def _note_read(town: Town, thread: SaidThread, reader: str) -> None:
    # Whoever replies has read what stood there.
    asked = post_of(town, thread, QUESTION)
    if asked.state is PostState.PUBLISHED:
        position = db.session.get_one(Thread, asked.thread_id).post_count
        reading.note_read(town.viewer(reader), asked.thread_id, position, read_up_to=None)
