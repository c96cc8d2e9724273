"""Reading a conversation and replying in it."""

from flask import Blueprint, render_template, request, url_for

from forum.blueprints import crisis, person, speaking
from forum.blueprints.boards.routes import Answer, after_sending
from forum.blueprints.conversation import waiting_of
from forum.blueprints.previewing import preview_of
from forum.blueprints.refusals import refuse
from forum.blueprints.speaking import pace_of_words
from forum.blueprints.threads import composer
from forum.blueprints.threads.cards import cards_of
from forum.discussions import loading, reading
from forum.discussions.threads import ThreadPage, thread_page
from forum.discussions.waiting import HelpNeeded
from forum.errors import BadInput
from forum.policy.permissions import Permission

threads = Blueprint("threads", __name__)


@threads.get("/threads/<token:token>/")
def show(token: str) -> str:
    """Show a page of a conversation, by default the first with something unread, and remember how far it was read."""
    viewer = person.viewer()
    page = thread_page(viewer, token, request.args.get("page", type=int))
    shown = _page(page)
    reading.note_read(viewer, token, page.last_position, read_up_to=page.read_up_to)
    return shown


@threads.route("/threads/<token:token>/reply", methods=["GET", "POST"])
@pace_of_words
def reply(token: str) -> Answer:
    """Let somebody reply: the form, its preview, and the reply itself."""
    if (expired := speaking.page_for_expired(url_for("threads.reply", token=token))) is not None:
        return expired
    asking = person.require_signed_in()
    thread = loading.thread(asking.viewer, token, Permission.REPLY)
    page = thread_page(asking.viewer, token)
    form = composer.prepared(asking, page)
    try:
        if form.wants_preview:
            return composer.page_of(asking, page, form, preview_of(form.body.data or ""))
        if form.validate_on_submit():
            return after_sending(composer.submit(asking, thread, form))
    except BadInput as refused:
        refuse(form, refused)
    return composer.page_of(asking, page, form), (422 if form.errors else 200)


def _page(page: ThreadPage) -> str:
    reply_beside = composer.beside(page)
    return render_template(
        "threads/show.html",
        page=page,
        cards=cards_of(page, person.viewer(), may_quote=reply_beside is not None),
        waiting=waiting_of(page),
        reply_beside=reply_beside,
        **_help(page),
    )


def _help(page: ThreadPage) -> dict[str, object]:
    asking = person.signed_in()
    needed = max((post.waiting.help_needed for post in page.waiting if post.waiting), default=HelpNeeded.NONE)
    return {"help_needed": needed, "help": crisis.help_for(asking) if asking and needed else None}
