"""Sealing words so that a stolen database says nothing, and keyed tags so that it joins nothing.

Invariants: every sealed value is AES-256-GCM under a data key, with the table, column and row it belongs to as
associated data, so that a ciphertext moved to another place does not open; data keys are wrapped by a master key that
is in neither database; tags are HMAC-SHA-256 under a lookup key of their own, apart for every purpose.
Nothing here is home-made cryptography: the primitives are those of the ``cryptography`` package.
"""

import fcntl
import hashlib
import hmac
import json
import os
import secrets
import stat
import tempfile
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from forum.errors import Misconfigured, SealBroken, UnknownMasterKey

NONCE_BYTES = 12
KEY_BYTES = 32
SMALLEST = 192  # bytes of padded text: every notice, name and address has this size


class Place(NamedTuple):
    """Where a sealed value lives; it opens nowhere else."""

    table: str
    column: str
    row: str

    def bytes(self) -> bytes:
        """Spell the place without ambiguity, for use as associated data: the lengths say where a part ends."""
        return f"{len(self.table)} {len(self.column)} {self.table}{self.column}{self.row}".encode()


class DataKey:
    """A 256-bit key in memory; its bytes never show in a traceback or a log."""

    __slots__ = ("_aead", "_raw")

    def __init__(self, raw: bytes) -> None:
        self._raw = raw
        self._aead = AESGCM(raw)

    @classmethod
    def fresh(cls) -> "DataKey":
        """Draw a new random key."""
        return cls(secrets.token_bytes(KEY_BYTES))

    def seal(self, words: str | bytes, place: Place) -> bytes:
        """Return nonce and ciphertext of ``words``, bound to ``place``.

        Text (as UTF-8) is first padded to a size that many texts share: its exact length would join a draft to the
        message that it became, and tell the notices apart.
        """
        nonce = os.urandom(NONCE_BYTES)
        plain = _padded(words.encode()) if isinstance(words, str) else words
        return nonce + self._aead.encrypt(nonce, plain, place.bytes())

    def unseal_bytes(self, sealed: bytes, place: Place) -> bytes:
        """Open what ``seal`` made for this ``place``; raises SealBroken for any other."""
        try:
            return self._aead.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], place.bytes())
        except (InvalidTag, ValueError) as failure:
            raise SealBroken(f"a value in {place.table}.{place.column} does not open") from failure

    def unseal(self, sealed: bytes, place: Place) -> str:
        """Open sealed text; raises SealBroken."""
        return self.unseal_bytes(sealed, place).rstrip(b"\0")[:-1].decode()

    def wrapped_by(self, master: "DataKey", key_id: str) -> bytes:
        """Return this key sealed under a master key, bound to its own id."""
        return master.seal(self._raw, Place("data_keys", "wrapped", key_id))


def _padded(plain: bytes) -> bytes:
    """Return ``plain``, a mark and zeros (ISO/IEC 7816-4) up to the next of 192, 256, 384, 512, 768, 1024 and so on."""
    size = SMALLEST
    while size <= len(plain):
        size = size * 4 // 3 if size % 3 == 0 else size * 3 // 2
    return (plain + b"\x80").ljust(size, b"\0")


@dataclass(frozen=True)
class KeyRing:
    """The master keys by id, which of them seals now, and the lookup key of the tags."""

    current: str
    masters: Mapping[str, DataKey]
    lookup: bytes

    def __repr__(self) -> str:
        return f"<KeyRing of {len(self.masters)}>"

    def wrap(self, key: DataKey, key_id: str) -> bytes:
        """Wrap a data key under the current master key."""
        return key.wrapped_by(self.masters[self.current], key_id)

    def unwrap(self, wrapped: bytes, master_id: str, key_id: str) -> DataKey:
        """Open a wrapped data key; raises SealBroken, and UnknownMasterKey when this ring does not have its master."""
        master = self.masters.get(master_id)
        if master is None:
            raise UnknownMasterKey("the ring has no such master key: was it retired too early?")
        return DataKey(master.unseal_bytes(wrapped, Place("data_keys", "wrapped", key_id)))

    def tag(self, purpose: str, *parts: str | bytes) -> bytes:
        """Return the keyed tag of ``parts`` for one purpose: 32 bytes; each part is length-prefixed."""
        digest = hmac.new(self.lookup, digestmod=hashlib.sha256)
        for part in (purpose, *parts):
            raw = part.encode() if isinstance(part, str) else part
            digest.update(len(raw).to_bytes(4, "big"))
            digest.update(raw)
        return digest.digest()

    @property
    def links(self) -> DataKey:
        """The key that seals what no account's or persona's own key may seal: the two ends of a link."""
        return DataKey(self.tag("key-of-links"))

    @property
    def cursors(self) -> DataKey:
        """The key of what an address carries from one page of a list to the next."""
        return DataKey(self.tag("key-of-cursors"))


def make_key_file(path: Path) -> None:
    """Make a ring with one master key at ``path``, readable by its owner alone; raises FileExistsError."""
    ring = {"format": 1, "current": "m1", "masters": {"m1": _drawn()}, "lookup": _drawn()}
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    _write(descriptor, ring)


def read_key_file(path: Path) -> KeyRing:
    """Read the ring; raises Misconfigured when it is missing, malformed or readable by others."""
    try:
        if stat.S_IMODE(path.stat().st_mode) & 0o077:
            raise Misconfigured(f"The master key file may be read by others. Run: chmod 600 {path}")
        ring = json.loads(path.read_text())
        masters = {name: DataKey(_key(raw)) for name, raw in ring["masters"].items()}
        if ring["current"] not in masters:
            raise Misconfigured("The master key file names a current key that it does not hold.")
        return KeyRing(ring["current"], masters, _key(ring["lookup"]))
    except FileNotFoundError:
        raise Misconfigured(
            f"There is no master key file at {path}. Restore it from where you keep it, or, on a new "
            "site, let 'flask setup' make one."
        ) from None
    except OSError as failure:
        raise Misconfigured(f"The master key file at {path} cannot be read: {failure.strerror}.") from None
    except (AttributeError, KeyError, TypeError, ValueError) as failure:
        raise Misconfigured("The master key file is damaged; restore it from your copy.") from failure


def add_master(path: Path) -> str:
    """Add a new master key to the ring file, which seals from now on, and return its id; raises Misconfigured."""
    with _changing(path) as ring:
        numbers = [int(name[1:]) for name in ring["masters"] if name[1:].isdigit()]
        name = f"m{max(numbers, default=0) + 1}"
        ring["masters"][name], ring["current"] = _drawn(), name
    return name


def retire_masters(path: Path) -> list[str]:
    """Drop every master key but the current one from the ring file and return their ids; raises Misconfigured.

    The caller has made sure that they wrap nothing any more.
    """
    with _changing(path) as ring:
        retired = sorted(name for name in ring["masters"] if name != ring["current"])
        ring["masters"] = {ring["current"]: ring["masters"][ring["current"]]}
    return retired


@contextmanager
def _changing(path: Path) -> Iterator[dict[str, Any]]:
    """Change the ring file whole or not at all, one process at a time; it keeps its owner and is on the disk after."""
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        read_key_file(path)
        ring, owner = json.loads(path.read_text()), path.stat()
        yield ring
        descriptor, made = tempfile.mkstemp(dir=path.parent, prefix=path.name)  # readable by its owner alone
        try:
            os.fchown(descriptor, owner.st_uid, owner.st_gid)
            _write(descriptor, ring)
            Path(made).replace(path)
        except BaseException:
            Path(made).unlink(missing_ok=True)
            raise
        os.fsync(folder)
    finally:
        os.close(folder)


def _write(descriptor: int, ring: Mapping[str, Any]) -> None:
    with os.fdopen(descriptor, "w") as file:
        json.dump(ring, file, indent=1)
        file.flush()
        os.fsync(file.fileno())


def _drawn() -> str:
    return b64encode(secrets.token_bytes(KEY_BYTES)).decode()


def _key(encoded: str) -> bytes:
    raw = b64decode(encoded, validate=True)
    if len(raw) != KEY_BYTES:
        raise ValueError("a key of the wrong length")
    return raw
