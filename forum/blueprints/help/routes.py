"""Pages that anybody may read, signed in or not, before and after any second factor.

Invariant: the page of crisis help always answers with an emergency number; the page that somebody lands on who leaves
in a hurry says nothing of where they came from.
"""

from datetime import timedelta

from flask import Blueprint, render_template, request
from flask_babel import ngettext

from forum.accounts import consenting, country
from forum.blueprints import person
from forum.blueprints.help import hours
from forum.clock import today
from forum.extensions import settings
from forum.moderation import staffing
from forum.triage import resources
from forum.triage.levels import Level

help_pages = Blueprint("help", __name__)


@help_pages.get("/help-now")
def now() -> str:
    """Show whom to turn to, in the country chosen here, else the person's own, else the site's."""
    asking = person.signed_in()
    chosen = request.args.get("country") or (country.read(asking.account_id) if asking else None)
    help_here = resources.help_for(chosen, today(), site_country=settings().country)
    return render_template("help/now.html", help=help_here, countries=resources.countries())


@help_pages.get("/rules")
def rules() -> str:
    """Show the house rules and the limits of confidentiality."""
    return render_template(
        "help/rules.html", rules_version=consenting.RULES_VERSION, limits_version=consenting.LIMITS_VERSION
    )


@help_pages.get("/how-your-privacy-is-kept")
def privacy() -> str:
    """Say in plain words what is known about a person here, and what is not."""
    return render_template("help/privacy.html")


@help_pages.get("/how-we-moderate")
def how_we_moderate() -> str:
    """Show who reads along, when, and how soon."""
    rota = staffing.rota()
    targets = [(level, _spoken(staffing.TARGETS[int(level)])) for level in sorted(Level, reverse=True)]
    return render_template(
        "help/how_we_moderate.html",
        targets=targets,
        week=hours.week(rota),
        now=hours.present(rota),
        zone=settings().time_zone.key,
    )


@help_pages.get("/leave")
def quick_exit() -> str:
    """Show an empty page that could be anybody's."""
    return render_template("help/leave.html")


def _spoken(span: timedelta) -> str:
    minutes = int(span.total_seconds() // 60)
    if minutes < 60:
        return str(ngettext("%(num)d minute", "%(num)d minutes", minutes))
    return str(ngettext("%(num)d hour", "%(num)d hours", minutes // 60))
