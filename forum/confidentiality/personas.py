"""The forum's side of a face: its row, its colour, and the names of anonymous ones.

Invariants: a persona's row is made from a face that the vault already holds, so a crash between the two leaves only a
harmless link; an anonymous name is drawn at random and is unique in its scope alone.
Names that people choose are free text: only ``moderation.intake`` writes them, through ``confidentiality.naming``.
"""

import secrets

from sqlalchemy import select, update

from forum.confidentiality.faces import Face
from forum.extensions import db
from forum.models.discussions import Post, Thread
from forum.models.personas import Persona
from forum.models.states import PersonaKind
from forum.transaction import require_transaction

_QUALITIES = (
    "Amber Calm Clear Coral Gentle Golden Green Hazel Honest Kind Lilac Linen Mellow Misty Mossy Olive "
    "Patient Plum Quiet Rosy Silver Slate Soft Steady Still Sunny Tawny Teal Velvet Warm Wild Woven"
).split()
_THINGS = (
    "Acorn Alder Aspen Badger Beech Birch Brook Cedar Clover Comet Cove Crane Dove Dune Elm Fern Finch "
    "Fjord Glade Harbour Hare Heath Heron Ivy Kestrel Lark Maple Marten Meadow Moth Otter Owl Pebble Pine "
    "Plover Poppy Rain Reed River Robin Rowan Sail Sparrow Spruce Star Stone Swift Thistle Tide Vale "
    "Willow Wren"
).split()


def introduce_anonymous(face: Face, scope: str) -> Persona:
    """Return the anonymous persona of a scope, making its row within the open forum transaction when it has none."""
    require_transaction("forum")
    persona = db.session.get(Persona, face.persona_id)
    if persona is None:
        persona = Persona(
            id=face.persona_id,
            kind=PersonaKind.ANONYMOUS,
            name=_free_name(scope),
            hue=secrets.randbelow(360),
            key_id=face.key_id,
            scope=scope,
        )
        db.session.add(persona)
        db.session.flush()
    return persona


def introduce_imported(face: Face, name: str) -> Persona:
    """Make the persona that imported words of one source are by-lined with; nobody's."""
    require_transaction("forum")
    persona = Persona(
        id=face.persona_id,
        kind=PersonaKind.IMPORTED,
        name=name,
        hue=secrets.randbelow(360),
        key_id=face.key_id,
    )
    db.session.add(persona)
    db.session.flush()
    return persona


def introduce_professional(face: Face, name: str) -> Persona:
    """Make the persona under which a clinician speaks, with the professional name that an administrator entered."""
    require_transaction("forum")
    note_new_look(face.persona_id)
    persona = db.session.get(Persona, face.persona_id)
    if persona is None:
        persona = Persona(
            id=face.persona_id,
            kind=PersonaKind.PROFESSIONAL,
            name=name,
            hue=180,
            key_id=face.key_id,
        )
        db.session.add(persona)
    persona.name = name
    db.session.flush()
    return persona


def note_new_look(persona_id: str) -> None:
    """Raise the version of every thread in which a persona speaks, because its name or credential is to change.

    Called before the persona's own row is written: threads are locked before personas.
    """
    require_transaction("forum")
    theirs = select(Post.thread_id).where(Post.author_id == persona_id)
    db.session.execute(update(Thread).where(Thread.id.in_(theirs)).values(version=Thread.version + 1))


def persona_named(persona_id: str) -> Persona | None:
    """Return a persona's row by its id."""
    return db.session.get(Persona, persona_id)


def _free_name(scope: str) -> str:
    taken = set(db.session.execute(select(Persona.name).where(Persona.scope == scope)).scalars())
    while True:
        name = f"{secrets.choice(_QUALITIES)} {secrets.choice(_THINGS)}"
        if len(taken) > len(_QUALITIES) * len(_THINGS) // 2:
            name = f"{name} {secrets.randbelow(90) + 10}"
        if name not in taken:
            return name
