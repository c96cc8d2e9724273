"""People for tests: members, clinicians, leads and administrators, with accounts, faces and rows, made by the verbs.

Passwords are hashed with next to no work here, so that a test with ten people costs milliseconds. An app context must
be open, as it is in a test that uses the fixture ``app``.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import count
from unittest.mock import patch

import pyotp
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from forum.accounts import addresses, joining, passwords, second_factor
from forum.accounts.joining import Joining
from forum.clock import now, today
from forum.confidentiality import faces, identity, naming, personas, sign_ins
from forum.confidentiality.faces import Face
from forum.extensions import db, vault
from forum.identifiers.pseudonym import skeleton
from forum.models.accounts import Account
from forum.models.boards import Board
from forum.models.personas import Credential, Grant
from forum.models.states import PersonaState, Role
from forum.policy.viewer import Viewer
from forum.transaction import atomic, vault_atomic

PASSWORD = "harbour lamp tin whistle"
IN_A_YEAR = timedelta(days=365)
_number = count(1)


@dataclass(frozen=True)
class Someone:
    """A person of a test, with everything that they know themselves."""

    name: str
    signin_name: str
    account_id: str
    account_key: str
    everyday: Face
    printed_code: str
    password: str = PASSWORD
    professional: Face | None = None
    totp_secret: str | None = None
    paper_codes: list[str] = field(default_factory=list)

    def code(self, later: timedelta = timedelta()) -> str:
        """Return what their app shows now, or ``later``."""
        assert self.totp_secret is not None
        return pyotp.TOTP(self.totp_secret).at(now() + later)


@contextmanager
def light_passwords() -> Iterator[None]:
    """Hash with next to no work within the block; the real parameters have a test of their own."""
    with patch.object(passwords, "hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)):
        yield


def a_member(
    app: Flask,
    name: str | None = None,
    *,
    signin_name: str | None = None,
    email: str | None = None,
    country: str | None = None,
) -> Someone:
    """Make a member whose public name is there and may be shown."""
    number = next(_number)
    name, signin_name = name or f"Quiet Heron {number}", signin_name or f"signs-in-{number}"
    with light_passwords():
        wanted = Joining(signin_name, passwords.hashed(PASSWORD), email, country)
    with vault_atomic():
        joined = joining.join(wanted)
    everyday = faces.ensure_face(joined.account_id, faces.EVERYDAY)
    with atomic():
        naming.write_name(everyday, name, skeleton(name), PersonaState.ACTIVE)
    return Someone(name, signin_name, joined.account_id, joined.account_key, everyday, joined.printed_code)


def someone_without_a_name(app: Flask) -> Someone:
    """Make an account whose forum half never came: as after a crash between the two databases."""
    number = next(_number)
    with light_passwords():
        wanted = Joining(f"signs-in-{number}", passwords.hashed(PASSWORD))
    with vault_atomic():
        joined = joining.join(wanted)
    everyday = faces.ensure_face(joined.account_id, faces.EVERYDAY)
    return Someone("", wanted.signin_name, joined.account_id, joined.account_key, everyday, joined.printed_code)


def with_second_factor(someone: Someone) -> Someone:
    """Give somebody a second factor, set half an hour ago, so that today's codes are unused."""
    with vault_atomic():
        second_factor.begin(someone.account_id, someone.account_key)
    enrolment = second_factor.enrolment(someone.account_id, someone.account_key)
    assert enrolment is not None
    first = pyotp.TOTP(enrolment.secret).at(now() - second_factor.STEP)
    with vault_atomic():
        paper = second_factor.confirm(someone.account_id, someone.account_key, first)
    return replace(someone, totp_secret=enrolment.secret, paper_codes=paper)


def granted(someone: Someone, role: Role, board: Board | None = None) -> Someone:
    """Grant somebody a role, on one board or on all; clinical roles for a year."""
    expires = today() + IN_A_YEAR if role in {Role.CLINICIAN, Role.LEAD} else None
    with atomic():
        db.session.add(
            Grant(
                persona_id=someone.everyday.persona_id,
                role=role,
                board_id=board.id if board else None,
                expires_on=expires,
            )
        )
    return someone


def with_credential(someone: Someone, professional_name: str, profession: str = "Psychologist") -> Someone:
    """Give somebody a professional persona with an approved credential."""
    face = faces.ensure_face(someone.account_id, faces.PROFESSIONAL)
    with atomic():
        personas.introduce_professional(face, professional_name)
        db.session.add(
            Credential(
                persona_id=face.persona_id,
                profession=profession,
                register="HCPC",
                number=f"PYL{next(_number):05}",
                expires_on=today() + IN_A_YEAR,
                is_approved=True,
            )
        )
    return replace(someone, professional=face)


def a_clinician(
    app: Flask, name: str | None = None, *, board: Board | None = None, role: Role = Role.CLINICIAN
) -> Someone:
    """Make a clinician of one board (or of all), with credential and second factor."""
    someone = with_second_factor(a_member(app, name))
    return granted(with_credential(someone, f"Dr. {someone.name}"), role, board)


def a_lead(app: Flask, name: str | None = None, *, board: Board | None = None) -> Someone:
    """Make a lead clinician of one board (or of all)."""
    return a_clinician(app, name, board=board, role=Role.LEAD)


def an_administrator(app: Flask, name: str | None = None) -> Someone:
    """Make an administrator with a second factor."""
    return granted(with_second_factor(a_member(app, name)), Role.ADMINISTRATOR)


def session_of(someone: Someone, *, label: str = "Firefox on a computer") -> str:
    """Begin a session as after a full sign-in and return its token."""
    with vault_atomic():
        return sign_ins.start(
            someone.account_id,
            someone.account_key,
            someone.everyday,
            someone.professional,
            has_second_factor=someone.totp_secret is not None,
            label=label,
        )


def viewer_of(someone: Someone) -> Viewer:
    """Return the person as policy sees them, signed in in full."""
    found = identity.recognise(session_of(someone))
    assert found is not None
    return found.viewer


def client_of(app: Flask, someone: Someone) -> FlaskClient:
    """Return a client that is signed in as somebody, without going through the pages."""
    client, token = app.test_client(), session_of(someone)
    with client.session_transaction() as session:
        session["_user_id"], session["_fresh"] = token, True
    return client


def sign_in(client: FlaskClient, someone: Someone, **also: str) -> TestResponse:
    """Sign in as a person does: the form, and the code where there is a second factor."""
    typed = {"signin_name": someone.signin_name, "password": someone.password, **also}
    with light_passwords():
        answer = client.post("/login", data=typed)
    if someone.totp_secret is None:
        return answer
    return client.post("/login/code", data={"code": someone.code(), "next": also.get("next", "")})


def mailed_address(someone_id: str) -> str | None:
    """Return the address that letters to an account go to: none when it was never given, or is somebody else's."""
    is_theirs = vault.get_one(Account, someone_id).email_tag is not None
    return addresses.shown_to_owner(someone_id) if is_theirs else None
