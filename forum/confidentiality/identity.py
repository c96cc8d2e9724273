"""The only crossing between who somebody is and the faces under which they act.

Invariant: everything above this module works with a ``Viewer``, which never tells its account; whoever needs the
account itself (its shelf, its sessions) gets ``SignedIn`` from the edge and stays in the vault with it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import CompoundSelect, Date, String, bindparam, cast, literal, null, select, union_all

from forum.clock import today
from forum.columns import TOKEN_LENGTH
from forum.confidentiality import faces, sign_ins
from forum.confidentiality.faces import Face
from forum.confidentiality.sign_ins import Session
from forum.extensions import key_ring
from forum.models.personas import Grant, Membership, Persona, in_force
from forum.models.states import PersonaState, Role
from forum.policy.viewer import Author, GrantHeld, Viewer
from forum.transaction import forum_rows


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A live session and the viewer that its person is."""

    session: Session
    viewer: Viewer

    @property
    def account_id(self) -> str:
        """The account, for its own shelf and sessions only."""
        return self.session.account_id


def recognise(token: str) -> SignedIn | None:
    """Return who a cookie's token belongs to: one vault and one forum statement; None when it is unknown or over."""
    session = sign_ins.find(token)
    if session is None:
        return None
    viewer = _viewer(session)
    if viewer.is_staff and session.state.is_over(sign_ins.STAFF):
        return None
    return SignedIn(session, viewer)


def speak_in(account_id: str, everyday: Face, scope: str, *, anonymously: bool) -> Face:
    """Return the face that will speak: everyday, or the scope's anonymous one, made now if needed (commits the
    vault).
    """
    return faces.ensure_face(account_id, scope) if anonymously else everyday


def scope_for(account_id: str, submission: str) -> str:
    """Return the scope of a thread that a form will start, the same for the same form sent twice; 32 characters."""
    return key_ring().tag("scope-of-submission", account_id, submission).hex()[:TOKEN_LENGTH]


def submission_tag(account_id: str, submission: str) -> bytes:
    """Return the tag under which a form sent twice is one post."""
    return key_ring().tag("submission", account_id, submission)


def _viewer(session: Session) -> Viewer:
    state, account_id = session.state, session.account_id
    persona_id = state.everyday[0]
    name, hue, standing, approved = "", 0, PersonaState.NAME_WAITING, 0
    grants: list[GrantHeld] = []
    invited: list[str] = []
    for row in forum_rows(_STANDING, persona=persona_id, today=today()):
        if row.what == "self":
            name, hue, standing, approved = row.text, row.hue, PersonaState(row.state), row.number
        elif row.what == "grant":
            grants.append(GrantHeld(Role(row.text), row.board_id))
        else:
            invited.append(row.board_id)
    professional = state.professional[0] if state.professional else None
    return Viewer(
        everyday=persona_id,
        professional=professional,
        name=name,
        hue=hue,
        state=standing,
        approved_posts=approved,
        grants=tuple(grants),
        invited_to=frozenset(invited),
        has_second_factor=state.has_second_factor,
        owns=_ownership(account_id, persona_id, professional),
        face_in=partial(_face_in, account_id),
        reader_tag=partial(_reader_tag, account_id),
    )


def _ownership(account_id: str, everyday: str, professional: str | None) -> Callable[[Author], bool]:
    def owns(author: Author) -> bool:
        # An anonymous author is looked up by its scope, which this process remembers, not by its id, which would
        # cost the vault a statement for every author on a page.
        if author.scope is None:
            return author.id == everyday or author.id == professional
        return _face_in(account_id, author.scope) == author.id

    return owns


def _face_in(account_id: str, scope: str) -> str | None:
    face = faces.face_of(account_id, scope)
    return face.persona_id if face else None


def _reader_tag(account_id: str, thing_id: str) -> bytes:
    return key_ring().tag("reader", account_id, thing_id)


_PERSONA, _TODAY = bindparam("persona", type_=String), bindparam("today", type_=Date)
_STANDING: CompoundSelect[Any] = union_all(
    select(
        literal("self").label("what"),
        Persona.name.label("text"),
        cast(Persona.state, String).label("state"),
        Persona.hue.label("hue"),
        Persona.approved_posts.label("number"),
        null().cast(String).label("board_id"),
    ).where(Persona.id == _PERSONA),
    select(literal("grant"), cast(Grant.role, String), null(), literal(0), literal(0), Grant.board_id).where(
        Grant.persona_id == _PERSONA, in_force(_TODAY)
    ),
    select(literal("invited"), null(), null(), literal(0), literal(0), Membership.board_id).where(
        Membership.persona_id == _PERSONA
    ),
)
