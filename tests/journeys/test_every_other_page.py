"""The pages that no story leads through, looked at as all others are; a new page without parameters joins by itself."""

import pytest

from tests.builders.people import an_administrator
from tests.journeys.people import signs_in

MACHINES = {"home.healthz", "home.readyz", "drafts.kept", "static"}
READ_BY = {"member": {"home", "accounts", "boards", "posts", "notices"}, "administrator": {"admin"}}


@pytest.fixture(autouse=True)
def hours(site) -> None:
    """Set staffed hours, so that the pages that tell them have something to tell."""
    site.is_closed_tonight()


def addresses(site, blueprints) -> list[str]:
    """Return the addresses of the pages of some blueprints that need nothing else in them."""
    return [
        rule.rule
        for rule in site.app.url_map.iter_rules()
        if "GET" in rule.methods and not rule.arguments and rule.endpoint not in MACHINES
        if rule.endpoint.partition(".")[0] in blueprints
    ]


def test_pages_before_signing_in(site, board, arrives) -> None:
    visitor = arrives()
    for address in [*addresses(site, {"home", "accounts", "boards", "help"}), "/boards/living-with-it/", "/nowhere"]:
        visitor.opens(address)


@pytest.mark.parametrize("reader", READ_BY)
def test_pages_after_signing_in(site, patient, doctor, arrives, reader) -> None:
    with site.app.app_context():
        who = an_administrator(site.app, "Green Lantern") if reader == "administrator" else patient
    somebody = arrives(who)
    signs_in(somebody)
    for address in addresses(site, READ_BY[reader]):
        somebody.opens(address)
