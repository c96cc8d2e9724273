"""Making and changing boards."""

from itertools import groupby
from operator import attrgetter

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.wrappers import Response

from forum.administration import boards as keeping
from forum.administration import reading
from forum.administration.boards import BoardPlan
from forum.blueprints.admin.blueprint import admin
from forum.blueprints.admin.forms import BoardForm
from forum.blueprints.admin.names import ACCESS_NAMES, POSTING_NAMES
from forum.blueprints.admin.sentences import refuse
from forum.blueprints.person import viewer
from forum.errors import BadInput
from forum.transaction import atomic


@admin.get("/boards/")
def boards() -> str:
    """List every board, archived ones too."""
    headings = [(name, list(under)) for name, under in groupby(reading.boards(), attrgetter("category"))]
    return render_template(
        "admin/boards.html", headings=headings, access_names=ACCESS_NAMES, posting_names=POSTING_NAMES
    )


@admin.route("/boards/new", methods=["GET", "POST"])
def new_board() -> str | Response:
    """Make a board."""
    return _edit(BoardForm(), None)


@admin.route("/boards/<token:board_id>/", methods=["GET", "POST"])
def board(board_id: str) -> str | Response:
    """Change a board."""
    return _edit(BoardForm(obj=reading.board(board_id)), board_id)


@admin.post("/boards/preview")
def preview_guidelines() -> str:
    """Return the guidelines as they will be shown; raises BadInput."""
    return keeping.rendered(request.form.get("guidelines", ""))


def _edit(form: BoardForm, board_id: str | None) -> str | Response:
    shown = None
    if "preview" in request.form:
        shown = _previewed(form)
    elif form.validate_on_submit() and _save(form, board_id):
        flash(_("The board is kept."))
        return redirect(url_for("admin.boards"))
    return render_template(
        "admin/board.html",
        form=form,
        board=reading.board(board_id) if board_id else None,
        headings=reading.category_names(),
        preview=shown,
    )


def _save(form: BoardForm, board_id: str | None) -> bool:
    typed = {name: value for name, value in form.data.items() if name != "csrf_token"}
    plan = BoardPlan(**{**typed, "guidelines": form.guidelines.data or ""})
    try:
        with atomic():
            keeping.save_board(viewer(), plan, board_id)
    except BadInput as refused:
        refuse(form, refused)
        return False
    return True


def _previewed(form: BoardForm) -> Markup | None:
    try:
        return Markup(keeping.rendered(form.guidelines.data or ""))  # noqa: S704 - sanitised by rich_text  # nosec B704
    except BadInput as refused:
        form.guidelines.errors = []
        refuse(form, refused)
        return None
