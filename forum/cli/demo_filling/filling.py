"""Filling the town, once: the whole story in order, and at the end the list that the demonstration's door reads.

Invariant: that list is written last and in one step, so that it is there exactly when nothing is missing.
"""

import json
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager

from forum import clock
from forum.accounts import signin_names
from forum.cli.demo_filling.content import MEMBER, Community, Invented
from forum.cli.demo_filling.telling import Happening, story
from forum.cli.demo_filling.town import Town
from forum.extensions import settings

NEWCOMERS_FROM = "member-27"
Progress = Callable[[list[Happening]], AbstractContextManager[Iterable[Happening]]]


def is_filled(community: Community) -> bool:
    """Return whether the demonstration was filled to its end, in the databases that are there now."""
    return settings().demo_people.exists() and all(signin_names.is_taken(key) for key in community.people)


def fill(community: Community, progress: Progress) -> Town:
    """Fill the demonstration, or go on where an earlier fill was cut off; ``progress`` shows how far it is."""
    place = Town(community, clock.now())
    with progress(story(place)) as happenings:
        for happening in happenings:
            with clock.frozen_at(happening.moment(place.filled_at)):
                happening.deed()
    _write_people(community)
    return place


def _write_people(community: Community) -> None:
    path = settings().demo_people
    listed = [_for_door(person) for person in community.people.values()]
    unfinished = path.with_suffix(".part")
    unfinished.write_text(json.dumps(listed, indent=1), encoding="utf-8")
    unfinished.replace(path)


def _for_door(person: Invented) -> dict[str, str]:
    """Return somebody as ``blueprints.demo.people`` reads them."""
    return {
        "key": person.key,
        "name": person.name,
        "role": person.role,
        "signin_name": person.key,
        "note": _note(person),
    }


def _note(person: Invented) -> str:
    if person.role != MEMBER:
        return person.profession
    if person.is_future_mentor:
        return "experienced, and soon a mentor"
    if person.key >= NEWCOMERS_FROM:
        return "new here"
    return f"has given a country ({person.country})" if person.country else ""
