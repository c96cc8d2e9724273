"""How far somebody has read: a watermark under a tag that names neither account nor persona.

Moving it is one of the three writes that a GET may make; nobody else can see it.
"""

from datetime import datetime

from sqlalchemy import insert, update
from sqlalchemy.exc import IntegrityError

from forum.extensions import db
from forum.models.discussions import Watermark
from forum.policy.viewer import Viewer
from forum.transaction import atomic


def note_read(viewer: Viewer, thing_id: str, position: int, *, read_up_to: int | None) -> bool:
    """Move the viewer's watermark in a thread or board on to ``position``, in a short transaction of one statement.

    ``read_up_to`` is what the page found: None when there was no watermark. Returns whether anything was written.
    """
    if not viewer.is_signed_in or position <= (read_up_to or 0):
        return False
    tag = viewer.reader_tag(thing_id)
    try:
        with atomic():
            _write(tag, position, is_new=read_up_to is None)
    except IntegrityError:  # two tabs opened it for the first time in the same moment
        with atomic():
            _write(tag, position, is_new=False)
    return True


def note_board_read(
    viewer: Viewer, board_id: str, last_activity_at: datetime | None, *, read_up_to: int | None
) -> None:
    """Note that the viewer has seen a board's list as it is now; ``read_up_to`` as for ``note_read``."""
    if last_activity_at is not None:
        note_read(viewer, board_id, minute_of(last_activity_at), read_up_to=read_up_to)


def minute_of(moment: datetime) -> int:
    """Return a moment as a watermark of a board spells it: minutes since 1970."""
    return int(moment.timestamp() // 60)


def _write(tag: bytes, position: int, *, is_new: bool) -> None:
    if is_new:
        db.session.execute(insert(Watermark).values(reader_tag=tag, position=position))
        return
    behind = (Watermark.reader_tag == tag, Watermark.position < position)
    db.session.execute(update(Watermark).where(*behind).values(position=position))
