"""A few threads of the demonstration, one of each kind, so that a test fills its site in a second or two."""

from dataclasses import replace

from forum.cli.demo_filling import content
from forum.cli.demo_filling.content import ADMINISTRATOR, LEAD, Community, InventedBoard, SaidThread

KINDS = {
    "life-after-cancer": ("published",),  # invited people only
    "heart-and-circulation": ("published",),  # some answers come with the approval
    "low-mood": ("waiting", "returned"),  # holds everything
    "anxiety-and-panic": ("declined",),
}


def a_small_community() -> Community:
    """Return some boards with a thread of each kind, whoever speaks in them, and who keeps the house."""
    whole = content.read()
    boards = [_cut(whole, board, KINDS[board.slug]) for board in whole.boards if board.slug in KINDS]
    speakers = {speaker for board in boards for thread in board.threads for speaker in _speakers(thread)}
    wanted = {key for key, person in whole.people.items() if person.role in {ADMINISTRATOR, LEAD} or key in speakers}
    return Community({key: whole.people[key] for key in whole.people if key in wanted}, boards)


def _cut(whole: Community, board: InventedBoard, states: tuple[str, ...]) -> InventedBoard:
    kept: dict[tuple[object, ...], SaidThread] = {}
    for thread in board.threads:
        first = thread.replies[0] if thread.replies else None
        answered = first is not None and first.quoted is None and whole.people[first.author].is_clinical
        if thread.state in states:
            kept.setdefault((thread.state, thread.is_anonymous, answered), thread)
    return replace(board, threads=tuple(kept.values()))


def _speakers(thread: SaidThread) -> set[str]:
    return {thread.author, *(reply.author for reply in thread.replies)}
