"""Whom ``flask setup`` lets in: read out of a JSON file, or asked for at the terminal.

Invariant: nothing is made here; every answer is judged by the same domain checks as on the pages, and a file is read
whole before anybody of it is let in.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import click

from forum.accounts import passwords, public_names, signin_names
from forum.administration import reading, registers
from forum.clock import today
from forum.errors import BadInput
from forum.models.states import Role

Value = TypeVar("Value")
ROLES = {"clinician": Role.CLINICIAN, "lead": Role.LEAD}
FIELDS = {
    "signin_name": "The name to sign in with",
    "name": "The public name",
    "pseudonym": "The public name",
    "password": "The password",  # nosec B105
    "display_name": "The professional name",
    "number": "The number in the register",
    "expires_on": "The last day",
    "until": "The last day",
}
PROBLEMS = {
    "empty": "is missing",
    "short": "is too short",
    "too_short": "is too short",
    "long": "is too long",
    "too_long": "is too long",
    "taken": "is taken, or looks like one that is",
    "form": "does not have the right form",
    "check_digit": "has a mistyped figure",
    "past": "is not still to come",
    "unknown": "is not known",
    "common": "is one that many people use",
    "personal": "is mostly a name that others know",
    "guessable": "would be guessed too quickly; a few more words make it strong",
    "real_name": "looks like somebody's real name",
    "reserved": "could be taken for the site's own voice",
    "claims_profession": "claims a profession; professional names are entered apart",
}


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody who gets an account; without a password they get a printed code to set their own."""

    signin_name: str
    pseudonym: str
    password: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Clinician:
    """A clinician or a lead: account, registration, and the boards by their address (none: all)."""

    who: Newcomer
    role: Role
    display_name: str
    profession: str
    register: str
    number: str
    expires_on: date
    boards: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """Everybody in a file."""

    administrator: Newcomer | None
    clinicians: tuple[Clinician, ...]


def sentence(refused: BadInput) -> str:
    """Say a refusal in words for the operator."""
    name = FIELDS.get(refused.field, f"The {refused.field.replace('_', ' ')}")
    return f"{name} {PROBLEMS.get(refused.problem, f'cannot be taken ({refused.problem})')}."


def read(path: Path) -> Plan:
    """Read the file that docs/deploying.md describes; raises ClickException saying what is wrong and where."""
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        administrator = raw.get("administrator")
        people = tuple(_clinician(one) for one in raw.get("clinicians", []))
        return Plan(_newcomer(administrator) if administrator else None, people)
    except (AttributeError, KeyError, TypeError, ValueError) as wrong:
        what = f"{wrong} is missing" if isinstance(wrong, KeyError) else str(wrong)
        raise click.ClickException(f"{path.name} cannot be used: {what}.") from None
    except BadInput as refused:
        raise click.ClickException(f"{path.name} cannot be used. {sentence(refused)}") from None


def ask_for_administrator(signin_name: str | None, pseudonym: str | None, *, printed_code: bool) -> Newcomer:
    """Ask for whatever was not given as an option."""
    signin_name = _given(signin_name, _signin_name) or _ask("Name to sign in with (only they know it)", _signin_name)
    pseudonym = _given(pseudonym, _pseudonym) or _ask("Name that others see (no real name)", _pseudonym)
    password = None if printed_code else _ask_password(signin_name, pseudonym)
    return Newcomer(signin_name, pseudonym, password)


def ask_for_clinicians() -> Iterator[Clinician]:
    """Ask for one after another, until there are no more."""
    while click.confirm("Add a clinician or a lead now?", default=False):
        who = Newcomer(_ask("Name to sign in with", _signin_name), _ask("Name that others see", _pseudonym))
        register = _ask(f"Register ({', '.join(registers.REGISTERS)})", _register)
        known = registers.REGISTERS[register]
        yield Clinician(
            who=who,
            role=ROLES[click.prompt("Role", type=click.Choice(list(ROLES)), default="clinician")],
            display_name=_ask("Professional name, as patients see it", str),
            profession=_ask("Profession, as patients see it", str),
            register=register,
            number=_ask(f"Number (like {known.example})", partial(registers.normalised, register)),
            expires_on=_ask("Registration counts until (like 2027-03-31)", _day),
            boards=_ask("Boards, by address with commas between, or all", _boards, default="all"),
        )


def _clinician(raw: Mapping[str, Any]) -> Clinician:
    if raw.get("role", "clinician") not in ROLES:
        raise BadInput("role", "unknown")
    boards, register = raw.get("boards", "all"), _register(raw["register"])
    return Clinician(
        who=_newcomer(raw),
        role=ROLES[raw.get("role", "clinician")],
        display_name=str(raw["display_name"]),
        profession=str(raw["profession"]),
        register=register,
        number=registers.normalised(register, raw["number"]),
        expires_on=_day(raw["expires_on"]),
        boards=_boards(boards if isinstance(boards, str) else ",".join(boards)),
    )


def _newcomer(raw: Mapping[str, Any]) -> Newcomer:
    # Whether names are free is asked when somebody is let in: a file may be run again.
    signin_names.check(raw["signin_name"])
    password = raw.get("password")
    if password is not None:
        passwords.check(password, [raw["signin_name"], raw["pseudonym"]])
    return Newcomer(raw["signin_name"], raw["pseudonym"], password)


def _ask(label: str, judge: Callable[[str], Value], *, default: str | None = None) -> Value:
    while True:
        typed = click.prompt(label, default=default, type=str)
        try:
            return judge(typed)
        except BadInput as refused:
            click.echo(sentence(refused), err=True)


def _given(option: str | None, judge: Callable[[str], str]) -> str | None:
    try:
        return judge(option) if option else None
    except BadInput as refused:
        raise click.ClickException(sentence(refused)) from None


def _ask_password(*about_them: str) -> str:
    while True:
        typed: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
        try:
            passwords.check(typed, about_them)
        except BadInput as refused:
            click.echo(sentence(refused), err=True)
        else:
            return typed


def _signin_name(typed: str) -> str:
    signin_names.check(typed)
    return typed


def _pseudonym(typed: str) -> str:
    try:
        public_names.check(typed)
    except BadInput as refused:
        if refused.problem != "taken":  # perhaps by themselves, when setup was cut off
            raise
    return typed


def _register(typed: str) -> str:
    found = next((key for key in registers.REGISTERS if key.casefold() == typed.strip().casefold()), None)
    if found is None:
        raise BadInput("register", "unknown")
    return found


def _day(typed: str) -> date:
    try:
        day = date.fromisoformat(typed.strip())
    except ValueError:
        raise BadInput("expires_on", "form") from None
    if day <= today():
        raise BadInput("expires_on", "past")
    return day


def _boards(typed: str) -> tuple[str, ...]:
    slugs = tuple(part.strip() for part in typed.split(",") if part.strip() and part.strip() != "all")
    for slug in slugs:
        if reading.board_id_of(slug) is None:
            raise BadInput(f"board {slug}", "unknown")
    return slugs
