"""Counting what a block of code asks of the two databases."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from sqlalchemy import event

from forum.extensions import db


@dataclass
class Asked:
    """The statements of a block, by database; what opens and ends transactions is not counted."""

    forum: list[str] = field(default_factory=list)
    vault: list[str] = field(default_factory=list)


@contextmanager
def counted() -> Iterator[Asked]:
    """Gather the statements of both databases within the block."""
    asked = Asked()
    hooks = [(db.engines[None], _into(asked.forum)), (db.engines["vault"], _into(asked.vault))]
    for engine, hook in hooks:
        event.listen(engine, "before_cursor_execute", hook)
    try:
        yield asked
    finally:
        for engine, hook in hooks:
            event.remove(engine, "before_cursor_execute", hook)


def _into(statements: list[str]):
    def note(_connection, _cursor, statement, _parameters, _context, _executemany) -> None:
        statements.append(statement)

    return note
