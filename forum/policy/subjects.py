"""What a rule needs to know of a thing, and nothing more: plain facts that a reader fills from the row it has."""

from dataclasses import dataclass

from forum.models.states import Access, PostingPolicy, PostState, ReviewState
from forum.policy.viewer import Author
from forum.triage.levels import Level


@dataclass(frozen=True, slots=True)
class BoardFacts:
    """A board, as far as rules care."""

    id: str
    access: Access
    posting: PostingPolicy = PostingPolicy.HOLD_ALL
    newcomer_posts: int = 3
    is_archived: bool = False


@dataclass(frozen=True, slots=True)
class ThreadFacts:
    """A thread and its board."""

    board: BoardFacts
    author: Author
    state: PostState
    is_locked: bool = False


@dataclass(frozen=True, slots=True)
class PostFacts:
    """A post and its thread."""

    thread: ThreadFacts
    author: Author
    state: PostState
    has_open_revision: bool = False


@dataclass(frozen=True, slots=True)
class ReviewFacts:
    """An item of the queue; ``board_id`` None is the site's own, such as a name."""

    board_id: str | None
    author: Author
    state: ReviewState
    level: Level
    claimant_id: str | None = None
    first_signer_id: str | None = None
