"""``flask demo`` and ``flask codes`` as a person runs them; the whole demonstration is filled once, on SQLite."""

import re
from collections import Counter

import pytest
from sqlalchemy import select

from forum.app import create_app
from forum.cli.demo_filling import content
from forum.cli.demo_filling.settling import PASSWORD
from forum.extensions import db, vault
from forum.models.discussions import Thread
from forum.models.reviews import Review
from forum.models.states import PostState, ReviewState
from forum.triage.levels import Level, Urgency
from tests.app_fixtures import settings_for
from tests.builders.people import light_passwords

SITE = "http://localhost:8000"


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory):
    """Return the whole demonstration and what the command said; it takes some twenty seconds, once."""
    app = create_app(settings_for(tmp_path_factory.mktemp("demonstration")))
    with app.app_context(), light_passwords():
        yield app, app.test_cli_runner().invoke(args=["demo"])
        db.session.remove()
        vault.remove()
        for engine in db.engines.values():
            engine.dispose()


def states_of_threads():
    return Counter(db.session.scalars(select(Thread.state)))


def test_demo_succeeds_and_says_how_each_kind_of_person_signs_in(demonstration):
    _app, said = demonstration
    assert said.exit_code == 0, said.output
    lines = [line for line in said.stdout.splitlines() if PASSWORD in line]
    assert [line.split()[-5] for line in lines] == ["member-01", "clinician-1", "lead-1", "admin"]
    assert f"or choose one at {SITE}/demo/" in said.stdout


def test_demo_tells_its_progress_apart_from_the_way_in(demonstration):
    _app, said = demonstration
    assert "Filled in" in said.stderr
    assert "Fill" not in said.stdout


def test_demonstration_holds_every_thread_of_its_files_in_its_state(demonstration):
    told = Counter(thread.state for board in content.read().boards for thread in board.threads)
    told[PostState.HELD.value] = told.pop("waiting")
    assert states_of_threads() == told


def test_queue_holds_every_level_and_an_emergency(demonstration):
    waiting = select(Review.level, Review.urgency).where(Review.state == ReviewState.OPEN)
    found = db.session.execute(waiting).all()
    assert {row.level for row in found} == set(Level)
    assert Urgency.EMERGENCY in {row.urgency for row in found}


def test_demo_again_is_quick_about_it(demonstration):
    app, first = demonstration
    before = states_of_threads()
    again = app.test_cli_runner().invoke(args=["demo"])
    assert (again.exit_code, again.stdout) == (0, first.stdout)
    assert "Filling" not in again.stderr
    assert states_of_threads() == before


def test_codes_are_those_that_the_apps_show(demonstration):
    app, _said = demonstration
    said = app.test_cli_runner().invoke(args=["codes"]).stdout
    shown = dict(re.findall(r"^ +([\w-]+) +(\d{3} \d{3}) ", said, re.MULTILINE))
    staff = {person.key for person in content.read().people.values() if person.is_staff}
    assert set(shown) == staff


def test_member_signs_in_with_what_the_demonstration_said(demonstration):
    app, _said = demonstration
    app.config["WTF_CSRF_ENABLED"] = False
    answer = app.test_client().post("/login", data={"signin_name": "member-01", "password": PASSWORD})
    assert (answer.status_code, answer.location) == (302, "/")
