"""Who counts as a second person: the one rule for everything that two people sign.

Invariants: nobody signs for what they proposed, nor for what is about them; and two of whom one made the other an
administrator or a lead within the last ``TOO_NEW``, or whom the same hand made, directly or through others, are no two
people yet, so that fresh accounts of one's own are of no use. What this cannot prevent is in docs/decisions/0010.
"""

import enum
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import Row, func, select

from forum.clock import today
from forum.errors import Refused
from forum.extensions import db
from forum.models.personas import Grant, RoleWaits, in_force
from forum.models.states import Role
from forum.policy.check import allows
from forum.policy.permissions import Permission
from forum.policy.viewer import Viewer

BY_TWO = frozenset({Role.ADMINISTRATOR, Role.LEAD})  # those who sign: nobody gives these roles alone
TOO_NEW = timedelta(days=7)


class Hindrance(enum.StrEnum):
    """Why somebody is not the second person for something."""

    PROPOSED_IT = "proposed_it"
    ABOUT_THEM = "about_them"
    TOO_NEW = "too_new"


def hindrance(second: Viewer, proposed_by: str | None, about: str | None = None) -> Hindrance | None:
    """Return why ``second`` may not sign what ``proposed_by`` (None: the operator) proposed, or None if they may.

    ``about`` is the everyday persona that it is about, where that is known.
    """
    if second.everyday is None or second.everyday == proposed_by:
        return Hindrance.PROPOSED_IT
    if second.everyday == about:
        return Hindrance.ABOUT_THEM
    if proposed_by and _hands(second.everyday) & _hands(proposed_by):
        return Hindrance.TOO_NEW
    return None


def require_second(second: Viewer, proposed_by: str | None, about: str | None = None) -> None:
    """Raise Refused where there is a hindrance."""
    if hindrance(second, proposed_by, about) is not None:
        raise Refused


def may_sign_roles(second: Viewer) -> bool:
    """Whether somebody signs for roles at all: administrators; leads as well where only one person administers."""
    if allows(second, Permission.ADMINISTER):
        return True
    return allows(second, Permission.SIGN_CREDENTIAL) and _administrators() <= 1


def _administrators() -> int:
    people = select(func.count(Grant.persona_id.distinct())).where(Grant.role == Role.ADMINISTRATOR, in_force(today()))
    return db.session.execute(people).scalar_one()


def _hands(persona_id: str) -> set[str]:
    # Somebody, who made them lately (both who signed), who made those lately, and so on, one statement for each. What
    # never came into force made nobody; what has ended since did.
    found: set[str] = set()
    asked = [persona_id]
    while asked:
        one = asked.pop()
        if one not in found:
            found.add(one)
            asked.extend(maker for row in _made(one) for maker in row if maker)
    return found


def _made(persona_id: str) -> Sequence[Row[tuple[str | None, str | None]]]:
    made = select(Grant.granted_by, Grant.approved_by).where(
        Grant.persona_id == persona_id,
        Grant.role.in_(sorted(BY_TWO)),
        Grant.waits_for.is_distinct_from(RoleWaits.SIGNATURE),
        Grant.granted_on > today() - TOO_NEW,
    )
    return db.session.execute(made).all()
