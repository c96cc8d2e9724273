"""The composer of a reply: on a page of its own, and at the end of the conversation."""

from typing import Any

from flask import current_app, render_template, url_for
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup

from forum.blueprints import language, person, speaking
from forum.blueprints.addresses import ANY_TOKEN
from forum.blueprints.composing import ReplyForm, quote_from
from forum.blueprints.conversation import Quoted, quoted_text, speaker_of
from forum.blueprints.previewing import Preview
from forum.blueprints.stencils import filled, hole
from forum.columns import new_token
from forum.confidentiality.identity import SignedIn
from forum.discussions import passages, threads, voices
from forum.discussions.passages import Quotable
from forum.discussions.threads import ThreadPage
from forum.discussions.writing import Quote
from forum.errors import BadInput
from forum.models.discussions import Thread
from forum.moderation import intake
from forum.moderation.intake import Draft, Receipt
from forum.policy.check import allows
from forum.policy.permissions import Permission


def beside(page: ThreadPage) -> Markup | None:
    """Return an empty composer for the end of a conversation, or None for whoever cannot reply."""
    asking = person.signed_in()
    if asking is None or not allows(asking.viewer, Permission.REPLY, page.facts):
        return None
    viewer = asking.viewer
    offered = voices.voices(viewer, page.facts.board.id, page.anonymity, page.scope)
    is_known_here = viewer.face_in(page.scope) is not None

    def draw() -> str:
        form = ReplyForm(formdata=None, meta={"csrf": False})
        form.place.data, form.submission.data = place_of(hole("thread")), hole("submission")
        form.offer(hole("name"), offered, is_known_here=is_known_here)
        action = url_for("threads.reply", token=ANY_TOKEN).replace(ANY_TOKEN, hole("thread"))
        drawn: str = _macros().beside(form, action, hole("token"), page.board_has_few)
        return drawn

    return filled(
        ("composer", language.spoken(), offered, is_known_here, page.board_has_few),
        draw,
        thread=page.id,
        submission=new_token(),
        name=viewer.name,
        token=generate_csrf(),
    )


def prepared(asking: SignedIn, page: ThreadPage) -> ReplyForm:
    """Return the composer of a page of its own, with what was kept or sent."""
    form = ReplyForm()
    speaking.restore(asking, form, place_of(page.id))
    _offer(asking, form, page)
    return form


def submit(asking: SignedIn, thread: Thread, form: ReplyForm) -> Receipt:
    """Bring a reply to the gate; raises BadInput, Refused, NotFound."""
    draft = Draft(form.body.data or "", quote=quote_from(form.quote.data))
    return speaking.send(
        asking,
        form,
        thread.scope,
        lambda author, tag: intake.submit_reply(asking.viewer, author, thread, draft, tag=tag),
    )


def page_of(asking: SignedIn, page: ThreadPage, form: ReplyForm, preview: Preview | None = None) -> str:
    """Return the page of a composer, with the passage that it quotes."""
    quote = _quoted(asking, form)
    return render_template("threads/reply.html", page=page, form=form, quote=quote, preview=preview)


def quoting(asking: SignedIn, found: Quotable, quote: Quote) -> str:
    """Return the page of a composer that quotes a passage of a message."""
    page = threads.thread_page(asking.viewer, found.thread_id)
    form = ReplyForm(formdata=None)
    speaking.restore(asking, form, place_of(page.id))
    _offer(asking, form, page)
    form.quote.data = f"{quote.revision_id}:{quote.start}:{quote.end}"
    return page_of(asking, page, form)


def place_of(thread_id: str) -> str:
    """Return the place under which a reply's draft is kept."""
    return f"reply:{thread_id}"


def _offer(asking: SignedIn, form: ReplyForm, page: ThreadPage) -> None:
    offered = voices.voices(asking.viewer, page.facts.board.id, page.anonymity, page.scope)
    form.offer(asking.viewer.name, offered, is_known_here=asking.viewer.face_in(page.scope) is not None)


def _macros() -> Any:
    return current_app.jinja_env.get_template("threads/beside.html").module


def _quoted(asking: SignedIn, form: ReplyForm) -> Quoted | None:
    try:
        quote = quote_from(form.quote.data)
        if quote is None:
            return None
        found = passages.quotable_of(asking.viewer, quote)
        words = found.passage(quote)
    except BadInput:
        words = None
    if words is None:
        form.quote.data = ""  # the next attempt goes without it
        return None
    return Quoted(speaker_of(found.author).name, quoted_text(words))
