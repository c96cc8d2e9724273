"""How many of what, and what every post is: pure functions of the plan, so that any batch can be made by itself."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from functools import cached_property
from hashlib import blake2b
from itertools import accumulate
from random import Random
from typing import Any, NamedTuple

from forum.columns import TOKEN_LENGTH

BOARDS = 6
DEEP_BOARD = 0  # half of all threads are on it
DEEP_THREAD = 0  # a tenth of all posts are in it
# Sixteen of a token's letters are enough here, and ten times as fast to spell as base 32.
LETTERS = str.maketrans("0123456789abcdef", "abcdefghijklmnop")
FEWEST_THREADS = 21 * 2 * BOARDS  # each board has more than one page
SPAN = timedelta(days=400)
BETWEEN_POSTS = timedelta(hours=3)


class Spot(NamedTuple):
    """One post of the plan: its thread, its number there from 0, and what chance gave it."""

    thread: int
    number: int
    post_id: str
    revision_id: str
    who: int
    text: int


@dataclass(frozen=True)
class Plan:
    """What a seeded site shall hold; equal plans make equal sites."""

    posts: int
    threads: int
    open_reviews: int
    decided_reviews: int
    random_seed: int

    @cached_property
    def ends(self) -> list[int]:
        """Return how many posts there are up to and with each thread: the deep one first, the others by chance."""
        deep = max(self.posts // 10, 1)
        chance = Random(self.random_seed)  # noqa: S311 # nosec B311 - lengths of threads, nothing secret
        weights = [chance.expovariate(1) for _ in range(self.threads - 1)]
        spare = self.posts - deep - len(weights)
        shares = [1 + int(spare * weight / sum(weights)) for weight in weights]
        shares[0] += self.posts - deep - sum(shares)
        return list(accumulate([deep, *shares]))

    def size(self, thread: int) -> int:
        """Return how many posts a thread has."""
        return self.ends[thread] - (self.ends[thread - 1] if thread else 0)

    def board(self, thread: int) -> int:
        """Return on which board a thread is."""
        if thread % 2:
            return DEEP_BOARD
        return 1 + thread // 2 % (BOARDS - 1)

    def started(self, thread: int, base: datetime) -> datetime:
        """Return when a thread began: evenly over the span, the deep one first."""
        return base - SPAN + SPAN * thread / (self.threads + 1)

    def said(self, spot: Spot, base: datetime) -> datetime:
        """Return when a post was said, never after ``base``."""
        begun = self.started(spot.thread, base)
        step = min(BETWEEN_POSTS, (base - begun) / (self.size(spot.thread) + 1))
        return begun + step * spot.number

    def thread_id(self, thread: int) -> str:
        """Return a thread's id."""
        return self.token("thread", thread)

    def scope(self, thread: int) -> str:
        """Return a thread's anonymity scope."""
        return self.token("scope", thread)

    def spot(self, thread: int, number: int) -> Spot:
        """Return one post of a thread."""
        chance = self._chance(thread, number)
        post_id, revision_id = chance[:TOKEN_LENGTH], chance[TOKEN_LENGTH : 2 * TOKEN_LENGTH]
        who, text = int(chance[64:80], 16), int(chance[80:96], 16)
        return Spot(thread, number, post_id.translate(LETTERS), revision_id.translate(LETTERS), who, text)

    def spots(self, first: int, last: int) -> Iterator[Spot]:
        """Return the posts from the first up to and without the last, counted over the whole site."""
        thread = bisect_right(self.ends, first)
        number = first - (self.ends[thread - 1] if thread else 0)
        for _ in range(first, min(last, self.posts)):
            yield self.spot(thread, number)
            number += 1
            if number == self.size(thread):
                thread, number = thread + 1, 0

    def held_spots(self) -> Iterator[Spot]:
        """Return the posts that wait, as further replies; their numbers are past those that are shown."""
        for place in range(self.open_reviews):
            yield self.spot(place % self.threads, self.posts + place)

    def token(self, *what: object) -> str:
        """Return the id of anything else."""
        return self._chance(*what)[:TOKEN_LENGTH].translate(LETTERS)

    def as_facts(self) -> dict[str, Any]:
        """Return the plan as plain values."""
        return asdict(self)

    def _chance(self, *what: object) -> str:
        return blake2b(repr((self.random_seed, what)).encode()).hexdigest()
