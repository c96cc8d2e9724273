"""What the administration's pages show, as plain rows.

Invariant: boards, roles, registrations and hours, and public names; no word that anybody wrote, no account, and no row
in which an everyday name stands beside a professional one (docs/decisions/0007).
"""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, case, select

from forum.clock import today
from forum.errors import BadInput, NotFound
from forum.extensions import db
from forum.identifiers.pseudonym import skeleton
from forum.models.boards import Board, Category, Holiday, StaffedHours
from forum.models.personas import Credential, Grant, Membership, Persona, RoleWaits, in_force, is_open
from forum.models.states import PersonaKind, PersonaState, Role
from forum.rich_text import clean_line

Rows = Sequence[Row[Any]]


def boards() -> Rows:
    """Return every board in order, archived ones too, each with its category's name."""
    return db.session.execute(_BOARDS.order_by(Category.place, Category.name, Board.place, Board.name)).all()


def board(board_id: str) -> Row[Any]:
    """Return one board with all that an administrator entered for it; raises NotFound."""
    found = db.session.execute(
        _BOARDS.add_columns(Board.description, Board.guidelines, Board.newcomer_posts, Board.place).where(
            Board.id == board_id
        )
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def board_id_of(slug: str) -> str | None:
    """Return the board at an address, or None."""
    return db.session.execute(select(Board.id).where(Board.slug == slug)).scalar()


def category_names() -> Sequence[str]:
    """Return the headings over boards, in order."""
    return db.session.execute(select(Category.name).order_by(Category.place, Category.name)).scalars().all()


def invited_to(board_id: str) -> Rows:
    """Return who is invited to a board, by public name, and nothing else of them."""
    return db.session.execute(
        select(Persona.id, _PUBLIC_NAME)
        .join(Membership, Membership.persona_id == Persona.id)
        .where(Membership.board_id == board_id)
        .order_by(_PUBLIC_NAME, Persona.id)
    ).all()


def member_called(name: str) -> str:
    """Return the everyday persona whose public name this is, capitals aside; raises BadInput("pseudonym", "unknown").

    A name that only looks the same is not it, and one that waits for its review is not public yet.
    """
    typed = clean_line(name)
    row = db.session.execute(
        select(Persona.id, Persona.name).where(
            Persona.skeleton == skeleton(typed),
            Persona.kind == PersonaKind.EVERYDAY,
            Persona.state == PersonaState.ACTIVE,
        )
    ).one_or_none()
    if row is None or row.name.casefold() != typed.casefold():
        raise BadInput("pseudonym", "unknown")
    return str(row.id)


def grants() -> Rows:
    """Return the roles in force, by public name, with the board (None: all) and the last day (None: no end)."""
    return _grants(in_force(today()))


def held_grants() -> Rows:
    """Return the roles in force, and those that rest until a registration is signed."""
    return _grants(is_open(today()), Grant.waits_for.is_distinct_from(RoleWaits.SIGNATURE))


def proposed_grants() -> Rows:
    """Return the roles that wait for a second person, as ``grants`` does."""
    return _grants(is_open(today()), Grant.waits_for == RoleWaits.SIGNATURE)


def grant(grant_id: str) -> Row[Any]:
    """Return one role that is in force, rests or waits; raises NotFound."""
    found = db.session.execute(_GRANTS.where(Grant.id == grant_id, is_open(today()))).one_or_none()
    if found is None:
        raise NotFound
    return found


def administrators() -> Sequence[str]:
    """Return the public names of the administrators."""
    held = _GRANTS.where(Grant.role == Role.ADMINISTRATOR, in_force(today())).order_by(_PUBLIC_NAME)
    return [row.name for row in db.session.execute(held)]


def public_names(persona_ids: Iterable[str | None]) -> dict[str, str]:
    """Return the public names of personas by id: a statement of its own, so that it stands in no other row."""
    found = select(Persona.id, _PUBLIC_NAME).where(Persona.id.in_({found for found in persona_ids if found}))
    return {row.id: row.name for row in db.session.execute(found)}


def credentials(*, is_approved: bool) -> Rows:
    """Return the registrations that count, or those that wait for their second signature, by professional name."""
    return db.session.execute(
        _CREDENTIALS.where(Credential.is_approved.is_(is_approved)).order_by(Credential.expires_on, Persona.name)
    ).all()


def week() -> list[tuple[int, int, int]]:
    """Return the weekly stretches as (weekday from Monday 0, opens, closes), in minutes after midnight, in order."""
    columns = (StaffedHours.weekday, StaffedHours.opens, StaffedHours.closes)
    return [(row[0], row[1], row[2]) for row in db.session.execute(select(*columns).order_by(*columns))]


def holidays() -> Rows:
    """Return the days without staffed hours, with their names, in order."""
    return db.session.execute(select(Holiday.day, Holiday.name).order_by(Holiday.day)).all()


def _grants(*which: ColumnElement[bool]) -> Rows:
    return db.session.execute(_GRANTS.where(*which).order_by(Grant.role, _PUBLIC_NAME, Board.name, Grant.id)).all()


# A name that waits for its review is words that are held: until then the page shows none.
_PUBLIC_NAME = case((Persona.state == PersonaState.ACTIVE, Persona.name), else_="").label("name")
_BOARDS = select(
    Board.id,
    Board.slug,
    Board.name,
    Board.access,
    Board.posting,
    Board.anonymity,
    Board.is_archived,
    Category.name.label("category"),
).join(Category, Category.id == Board.category_id)
_GRANTS = (
    select(
        Grant.id,
        Grant.persona_id,
        Grant.role,
        Grant.granted_by,
        Grant.granted_on,
        Grant.waits_for,
        Grant.expires_on,
        _PUBLIC_NAME,
        Board.name.label("board"),
    )
    .join(Persona, Persona.id == Grant.persona_id)
    .outerjoin(Board, Board.id == Grant.board_id)
)
_CREDENTIALS = select(
    Credential.persona_id,
    Credential.profession,
    Credential.register,
    Credential.number,
    Credential.verified_on,
    Credential.expires_on,
    Credential.proposed_by,
    Persona.name,
).join(Persona, Persona.id == Credential.persona_id)
