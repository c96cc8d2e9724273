"""Who speaks on a seeded site: real accounts, faces and keys, made by the verbs, and a pool of words."""

import json
from dataclasses import dataclass

from forum.accounts import passwords
from forum.administration import boards
from forum.administration.boards import BoardPlan
from forum.cli.demo_filling import content
from forum.cli.demo_filling.content import CLINICIAN, MEMBER, Invented
from forum.cli.demo_filling.settling import A_YEAR, PASSWORD, settle
from forum.cli.seeding.plan import BOARDS, Plan
from forum.confidentiality import faces, keys, personas
from forum.confidentiality.faces import Face
from forum.extensions import db
from forum.models.boards import Board
from forum.models.personas import Persona
from forum.models.states import Access, PersonaKind, PostingPolicy
from forum.moderation import intake
from forum.moderation.intake import Draft
from forum.sealing import DataKey
from forum.transaction import atomic
from forum.triage.levels import Level, Urgency

FEWEST_MEMBERS, MOST_MEMBERS, POSTS_EACH = 30, 300, 100
CLINICIANS = 4
TEXTS = 200
ONE_ANONYMOUS_IN, MOST_ANONYMOUS = 20, 500


@dataclass(frozen=True, slots=True)
class Speaker:
    """A persona with its key open."""

    persona_id: str
    key_id: str
    key: DataKey
    is_clinician: bool = False
    account_id: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """Words as the gate would have read and rendered them."""

    source: str
    html: str
    assessment: str


@dataclass(frozen=True, slots=True)
class Cast:
    """All that posts are made of."""

    boards: list[str]
    members: list[Speaker]
    clinicians: list[Speaker]
    texts: list[Text]


def assemble(plan: Plan) -> Cast:
    """Make boards and people, or find those of an earlier run, and render the texts."""
    board_ids = [_board(number) for number in range(BOARDS)]
    slugs = {f"seeded-{number}": board_id for number, board_id in enumerate(board_ids)}
    count = max(FEWEST_MEMBERS, min(MOST_MEMBERS, plan.posts // POSTS_EACH))
    hashed = passwords.hashed(PASSWORD)
    members = [_settled(_invented(MEMBER, number), slugs, hashed) for number in range(count)]
    clinicians = [_settled(_invented(CLINICIAN, number), slugs, hashed) for number in range(CLINICIANS)]
    return Cast(board_ids, members, clinicians, _texts())


def asker_of(plan: Plan, cast: Cast, thread: int) -> Speaker:
    """Return who asked a thread's question, some of them under an anonymous face of that thread (commits both)."""
    member = cast.members[plan.spot(thread, 0).who % len(cast.members)]
    if thread % ONE_ANONYMOUS_IN or thread // ONE_ANONYMOUS_IN >= MOST_ANONYMOUS:
        return member
    scope = plan.scope(thread)
    face = faces.ensure_face(member.account_id, scope)
    if personas.persona_named(face.persona_id) is None:
        with atomic():
            personas.introduce_anonymous(face, scope)
    return _speaker(face)


def _board(number: int) -> str:
    known = db.session.query(Board.id).filter_by(slug=f"seeded-{number}").scalar()
    if known is not None:
        return str(known)
    wanted = BoardPlan(
        slug=f"seeded-{number}",
        name=f"Seeded board {number}",
        category="Seeded",
        description="For measuring.",
        guidelines="",
        access=Access.MEMBERS,
        posting=PostingPolicy.PUBLISH_THEN_REVIEW,
        place=number,
    )
    with atomic():
        return boards.save_board(None, wanted).id


def _invented(role: str, number: int) -> Invented:
    return Invented(
        key=f"seeded-{role}-{number}",
        role=role,
        name=f"Seedling {role.capitalize()} {number}",
        pseudonym=f"{'Seedling' if role == MEMBER else 'Gardener'} {number}",
        country=None,
        is_future_mentor=False,
        profession="Nurse",
        register="NMC",
        number=f"99Z{number:04}Z",
        boards=tuple(f"seeded-{board}" for board in range(BOARDS)) if role == CLINICIAN else (),
    )


def _settled(person: Invented, slugs: dict[str, str], password_hash: str) -> Speaker:
    settled = settle(person, slugs, None, A_YEAR, password_hash=password_hash)
    face = settled.professional or settled.everyday
    return _speaker(face, account_id=settled.account_id)


def _speaker(face: Face, *, account_id: str = "") -> Speaker:
    kind = db.session.get_one(Persona, face.persona_id).kind
    is_clinician = kind is PersonaKind.PROFESSIONAL
    return Speaker(face.persona_id, face.key_id, keys.key_for(face.key_id), is_clinician, account_id)


def _texts() -> list[Text]:
    """Return what the demonstration's people said, as far as nothing in it asks for a look."""
    said = (
        body
        for board in content.read().boards
        for thread in board.threads
        for body in (thread.body, *(reply.body for reply in thread.replies))
    )
    found: list[Text] = []
    for source in said:
        html, assessment = intake.read_for_preview(Draft(source))
        if assessment.level is Level.GREEN and assessment.urgency is Urgency.ROUTINE:
            found.append(Text(source, html, json.dumps(assessment.to_json())))
        if len(found) == TEXTS:
            break
    return found
