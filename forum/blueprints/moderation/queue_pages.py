"""The queue: what needs somebody now, and taking the next one."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from forum.blueprints.help import hours
from forum.blueprints.moderation.blueprint import blueprint
from forum.blueprints.moderation.lanes import lanes, lines
from forum.blueprints.person import viewer
from forum.moderation import queue
from forum.moderation.claim import claim, release
from forum.moderation.staffing import rota
from forum.moderation.undo import still_undoable
from forum.policy.predicates import LEADS
from forum.transaction import atomic


@blueprint.get("/", endpoint="queue")
def show_queue() -> str:
    """Show what waits, in the order in which it needs somebody."""
    asking = viewer()
    page = queue.queue_page(asking, request.args.get("cursor"))
    is_first = "cursor" not in request.args
    seconds = queue.awaiting_second(asking) if is_first and asking.boards_as(LEADS) != frozenset() else []
    staffed = rota()
    return render_template(
        "moderation/queue.html",
        lanes=lanes(asking, page.rows),
        awaiting_second=lines(asking, seconds),
        older=page.next,
        is_first=is_first,
        week=hours.week(staffed),
        present=hours.present(staffed),
        undoable=still_undoable(asking, request.args.get("after")),
    )


@blueprint.post("/next")
def claim_next() -> Response:
    """Take the item that needs somebody most."""
    return to_next(None)


@blueprint.post("/reviews/<token:token>/claim", endpoint="claim")
def take(token: str) -> Response:
    """Take one item, or keep it longer."""
    with atomic():
        claim(viewer(), token)
    return redirect(url_for("moderation.review", token=token))


@blueprint.post("/reviews/<token:token>/release", endpoint="release")
def give_back(token: str) -> Response:
    """Give an item back to the queue."""
    with atomic():
        changed = release(viewer(), token)
    flash(_("It is back in the queue.") if changed else _("You were not holding it any more."))
    return redirect(url_for("moderation.queue"))


def to_next(after: str | None) -> Response:
    """Take the next item and go there; to the queue when there is none. ``after``: a decision that can be undone."""
    with atomic():
        review = queue.claim_next(viewer())
        token = review.id if review else None
    if token is None:
        return redirect(url_for("moderation.queue", after=after))
    return redirect(url_for("moderation.review", token=token, after=after))
