"""Under which of their faces somebody speaks in one place, and which of them is offered first.

Invariants: a board's clinician speaks there under the professional face alone; where a board asks for anonymous words
no other face of a member is taken; whoever has spoken anonymously in a thread is offered that face first, so that
nobody drops it by oversight.
"""

import enum

from forum.confidentiality import identity, personas
from forum.confidentiality.faces import Face
from forum.confidentiality.identity import SignedIn
from forum.errors import Refused
from forum.models.personas import Persona
from forum.models.states import Anonymity
from forum.policy.predicates import is_clinician_of
from forum.policy.viewer import Viewer


class Voice(enum.StrEnum):
    """Which face speaks."""

    OWN = "own"  # the everyday name
    ANONYMOUS = "anonymous"  # a fresh name in this thread alone
    PROFESSIONAL = "professional"  # the verified clinician


def voices(viewer: Viewer, board_id: str, anonymity: Anonymity, scope: str | None = None) -> tuple[Voice, ...]:
    """Return the faces open to the viewer on a board, the first being the one to propose.

    ``scope`` is the thread's, when there is one already.
    """
    if viewer.professional is not None and is_clinician_of(viewer, board_id):
        return (Voice.PROFESSIONAL,)
    if anonymity is Anonymity.ALWAYS:
        return (Voice.ANONYMOUS,)
    was_anonymous = scope is not None and viewer.face_in(scope) is not None
    if was_anonymous or anonymity is Anonymity.RECOMMENDED:
        return (Voice.ANONYMOUS, Voice.OWN)
    return (Voice.OWN, Voice.ANONYMOUS)


def face_for(speaker: SignedIn, voice: Voice, scope: str) -> Face:
    """Return the face that will speak in a scope, made in the vault first if it is new there (commits the vault)."""
    state = speaker.session.state
    if voice is Voice.PROFESSIONAL:
        if state.professional is None:
            raise Refused
        return Face(*state.professional)
    everyday = Face(*state.everyday)
    return identity.speak_in(speaker.account_id, everyday, scope, anonymously=voice is Voice.ANONYMOUS)


def persona_for(face: Face, voice: Voice, scope: str) -> Persona:
    """Return the persona of a face within the open forum transaction; raises Refused when it has none to speak by."""
    if voice is Voice.ANONYMOUS:
        return personas.introduce_anonymous(face, scope)
    persona = personas.persona_named(face.persona_id)
    if persona is None:
        raise Refused
    return persona
