"""Wrapping the data keys under a new master key while the site runs.

Invariants: each batch is one transaction, so that a rotation may be stopped at any point and gone on with; a key is
always wrapped by a master key that the ring file holds; what was erased meanwhile stays erased. The words themselves
are not touched: only the wrapping of their keys changes.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import bindparam, func, select, update

from forum.errors import SealBroken
from forum.extensions import newest_key_ring, vault
from forum.models.links import WrappedKey
from forum.sealing import KeyRing
from forum.transaction import vault_atomic

BATCH = 500


@dataclass(frozen=True, slots=True)
class Progress:
    """What one batch did: how many keys were wrapped anew, and how many did not open and stay as they are."""

    rewrapped: int
    broken: int


def waiting() -> int:
    """Return how many keys are wrapped by another master key than the current one."""
    current = newest_key_ring().current
    count = vault.execute(select(func.count()).where(WrappedKey.master_id != current)).scalar_one()
    vault.rollback()
    return count


def rewrap() -> Iterator[Progress]:
    """Wrap every key under the current master key, batch by batch; each is committed before it is yielded."""
    ring, last = newest_key_ring(), ""
    while True:
        with vault_atomic():
            rows = vault.execute(
                select(WrappedKey.id, WrappedKey.wrapped, WrappedKey.master_id)
                .where(WrappedKey.master_id != ring.current, WrappedKey.id > last)
                .order_by(WrappedKey.id)
                .limit(BATCH)
                .with_for_update()
            ).all()
            changes = [change for row in rows if (change := _rewrapped(ring, *row)) is not None]
            if changes:
                vault.connection().execute(_CHANGE, changes)
        if not rows:
            return
        last = rows[-1].id
        yield Progress(len(changes), len(rows) - len(changes))


def _rewrapped(ring: KeyRing, key_id: str, wrapped: bytes, master_id: str) -> dict[str, object] | None:
    try:
        key = ring.unwrap(wrapped, master_id, key_id)
    except SealBroken:
        return None
    return {"the_id": key_id, "anew": ring.wrap(key, key_id), "by": ring.current}


_CHANGE = (
    update(WrappedKey.__table__)  # type: ignore[arg-type]
    .where(WrappedKey.id == bindparam("the_id"))
    .values(wrapped=bindparam("anew"), master_id=bindparam("by"))
)
