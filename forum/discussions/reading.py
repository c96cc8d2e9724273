"""How far somebody has read: a watermark under a tag that names neither account nor persona.

Moving it is one of the three writes that a GET may make; nobody else can see it.
"""

from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError

from forum.extensions import db
from forum.models.discussions import Watermark
from forum.policy.viewer import Viewer
from forum.transaction import atomic


def note_read(viewer: Viewer, thread_id: str, position: int) -> None:
    """Move the viewer's watermark in a thread forward to ``position``, in a short transaction of its own."""
    tag = viewer.reader_tag(thread_id)
    try:
        with atomic():
            _move(tag, position)
    except IntegrityError:  # two tabs opened it for the first time in the same moment
        with atomic():
            _move(tag, position)


def _move(tag: bytes, position: int) -> None:
    present = db.session.execute(select(Watermark.position).where(Watermark.reader_tag == tag)).scalar()
    if present is None:
        db.session.execute(insert(Watermark).values(reader_tag=tag, position=position))
    elif present < position:
        db.session.execute(update(Watermark).where(Watermark.reader_tag == tag).values(position=position))
