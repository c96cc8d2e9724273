"""Whether so few people can be behind an anonymous name that a board must say so first (DESIGN section 3).

A coarse band, never a number: the statement looks for a tenth person and stops.
"""

from typing import Any

from sqlalchemy import ColumnElement, Select, case, literal_column, select

from forum.models.boards import Board
from forum.models.personas import Membership, Persona
from forum.models.states import Access, PersonaKind

FEW = 10

_tenth: Select[Any] = select(literal_column("1")).limit(1).offset(FEW - 1)
_invited = _tenth.where(Membership.board_id == Board.id).correlate(Board).scalar_subquery()
_joined = _tenth.where(Persona.kind == PersonaKind.EVERYDAY).scalar_subquery()

HAS_FEW: ColumnElement[bool] = case((Board.access == Access.INVITED, _invited), else_=_joined).is_(None)
"""Over ``Board``: fewer than ``FEW`` people may write on it."""
