"""Who is invited to a board: found by the exact public name, and shown by it alone."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from forum.administration import boards, reading
from forum.blueprints.addresses import is_token
from forum.blueprints.admin.blueprint import admin
from forum.blueprints.admin.forms import InviteForm
from forum.blueprints.admin.sentences import refuse
from forum.blueprints.person import viewer
from forum.errors import BadInput, NotFound
from forum.transaction import atomic


@admin.route("/boards/<token:board_id>/people/", methods=["GET", "POST"])
def invitations(board_id: str) -> str | Response:
    """Show who is invited, and invite somebody."""
    board, form = reading.board(board_id), InviteForm()
    if form.validate_on_submit() and _invite(form, board_id):
        return redirect(url_for("admin.invitations", board_id=board_id))
    return render_template("admin/invitations.html", board=board, form=form, people=reading.invited_to(board_id))


@admin.post("/boards/<token:board_id>/people/end")
def uninvite(board_id: str) -> Response:
    """End somebody's invitation."""
    person = request.form.get("person", "")
    if not is_token(person):
        raise NotFound
    with atomic():
        if boards.uninvite(viewer(), board_id, person):
            flash(_("The invitation has ended. This person cannot see the board any more."))
    return redirect(url_for("admin.invitations", board_id=board_id))


def _invite(form: InviteForm, board_id: str) -> bool:
    try:
        person = reading.member_called(form.pseudonym.data)
    except BadInput as refused:
        refuse(form, refused)
        return False
    with atomic():
        is_new = boards.invite(viewer(), board_id, person)
    flash(_("This person is invited and can see the board now.") if is_new else _("This person was invited already."))
    return True
