"""The list of boards, one board, and the composer of a question."""

from itertools import groupby

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from forum.blueprints import person, speaking
from forum.blueprints.composing import QuestionForm, WordsForm
from forum.blueprints.filters import gettext as _
from forum.blueprints.previewing import Preview, preview_of
from forum.blueprints.refusals import PROBLEMS, refuse
from forum.blueprints.speaking import pace_of_typing, pace_of_words
from forum.confidentiality import identity
from forum.confidentiality.identity import SignedIn
from forum.discussions import boards as reading
from forum.discussions import loading, voices
from forum.discussions.reading import note_board_read
from forum.errors import BadInput
from forum.models.boards import Board
from forum.moderation import intake
from forum.moderation.intake import Draft, Receipt
from forum.policy.permissions import Permission

boards = Blueprint("boards", __name__)
Answer = str | Response | tuple[str, int]


@boards.get("/boards/")
def index() -> str:
    """Show the boards that the reader may enter, under their headings."""
    found = reading.boards_for(person.viewer())
    headings = [(name, list(group)) for name, group in groupby(found, key=lambda board: board.category)]
    return render_template("boards/index.html", headings=headings, news=reading.with_news(person.viewer(), found))


@boards.get("/boards/<slug:slug>/")
def show(slug: str) -> str:
    """Show one stretch of a board's conversations."""
    viewer, is_first = person.viewer(), not request.args.get("after")
    page = reading.board_page(viewer, slug, request.args.get("after"))
    shown = render_template("boards/show.html", page=page, board=page.board, is_first=is_first)
    if is_first:
        note_board_read(viewer, page.facts.id, page.board.last_activity_at, read_up_to=page.read_up_to)
    return shown


@boards.route("/boards/<slug:slug>/ask", methods=["GET", "POST"])
@pace_of_words
def ask(slug: str) -> Answer:
    """Let a member ask something: the form, its preview, and the question itself."""
    if (expired := speaking.page_for_expired(url_for("boards.ask", slug=slug))) is not None:
        return expired
    asking = person.require_signed_in()
    board = loading.board(asking.viewer, slug, Permission.ASK)
    form = _prepared(asking, board)
    try:
        if form.wants_preview:
            return _composer(asking, slug, form, preview_of(form.body.data or ""))
        if form.validate_on_submit():
            return after_sending(_submit(asking, board, form))
    except BadInput as refused:
        refuse(form, refused)
    return _composer(asking, slug, form), (422 if form.errors else 200)


@boards.post("/preview")
@pace_of_typing
def preview() -> str:
    """Show what words will look like, for the script beside a composer."""
    person.require_signed_in()
    form = WordsForm(meta={"csrf": False})  # the header was checked for the whole app
    try:
        return render_template("boards/preview.html", preview=preview_of(form.body.data or ""))
    except BadInput as refused:
        return render_template("boards/preview.html", problem=PROBLEMS.get(("body", refused.problem)))


def after_sending(receipt: Receipt) -> Response:
    """Return to the page that its author lands on, which shows where the words stand and help where it is needed."""
    if receipt.is_repeat:
        flash(_("This message had arrived already, so it was not sent twice. To change it, use “Change”."))
    elif not receipt.is_held:
        flash(_("Your message is in the conversation now."))
    return redirect(url_for("posts.show", token=receipt.post.id, sent=1))


def _prepared(asking: SignedIn, board: Board) -> QuestionForm:
    form = QuestionForm()
    speaking.restore(asking, form, f"ask:{board.id}")
    form.offer(asking.viewer.name, voices.voices(asking.viewer, board.id, board.anonymity))
    return form


def _submit(asking: SignedIn, board: Board, form: QuestionForm) -> Receipt:
    scope = identity.scope_for(asking.account_id, form.submission.data)
    draft = Draft(form.body.data or "", form.title.data)
    return speaking.send(
        asking,
        form,
        scope,
        lambda author, tag: intake.submit_question(asking.viewer, author, board, draft, scope=scope, tag=tag),
    )


def _composer(asking: SignedIn, slug: str, form: QuestionForm, preview: Preview | None = None) -> str:
    board, _facts = reading.board_by_slug(asking.viewer, slug)
    return render_template("boards/ask.html", board=board, form=form, preview=preview)
