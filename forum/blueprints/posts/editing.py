"""Changing one's own message, and what is shown when it moved on meanwhile."""

from flask import redirect, render_template, url_for

from forum.blueprints import person, speaking
from forum.blueprints.boards.routes import Answer
from forum.blueprints.composing import EditForm
from forum.blueprints.posts.blueprint import posts
from forum.blueprints.previewing import Preview, preview_of
from forum.blueprints.refusals import refuse
from forum.blueprints.speaking import pace_of_words
from forum.confidentiality.identity import SignedIn
from forum.discussions import loading, wordings
from forum.discussions.wordings import Typed
from forum.discussions.writing import Quote
from forum.errors import BadInput, StaleVersion
from forum.models.discussions import Post
from forum.moderation import comparing
from forum.moderation import editing as verbs
from forum.moderation.intake import Draft
from forum.policy.permissions import Permission
from forum.rich_text import clean
from forum.transaction import atomic


@posts.route("/posts/<token:token>/edit", methods=["GET", "POST"])
@pace_of_words
def edit(token: str) -> Answer:
    """Let an author change their message: the form, its preview, and the change itself."""
    if (expired := speaking.page_for_expired(url_for("posts.edit", token=token))) is not None:
        return expired
    asking = person.require_signed_in()
    post = loading.post(asking.viewer, token, Permission.EDIT)
    typed = wordings.typed_last(asking.viewer, post)
    form = _prepared(asking, post, typed)
    try:
        if form.wants_preview:
            return _composer(post, typed, form, preview_of(form.body.data or ""))
        if form.validate_on_submit():
            return _sent(asking, post, typed, form)
    except BadInput as refused:
        refuse(form, refused)
    return _composer(post, typed, form), (422 if form.errors else 200)


def _prepared(asking: SignedIn, post: Post, typed: Typed) -> EditForm:
    form = EditForm()
    if not form.is_submitted():
        form.title.data, form.body.data, form.version.data = typed.title, typed.body, typed.version
    speaking.restore(asking, form, _place(post))
    return form


def _sent(asking: SignedIn, post: Post, typed: Typed, form: EditForm) -> Answer:
    token, quote = post.id, Quote(*typed.quote) if typed.quote else None
    draft = Draft(form.body.data or "", form.title.data, quote)
    try:
        with atomic():
            verbs.edit(asking.viewer, token, form.version_seen, draft)
    except StaleVersion:
        return _somebody_went_on(asking, token, form)
    speaking.drop_draft(asking, _place(post))
    return redirect(url_for("posts.show", token=token, sent=1))


def _somebody_went_on(asking: SignedIn, token: str, form: EditForm) -> Answer:
    """Show what the message says now beside what was typed, which stays in the form; the same words need no more."""
    post = loading.post(asking.viewer, token, Permission.EDIT)
    typed = wordings.typed_last(asking.viewer, post)
    wanted = clean(form.body.data or "")
    if wanted == typed.body and (typed.title is None or clean(form.title.data or "") == typed.title):
        return redirect(url_for("posts.show", token=token, sent=1))
    form.version.data = typed.version
    return _composer(post, typed, form, difference=comparing.changes(typed.body, wanted)), 409


def _composer(
    post: Post,
    typed: Typed,
    form: EditForm,
    preview: Preview | None = None,
    difference: tuple[comparing.Change, ...] | None = None,
) -> str:
    if typed.title is None:
        del form.title
    return render_template("posts/edit.html", post=post, form=form, preview=preview, difference=difference)


def _place(post: Post) -> str:
    return f"edit:{post.id}"
