"""Clearing away what has run out in the vault: sessions, spent codes and links whose persona never came to be.

A vault row without its forum row is what a crash between the two databases leaves; it is harmless, and goes after a
day.
"""

from datetime import timedelta

from sqlalchemy import delete, select

from forum.clock import today
from forum.confidentiality import faces, keys
from forum.confidentiality.faces import Face
from forum.extensions import db, key_ring, vault
from forum.models.accounts import OneUseCode, SignIn, SpentTag
from forum.models.links import PersonaLink
from forum.models.personas import Persona
from forum.transaction import vault_atomic

KEPT_SPENT = timedelta(days=2)
LOOKED_BACK = timedelta(days=30)  # a worker that was off for a while leaves nothing behind


def sweep() -> dict[str, int]:
    """Clear what has run out, and return how much of what; safe to run at any time, and to be killed at any point."""
    with vault_atomic():
        ended = vault.execute(delete(SignIn).where(SignIn.ends_on < today())).rowcount  # type: ignore[attr-defined]
        spent = vault.execute(delete(SpentTag).where(SpentTag.spent_on < today() - KEPT_SPENT)).rowcount  # type: ignore[attr-defined]
        over = (OneUseCode.limits_sealed.is_not(None), OneUseCode.made_on < today() - KEPT_SPENT)
        unused = vault.execute(delete(OneUseCode).where(*over)).rowcount  # type: ignore[attr-defined]
    return {"sessions": ended, "codes past their time": unused, "spent codes": spent, "orphaned links": _sweep_links()}


def _sweep_links() -> int:
    """Remove anonymous links of yesterday and before whose persona has no row; each by statements of its own.

    The everyday link of an account stays: its owner is asked for a name at the next sign-in. A link in the middle of an
    account's ordinals is kept until those after it have gone, because ordinals must stay dense.
    """
    made = PersonaLink.made_on.between(today() - LOOKED_BACK, today() - timedelta(days=1))
    tags = vault.execute(select(PersonaLink.scope_tag).where(made)).scalars().all()
    return sum(_sweep_link(scope_tag) for scope_tag in tags)


def _sweep_link(scope_tag: bytes) -> int:
    face = faces.face_behind(scope_tag)
    if face is None or _is_used(face):
        return 0
    account_id = faces.account_of(face.persona_id)
    lasting = (faces.EVERYDAY, faces.PROFESSIONAL)
    if account_id is None or any(scope_tag == key_ring().tag("link-scope", account_id, name) for name in lasting):
        return 0
    if faces.all_faces(account_id)[-1] != face:
        return 0
    with vault_atomic():
        if _is_used(face):  # spoken under in the meantime: somebody sent yesterday's form again
            return 0
        vault.execute(delete(PersonaLink).where(PersonaLink.scope_tag == scope_tag))
        keys.destroy(face.key_id)
    faces.memory.forget_all()
    return 1


def _is_used(face: Face) -> bool:
    db.session.rollback()  # what was committed a moment ago counts
    return db.session.execute(select(Persona.id).where(Persona.id == face.persona_id)).scalar() is not None
