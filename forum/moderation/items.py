"""What an item of the queue is about, in one word: what its list may say instead of the words themselves."""

import enum

from forum.models.states import PostKind, PostState


class ItemKind(enum.StrEnum):
    """What waits to be looked at."""

    NAME = "name"  # a pseudonym that somebody chose
    QUESTION = "question"  # the opening words of a thread
    REPLY = "reply"
    ANSWER = "answer"  # a clinician's words, held because of what they could tell
    CHANGE = "change"  # another wording of words that are shown
    SHOWN = "shown"  # words that are shown already, to be looked at afterwards
    TAKEN_BACK = "taken_back"  # words that their author took back, and that somebody still looks at


def kind_of(
    post_kind: PostKind | None, post_state: PostState | None, approved_id: str | None, revision_id: str | None
) -> ItemKind:
    """Return what an item is; all None is a name."""
    if post_kind is None or post_state is None:
        return ItemKind.NAME
    if post_state in {PostState.WITHDRAWN, PostState.ERASED}:
        return ItemKind.TAKEN_BACK
    if approved_id is not None:
        return ItemKind.SHOWN if approved_id == revision_id else ItemKind.CHANGE
    return ItemKind(post_kind.value)
