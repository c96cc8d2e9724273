"""An unsafe or missing setting stops the start with a sentence that names it."""

from pathlib import Path

import pytest

from forum.config import WELL_KNOWN, Settings, settings_from
from forum.errors import Misconfigured

SECRET = "0123456789abcdef0123456789abcdef"
COMPLETE = {
    "ALONGSIDE_DATA": "/tmp/site",  # noqa: S108 - nothing is written there
    "ALONGSIDE_SECRET_KEY": SECRET,
    "ALONGSIDE_PUBLIC_URL": "https://forum.example",
    "ALONGSIDE_MAIL_FROM": "Alongside <a@forum.example>",
    "ALONGSIDE_SMTP_HOST": "mail.example",
}


def site(**changes: str) -> Settings:
    return settings_from(COMPLETE | {f"ALONGSIDE_{name}": value for name, value in changes.items()})


def demo(folder: Path, **changes: str) -> Settings:
    given = {"DEMO": "1", "DATA": str(folder)} | changes
    return settings_from({f"ALONGSIDE_{name}": value for name, value in given.items()})


def test_complete_settings_start():
    assert (site().is_https, site().host, site().demo) == (True, "forum.example", False)


@pytest.mark.parametrize("name", sorted(COMPLETE))
def test_missing_setting_is_named(name):
    with pytest.raises(Misconfigured, match=name):
        settings_from({key: value for key, value in COMPLETE.items() if key != name})


@pytest.mark.parametrize("name", sorted(COMPLETE))
def test_blank_setting_is_as_good_as_missing(name):
    with pytest.raises(Misconfigured, match=name):
        settings_from(COMPLETE | {name: "  "})


@pytest.mark.parametrize("secret", [*sorted(WELL_KNOWN), "x" * 64, "abc" * 20, SECRET[:31]])
def test_short_or_guessable_secret_is_refused(secret):
    with pytest.raises(Misconfigured, match="ALONGSIDE_SECRET_KEY"):
        site(SECRET_KEY=secret)


def test_refusal_does_not_repeat_the_secret():
    with pytest.raises(Misconfigured) as refused:
        site(SECRET_KEY="abcdefgh")
    assert "abcdefgh" not in str(refused.value)


@pytest.mark.parametrize(
    "url", ["http://forum.example", "ftp://localhost", "forum.example", "//x", "http://localhost.evil.example"]
)
def test_plain_address_off_this_machine_is_refused(url):
    with pytest.raises(Misconfigured, match="PUBLIC_URL"):
        site(PUBLIC_URL=url)


@pytest.mark.parametrize("url", ["https://", "https://:443", "https:///path"])
def test_address_without_a_host_is_refused(url):
    with pytest.raises(Misconfigured, match="PUBLIC_URL"):
        site(PUBLIC_URL=url)


@pytest.mark.parametrize("url", ["http://localhost:8000", "http://127.0.0.1:5000"])
def test_plain_address_of_this_machine_is_taken(url):
    assert site(PUBLIC_URL=url).is_https is False


@pytest.mark.parametrize("url", ["https://forum.example", "https://localhost.example"])
def test_demonstration_off_this_machine_is_refused(tmp_path, url):
    with pytest.raises(Misconfigured, match="localhost only"):
        demo(tmp_path, PUBLIC_URL=url)


def test_demonstration_needs_nothing_else(tmp_path):
    settings = demo(tmp_path, PORT="9001")
    assert (settings.public_url, settings.mail.folder) == ("http://localhost:9001", tmp_path / "mail")


def test_secret_of_the_demonstration_is_kept_and_private(tmp_path):
    assert demo(tmp_path).secret_key == demo(tmp_path).secret_key
    assert (tmp_path / "keys" / "demo-secret").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("value", ["true", "yes", "0", "on"])
def test_demonstration_is_asked_for_by_one_alone(value):
    assert site(DEMO=value).demo is False


@pytest.mark.parametrize("name", ["SMTP_PORT", "MINIMUM_AGE"])
@pytest.mark.parametrize("value", ["many", "-1", "1.5", "²"])
def test_number_that_is_none_is_named(name, value):
    with pytest.raises(Misconfigured, match=name):
        site(**{name: value})


@pytest.mark.parametrize("zone", ["Mars/Olympus", "../etc/passwd", "/etc/localtime"])
def test_unknown_time_zone_is_named(zone):
    with pytest.raises(Misconfigured, match="TIME_ZONE"):
        site(TIME_ZONE=zone)


def test_mail_is_encrypted_unless_it_is_turned_off():
    assert (site().mail.starttls, site(SMTP_STARTTLS="0").mail.starttls) == (True, False)


def test_no_secret_shows_in_a_representation():
    shown = repr(site(DATABASE_URL="postgresql://u:hidden-one@h/d", SMTP_PASSWORD="hidden-two", REDIS_URL="hidden-3"))
    assert "hidden" not in shown and SECRET not in shown


def test_anchor_and_ledger_lie_outside_the_databases():
    settings = site(DATABASE_URL="postgresql+psycopg://h/d")
    assert {settings.audit_anchor.parent, settings.erasure_ledger.parent} == {settings.data}
