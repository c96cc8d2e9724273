"""The help that stands beside somebody's own words when they read as if help is needed now."""

from forum.accounts import country
from forum.clock import today
from forum.confidentiality.identity import SignedIn
from forum.extensions import settings
from forum.triage import resources
from forum.triage.resources import CrisisHelp


def help_for(asking: SignedIn) -> CrisisHelp:
    """Return the help in the person's own country if they gave it, else in the site's."""
    return resources.help_for(country.read(asking.account_id), today(), site_country=settings().country)
