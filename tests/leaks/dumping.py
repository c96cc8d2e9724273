"""What a thief has who takes both databases, with their journals and the task queue, and how to search it.

A dump is bytes as they lie on the disk (SQLite: the database, its WAL and journals; PostgreSQL: the files of both
databases) together with every row as the server itself writes it out. A word is searched in every spelling in which a
database or a driver might hold it.
"""

import base64
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import MetaData, text

from forum.extensions import db, settings, vault
from tests.servers.postgresql import PostgreSQL

BINDS = {"forum": None, "vault": "vault"}


def spellings(word: str) -> set[bytes]:
    """Return how a word may look in a file, in lower case: plain, in two-byte letters, in hexadecimal, in base64."""
    raw = word.encode()
    found = {raw, word.encode("utf-16-le"), raw.hex().encode()}
    for shift in range(3):  # base64 depends on where in a longer text the word stands
        whole = base64.b64encode(bytes(shift) + raw)
        found.add(whole[(4, 4, 4)[shift] if shift else 0 : len(whole) - 4].lower())
    return {spelling.lower() for spelling in found}


def found_in(dump: bytes, words: Iterable[str]) -> set[str]:
    """Return those of the words that a dump holds in any spelling, whatever the case of its letters."""
    lower = dump.lower()
    return {word for word in words if any(spelling in lower for spelling in spellings(word))}


def tokens_in(dump: bytes, tokens: Iterable[str]) -> set[str]:
    """Return those of the tokens that a dump holds, spelled or as their 20 bytes."""
    listed = set(tokens)
    return found_in(dump, listed) | {token for token in listed if base64.b32decode(token.upper()) in dump}


def dump_of(name: str, server: PostgreSQL | None) -> bytes:
    """Return all that one database has on the disk and would say to whoever asks it."""
    db.session.remove()
    vault.remove()
    engine = db.engines[BINDS[name]]
    if server is None:
        database = Path(engine.url.database or "")
        return b"".join(path.read_bytes() for path in sorted(database.parent.glob(f"{database.name}*")))
    with engine.connect() as connection:
        connection.execute(text("CHECKPOINT"))
        number = connection.execute(text("SELECT oid FROM pg_database WHERE datname = current_database()")).scalar_one()
        files = sorted((server.folder / "cluster" / "base" / str(number)).iterdir())
        rows = [_copied(connection.connection.dbapi_connection, table.name) for table in _metadata(name).sorted_tables]
    return b"".join([*(path.read_bytes() for path in files), *rows])


def files_beside() -> bytes:
    """Return what lies in the data folder beside the databases: the task queue and the anchor; not keys, not mail."""
    kept_apart = {settings().master_key_file.parent, settings().mail.folder}
    return b"".join(
        path.read_bytes()
        for path in sorted(settings().data.rglob("*"))
        if path.is_file() and not kept_apart & set(path.parents) and not path.name.startswith(("forum.", "vault."))
    )


def rows_of(name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every row of a database as the drivers give it, with its table's name."""
    with db.engines[BINDS[name]].connect() as connection:
        for table in _metadata(name).sorted_tables:
            for row in connection.execute(table.select()).mappings():
                yield table.name, dict(row)


def _metadata(name: str) -> MetaData:
    return db.metadatas[BINDS[name]]


def _copied(connection: Any, table: str) -> bytes:
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} TO STDOUT (FORMAT binary)") as copy:
        return b"".join(bytes(part) for part in copy)
