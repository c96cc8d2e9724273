"""Walking both chains and comparing them with their head rows and with the anchor file outside the databases.

Invariant: an entry that was changed, taken out, put elsewhere or cut off is found and named by its place or its hash;
only whoever can rewrite the database and the anchor's copies alike goes unseen, and that is why the anchor is copied
to a machine that the database's roles cannot reach.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Row, Select, Text, cast, func, null, select
from sqlalchemy.orm import scoped_session

from forum.audit import GENESIS, entry_hash
from forum.extensions import db, settings, vault
from forum.models.records import AuditEntry, AuditHead, VaultAuditEntry, VaultAuditHead

AT_A_TIME = 1000


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a chain is found to be: how many entries it has, and a sentence for everything that is wrong with it."""

    chain: str
    length: int
    findings: tuple[str, ...]


@dataclass
class _Chain:
    """The links of one chain as the database has them: ``follows`` by predecessor, ``places`` by hash from 1."""

    follows: dict[bytes, bytes] = field(default_factory=dict)
    places: dict[bytes, int] = field(default_factory=dict)
    last: bytes = GENESIS
    changed: list[str] = field(default_factory=list)


def verify() -> list[Verdict]:
    """Walk both chains and return what is found of each; safe while the site runs."""
    # The anchor before the databases: what is added meanwhile makes them longer, never shorter, than it says.
    anchors, unread = _anchors(settings().audit_anchor)
    return [
        _verdict("forum", db.session, _FORUM, AuditHead, anchors, unread),
        _verdict("vault", vault, _VAULT, VaultAuditHead, anchors, unread),
    ]


def _verdict(
    name: str,
    session: scoped_session[Any],
    entries: Select[Any],
    head_model: type[AuditHead | VaultAuditHead],
    anchors: dict[str, list[tuple[int, bytes]]],
    unread: list[str],
) -> Verdict:
    _begin_snapshot(session)
    head = session.execute(select(head_model.hash, head_model.length)).one_or_none()
    chain = _walked(session.execute(entries.execution_options(yield_per=AT_A_TIME)))
    session.rollback()
    findings = [*chain.changed, *_gaps(chain), *_against_head(chain, head), *unread]
    findings += _against_anchor(chain, anchors.get(name, []))
    return Verdict(name, len(chain.places), tuple(findings))


def _begin_snapshot(session: scoped_session[Any]) -> None:
    session.rollback()
    if session.get_bind().dialect.name == "postgresql":  # SQLite's readers have a snapshot anyway
        session.connection(execution_options={"isolation_level": "REPEATABLE READ"})


def _walked(rows: Any) -> _Chain:
    chain = _Chain()
    for row in rows:
        chain.follows[row.previous] = row.hash
        if not _fits(row):
            chain.changed.append(f"entry {_short(row.hash)} ({row.event}) was changed: it no longer fits its hash")
    while chain.last in chain.follows and chain.follows[chain.last] not in chain.places:
        chain.last = chain.follows[chain.last]
        chain.places[chain.last] = len(chain.places) + 1
    return chain


def _fits(row: Row[Any]) -> bool:
    try:
        facts = json.loads(row.facts)
    except ValueError:
        return False
    made: datetime | date = row.made
    actor = row.actor.hex() if isinstance(row.actor, bytes) else row.actor
    fits: bool = entry_hash(row.previous, row.event, actor, row.subject, facts, made) == row.hash
    return fits


def _gaps(chain: _Chain) -> Iterator[str]:
    hashes = set(chain.follows.values())
    for previous, digest in chain.follows.items():
        if digest not in chain.places and previous not in hashes:
            yield (
                f"the entry before {_short(digest)} is missing, and entry {len(chain.places)} ({_short(chain.last)}) "
                "is the last that can be reached"
            )


def _against_head(chain: _Chain, head: Row[Any] | None) -> Iterator[str]:
    length = len(chain.places)
    if head is None:
        yield "the row that names the last entry is missing"
    elif head.length > length:
        yield f"cut off after entry {length} ({_short(chain.last)}): the head says that there are {head.length}"
    elif (head.length, head.hash) != (length, chain.last):
        yield f"the head names entry {head.length} ({_short(head.hash)}), and the last is {length}"


def _against_anchor(chain: _Chain, anchored: list[tuple[int, bytes]]) -> Iterator[str]:
    length = len(chain.places)
    longest = max((place for place, _ in anchored), default=0)
    if length and not anchored:
        yield "the anchor file has nothing of this chain, so that nobody can tell whether its end was cut off"
    if longest > length:
        yield f"cut off after entry {length} ({_short(chain.last)}): the anchor remembers {longest}"
    for place, digest in sorted(anchored):
        stands = chain.places.get(digest)
        if stands is not None and stands != place:
            yield f"entry {_short(digest)} stood at place {place} and stands at place {stands}"
        elif stands is None and place <= length:
            yield f"at place {place} the anchor remembers {_short(digest)}: from there on the chain was rewritten"
            return


def _anchors(path: Path) -> tuple[dict[str, list[tuple[int, bytes]]], list[str]]:
    found: dict[str, list[tuple[int, bytes]]] = {}
    unread: list[str] = []
    lines = path.read_text("utf-8", "replace").splitlines() if path.exists() else []
    for number, line in enumerate(lines, 1):
        try:
            chain, length, digest = line.split()
            found.setdefault(chain, []).append((int(length), bytes.fromhex(digest)))
        except ValueError:
            unread.append(f"line {number} of the anchor file cannot be read")
    return found, unread


def _short(digest: bytes) -> str:
    return digest.hex()[:16]


_FORUM: Select[Any] = select(
    AuditEntry.hash,
    AuditEntry.previous,
    AuditEntry.event,
    AuditEntry.actor,
    AuditEntry.subject,
    cast(AuditEntry.facts, Text).label("facts"),  # as it is written: what is not JSON any more was changed
    AuditEntry.made_at.label("made"),
)
_VAULT: Select[Any] = select(
    VaultAuditEntry.hash,
    VaultAuditEntry.previous,
    VaultAuditEntry.event,
    func.coalesce(VaultAuditEntry.account_sealed, b"").label("actor"),
    null().label("subject"),
    cast(VaultAuditEntry.facts, Text).label("facts"),
    VaultAuditEntry.made_on.label("made"),
)
