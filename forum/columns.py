"""Column types and the declarative base that both databases share.

Invariants: primary keys are 160 random bits (OWASP ASVS 5.0, 11.5.1: a UUID's 122 bits are too few), so no key tells
order or number; every time column is aware UTC; tables have no running row number of their own in SQLite either
(WITHOUT ROWID), because row order in a stolen file would join what the keys do not.
"""

import base64
import enum
import re
import secrets
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

from sqlalchemy import DateTime, Enum, LargeBinary, MetaData, SmallInteger, String
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import DeclarativeBase, mapped_column
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.sql.visitors import InternalTraversal
from sqlalchemy.types import TypeDecorator

TOKEN_BYTES = 20
TOKEN_LENGTH = 32

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


def as_token(raw: bytes) -> str:
    """Spell 20 bytes as the 32 lower-case letters and digits of a token."""
    return base64.b32encode(raw).decode().lower()


def new_token() -> str:
    """Draw a token: 160 random bits, 32 characters, safe in a URL."""
    return as_token(secrets.token_bytes(TOKEN_BYTES))


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC moment; a naive one raises ValueError on its way in."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive time was about to be stored")
        return value.astimezone(UTC).replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class database_now(FunctionElement[datetime]):  # noqa: N801 - reads as the SQL function it is
    """The database's own clock, plus ``seconds``: leases must not depend on a worker's clock."""

    type = UtcDateTime()
    inherit_cache = True
    # The seconds stand in the SQL itself, so a statement is remembered by them too: compiling a claim anew each time
    # would cost more than the claim.
    _traverse_internals = [*FunctionElement._traverse_internals, ("seconds", InternalTraversal.dp_plain_obj)]

    def __init__(self, plus: timedelta = timedelta()) -> None:
        super().__init__()
        self.seconds = plus.total_seconds()


@compiles(database_now, "sqlite")
def _sqlite_now(element: database_now, _compiler: SQLCompiler, **_: Any) -> str:
    # SQLite gives milliseconds; three zeros make it compare as text with the stored microseconds.
    return f"(strftime('%Y-%m-%d %H:%M:%f', 'now', '{element.seconds:+.3f} seconds') || '000')"


@compiles(database_now, "postgresql")
def _postgresql_now(element: database_now, _compiler: SQLCompiler, **_: Any) -> str:
    # clock_timestamp() and not now(): the latter stands still from the start of the transaction.
    return f"(clock_timestamp() + make_interval(secs => {element.seconds:.3f}))"


class Base(DeclarativeBase):
    """The declarative base of both databases; ``__bind_key__ = "vault"`` puts a table into the vault."""

    metadata = MetaData(naming_convention=NAMING)


TokenPk = Annotated[str, mapped_column(String(TOKEN_LENGTH), primary_key=True, default=new_token)]
TokenColumn = Annotated[str, mapped_column(String(TOKEN_LENGTH))]
Tag = Annotated[bytes, mapped_column(LargeBinary(32))]
Sealed = Annotated[bytes, mapped_column(LargeBinary)]
Moment = Annotated[datetime, mapped_column(UtcDateTime)]

ROWLESS = {"sqlite_with_rowid": False}


def enum_type(values: type[enum.StrEnum]) -> Enum:
    """Store an enum by its value, with a CHECK in the database so that no path can store another."""
    snake = re.sub(r"(?<!^)(?=[A-Z])", "_", values.__name__).lower()
    return Enum(
        values,
        native_enum=False,
        create_constraint=True,
        length=24,
        name=snake,
        values_callable=lambda kind: [member.value for member in kind],
    )


class Ranked(TypeDecorator[enum.IntEnum]):
    """An ordered enum stored as its small number, so that the database can sort by it."""

    impl = SmallInteger
    cache_ok = True

    def __init__(self, ranks: type[enum.IntEnum]) -> None:
        super().__init__()
        self.ranks = ranks

    def process_bind_param(self, value: enum.IntEnum | None, _dialect: Dialect) -> int | None:
        return None if value is None else int(value)

    def process_result_value(self, value: int | None, _dialect: Dialect) -> enum.IntEnum | None:
        return None if value is None else self.ranks(value)
