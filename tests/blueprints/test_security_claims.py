"""What docs/security.md claims and no other test shows."""

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError

from forum.accounts import addresses
from forum.clock import frozen_at, now
from forum.confidentiality import identity, sign_ins
from forum.config import Settings
from forum.discussions.boards import Byline
from forum.discussions.passages import Quotable
from forum.errors import BadInput
from forum.models.states import PersonaKind
from tests.blueprints.counted import counting_app
from tests.builders.people import (
    Someone,
    a_clinician,
    a_member,
    client_of,
    light_passwords,
    mailed_address,
    session_of,
    sign_in,
)

HERE = "https://forum.example"
ROOT = Path(__file__).resolve().parents[2]
OURS = [path for path in sorted((ROOT / "forum").rglob("*.py")) if "migrations" not in path.parts]
RUNS_TEXT = {"eval", "exec", "compile", "system", "popen", "render_template_string", "from_string"}
REACHES_OUT = {
    "subprocess",
    "pickle",
    "marshal",
    "shelve",
    "yaml",
    "xml",
    "lxml",
    "requests",
    "httpx",
    "urllib.request",
}
APPROVED = {"hashlib.sha256", "cryptography.exceptions", "cryptography.hazmat.primitives.ciphers.aead"}


def imported(tree: ast.AST) -> set[str]:
    found = {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    return found | {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}


def dangers(source: str) -> set[str]:
    """Find what runs text as a program, starts one, unpacks objects, fetches addresses or mixes form and address."""
    tree = ast.parse(source)
    called = {node.func for node in ast.walk(tree) if isinstance(node, ast.Call)}
    named = {name.id for name in called if isinstance(name, ast.Name)} & RUNS_TEXT
    attributes = {node.attr for node in called if isinstance(node, ast.Attribute)} & (RUNS_TEXT - {"compile"})
    mixed = {"request.values"} & {ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    return named | attributes | mixed | {name for name in imported(tree) if _is_under(name, REACHES_OUT)}


def ciphers(source: str) -> set[str]:
    """Find every hash and every primitive that is taken from a library."""
    tree = ast.parse(source)
    attributes = {ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    return {name for name in attributes if re.fullmatch(r"hashlib\.\w+", name)} | {
        name for name in imported(tree) if _is_under(name, {"cryptography", "Crypto", "nacl"})
    }


def built_sql(source: str) -> list[str]:
    """Find statements that are put together out of text."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call) and node.args]
    asked = [node for node in calls if ast.unparse(node.func).split(".")[-1] in {"text", "execute", "exec_driver_sql"}]
    made = (ast.JoinedStr, ast.BinOp)
    return [ast.unparse(node) for node in asked if isinstance(node.args[0], made) or ".format(" in ast.unparse(node)]


def _is_under(name: str, roots: set[str]) -> bool:
    return any(name == root or name.startswith(root + ".") for root in roots)


@pytest.fixture
def in_production(settings: Settings) -> Iterator[Flask]:
    """Return an app with an https address and limits that count."""
    with counting_app(settings, public_url=HERE) as app:
        yield app


def lives_on(someone: Someone, *, idle: timedelta = timedelta(), age: timedelta = timedelta()) -> bool:
    token = session_of(someone)
    session = sign_ins.find(token)
    assert session is not None
    earlier = (age or idle).total_seconds()
    state = replace(session.state, began=session.state.began - earlier, seen=session.state.seen - idle.total_seconds())
    sign_ins.update_state(session, state)
    return identity.recognise(token) is not None


def signed_in_over_https(app: Flask) -> tuple[FlaskClient, list[str]]:
    """Return a browser that has signed in, and the cookies that it was given."""
    member, client = a_member(app), app.test_client()
    typed = {"signin_name": member.signin_name, "password": member.password}
    with light_passwords():
        answer = client.post("/login", data=typed, base_url=HERE)
    return client, answer.headers.getlist("Set-Cookie")


def test_cookie_belongs_to_this_host_alone_and_no_script_reads_it(in_production: Flask) -> None:
    [cookie] = signed_in_over_https(in_production)[1]
    name, *attributes = cookie.split("; ")
    assert name.startswith("__Host-session=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(attributes)
    assert not any(one.startswith("Domain") for one in attributes)


@pytest.mark.parametrize(("minutes", "lives"), [(14, True), (16, False)])
def test_clinician_who_does_nothing_is_signed_out_after_fifteen_minutes(app: Flask, minutes: int, lives: bool) -> None:
    assert lives_on(a_clinician(app), idle=timedelta(minutes=minutes)) is lives


@pytest.mark.parametrize(("minutes", "lives"), [(479, True), (481, False)])
def test_clinician_is_signed_out_after_eight_hours(app: Flask, minutes: int, lives: bool) -> None:
    assert lives_on(a_clinician(app), age=timedelta(minutes=minutes)) is lives


@pytest.mark.parametrize(("days", "lives"), [(13, True), (15, False)])
def test_member_who_stays_away_is_signed_out_after_fourteen_days(app: Flask, days: int, lives: bool) -> None:
    assert lives_on(a_member(app), idle=timedelta(days=days)) is lives


@pytest.mark.parametrize(("days", "lives"), [(29, True), (31, False)])
def test_member_is_signed_out_after_thirty_days(app: Flask, days: int, lives: bool) -> None:
    assert lives_on(a_member(app), age=timedelta(days=days)) is lives


def test_password_is_good_for_years(app: Flask, client: FlaskClient) -> None:
    member = a_member(app)
    with frozen_at(now() + timedelta(days=1500)):
        assert sign_in(client, member).location == "/"


@pytest.mark.parametrize(("page", "helper"), [("/login", "current-password"), ("/join", "new-password")])
def test_password_is_hidden_and_may_be_filled_in_by_a_manager(client: FlaskClient, page: str, helper: str) -> None:
    [field] = re.findall(r"<input[^>]*name=\"password\"[^>]*>", client.get(page).text)
    assert 'type="password"' in field
    assert f'autocomplete="{helper}"' in field
    assert "maxlength" not in field


def test_no_script_of_ours_listens_to_pasting() -> None:
    assert not [path.name for path in (ROOT / "static" / "js").glob("*.js") if "paste" in path.read_text("utf-8")]


def test_nine_messages_in_a_minute_are_one_too_many(in_production: Flask) -> None:
    client, _ = signed_in_over_https(in_production)
    tried = [client.post("/boards/any/ask", base_url=HERE).status_code for _ in range(9)]
    assert tried == [404] * 8 + [429]


def test_cookie_that_somebody_else_signed_lets_nobody_in(app: Flask) -> None:
    client = client_of(app, a_member(app))
    signed = client.get_cookie("session").value
    assert client.get("/account/security").status_code == 200
    client.set_cookie("session", signed[:-6] + "AAAAAA")
    assert client.get("/account/security").location == "/login?next=/account/security"


def test_field_that_a_form_does_not_have_changes_nothing(app: Flask) -> None:
    member = a_member(app)
    planted = {"country": "NL", "email": "me@example.org", "role": "administrator", "state": "active"}
    client = client_of(app, member)
    assert client.post("/account/country", data=planted).status_code == 302
    assert mailed_address(member.account_id) is None
    assert client.get("/admin/").status_code == 404


def test_page_of_a_failure_tells_nothing_of_it(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> str:
        raise ValueError("SELECT heron FROM vault")

    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    monkeypatch.setitem(app.view_functions, "help.rules", fail)
    answer = app.test_client().get("/rules")
    assert answer.status_code == 500
    assert not re.search("heron|ValueError|Traceback|vault", answer.text)


def test_trace_is_refused(client: FlaskClient) -> None:
    assert client.open("/", method="TRACE").status_code == 405


@pytest.mark.parametrize("folder", ["/static/", "/static/js/", "/static/js", "/static/../forum/app.py"])
def test_folder_of_files_is_not_listed(client: FlaskClient, folder: str) -> None:
    assert client.get(folder).status_code == 404


def test_other_sites_are_not_let_read_answers(client: FlaskClient) -> None:
    answer = client.get("/", headers={"Origin": "https://elsewhere.example"})
    assert [name for name, _ in answer.headers if name.lower().startswith("access-control-")] == []


@pytest.mark.parametrize(
    ("path", "kind"), [("/", "text/html"), ("/healthz", "text/plain"), ("/static/css/theme.css", "text/css")]
)
def test_answer_says_its_kind_and_its_characters(client: FlaskClient, path: str, kind: str) -> None:
    with client.get(path) as answer:
        assert answer.headers["Content-Type"] == f"{kind}; charset=utf-8"


@pytest.mark.parametrize(
    ("detector", "planted"),
    [
        (dangers, "import subprocess"),
        (dangers, "from xml.etree import ElementTree"),
        (dangers, "os.system('ls')"),
        (dangers, "eval(typed)"),
        (dangers, "env.from_string(typed)"),
        (dangers, "request.values['next']"),
        (ciphers, "hashlib.md5(b'')"),
        (ciphers, "from cryptography.hazmat.primitives.ciphers import Cipher"),
    ],
)
def test_planted_danger_is_found(detector: Callable[[str], set[str]], planted: str) -> None:
    assert detector(planted) - APPROVED


def test_nothing_typed_is_run_unpacked_or_fetched() -> None:
    found = {path.name: dangers(path.read_text("utf-8")) for path in OURS}
    assert {name: what for name, what in found.items() if what} == {}


def test_no_cipher_and_no_hash_but_the_approved() -> None:
    assert len(OURS) > 100
    assert set().union(*(ciphers(path.read_text("utf-8")) for path in OURS)) == APPROVED


def test_planted_statement_out_of_text_is_found() -> None:
    assert built_sql("""session.execute(text(f"SELECT '{typed}'"))""")
    assert built_sql("""session.execute("SELECT " + typed)""")


def test_no_statement_is_put_together_out_of_what_is_typed() -> None:
    ours = {  # pragmas and modes out of lists of ours, and the condition of an index
        "connection.execute(f'PRAGMA {pragma}')",
        "connection.connection.dbapi_connection.execute(f'BEGIN {mode}')",
        "text(f'{column} IS NOT NULL AND {UNFINISHED}')",
    }
    assert {made for path in OURS for made in built_sql(path.read_text("utf-8"))} == ours


@pytest.mark.parametrize(
    "typed", ["me@example.org\nBcc: all@example.org", "me@example.org\r\n\r\nhello", "a@b.org, c@d.org"]
)
def test_address_that_would_write_a_header_is_refused(typed: str) -> None:
    with pytest.raises(BadInput):
        addresses.normalised(typed)


@pytest.mark.parametrize("pattern", [".*", "w.rds", "[a-z]+", "(words", "words|plain"])
def test_marked_words_are_no_pattern(pattern: str) -> None:
    message = Quotable("post", "thread", "revision", Byline("Heron", 0, PersonaKind.EVERYDAY), 1, "plain words")
    with pytest.raises(BadInput):
        message.marked(pattern)


def test_browsers_are_told_to_come_by_https_alone(in_production: Flask) -> None:
    answer = in_production.test_client().get("/login", base_url=HERE)
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"


def test_plain_http_on_this_machine_promises_no_https(client: FlaskClient) -> None:
    assert "Strict-Transport-Security" not in client.get("/login").headers


@pytest.fixture
def failing(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Callable[[Exception], FlaskClient]:
    """Return a way to have the page of a letter's link fail."""

    def fail(fault: Exception) -> FlaskClient:
        def raises(_token: str) -> bool:
            raise fault

        monkeypatch.setattr("forum.accounts.recovery.is_good_link", raises)
        app.config["PROPAGATE_EXCEPTIONS"] = False
        return app.test_client()

    return fail


@pytest.mark.parametrize("fault", [ZeroDivisionError(), OperationalError("SELECT 1", None, OSError("disk full"))])
def test_failure_is_logged_without_the_address_that_failed(
    failing: Callable[[Exception], FlaskClient], caplog: pytest.LogCaptureFixture, fault: Exception
) -> None:
    assert failing(fault).get("/reset/opens-an-account").status_code == 500
    assert "accounts.reset" in caplog.text
    assert "opens-an-account" not in caplog.text


def test_own_names_are_no_new_password(app: Flask) -> None:
    member = a_member(app, name="Quiet Heron of Teal", signin_name="lamp-lighter-of-teal")
    client = client_of(app, member)
    for chosen in (member.name, member.signin_name):
        page = client.post("/account/password", data={"present": member.password, "password": chosen})
        assert page.status_code == 200
        assert "error-summary" in page.text


def test_sign_ins_of_staff_past_their_time_are_not_listed(app: Flask) -> None:
    doctor = a_clinician(app)
    with frozen_at(now() - timedelta(hours=9)):
        session_of(doctor, label="Yesterday's browser")
    assert "Yesterday" not in client_of(app, doctor).get("/account/security").text
