"""Links between an account and its faces, in the vault.

Invariants: one face per account and scope (the tag is unique, so a repeated or raced attempt finds the first one); no
statement binds two faces of one account; every row can be found from either side with the ring, and joined by nobody
without it.
"""

import json
from collections import OrderedDict
from contextvars import ContextVar
from dataclasses import dataclass
from threading import Lock

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from forum.columns import new_token
from forum.confidentiality import keys
from forum.extensions import key_ring, on_fork, vault
from forum.models.links import Epoch, PersonaLink
from forum.sealing import Place
from forum.transaction import after_commit, vault_atomic

EVERYDAY = "everyday"
PROFESSIONAL = "professional"
REMEMBERED = 20_000


@dataclass(frozen=True, slots=True)
class Face:
    """A persona's id and the id of the key of its words."""

    persona_id: str
    key_id: str


class _Memory:
    """Which face an account has in a scope, or that it has none, within one pair of epochs.

    ``turn`` counts how often everything was forgotten: what was read from the vault before that is not remembered
    after. That there is no face is remembered only by a request which has read the same epoch as whoever was here last:
    another may be reading the vault as it was before the face was made.
    """

    def __init__(self) -> None:
        self._faces: OrderedDict[bytes, Face | None] = OrderedDict()
        self._links = -1
        self.turn = 0
        self._lock = Lock()

    def observe(self, links: int) -> None:
        """Forget every "none" once any link was made anywhere; faces that exist stay true."""
        _read.set(links)
        with self._lock:
            if links != self._links:
                self._faces = OrderedDict((tag, face) for tag, face in self._faces.items() if face is not None)
                self._links = links
                self.turn += 1

    def get(self, tag: bytes) -> tuple[bool, Face | None]:
        with self._lock:
            return tag in self._faces, self._faces.get(tag)

    def put(self, tag: bytes, face: Face | None, seen: int) -> None:
        with self._lock:
            if seen != self.turn or (face is None and _read.get() not in {None, self._links}):
                return
            self._faces[tag] = face
            if len(self._faces) > REMEMBERED:
                self._faces.popitem(last=False)

    def forget_all(self) -> None:
        with self._lock:
            self._faces.clear()
            self._links = -1
            self.turn += 1
        _read.set(None)


_read: ContextVar[int | None] = ContextVar("epoch_of_links", default=None)
memory = _Memory()
keys.memory.when_emptied(memory.forget_all)
on_fork(memory.forget_all)


def face_of(account_id: str, scope: str) -> Face | None:
    """Return the account's face in a scope, or None: one vault statement when this process does not know."""
    tag = _scope_tag(account_id, scope)
    seen = memory.turn
    known, face = memory.get(tag)
    if known:
        return face
    sealed = vault.execute(select(PersonaLink.persona_sealed).where(PersonaLink.scope_tag == tag)).scalar()
    face = None if sealed is None else _open_face(sealed, tag)
    memory.put(tag, face, seen)
    return face


def ensure_face(account_id: str, scope: str) -> Face:
    """Return the account's face in a scope, making link and key first when there is none; commits the vault."""
    face = face_of(account_id, scope)
    if face is not None:
        return face
    try:
        with vault_atomic():
            return _make(account_id, scope)
    except IntegrityError:
        # Another process made it, or took the ordinal, between our look and our insert.
        memory.forget_all()
        return ensure_face(account_id, scope)


def account_of(persona_id: str) -> str | None:
    """Return the account behind a persona: for moving notices to its inbox. One vault statement."""
    tag = key_ring().tag("persona", persona_id)
    sealed = vault.execute(select(PersonaLink.account_sealed).where(PersonaLink.persona_tag == tag)).scalar()
    if sealed is None:
        return None
    return key_ring().links.unseal(sealed, Place("persona_links", "account_sealed", tag.hex()))


def all_faces(account_id: str) -> list[Face]:
    """Return every face of an account, oldest first, each by a statement of its own."""
    found: list[Face] = []
    while (face := _at_ordinal(account_id, len(found))) is not None:
        found.append(face)
    return found


def _make(account_id: str, scope: str) -> Face:
    ring = key_ring()
    face = Face(new_token(), keys.make_key())
    scope_tag, persona_tag = _scope_tag(account_id, scope), ring.tag("persona", face.persona_id)
    spelled = json.dumps([face.persona_id, face.key_id])
    vault.add(
        PersonaLink(
            scope_tag=scope_tag,
            ordinal_tag=_ordinal_tag(account_id, _next_ordinal(account_id)),
            persona_tag=persona_tag,
            persona_sealed=ring.links.seal(spelled, Place("persona_links", "persona_sealed", scope_tag.hex())),
            account_sealed=ring.links.seal(account_id, Place("persona_links", "account_sealed", persona_tag.hex())),
        )
    )
    if vault.execute(update(Epoch).values(links=Epoch.links + 1)).rowcount == 0:  # type: ignore[attr-defined]
        vault.add(Epoch(id=1, erasures=0, links=1))
    vault.flush()
    after_commit(lambda: memory.put(scope_tag, face, memory.turn))
    return face


def _next_ordinal(account_id: str) -> int:
    # Ordinals are dense, so the first free one is found by doubling and halving: few statements, one tag in each.
    free = 1
    if _at_ordinal(account_id, 0) is None:
        return 0
    while _at_ordinal(account_id, free) is not None:
        free *= 2
    taken = free // 2
    while free - taken > 1:
        middle = (taken + free) // 2
        if _at_ordinal(account_id, middle) is None:
            free = middle
        else:
            taken = middle
    return free


def _at_ordinal(account_id: str, ordinal: int) -> Face | None:
    row = vault.execute(
        select(PersonaLink.persona_sealed, PersonaLink.scope_tag).where(
            PersonaLink.ordinal_tag == _ordinal_tag(account_id, ordinal)
        )
    ).one_or_none()
    return None if row is None else _open_face(row.persona_sealed, row.scope_tag)


def _open_face(sealed: bytes, scope_tag: bytes) -> Face:
    opened = key_ring().links.unseal(sealed, Place("persona_links", "persona_sealed", scope_tag.hex()))
    persona_id, key_id = json.loads(opened)
    return Face(persona_id, key_id)


def _scope_tag(account_id: str, scope: str) -> bytes:
    return key_ring().tag("link-scope", account_id, scope)


def _ordinal_tag(account_id: str, ordinal: int) -> bytes:
    return key_ring().tag("link-ordinal", account_id, str(ordinal))


def face_behind(scope_tag: bytes) -> Face | None:
    """Return the face of one link row, for the sweep."""
    sealed = vault.execute(select(PersonaLink.persona_sealed).where(PersonaLink.scope_tag == scope_tag)).scalar()
    return None if sealed is None else _open_face(sealed, scope_tag)
