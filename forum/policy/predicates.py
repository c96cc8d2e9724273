"""The tiny questions that rules are built of; each is pure and answers for one viewer and one thing."""

from forum.models.states import Access, PersonaState, PostState, ReviewState, Role
from forum.policy.subjects import BoardFacts, PostFacts, ReviewFacts, ThreadFacts
from forum.policy.viewer import CLINICAL, Author, Viewer

LEADS = frozenset({Role.LEAD})
OPEN_TO_AUTHOR = frozenset(
    {PostState.HELD, PostState.PUBLISHED, PostState.RETURNED, PostState.DECLINED, PostState.HIDDEN}
)
OPEN_TO_CLINICIAN = OPEN_TO_AUTHOR
EDITABLE = frozenset({PostState.HELD, PostState.PUBLISHED, PostState.RETURNED})


def is_signed_in(viewer: Viewer, _thing: object) -> bool:
    """Somebody has signed in."""
    return viewer.is_signed_in


def may_speak(viewer: Viewer, _thing: object) -> bool:
    """Signed in and not suspended."""
    return viewer.is_signed_in and viewer.state in {PersonaState.ACTIVE, PersonaState.NAME_WAITING}


def may_enter(viewer: Viewer, board: BoardFacts) -> bool:
    """The board's access admits the viewer."""
    if board.access is Access.PUBLIC:
        return True
    if board.access is Access.MEMBERS:
        return viewer.is_signed_in
    return board.id in viewer.invited_to or viewer.holds(CLINICAL, board.id)


def is_clinician_of(viewer: Viewer, board_id: str | None) -> bool:
    """A clinical grant in force covers the board."""
    return viewer.has_second_factor and viewer.holds(CLINICAL, board_id)


def thread_is_open_to(viewer: Viewer, thread: ThreadFacts) -> bool:
    """The opening words may be read: published, or one's own, or on one's board as a clinician."""
    return may_enter(viewer, thread.board) and _open(viewer, thread.board.id, thread.state, thread.author)


def post_is_open_to(viewer: Viewer, post: PostFacts) -> bool:
    """Its thread is open, and the post is published, or one's own, or on one's board as a clinician."""
    return thread_is_open_to(viewer, post.thread) and _open(viewer, post.thread.board.id, post.state, post.author)


def _open(viewer: Viewer, board_id: str, state: PostState, author: Author) -> bool:
    if state is PostState.PUBLISHED:
        return True
    if state in OPEN_TO_CLINICIAN and is_clinician_of(viewer, board_id):
        return True
    return state in OPEN_TO_AUTHOR and viewer.owns(author)


def board_takes_words(_viewer: Viewer, board: BoardFacts) -> bool:
    """The board is not archived."""
    return not board.is_archived


def thread_takes_words(_viewer: Viewer, thread: ThreadFacts) -> bool:
    """The thread is published, not locked, and its board not archived."""
    return thread.state is PostState.PUBLISHED and not thread.is_locked and not thread.board.is_archived


def wrote(viewer: Viewer, post: PostFacts) -> bool:
    """One of the viewer's own personas is the author."""
    return viewer.is_signed_in and viewer.owns(post.author)


def is_editable(_viewer: Viewer, post: PostFacts) -> bool:
    """A new wording may be sent: waiting, published or returned, in a thread that takes words."""
    thread = post.thread
    return post.state in EDITABLE and not thread.is_locked and not thread.board.is_archived


def is_withdrawable(_viewer: Viewer, post: PostFacts) -> bool:
    """It may be taken back by its author."""
    return post.state in EDITABLE


def is_quotable(_viewer: Viewer, post: PostFacts) -> bool:
    """Its words are published."""
    return post.state is PostState.PUBLISHED


def moderates(viewer: Viewer, _thing: object) -> bool:
    """Any clinical grant, with the second factor shown."""
    return viewer.has_second_factor and viewer.may_moderate


def reviews_board(viewer: Viewer, review: ReviewFacts) -> bool:
    """A clinical grant covers the review's board; the site's own items are for every clinician."""
    if review.board_id is None:
        return moderates(viewer, review)
    return is_clinician_of(viewer, review.board_id)


def did_not_write(viewer: Viewer, review: ReviewFacts) -> bool:
    """Nobody reviews their own words, under whichever persona."""
    return not viewer.owns(review.author)


def holds_claim(viewer: Viewer, review: ReviewFacts) -> bool:
    """The viewer's professional persona is the claimant."""
    return review.state is ReviewState.CLAIMED and review.claimant_id == viewer.professional


def leads_board(viewer: Viewer, review: ReviewFacts) -> bool:
    """A lead's grant covers the board."""
    return viewer.has_second_factor and viewer.holds(LEADS, review.board_id)


def did_not_sign_first(viewer: Viewer, review: ReviewFacts) -> bool:
    """Somebody else gave the first signature."""
    return review.first_signer_id is not None and review.first_signer_id != viewer.professional


def answers_board(viewer: Viewer, thread: ThreadFacts) -> bool:
    """A clinician of the board, with a professional persona to answer under."""
    return viewer.professional is not None and is_clinician_of(viewer, thread.board.id)


def administers(viewer: Viewer, _thing: object) -> bool:
    """An administrator, with the second factor shown."""
    return viewer.has_second_factor and viewer.may_administer


def administers_or_leads(viewer: Viewer, _thing: object) -> bool:
    """An administrator, or a lead of any board, with the second factor shown."""
    return viewer.has_second_factor and any(grant.role in {Role.ADMINISTRATOR, Role.LEAD} for grant in viewer.grants)
