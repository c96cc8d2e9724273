"""The people of the demonstration, as its door offers them; written by ``flask demo`` beside the databases."""

import json
from dataclasses import dataclass

from forum.extensions import settings


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Somebody invented whom a visitor of the demonstration may be."""

    key: str
    name: str
    role: str
    signin_name: str
    note: str = ""


def people() -> list[DemoPerson]:
    """Return everybody; empty before the demonstration was filled."""
    path = settings().demo_people
    return [DemoPerson(**person) for person in json.loads(path.read_text())] if path.exists() else []
