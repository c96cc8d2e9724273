"""What the demonstration may do that no site may: outside it, door and commands do not exist or refuse."""

from dataclasses import replace

import pytest

from forum.app import create_app
from forum.extensions import db
from forum.sealing import make_key_file

SITE = "https://alongside.example"


@pytest.fixture
def app(settings):
    """Return the application as a site runs it, at an address of its own."""
    settings = replace(settings, demo=False, public_url=SITE)
    make_key_file(settings.master_key_file)
    app = create_app(settings)
    app.config["WTF_CSRF_ENABLED"] = False
    yield app
    with app.app_context():
        for engine in db.engines.values():
            engine.dispose()


def test_door_is_not_among_the_addresses(app):
    assert not [rule.rule for rule in app.url_map.iter_rules() if "demo" in rule.rule or "demo" in rule.endpoint]


@pytest.mark.parametrize(("method", "path"), [("GET", "/demo/"), ("POST", "/demo/enter/admin"), ("GET", "/demo/mail")])
def test_door_answers_as_a_page_that_is_missing(app, method, path):
    answer = app.test_client().open(path, method=method, base_url=SITE)
    missing = app.test_client().open("/there/is/no/such/page", method=method, base_url=SITE)
    assert (answer.status_code, answer.text) == (404, missing.text)


@pytest.mark.parametrize("command", ["demo", "codes"])
def test_command_refuses(app, command):
    refused = app.test_cli_runner().invoke(args=[command])
    assert refused.exit_code == 1
    assert "demonstration only" in refused.output
