"""Words not yet sent: kept sealed on the account's shelf as they are typed, never in the browser.

A place names the composer they were typed in, such as ``reply:<thread>``; there is one draft for each account and
place.
"""

import json
from collections.abc import Mapping

from sqlalchemy import delete, func, select

from forum.clock import today
from forum.confidentiality import keys
from forum.extensions import key_ring, vault
from forum.models.shelf import Draft
from forum.transaction import require_transaction

LONGEST = 20_000
MOST = 100  # of one account; a further one takes the place of the oldest


def keep(account_id: str, account_key: str, place: str, words: Mapping[str, str]) -> None:
    """Keep what was typed in a place, replacing what was there, within the open vault transaction."""
    require_transaction("vault")
    tag = _tag(account_id, place)
    kept = {field: text[:LONGEST] for field, text in words.items()}
    sealed = keys.seal(account_key, json.dumps(kept), "drafts", "words_sealed", tag.hex())
    draft = vault.get(Draft, tag)
    if draft is None:
        if vault.execute(select(func.count()).where(Draft.account_id == account_id)).scalar_one() >= MOST:
            oldest = select(Draft.place_tag).where(Draft.account_id == account_id).order_by(Draft.kept_on).limit(1)
            vault.execute(delete(Draft).where(Draft.place_tag == oldest.scalar_subquery()))
        vault.add(Draft(place_tag=tag, account_id=account_id, words_sealed=sealed))
    else:
        draft.words_sealed, draft.kept_on = sealed, today()
    vault.flush()


def kept(account_id: str, account_key: str, place: str) -> dict[str, str]:
    """Return what was typed in a place, by field; empty when nothing was."""
    tag = _tag(account_id, place)
    draft = vault.get(Draft, tag)
    if draft is None:
        return {}
    found: dict[str, str] = json.loads(
        keys.unseal(account_key, draft.words_sealed, "drafts", "words_sealed", tag.hex())
    )
    return found


def drop(account_id: str, place: str) -> None:
    """Forget a place's draft, because its words were sent; within the open vault transaction."""
    require_transaction("vault")
    vault.execute(delete(Draft).where(Draft.place_tag == _tag(account_id, place)))


def _tag(account_id: str, place: str) -> bytes:
    return key_ring().tag("draft", account_id, place)
