"""Setting the staffed hours, with a look at what they mean before they are kept."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from forum.administration import hours as keeping
from forum.blueprints.admin import hours_text
from forum.blueprints.admin.blueprint import admin
from forum.blueprints.admin.hours_form import HoursForm, as_kept
from forum.blueprints.help.hours import Present, present
from forum.blueprints.person import viewer
from forum.extensions import settings
from forum.moderation.staffing import Rota
from forum.transaction import atomic

__all__ = ["hours", "present"]


@admin.route("/hours/", methods=["GET", "POST"])
def hours() -> str | Response:
    """Show the week and the holidays, try them out, or keep them."""
    form = as_kept()
    if form.validate_on_submit() and "preview" not in request.form:
        with atomic():
            keeping.set_hours(viewer(), form.stretches, hours_text.read_holidays(form.holidays.data))
        flash(_("The hours are kept. What is waiting already keeps its target."))
        return redirect(url_for("admin.hours"))
    zone = settings().time_zone.key
    return render_template("admin/hours.html", form=form, now=_present(form), has_hours=not _is_empty(form), zone=zone)


def _present(form: HoursForm) -> Present | None:
    """Return when clinicians are next there by the hours in the form; None while they cannot be read."""
    if form.errors:
        return None
    holidays = frozenset(day for day, _name in hours_text.read_holidays(form.holidays.data))
    return present(Rota(tuple(form.stretches), holidays, settings().time_zone))


def _is_empty(form: HoursForm) -> bool:
    return not form.errors and not form.stretches
