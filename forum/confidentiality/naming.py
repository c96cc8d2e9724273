"""Writing the name that a person chose: imported by ``moderation.intake`` alone, since a name is free text."""

import secrets

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from forum.confidentiality.faces import Face
from forum.confidentiality.personas import note_new_look
from forum.errors import NameTaken
from forum.extensions import db
from forum.models.personas import Persona
from forum.models.states import PersonaKind, PersonaState
from forum.transaction import require_transaction


def write_name(face: Face, name: str, skeleton: str, state: PersonaState) -> Persona:
    """Give the everyday persona of ``face`` its name within the open forum transaction.

    Raises NameTaken when another persona's name looks the same.
    """
    require_transaction("forum")
    taken = select(Persona.id).where(Persona.skeleton == skeleton, Persona.id != face.persona_id)
    if db.session.execute(taken).scalar() is not None:
        raise NameTaken("name", "taken")
    note_new_look(face.persona_id)
    persona = db.session.get(Persona, face.persona_id)
    if persona is None:
        persona = Persona(
            id=face.persona_id,
            kind=PersonaKind.EVERYDAY,
            hue=secrets.randbelow(360),
            key_id=face.key_id,
        )
        db.session.add(persona)
    persona.name, persona.skeleton, persona.state = name, skeleton, state
    try:
        db.session.flush()
    except IntegrityError:  # two people chose it in the same moment
        raise NameTaken("name", "taken") from None
    return persona
