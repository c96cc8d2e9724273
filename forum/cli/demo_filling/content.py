"""The invented community as its files tell it: who they are, and who said what on which board how long ago."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent.parent / "demo_content"
MEMBER, CLINICIAN, LEAD, ADMINISTRATOR = "member", "clinician", "lead", "administrator"


@dataclass(frozen=True, slots=True)
class Invented:
    """Somebody invented; whoever has a profession is shown by ``name`` with it, and has a pseudonym besides."""

    key: str
    role: str
    name: str
    pseudonym: str
    country: str | None
    is_future_mentor: bool
    profession: str
    register: str
    number: str
    boards: tuple[str, ...]

    @property
    def is_staff(self) -> bool:
        """Whether a second factor is asked of them."""
        return self.role != MEMBER

    @property
    def is_clinical(self) -> bool:
        """Whether they review and answer."""
        return self.role in {CLINICIAN, LEAD}


@dataclass(frozen=True, slots=True)
class SaidReply:
    """A reply; ``quoted`` is the passage of the question that it refers to."""

    author: str
    is_anonymous: bool
    days_ago: float
    body: str
    quoted: str | None


@dataclass(frozen=True, slots=True)
class SaidThread:
    """A question, what became of it, and what was said to it, in order."""

    board: str
    title: str
    author: str
    is_anonymous: bool
    days_ago: float
    state: str
    body: str
    reason: str
    replies: tuple[SaidReply, ...]


@dataclass(frozen=True, slots=True)
class InventedBoard:
    """A board and its threads."""

    slug: str
    name: str
    category: str
    description: str
    guidelines: str
    access: str
    posting: str
    threads: tuple[SaidThread, ...]


@dataclass(frozen=True, slots=True)
class Community:
    """Everybody by key, and every board."""

    people: Mapping[str, Invented]
    boards: Sequence[InventedBoard]

    def clinicians_of(self, slug: str) -> list[Invented]:
        """Return who reviews on a board, in the order of the file."""
        return [person for person in self.people.values() if person.is_clinical and slug in person.boards]


def read(folder: Path = FOLDER) -> Community:
    """Read the community out of ``people.toml`` and ``boards/*.toml``."""
    people = [_person(raw) for raw in _load(folder / "people.toml")["people"]]
    boards = [_board(_load(path)) for path in sorted((folder / "boards").glob("*.toml"))]
    return Community({person.key: person for person in people}, boards)


def _load(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _person(raw: Mapping[str, Any]) -> Invented:
    return Invented(
        key=raw["key"],
        role=raw["role"],
        name=raw["name"],
        pseudonym=raw.get("pseudonym", raw["name"]),
        country=raw.get("country"),
        is_future_mentor=raw.get("future_mentor", False),
        profession=raw.get("profession", ""),
        register=raw.get("register", ""),
        number=raw.get("number", ""),
        boards=tuple(raw.get("boards", ())),
    )


def _board(raw: Mapping[str, Any]) -> InventedBoard:
    return InventedBoard(
        slug=raw["slug"],
        name=raw["name"],
        category=raw["category"],
        description=raw["description"],
        guidelines=raw["guidelines"].strip(),
        access=raw["access"],
        posting=raw["posting"],
        threads=tuple(_thread(raw["slug"], thread) for thread in raw["threads"]),
    )


def _thread(board: str, raw: Mapping[str, Any]) -> SaidThread:
    return SaidThread(
        board=board,
        title=raw["title"],
        author=raw["author"],
        is_anonymous=raw["anonymous"],
        days_ago=raw["days_ago"],
        state=raw["state"],
        body=raw["body"].strip(),
        reason=raw.get("reason", "").strip(),
        replies=tuple(_reply(reply) for reply in raw.get("replies", ())),
    )


def _reply(raw: Mapping[str, Any]) -> SaidReply:
    return SaidReply(
        author=raw["author"],
        is_anonymous=raw["anonymous"],
        days_ago=raw["days_ago"],
        body=raw["body"].strip(),
        quoted=raw.get("quoted"),
    )
