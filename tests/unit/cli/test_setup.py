"""``flask setup`` on a real site of its own, outside the demonstration, with every setting that one needs."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import inspect

from forum.accounts import consenting, recovery, signing_in
from forum.administration import enrolling, reading
from forum.app import create_app
from forum.clock import today
from forum.config import settings_from
from forum.errors import Misconfigured
from forum.extensions import db, vault
from forum.models.personas import Credential, Grant
from forum.models.states import Access, PostingPolicy, Role
from forum.transaction import vault_atomic
from tests.builders.people import light_passwords
from tests.builders.talk import a_board
from tests.servers.mail import MailServer

ROOT = Path(__file__).resolve().parents[3]
PASSWORD = "harbour lamp tin whistle"
NEXT_YEAR = (today() + timedelta(days=365)).isoformat()
KEEPER = {"signin_name": "keeper of keys", "pseudonym": "Old Lantern"}
MOSS = {
    "signin_name": "doctor-one",
    "pseudonym": "Tall Birch",
    "display_name": "Dr A. Moss",
    "profession": "Psychiatrist",
    "register": "gmc",
    "number": "1234567",
    "expires_on": NEXT_YEAR,
}


@pytest.fixture
def variables(
    engine_name: str, tmp_path: Path, mail_server: MailServer, request: pytest.FixtureRequest
) -> dict[str, str]:
    """Return the environment of a site that nobody has set up yet."""
    urls = {}
    if engine_name == "postgresql":
        server = request.getfixturevalue("postgresql")
        urls = {
            "ALONGSIDE_DATABASE_URL": server.fresh_database("setup_forum"),
            "ALONGSIDE_VAULT_URL": server.fresh_database("setup_vault"),
        }
    return urls | {
        "ALONGSIDE_DATA": str(tmp_path / "data"),
        "ALONGSIDE_SECRET_KEY": "0123456789abcdef" * 4,
        "ALONGSIDE_MASTER_KEY_FILE": str(tmp_path / "secrets" / "master.json"),
        "ALONGSIDE_PUBLIC_URL": "https://forum.example",
        "ALONGSIDE_MAIL_FROM": "Alongside <a@forum.example>",
        "ALONGSIDE_SMTP_HOST": mail_server.host,
        "ALONGSIDE_SMTP_PORT": str(mail_server.port),
        "ALONGSIDE_SMTP_STARTTLS": "0",
    }


@pytest.fixture
def site(variables: dict[str, str]) -> Iterator[Flask]:
    """Return the application of that site, as the command loads it."""
    app = create_app(settings_from(variables), needs_key_file=False)
    with light_passwords():
        yield app
    with app.app_context():
        for engine in db.engines.values():
            engine.dispose()


def setup(site: Flask, *arguments: str, typed: str = ""):
    """Run the command and return how it went."""
    return site.test_cli_runner().invoke(args=["setup", *arguments], input=typed)


def from_file(site: Flask, **people: object):
    """Run the command on a file of people."""
    path = Path(site.extensions["settings"].data) / "people.json"
    path.write_text(json.dumps(people))
    return setup(site, "--from", str(path))


def with_administrator(site: Flask) -> None:
    assert from_file(site, administrator=KEEPER).exit_code == 0


def key_file(site: Flask) -> Path:
    return site.extensions["settings"].master_key_file


def test_server_does_not_start_without_a_key_file(variables):
    with pytest.raises(Misconfigured, match="flask setup"):
        create_app(settings_from(variables))


def test_key_file_is_made_for_its_owner_alone(site):
    with_administrator(site)
    assert key_file(site).stat().st_mode & 0o777 == 0o600


def test_key_file_that_is_there_stays(site):
    with_administrator(site)
    before = key_file(site).read_bytes()
    assert f"{key_file(site)} is there" in from_file(site).output
    assert key_file(site).read_bytes() == before


def test_lost_key_file_is_not_replaced_where_words_were_sealed(site):
    with_administrator(site)
    key_file(site).unlink()
    answer = setup(site)
    assert answer.exit_code == 1
    assert "Restore that file" in answer.output
    assert not key_file(site).exists()


def test_tables_are_those_of_this_version(site):
    with_administrator(site)
    with site.app_context():
        assert inspect(db.engines["vault"]).has_table("accounts")
    assert site.test_cli_runner().invoke(args=["schema", "check"]).exit_code == 0


def test_administrator_is_asked_for_and_can_sign_in(site):
    lines = ["keeper of keys", "Old Lantern", PASSWORD, PASSWORD, "n"]
    assert setup(site, typed="\n".join(lines) + "\n").exit_code == 0
    with site.app_context():
        assert signing_in.recognise("keeper of keys", PASSWORD).account_id
        assert reading.administrators() == ["Old Lantern"]


def test_weak_answers_are_asked_for_again(site):
    lines = ["k", "keeper of keys", "Dr Lantern", "Old Lantern", "short", "short", PASSWORD, PASSWORD, "n"]
    answer = setup(site, typed="\n".join(lines) + "\n")
    assert answer.exit_code == 0
    assert answer.output.count("is too short") == 2
    assert "claims a profession" in answer.output


def test_no_answer_shows_a_password(site):
    lines = ["keeper of keys", "Old Lantern", PASSWORD, PASSWORD, "n"]
    assert PASSWORD not in setup(site, typed="\n".join(lines) + "\n").output


def test_administrator_by_options_sets_a_password_with_the_printed_code(site):
    options = ["--signin-name", "keeper", "--pseudonym", "Old Lantern", "--printed-code"]
    code = code_of(setup(site, *options, typed="n\n").output)
    with site.app_context(), vault_atomic():
        recovery.reset_by_printed_code("keeper", code, signing_in.passwords.hashed(PASSWORD))
    with site.app_context():
        assert signing_in.recognise("keeper", PASSWORD).account_id


def test_option_that_cannot_be_taken_says_why(site):
    answer = setup(site, "--signin-name", "k", "--pseudonym", "Old Lantern")
    assert (answer.exit_code, "too short" in answer.output) == (1, True)


def test_nobody_has_agreed_on_their_behalf(site):
    with_administrator(site)
    with site.app_context():
        account_id = enrolling.account_called("keeper of keys")
        assert consenting.missing(account_id) == frozenset(consenting.versions())


def test_second_run_says_who_administers_and_makes_nobody(site):
    with_administrator(site)
    answer = from_file(site, administrator={"signin_name": "another", "pseudonym": "New Lantern"})
    assert "Administrators: Old Lantern." in answer.output
    with site.app_context():
        assert enrolling.account_called("another") is None


def test_operator_may_let_in_another_administrator(site):
    with_administrator(site)
    options = ["--another-administrator", "--signin-name", "keeper-two", "--pseudonym", "New Lantern", "--printed-code"]
    assert setup(site, *options, typed="n\n").exit_code == 0
    with site.app_context():
        assert reading.administrators() == ["New Lantern", "Old Lantern"]


def test_clinician_of_a_file_counts_at_once_by_the_operators_signature(site):
    from_file(site, administrator=KEEPER, clinicians=[MOSS])
    with site.app_context():
        (credential,) = db.session.query(Credential)
        held = db.session.query(Grant).filter_by(role=Role.CLINICIAN).one()
    assert (credential.is_approved, credential.proposed_by, credential.approved_by) == (True, None, None)
    assert held.expires_on == credential.expires_on


def test_lead_of_a_file_is_on_the_boards_that_it_names(site):
    with_administrator(site)
    with site.app_context():
        board_id = a_board(slug="sleep", access=Access.MEMBERS, posting=PostingPolicy.HOLD_ALL).id
    from_file(site, clinicians=[{**MOSS, "role": "lead", "boards": ["sleep"]}])
    with site.app_context():
        assert db.session.query(Grant).filter_by(role=Role.LEAD).one().board_id == board_id


def test_clinician_is_asked_for(site):
    with_administrator(site)
    lines = ["y", "doctor-one", "Tall Birch", "gmc", "lead", "Dr A. Moss", "Psychiatrist", "12", "1234567", NEXT_YEAR]
    answer = setup(site, typed="\n".join([*lines, "all", "n"]) + "\n")
    assert "Lead: Dr A. Moss is let in." in answer.output
    assert "does not have the right form" in answer.output


def test_clinician_who_is_there_is_let_in_once(site):
    for _ in range(2):
        answer = from_file(site, administrator=KEEPER, clinicians=[MOSS])
    assert "was there already" in answer.output
    with site.app_context():
        assert db.session.query(Grant).filter_by(role=Role.CLINICIAN).count() == 1


def test_run_that_was_cut_off_goes_on(site):
    with_administrator(site)
    with site.app_context(), vault_atomic():
        enrolling.open_account("doctor-one", "no hash")  # as far as a crash after the vault had come
    assert from_file(site, clinicians=[MOSS]).exit_code == 0
    with site.app_context():
        assert [row.name for row in reading.grants()] == ["Old Lantern", "Tall Birch"]


def test_whoever_is_in_keeps_their_code_when_the_next_is_refused(site):
    twin = {**MOSS, "signin_name": "doctor-two", "pseudonym": "Old Lantern"}
    answer = from_file(site, administrator=KEEPER, clinicians=[MOSS, twin])
    assert answer.exit_code == 1
    assert "The public name is taken" in answer.output
    assert answer.output.count("shown only now") == 2


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"number": "12"}, "number in the register does not have the right form"),
        ({"register": "ABC"}, "register is not known"),
        ({"expires_on": "2001-01-01"}, "last day is not still to come"),
        ({"expires_on": "soon"}, "last day does not have the right form"),
        ({"role": "king"}, "role is not known"),
        ({"boards": "no-such-board"}, "board no-such-board is not known"),
        ({"signin_name": "d"}, "name to sign in with is too short"),
        ({"password": "password1234"}, "password is"),
        ({"display_name": None, "profession": None, "number": 7}, "cannot be used"),
    ],
)
def test_file_that_cannot_be_taken_lets_nobody_in(site, change, says):
    answer = from_file(site, administrator=KEEPER, clinicians=[{**MOSS, **change}])
    assert (answer.exit_code, says in answer.output) == (1, True), answer.output
    with site.app_context():
        assert reading.administrators() == []


@pytest.mark.parametrize("missing", ["signin_name", "pseudonym", "register", "number", "expires_on", "display_name"])
def test_file_that_lacks_something_says_what(site, missing):
    answer = from_file(site, clinicians=[{key: value for key, value in MOSS.items() if key != missing}])
    assert f"'{missing}' is missing" in answer.output


def test_new_code_is_for_staff_alone(site):
    with_administrator(site)
    with site.app_context(), vault_atomic():
        enrolling.open_account("somebody", "no hash")
    assert "The new code is" in setup(site, "--new-code", "keeper of keys").output
    assert setup(site, "--new-code", "somebody").exit_code == 1


def test_demonstration_is_not_set_up_by_hand(app):
    answer = setup(app)
    assert (answer.exit_code, "flask demo" in answer.output) == (1, True)


def test_check_of_a_site_that_is_ready_finds_nothing_to_do(site):
    with_administrator(site)
    answer = setup(site, "--check")
    assert answer.exit_code == 0, answer.output
    assert "TO DO" not in answer.output


def test_check_of_a_fresh_site_says_what_to_do_and_makes_nothing(site):
    answer = setup(site, "--check")
    assert answer.exit_code == 1
    assert "There is no master key file" in answer.output
    assert "Run: flask setup" in answer.output
    assert not key_file(site).exists()


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda site: key_file(site).chmod(0o644), "chmod 600"),
        (lambda site: site.extensions["settings"].data.chmod(0o777), "chmod 750"),
        (lambda site: with_settings(site, vault_url=site.extensions["settings"].database_url), "are the same one"),
        (lambda site: with_settings(site, redis_url="redis://127.0.0.1:1/0"), "Redis: not to be reached"),
        (lambda site: with_settings(site, public_url="http://localhost:8000"), "plain http"),
        (lambda site: with_mail(site, port=1), "not to be reached"),
        (lambda site: with_mail(site, starttls=True), "no good encryption"),
    ],
    ids=["key file", "data folder", "one database", "redis", "plain http", "mail", "mail encryption"],
)
def test_check_says_what_is_not_in_order(site, spoil, says):
    with_administrator(site)
    spoil(site)
    answer = setup(site, "--check")
    assert (answer.exit_code, says in answer.output) == (1, True), answer.output


def test_command_works_on_a_fresh_site_and_the_server_refuses_it(variables):
    environment = {**os.environ, **variables}
    run = {"cwd": ROOT, "env": environment, "capture_output": True, "text": True, "timeout": 60}
    refused = subprocess.run([sys.executable, "-c", "import wsgi"], check=False, **run)
    assert (refused.returncode, "let 'flask setup' make one" in refused.stderr) == (1, True)
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "setup", "--printed-code"]
    command += ["--signin-name", "keeper", "--pseudonym", "Old Lantern"]
    done = subprocess.run(command, check=False, input="n\n", **run)
    assert "Old Lantern is let in" in done.stdout, done.stderr
    assert subprocess.run([sys.executable, "-c", "import wsgi"], check=False, **run).returncode == 0


def code_of(output: str) -> str:
    return output.split("code         ")[1].split()[0]


def with_settings(site: Flask, **changes: object) -> None:
    site.extensions["settings"] = replace(site.extensions["settings"], **changes)


def with_mail(site: Flask, **changes: object) -> None:
    with_settings(site, mail=replace(site.extensions["settings"].mail, **changes))


def test_vault_is_left_without_a_session_open(site):
    with_administrator(site)
    with site.app_context():
        assert not vault.registry.has()
