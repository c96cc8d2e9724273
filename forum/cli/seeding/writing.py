"""Writing the plan in batches, each in one transaction with the note of how far it is, so that any may be the last."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import Table, func, insert, select, update

from forum.cli.seeding.people import Cast, Speaker, asker_of, assemble
from forum.cli.seeding.plan import Plan
from forum.cli.seeding.rows import TABLES, Rows, Writer
from forum.clock import now
from forum.extensions import db
from forum.models.boards import Board, Setting
from forum.models.discussions import Post, Thread
from forum.models.personas import Persona
from forum.models.states import PersonaKind, PostState
from forum.moderation.staffing import rota
from forum.transaction import atomic

BATCH = 10_000
NOTE = "seeded"
# Random keys touch the whole of a table: it should fit into memory while it is filled. Nothing is deleted.
ROOMY = {"sqlite": ("PRAGMA cache_size=-524288", "PRAGMA secure_delete=OFF"), "postgresql": ()}
# The planner shall know the tables as they are now; an everyday site's come to be known as they grow.
SETTLED = {
    "sqlite": ("PRAGMA cache_size=-32768", "PRAGMA secure_delete=ON", "ANALYZE"),
    "postgresql": ("ANALYZE",),
}
Progress = Callable[[int], None]


class OtherPlan(Exception):  # noqa: N818 - reads as the answer it gives
    """The site holds another plan already, and two cannot be told apart afterwards."""


@dataclass
class Note:
    """How far a plan was written: what was planned, as of when, and how many posts are there."""

    plan: Plan
    base: datetime
    written: int = 0
    is_done: bool = False


def seed(plan: Plan, progress: Progress) -> bool:
    """Write whatever of a plan is not there yet; return whether anything was missing. Raises OtherPlan."""
    note = _note(plan)
    if note.is_done:
        return False
    company = assemble(plan)
    _at_the_engine(ROOMY)
    progress(note.written)
    while note.written < plan.posts:
        last = min(note.written + BATCH, plan.posts)
        rows = _shown(note, company, last)
        with atomic():
            _write(rows)
            _keep(note, last)
        progress(last - note.written)
        note.written = last
    with atomic():
        _write(_writer(note, company, {}).held(plan.held_spots()))
        _count(company)
        note.is_done = True
        _keep(note, plan.posts)
    _at_the_engine(SETTLED)
    return True


def _shown(note: Note, company: Cast, last: int) -> Rows:
    spots = list(note.plan.spots(note.written, last))
    askers = {spot.thread: asker_of(note.plan, company, spot.thread) for spot in spots if spot.number == 0}
    return _writer(note, company, askers).shown(spots, note.written)


def _writer(note: Note, company: Cast, askers: dict[int, Speaker]) -> Writer:
    return Writer(note.plan, company, note.base, rota(), askers)


def _write(rows: Rows) -> None:
    for model in TABLES:
        if rows[model]:
            table = cast(Table, model.__table__)
            # In key order: the tables are kept by their keys, and neighbours share pages.
            key = table.primary_key.columns.keys()[0]
            db.session.connection().execute(insert(table), sorted(rows[model], key=lambda row: row[key]))


def _count(company: Cast) -> None:
    """Bring the counters to what was written: of the boards, and of the faces that last."""
    for board_id in company.boards:
        shown = (Thread.board_id == board_id, Thread.state == PostState.PUBLISHED)
        totals = select(func.count(), func.coalesce(func.sum(Thread.post_count), 0), func.max(Thread.last_activity_at))
        threads, posts, latest = db.session.execute(totals.where(*shown)).one()
        counted = {"thread_count": threads, "post_count": posts, "last_activity_at": latest}
        db.session.execute(update(Board).where(Board.id == board_id).values(**counted))
    approved = select(func.count()).where(Post.author_id == Persona.id, Post.state == PostState.PUBLISHED)
    lasting = update(Persona).where(Persona.kind == PersonaKind.EVERYDAY)
    counted_posts = lasting.values(approved_posts=approved.scalar_subquery())
    db.session.execute(counted_posts.execution_options(synchronize_session=False))


def _note(plan: Plan) -> Note:
    kept = db.session.get(Setting, NOTE)
    if kept is None:
        note = Note(plan, now())
        with atomic():
            _keep(note, 0)
        return note
    value = kept.value
    if value["plan"] != plan.as_facts():
        raise OtherPlan
    return Note(plan, datetime.fromisoformat(value["base"]), value["written"], value["is_done"])


def _keep(note: Note, written: int) -> None:
    value = {
        "plan": note.plan.as_facts(),
        "base": note.base.isoformat(),
        "written": written,
        "is_done": note.is_done,
    }
    db.session.merge(Setting(name=NOTE, value=value))


def _at_the_engine(said: Mapping[str, Sequence[str]]) -> None:
    engine = db.engines[None]
    with engine.begin() as connection:
        for statement in said[engine.dialect.name]:
            connection.exec_driver_sql(statement)
