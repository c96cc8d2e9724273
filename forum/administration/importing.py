"""Bringing in questions and answers from elsewhere, through the gate that everything said passes.

Invariants: a question and its answers are one transaction under submission tags made of the source, so that a run that
was cut off, or is repeated, adds nothing twice; whoever spoke in the source is a persona without an account, whose
by-line says that nobody verified it; words with risk or identifiers wait for a clinician however they were imported.
"""

from collections.abc import Iterator, Mapping

from sqlalchemy import select

from forum.administration.import_files import SourceAnswer, SourceQuestion
from forum.administration.import_report import Fate, Outcome
from forum.columns import as_token, new_token
from forum.confidentiality import keys, personas
from forum.confidentiality.faces import Face
from forum.errors import BadInput, NotFound
from forum.extensions import db, key_ring
from forum.identifiers.kinds import ACTIONS, Action, Kind
from forum.models.boards import Board
from forum.models.discussions import Thread
from forum.models.personas import Persona
from forum.moderation import intake
from forum.moderation.admit import admit
from forum.moderation.intake import Draft, Receipt
from forum.policy.viewer import VISITOR, Viewer
from forum.sealing import DataKey
from forum.transaction import atomic, vault_atomic
from forum.triage.assess import Assessment

TOKEN_OF_TAG = 20  # bytes of a tag that make a token


class _DryRun(Exception):  # noqa: N818 - nothing went wrong
    """Takes back a transaction whose outcome is known."""


def import_question(
    board_id: str, asked: SourceQuestion, *, administrator: Viewer | None = None, is_dry_run: bool = False
) -> list[Outcome]:
    """Import a question with its answers and say what became of each.

    With an ``administrator`` what nothing else holds is published by their decision; without, all of it waits in the
    queue. A dry run does it all and takes it back. Commits both databases, the vault first. Raises NotFound, Refused.
    """
    authors = _faces(board_id, asked, is_dry_run=is_dry_run)
    outcomes: list[Outcome] = []
    try:
        with atomic():
            outcomes = list(_import(board_id, asked, authors, administrator))
            if is_dry_run:
                raise _DryRun
    except _DryRun:
        keys.memory.forget_all()
    return outcomes


def _import(
    board_id: str, asked: SourceQuestion, authors: Mapping[str, Face], administrator: Viewer | None
) -> Iterator[Outcome]:
    board = db.session.get(Board, board_id)
    if board is None:
        raise NotFound
    tag = key_ring().tag("imported-question", board_id, asked.source_id)
    author = _persona(authors[asked.source_id], f"Imported question {asked.number}")
    try:
        draft, scope = Draft(asked.text, asked.title), as_token(tag[:TOKEN_OF_TAG])
        receipt = intake.submit_question(VISITOR, author, board, draft, scope=scope, tag=tag, imported=True)
    except BadInput as refused:
        yield _refused(asked.row, refused, is_question=True)
        yield from (Outcome(said.row, False, Fate.REFUSED, reason="question: refused") for said in asked.answers)
        return
    yield _outcome(asked.row, receipt, administrator, is_question=True)
    thread = db.session.get_one(Thread, receipt.post.thread_id)
    for said in asked.answers:
        yield _import_answer(thread, tag, said, authors[said.code], administrator)


def _import_answer(
    thread: Thread, question: bytes, said: SourceAnswer, face: Face, administrator: Viewer | None
) -> Outcome:
    author = _persona(face, f"Imported answer {said.number}")
    tag = key_ring().tag("imported-answer", question, said.code, said.text)
    try:
        receipt = intake.submit_reply(VISITOR, author, thread, Draft(said.text), tag=tag, imported=True)
    except BadInput as refused:
        return _refused(said.row, refused, is_question=False)
    return _outcome(said.row, receipt, administrator, is_question=False)


def _outcome(row: int, receipt: Receipt, administrator: Viewer | None, *, is_question: bool) -> Outcome:
    read = receipt.assessment
    if receipt.is_repeat:
        fate = Fate.KNOWN
    elif administrator is not None and admit(administrator, receipt.post):
        fate = Fate.PUBLISHED
    else:
        fate = Fate.HELD
    return Outcome(row, is_question, fate, read.level, read.urgency, _identifies(read))


def _refused(row: int, refused: BadInput, *, is_question: bool) -> Outcome:
    return Outcome(row, is_question, Fate.REFUSED, reason=f"{refused.field}: {refused.problem}")


def _identifies(read: Assessment) -> bool:
    return any(ACTIONS[Kind(found.kind)] is Action.HOLD for found in read.identifiers)


def _faces(board_id: str, asked: SourceQuestion, *, is_dry_run: bool) -> dict[str, Face]:
    """Return who asked and who answered, each with a key: that of their row, or one made now (commits the vault)."""
    codes = {asked.source_id, *(said.code for said in asked.answers)}
    ids = {code: as_token(key_ring().tag("imported-persona", board_id, code)[:TOKEN_OF_TAG]) for code in codes}
    known = select(Persona.id, Persona.key_id).where(Persona.id.in_(sorted(ids.values())))
    held = {row.id: row.key_id for row in db.session.execute(known)}
    missing = [persona_id for persona_id in ids.values() if persona_id not in held]
    if missing and is_dry_run:
        held |= {persona_id: _passing_key() for persona_id in missing}
    elif missing:
        with vault_atomic():
            held |= {persona_id: keys.make_key() for persona_id in missing}
    return {code: Face(persona_id, held[persona_id]) for code, persona_id in ids.items()}


def _passing_key() -> str:
    """Make a key in this process's memory alone: what it seals will never be stored."""
    key_id = new_token()
    keys.memory.put(key_id, DataKey.fresh())
    return key_id


def _persona(face: Face, name: str) -> Persona:
    return personas.persona_named(face.persona_id) or personas.introduce_imported(face, name)
