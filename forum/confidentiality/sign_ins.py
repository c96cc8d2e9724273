"""Sessions: one row per signed-in browser, found by the hash of its cookie's token, and able to be ended.

Invariants: the token is never stored; the fine times that idle limits need, and the faces of the account, are sealed
under the account's key; one vault statement finds everything that a request needs to know of its session.
Limits: staff 15 minutes idle and 8 hours in all (THREATS, stolen clinician session); members 14 and 30 days.
"""

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, and_, bindparam, delete, func, select

from forum.clock import now
from forum.columns import new_token
from forum.confidentiality import faces, keys
from forum.confidentiality.faces import Face
from forum.extensions import vault
from forum.models.accounts import Account, SignIn
from forum.models.links import Epoch, WrappedKey
from forum.models.shelf import InboxItem
from forum.sealing import DataKey, Place
from forum.transaction import require_transaction, vault_atomic, vault_rows

TOUCHED_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a session lives untouched, and at all."""

    idle: timedelta
    absolute: timedelta


MEMBER = Limits(timedelta(days=14), timedelta(days=30))
STAFF = Limits(timedelta(minutes=15), timedelta(hours=8))


@dataclass(frozen=True, slots=True)
class SessionState:
    """What a session remembers, sealed; times are seconds since the epoch."""

    began: float
    seen: float
    label: str  # a coarse browser name for the list of sessions, such as "Firefox on a phone"
    everyday: tuple[str, str]
    professional: tuple[str, str] | None
    has_second_factor: bool
    proved: float  # when password or second factor was last shown

    def is_over(self, limits: Limits) -> bool:
        """Whether its idle or its absolute time has run out."""
        moment = now().timestamp()
        return moment - self.seen > limits.idle.total_seconds() or moment - self.began > limits.absolute.total_seconds()

    @property
    def needs_touch(self) -> bool:
        """Whether its last-seen is old enough to be written again."""
        return now().timestamp() - self.seen > TOUCHED_EVERY.total_seconds()

    @property
    def seen_at(self) -> datetime:
        """When it was last used."""
        return datetime.fromtimestamp(self.seen, UTC)


@dataclass(frozen=True, slots=True)
class Session:
    """A live session as one request finds it."""

    id_hash: bytes
    account_id: str
    account_key: str
    state: SessionState
    unread: int


def start(
    account_id: str,
    account_key: str,
    everyday: Face,
    professional: Face | None,
    *,
    has_second_factor: bool,
    label: str,
) -> str:
    """Open a session within the open vault transaction and return the token for its cookie."""
    require_transaction("vault")
    token, moment = new_token(), now().timestamp()
    state = SessionState(
        began=moment,
        seen=moment,
        label=label,
        everyday=(everyday.persona_id, everyday.key_id),
        professional=(professional.persona_id, professional.key_id) if professional else None,
        has_second_factor=has_second_factor,
        proved=moment,
    )
    id_hash = _hash(token)
    sealed = _seal(keys.key_for(account_key), state, id_hash)
    ends_on = (now() + MEMBER.absolute).date()
    vault.add(SignIn(id_hash=id_hash, account_id=account_id, state_sealed=sealed, ends_on=ends_on))
    vault.flush()
    return token


def find(token: str) -> Session | None:
    """Return the session of a cookie's token, or None: one vault statement, and the epochs observed on the way."""
    row = vault_rows(_BY_TOKEN, id_hash=_hash(token)).one_or_none()
    if row is None:
        return None
    _observe(row.erasures or 0, row.links or 0)
    key = keys.opened(row.key_id, row.wrapped, row.master_id, row.erasures or 0)
    state = _open(key, row.state_sealed, row.id_hash)
    if state.is_over(MEMBER):
        return None
    return Session(row.id_hash, row.account_id, row.key_id, state, row.unread)


def observe_epochs() -> None:
    """Note the epochs where no session does it, for a visitor or the worker: one vault statement."""
    row = vault.execute(select(Epoch.erasures, Epoch.links).where(Epoch.id == 1)).one_or_none()
    _observe(*row or (0, 0))


def touch(session: Session) -> None:
    """Write that the session is in use, in a short transaction of its own: one of the three writes a GET may make."""
    update_state(session, replace(session.state, seen=now().timestamp()))


def prove(session: Session, *, has_second_factor: bool) -> None:
    """Write that its person has just shown password or second factor."""
    moment = now().timestamp()
    state = replace(session.state, seen=moment, proved=moment, has_second_factor=has_second_factor)
    update_state(session, state)


def update_state(session: Session, state: SessionState) -> None:
    """Seal a session's new state; commits the vault. A session that was ended meanwhile stays ended."""
    with vault_atomic():
        row = vault.get(SignIn, session.id_hash)
        if row is not None:
            row.state_sealed = _seal(keys.key_for(session.account_key), state, session.id_hash)


def of_account(account_id: str, account_key: str, *, limits: Limits = MEMBER) -> list[Session]:
    """Return the sessions of an account that are within ``limits``, the one used last first."""
    rows = vault.execute(_SESSION.where(SignIn.account_id == account_id))
    key = keys.key_for(account_key)
    found = [
        Session(
            row.id_hash,
            account_id,
            account_key,
            _open(key, row.state_sealed, row.id_hash),
            row.unread,
        )
        for row in rows
    ]
    return sorted((s for s in found if not s.state.is_over(limits)), key=lambda s: -s.state.seen)


def end(account_id: str, id_hash: bytes) -> bool:
    """End one of the account's own sessions within the open vault transaction; return whether it was there."""
    require_transaction("vault")
    mine: ColumnElement[bool] = and_(SignIn.id_hash == id_hash, SignIn.account_id == account_id)
    return bool(vault.execute(delete(SignIn).where(mine)).rowcount)  # type: ignore[attr-defined]


def end_all(account_id: str, *, but: bytes | None = None) -> None:
    """End every session of an account, or every other than ``but``, within the open vault transaction."""
    require_transaction("vault")
    statement = delete(SignIn).where(SignIn.account_id == account_id)
    vault.execute(statement if but is None else statement.where(SignIn.id_hash != but))


_UNREAD = (
    select(func.count())
    .where(InboxItem.account_id == SignIn.account_id, InboxItem.is_read.is_(False))
    .correlate(SignIn)
    .scalar_subquery()
)
_SESSION = (
    select(
        SignIn.id_hash,
        SignIn.account_id,
        SignIn.state_sealed,
        Account.key_id,
        WrappedKey.wrapped,
        WrappedKey.master_id,
        Epoch.erasures,
        Epoch.links,
        _UNREAD.label("unread"),
    )
    .join(Account, Account.id == SignIn.account_id)
    .join(WrappedKey, WrappedKey.id == Account.key_id)
    .outerjoin(Epoch, Epoch.id == 1)
)

_BY_TOKEN = _SESSION.where(SignIn.id_hash == bindparam("id_hash"))


def _observe(erasures: int, links: int) -> None:
    keys.memory.observe(erasures)
    faces.memory.observe(links)


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "replace")).digest()


def _seal(key: DataKey, state: SessionState, id_hash: bytes) -> bytes:
    return key.seal(json.dumps(asdict(state)), Place("sign_ins", "state_sealed", id_hash.hex()))


def _open(key: DataKey, sealed: bytes, id_hash: bytes) -> SessionState:
    raw = json.loads(key.unseal(sealed, Place("sign_ins", "state_sealed", id_hash.hex())))
    raw["everyday"] = tuple(raw["everyday"])
    raw["professional"] = tuple(raw["professional"]) if raw["professional"] else None
    return SessionState(**raw)
