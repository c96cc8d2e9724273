"""Clearing away what has run out in the vault: sessions, spent codes and links whose persona never came to be.

A vault row without its forum row is what a crash between the two databases leaves; it is harmless, and goes after a
day.
"""

from datetime import timedelta

from sqlalchemy import delete, select

from forum.clock import today
from forum.confidentiality import faces, keys
from forum.extensions import db, key_ring, vault
from forum.models.accounts import SignIn, SpentTag
from forum.models.links import PersonaLink
from forum.models.personas import Persona
from forum.transaction import vault_atomic

KEPT_SPENT = timedelta(days=2)
BATCH = 500


def sweep() -> dict[str, int]:
    """Clear what has run out, and return how much of what; safe to run at any time, and to be killed at any point."""
    with vault_atomic():
        ended = vault.execute(delete(SignIn).where(SignIn.ends_on < today())).rowcount  # type: ignore[attr-defined]
        spent = vault.execute(delete(SpentTag).where(SpentTag.spent_on < today() - KEPT_SPENT)).rowcount  # type: ignore[attr-defined]
    return {"sessions": ended, "spent codes": spent, "orphaned links": _sweep_links()}


def _sweep_links() -> int:
    """Remove anonymous links of yesterday and before whose persona has no row; each by statements of its own.

    The everyday link of an account stays: its owner is asked for a name at the next sign-in. A link in the middle of an
    account's ordinals is kept too, because ordinals must stay dense.
    """
    rows = vault.execute(
        select(PersonaLink.scope_tag, PersonaLink.persona_sealed, PersonaLink.persona_tag).where(
            PersonaLink.made_on == today() - timedelta(days=1)
        )
    ).all()
    return sum(_sweep_link(row.scope_tag) for row in rows[:BATCH])


def _sweep_link(scope_tag: bytes) -> int:
    face = faces.face_behind(scope_tag)
    if face is None or db.session.get(Persona, face.persona_id) is not None:
        return 0
    account_id = faces.account_of(face.persona_id)
    lasting = (faces.EVERYDAY, faces.PROFESSIONAL)
    if account_id is None or any(scope_tag == key_ring().tag("link-scope", account_id, name) for name in lasting):
        return 0
    if faces.all_faces(account_id)[-1] != face:
        return 0
    with vault_atomic():
        vault.execute(delete(PersonaLink).where(PersonaLink.scope_tag == scope_tag))
        keys.destroy(face.key_id)
    faces.memory.forget_all()
    return 1
