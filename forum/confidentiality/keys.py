"""The data keys of words: made, found, remembered in this process's memory, and destroyed.

Invariants: a key is stored only wrapped; it is remembered only within one erasure epoch; once its row is gone, nothing
sealed under it opens again, here or in any other process, from its next request on.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from contextvars import ContextVar
from threading import Lock

from sqlalchemy import delete, select, update

from forum.columns import new_token
from forum.errors import KeyErased, UnknownMasterKey
from forum.extensions import key_ring, newest_key_ring, on_fork, vault
from forum.models.links import Epoch, WrappedKey
from forum.sealing import DataKey, Place
from forum.transaction import after_commit, require_transaction

REMEMBERED = 50_000


class _Memory:
    """Opened keys, least recently used first; bounded; emptied when the erasure epoch moves."""

    def __init__(self) -> None:
        self._keys: OrderedDict[str, DataKey] = OrderedDict()
        self._epoch = -1
        self._lock = Lock()
        self._others: list[Callable[[], None]] = []

    def when_emptied(self, forget: Callable[[], None]) -> None:
        """Register another memory of opened words, to be emptied together with this one."""
        self._others.append(forget)

    def observe(self, epoch: int) -> None:
        """Note the epoch that a request has read; when it has moved, everything is dropped."""
        _read.set(epoch)
        with self._lock:
            moved = epoch != self._epoch
            if moved:
                self._keys.clear()
                self._epoch = epoch
        if moved:
            self._empty_others()

    def get(self, key_id: str) -> DataKey | None:
        with self._lock:
            key = self._keys.get(key_id)
            if key is not None:
                self._keys.move_to_end(key_id)
            return key

    @property
    def seen(self) -> int:
        """The epoch that this request has read, which ``put`` is given.

        Not the one that keys are remembered in by now: another request may have read a later one, while this one
        still reads the vault as it was when it began.
        """
        read = _read.get()
        return self._epoch if read is None else read

    @property
    def epoch(self) -> int:
        """The epoch within which keys are remembered now."""
        return self._epoch

    def put(self, key_id: str, key: DataKey, seen: int | None = None) -> None:
        """Remember a key, unless the epoch moved since ``seen``: it may have been destroyed after it was read."""
        with self._lock:
            if seen is not None and seen != self._epoch:
                return
            self._keys[key_id] = key
            if len(self._keys) > REMEMBERED:
                self._keys.popitem(last=False)

    def forget_all(self) -> None:
        with self._lock:
            self._keys.clear()
            self._epoch = -1
        _read.set(None)
        self._empty_others()

    def _empty_others(self) -> None:
        for forget in self._others:
            forget()


_read: ContextVar[int | None] = ContextVar("epoch_of_erasures", default=None)
memory = _Memory()
on_fork(memory.forget_all)


def make_key() -> str:
    """Make and store a data key within the open vault transaction; return its random id."""
    require_transaction("vault")
    key_id, key = new_token(), DataKey.fresh()
    ring = newest_key_ring()  # a key wrapped under an outgoing master key would be lost with it
    vault.add(WrappedKey(id=key_id, wrapped=ring.wrap(key, key_id), master_id=ring.current))
    vault.flush()
    after_commit(lambda: memory.put(key_id, key))
    return key_id


def keys_for(key_ids: Iterable[str]) -> Mapping[str, DataKey]:
    """Return the keys that still exist, by id: none, or one vault statement for all that are not remembered."""
    found: dict[str, DataKey] = {}
    missing, seen = set(), memory.seen
    for key_id in key_ids:
        key = found.get(key_id) or memory.get(key_id)
        if key is None:
            missing.add(key_id)
        else:
            found[key_id] = key
    if missing:
        rows = vault.execute(
            select(WrappedKey.id, WrappedKey.wrapped, WrappedKey.master_id).where(WrappedKey.id.in_(sorted(missing)))
        )
        for key_id, wrapped, master_id in rows:
            found[key_id] = opened(key_id, wrapped, master_id, seen)
    return found


def key_for(key_id: str) -> DataKey:
    """Return one key; raises KeyErased when it has been destroyed."""
    try:
        return keys_for([key_id])[key_id]
    except KeyError:
        raise KeyErased from None


def opened(key_id: str, wrapped: bytes, master_id: str, seen: int) -> DataKey:
    """Unwrap a key row that was read in the epoch ``seen``, and remember the key while that lasts."""
    key = memory.get(key_id)
    if key is None:
        try:
            key = key_ring().unwrap(wrapped, master_id, key_id)
        except UnknownMasterKey:  # rotated while this process ran
            key = newest_key_ring().unwrap(wrapped, master_id, key_id)
        memory.put(key_id, key, seen)
    return key


def seal(key_id: str, words: str, table: str, column: str, row: str) -> bytes:
    """Seal words for one place; raises KeyErased."""
    return key_for(key_id).seal(words, Place(table, column, row))


def unseal(key_id: str, sealed: bytes, table: str, column: str, row: str) -> str:
    """Open words of one place; raises KeyErased, SealBroken."""
    return key_for(key_id).unseal(sealed, Place(table, column, row))


def destroy(key_id: str) -> None:
    """Destroy a key within the open vault transaction: whatever it sealed is gone for good, in every process."""
    require_transaction("vault")
    vault.execute(delete(WrappedKey).where(WrappedKey.id == key_id))
    if vault.execute(update(Epoch).values(erasures=Epoch.erasures + 1)).rowcount == 0:  # type: ignore[attr-defined]
        vault.add(Epoch(id=1, erasures=1, links=0))
        vault.flush()
    after_commit(memory.forget_all)
    after_commit(_leave_no_copy)


def _leave_no_copy() -> None:
    # SQLite keeps older pages in its log until it is written over; another reader may hold it up, and then the next
    # destruction clears it.
    connection = vault.connection()
    if connection.dialect.name == "sqlite":
        vault.rollback()
        raw = vault.connection().connection.dbapi_connection
        vault.rollback()
        if raw is not None:
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
