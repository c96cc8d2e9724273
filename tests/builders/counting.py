"""What a page asks of the two databases: every statement that reaches a cursor, by database."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from sqlalchemy import event

from forum.confidentiality import faces, keys
from forum.extensions import db

WRITING = ("INSERT", "UPDATE", "DELETE")


@dataclass
class Statements:
    """The statements of a stretch of time, in order."""

    forum: list[str] = field(default_factory=list)
    vault: list[str] = field(default_factory=list)
    values: list[str] = field(default_factory=list)  # what was bound to each of the forum's, as it prints

    @property
    def writes(self) -> list[str]:
        """The statements that change something, as verb and table."""
        return [" ".join(said.split()[:3]) for said in (*self.forum, *self.vault) if said.startswith(WRITING)]


@contextmanager
def statements_of(app: Flask) -> Iterator[Statements]:
    """Note what both databases are asked within the block."""
    counted = Statements()
    with app.app_context():
        ears = [
            (db.engines[None], _ear(counted.forum, counted.values)),
            (db.engines["vault"], _ear(counted.vault, [])),
        ]
    for engine, ear in ears:
        event.listen(engine, "before_cursor_execute", ear)
    try:
        yield counted
    finally:
        for engine, ear in ears:
            event.remove(engine, "before_cursor_execute", ear)


def go_cold() -> None:
    """Let the process forget every key and face, as one that has just started."""
    keys.memory.forget_all()
    faces.memory.forget_all()


def _ear(heard: list[str], values: list[str]) -> Any:
    def ear(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        heard.append(statement.strip())
        values.append(str(parameters))

    return ear
