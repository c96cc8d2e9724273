"""One item: reading it, deciding on it, and undoing what was decided."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from forum.blueprints.moderation import wording
from forum.blueprints.moderation.answers import draft_of, forget_draft, keep_draft, previewed
from forum.blueprints.moderation.blueprint import blueprint
from forum.blueprints.moderation.forms import DecisionForm, pressed
from forum.blueprints.moderation.queue_pages import to_next
from forum.blueprints.person import viewer
from forum.blueprints.speaking import pace_of_typing
from forum.errors import BadInput
from forum.models.reviews import Decision
from forum.models.states import ReviewState
from forum.moderation.available import needs_second
from forum.moderation.decide import decide, sign_second
from forum.moderation.reading import ReviewPage, review_page
from forum.moderation.reasons import reasons_for
from forum.moderation.undo import still_undoable, undo
from forum.transaction import atomic


@blueprint.get("/reviews/<token:token>/")
def review(token: str) -> str:
    """Show one item, and the form when it is this clinician's to decide."""
    page = review_page(viewer(), token)
    form = DecisionForm(formdata=None, data=draft_of(page), version=page.version)
    return _shown(page, form)


@blueprint.post("/reviews/<token:token>/decide", endpoint="decide")
def take_decision(token: str) -> Response | tuple[str, int] | str:
    """Take a decision, or show what the words will look like."""
    form = DecisionForm()
    if "preview" in request.form or "fill" in request.form:
        return _again(token, form)
    try:
        ruling = form.ruling()
        with atomic():
            decision = decide(viewer(), token, ruling)
    except BadInput as refused:
        form.refuse(refused)
        return _shown(review_page(viewer(), token), form), refused.status
    forget_draft(token)
    return _onward(decision, goes_on=form.onward.data)


@blueprint.post("/reviews/<token:token>/second")
def second(token: str) -> Response | tuple[str, int]:
    """Give the second signature, or send the first one back."""
    form = DecisionForm()
    try:
        ruling = form.ruling()
        with atomic():
            sign_second(viewer(), token, ruling)
    except BadInput as refused:
        form.refuse(refused)
        return _shown(review_page(viewer(), token), form), refused.status
    flash(_("Thank you. %(what)s.", what=wording.DECIDED[ruling.kind]))
    return redirect(url_for("moderation.queue"))


@blueprint.post("/decisions/<token:token>/undo", endpoint="undo")
def take_back(token: str) -> Response:
    """Undo one's own decision, while nobody has been told."""
    with atomic():
        token = undo(viewer(), token).id
    flash(_("Undone. Nobody has been told, and it is with you again."))
    return redirect(url_for("moderation.review", token=token))


@blueprint.post("/reviews/<token:token>/draft")
@pace_of_typing
def draft(token: str) -> tuple[str, int]:
    """Keep what is being written."""
    keep_draft(token, request.form)
    return "", 204


@blueprint.post("/reviews/<token:token>/preview")
@pace_of_typing
def preview(token: str) -> str:  # noqa: ARG001 - the address says whose composer it is
    """Return what an answer will look like."""
    return previewed(viewer(), request.form.get("answer", ""))


def _again(token: str, form: DecisionForm) -> str:
    if "fill" in request.form:
        form.start_from(form.reason_code.data or "")
    html = previewed(viewer(), form.answer.data or "") if "preview" in request.form else ""
    return _shown(review_page(viewer(), token), form, preview=html)


def _shown(page: ReviewPage, form: DecisionForm, preview: str = "") -> str:
    form.offer(page.actions, about_name=page.chosen_name is not None)
    form.version.data = form.version.data or page.version
    if page.state is ReviewState.AWAITING_SECOND:
        form.message.label.text = _("For your colleagues")
    return render_template(
        "moderation/review.html",
        page=page,
        form=form,
        preview_html=preview,
        wording=wording,
        canned=[reason for kind in page.actions for reason in reasons_for(kind, about_name=bool(page.chosen_name))],
        needs_second=[kind for kind in page.actions if needs_second(kind, page.level)],
        undoable=still_undoable(viewer(), request.args.get("after")),
    )


def _onward(decision: Decision, *, goes_on: bool) -> Response:
    after = decision.id if decision.undo_until is not None else None
    if after is None:
        waits = pressed() is decision.kind and not decision.took_effect and needs_second(decision.kind, decision.level)
        done = _("%(what)s.", what=wording.DECIDED[decision.kind])
        flash(_("It now waits for a second signature.") if waits else done)
    return to_next(after) if goes_on else redirect(url_for("moderation.queue", after=after))
