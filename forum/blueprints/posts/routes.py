"""Where a message stands, its wordings, taking it back, quoting it, and the list of all of one's own."""

from flask import flash, redirect, render_template, request, url_for

from forum.blueprints import crisis, person
from forum.blueprints.boards.routes import Answer
from forum.blueprints.composing import quote_from, spelled
from forum.blueprints.conversation import message_of, overlay
from forum.blueprints.estimates import estimate, moment_in_words
from forum.blueprints.filters import gettext as _
from forum.blueprints.posts import editing
from forum.blueprints.posts.blueprint import posts
from forum.blueprints.threads import composer
from forum.confidentiality import faces, keys
from forum.discussions import loading, passages
from forum.discussions import wordings as reading
from forum.discussions.threads import page_of
from forum.errors import BadInput
from forum.models.states import PostState
from forum.moderation import comparing, standing
from forum.moderation import mine as own
from forum.moderation.standing import OwnPost
from forum.moderation.withdraw import withdraw as take_back
from forum.policy.permissions import Permission
from forum.transaction import atomic, vault_atomic

__all__ = ["editing", "posts"]


@posts.get("/posts/<token:token>/")
def show(token: str) -> Answer:
    """Lead to a message in its conversation; to its author, show where it stands while it is not simply there."""
    found = standing.of_post(person.viewer(), token)
    asks_for_help = bool(found.help_needed) and (not found.is_settled or "sent" in request.args)
    if found.is_settled and not asks_for_help:
        return redirect(_in_conversation(found))
    return _standing_page(found, asks_for_help=asks_for_help)


@posts.get("/posts/<token:token>/revisions")
def revisions(token: str) -> str:
    """Show what a message said before, and what changed each time."""
    viewer = person.viewer()
    post = loading.post(viewer, token, Permission.READ_REVISIONS)
    found = reading.wordings(viewer, post)
    before = [None, *found[:-1]]
    told = [
        (wording, comparing.changes(earlier.body, wording.body) if earlier else None)
        for earlier, wording in zip(before, found, strict=True)
    ]
    return render_template("posts/revisions.html", post=post, wordings=told)


@posts.route("/posts/<token:token>/withdraw", methods=["GET", "POST"])
def withdraw(token: str) -> Answer:
    """Ask once whether an author wants a message back, and give it back."""
    asking = person.require_signed_in()
    found = standing.of_post(asking.viewer, token)
    if found.post.state is PostState.WITHDRAWN:
        return redirect(url_for("posts.show", token=token))
    post = loading.post(asking.viewer, token, Permission.WITHDRAW)
    if request.method == "GET":
        help_here = crisis.help_for(asking) if found.help_needed else None
        return render_template("posts/withdraw.html", found=found, help=help_here)
    case_key = None
    if found.is_still_looked_at:
        with vault_atomic():
            case_key = keys.make_key()
    with atomic():
        take_back(asking.viewer, post, case_key)
    flash(_("You have taken your message back. Nobody on the boards can read it any more."))
    return redirect(url_for("posts.show", token=token))


@posts.route("/posts/<token:token>/quote", methods=["GET", "POST"])
def quote(token: str) -> Answer:
    """Choose a passage, by its paragraph or as it was marked, and go on to the reply that quotes it."""
    asking = person.require_signed_in()
    found = passages.quotable(asking.viewer, token)
    problem = None
    if request.method == "POST":
        try:
            chosen = quote_from(request.form.get("passage")) or found.marked(request.form.get("marked", ""))
            if found.passage(chosen):
                return composer.quoting(asking, found, chosen)
        except BadInput:
            pass
        problem = _("Please choose the part that you want to reply to.")
    choices = [(spelled(passage), words) for passage, words in found.paragraphs]
    page = render_template("posts/quote.html", found=found, choices=choices, problem=problem)
    return page, (422 if problem else 200)


@posts.get("/my-messages/")
def mine() -> str:
    """List what somebody has written, under each of their names, and where it stands."""
    asking = person.require_signed_in()
    own_faces = faces.all_faces(asking.account_id)
    found = own.messages_of(asking.viewer, own_faces, request.args.get("after"))
    return render_template("posts/mine.html", found=found, estimate=estimate)


def _in_conversation(found: OwnPost) -> str:
    position = found.post.position or 1
    return url_for("threads.show", token=found.thread_id, page=page_of(position), _anchor=f"post-{position}")


def _standing_page(found: OwnPost, *, asks_for_help: bool) -> str:
    asking = person.signed_in()
    message = message_of(found.post, opening_id=found.post.id if found.is_opening else "")
    told = overlay(found.post.state, found.waiting, is_yours=found.is_yours) if found.waiting else None
    return render_template(
        "posts/show.html",
        found=found,
        message=message,
        overlay=told,
        help=crisis.help_for(asking) if asking and asks_for_help else None,
        back_at=moment_in_words(found.next_staffed) if found.next_staffed else "",
        conversation_url=_in_conversation(found) if found.post.position else None,
    )
