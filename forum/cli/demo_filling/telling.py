"""The order in which everything happened: one list of deeds, each with its moment.

Invariant: in a thread, whatever is held is decided on before the next is said, so that positions follow the files; on
the whole site the past goes forward, so that who was a newcomer then was held as one.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from zlib import crc32

from forum.cli.demo_filling import reviewing, saying, town
from forum.cli.demo_filling.content import ADMINISTRATOR, Invented, SaidThread
from forum.cli.demo_filling.town import Town
from forum.notifications import delivery, inbox
from forum.transaction import vault_atomic

FOUNDED = 196.0  # days ago: before everything that was said
LOOKED_IN = 4.0  # when everybody last read their notices
MOVED_EVERY = 12.0  # days between two rounds of the notices
READ_WITHIN = (0.02, 0.2)  # days from words to their review


@dataclass(frozen=True, slots=True)
class Happening:
    """A deed and when it was done, in days before the fill."""

    days_ago: float
    deed: Callable[[], None]

    def moment(self, filled_at: datetime) -> datetime:
        """Return when that was."""
        return filled_at - timedelta(days=self.days_ago)


def story(place: Town) -> list[Happening]:
    """Return everything that happened, in order."""
    told = [*_founding(place), *_talk(place), *_notices(place)]
    return sorted(told, key=lambda happening: -happening.days_ago)


def _founding(place: Town) -> Iterator[Happening]:
    people = place.community.people.values()
    first = next(person for person in people if person.role == ADMINISTRATOR)
    yield Happening(FOUNDED, partial(town.let_in, place, first))
    yield Happening(FOUNDED - 1, partial(town.found, place))
    for person in people:
        if person is not first:
            yield Happening(_settled(place, person), partial(town.let_in, place, person))


def _settled(place: Town, person: Invented) -> float:
    if person.is_staff:
        return FOUNDED - 2
    said = [thread.days_ago for thread in _threads(place) if thread.author == person.key]
    said += [reply.days_ago for thread in _threads(place) for reply in thread.replies if reply.author == person.key]
    return min(max(said, default=20.0) + _between(0.5, 9.0, person.key), FOUNDED - 3)


def _talk(place: Town) -> Iterator[Happening]:
    for thread in _threads(place):
        yield Happening(thread.days_ago, partial(saying.ask, place, thread))
        yield from _reviewed(place, thread)
        for number, said in enumerate(thread.replies, start=1):
            if number > 1 or not _answers_at_once(place, thread):
                yield Happening(said.days_ago, partial(saying.reply, place, thread, number))
                yield Happening(_after(thread, number), partial(reviewing.review_reply, place, thread, number))


def _reviewed(place: Town, thread: SaidThread) -> Iterator[Happening]:
    if _answers_at_once(place, thread):
        yield Happening(thread.replies[0].days_ago, partial(reviewing.answer, place, thread))
    elif thread.state in reviewing.DECISIONS:
        yield Happening(_after(thread, saying.QUESTION), partial(reviewing.review_question, place, thread))


def _answers_at_once(place: Town, thread: SaidThread) -> bool:
    """Whether the first reply came with the approval: a clinician's, that quotes nothing."""
    first = thread.replies[0] if thread.replies else None
    return first is not None and place.community.people[first.author].is_clinical and first.quoted is None


def _after(thread: SaidThread, number: int) -> float:
    """Return when something was reviewed: soon, and well before the next was said."""
    said = [thread.days_ago, *(reply.days_ago for reply in thread.replies), 0.0]
    gap = said[number] - said[number + 1]
    return said[number] - min(_between(*READ_WITHIN, f"{thread.title}{number}"), gap / 2)


def _notices(place: Town) -> Iterator[Happening]:
    days_ago = FOUNDED
    while days_ago > LOOKED_IN:
        yield Happening(days_ago, move_notices)
        days_ago -= MOVED_EVERY
    yield Happening(LOOKED_IN + 0.001, move_notices)
    yield Happening(LOOKED_IN, partial(_read_notices, place))
    yield Happening(0.0, move_notices)


def move_notices() -> None:
    """Move what waits in the outbox to its inboxes, all of it."""
    while delivery.move_events():
        pass


def _read_notices(place: Town) -> None:
    for person in place.people.values():
        with vault_atomic():
            inbox.mark_all_read(person.account_id)


def _threads(place: Town) -> Iterator[SaidThread]:
    return (thread for board in place.community.boards for thread in board.threads)


def _between(least: float, most: float, word: str) -> float:
    """Return a length that looks like chance and is the same at every fill."""
    return least + (most - least) * (crc32(word.encode()) / 2**32)
