"""A look at whether a public name is free, before an account is opened for it.

Invariant: this only asks. The name is written by the gate alone, which decides again: of two people who choose one name
in the same moment, the second is asked for another at once.
"""

from sqlalchemy import select

from forum.errors import BadInput, NameTaken
from forum.extensions import db
from forum.identifiers.pseudonym import NameProblem, problems_with, skeleton
from forum.models.personas import Persona
from forum.rich_text import UnacceptableText, clean_line

OF_FORM = frozenset({NameProblem.TOO_SHORT, NameProblem.TOO_LONG, NameProblem.CHARACTERS})


def check(name: str) -> None:
    """Raise BadInput("name", a NameProblem's value), or NameTaken when a lasting name looks the same."""
    try:
        cleaned = clean_line(name)
    except UnacceptableText:
        raise BadInput("name", "characters") from None
    problems = problems_with(cleaned)
    # An address is also too long and holds an odd sign: what it gives away is the reason worth hearing.
    for problem in [*(problem for problem in problems if problem not in OF_FORM), *problems]:
        raise BadInput("name", problem.value)
    if db.session.execute(select(Persona.id).where(Persona.skeleton == skeleton(cleaned))).scalar() is not None:
        raise NameTaken("name", "taken")
