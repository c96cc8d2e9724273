"""The part of a thread page that is the same for whoever may read the thread, remembered in this process.

Invariants: a page is remembered under its thread's version, which every act that changes what the thread shows raises
under the thread's lock (``moderation.publication``, and ``personas.note_new_look`` for names and credentials), so that
no page is found again once it has changed; everything is dropped when the erasure epoch moves, as keys are; nothing of
it leaves this process's memory (DESIGN, section 6). Whether somebody may read the thread at all is asked anew at every
request, and so is whatever the page says to one reader alone.
"""

from collections import OrderedDict
from collections.abc import Hashable, MutableMapping
from dataclasses import dataclass, field
from datetime import date
from threading import Lock
from typing import NamedTuple

from forum.confidentiality import keys
from forum.discussions.showing import PostShown
from forum.extensions import on_fork
from forum.policy.viewer import Author
from forum.transaction import is_writing

REMEMBERED = 500  # pages of twenty posts: at most some 40 MB in a process


class Address(NamedTuple):
    """Which page it is: ``day`` because a credential that has lapsed is no longer shown."""

    thread_id: str
    version: int
    page: int
    day: date


@dataclass(frozen=True, slots=True)
class SharedPage:
    """The posts of a page as they are for a reader who wrote none of them.

    ``drawn`` is for the layer that draws them: what it keeps there is forgotten together with the page.
    """

    posts: tuple[PostShown, ...]
    drawn: MutableMapping[Hashable, str] = field(default_factory=dict, repr=False)

    @property
    def authors(self) -> frozenset[Author]:
        """Who speaks on it."""
        return frozenset(post.by for post in self.posts)


class _Memory:
    """Pages, least recently used first."""

    def __init__(self) -> None:
        self._pages: OrderedDict[Address, SharedPage] = OrderedDict()
        self._lock = Lock()

    def get(self, address: Address) -> SharedPage | None:
        with self._lock:
            page = self._pages.get(address)
            if page is not None:
                self._pages.move_to_end(address)
            return page

    def put(self, address: Address, page: SharedPage, seen: int) -> None:
        """Remember a page that was read within the erasure epoch ``seen``, unless the epoch has moved since.

        Never within a write transaction: if it fails, the next one raises the version to the same number.
        """
        if is_writing():
            return
        with self._lock:
            if seen == keys.memory.epoch:
                self._pages[address] = page
                if len(self._pages) > REMEMBERED:
                    self._pages.popitem(last=False)

    def forget_all(self) -> None:
        with self._lock:
            self._pages.clear()


memory = _Memory()
keys.memory.when_emptied(memory.forget_all)
on_fork(memory.forget_all)
