"""Settings, read once from the environment and checked before anything starts.

Invariant: outside the demonstration a missing, short or well-known secret stops the start with a sentence that says
what to set; no other module reads the environment.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from forum.errors import Misconfigured

PREFIX = "ALONGSIDE_"
WELL_KNOWN = {"secret", "changeme", "change-me", "dev", "development", "password", "test"}
SHORTEST_SECRET = 32


@dataclass(frozen=True)
class Mail:
    """How mail leaves: by SMTP, or into a folder that the demonstration shows."""

    sender: str = "Alongside <alongside@localhost>"
    host: str | None = None
    port: int = 25
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    starttls: bool = True
    folder: Path | None = None


@dataclass(frozen=True)
class Settings:
    """Everything that differs between one site and another."""

    demo: bool
    data: Path
    database_url: str = field(repr=False)
    vault_url: str = field(repr=False)
    secret_key: str = field(repr=False)
    master_key_file: Path
    public_url: str
    mail: Mail
    redis_url: str | None = field(default=None, repr=False)
    minimum_age: int = 18
    time_zone: ZoneInfo = ZoneInfo("Europe/London")  # noqa: RUF009 - a zone never changes
    country: str = "GB"
    proxies: int = 0  # how many of our own servers a request passes before this one
    testing: bool = False

    @property
    def is_https(self) -> bool:
        """Whether cookies may carry the ``__Host-`` prefix and Secure."""
        return urlsplit(self.public_url).scheme == "https"

    @property
    def host(self) -> str:
        """The one host name that the site answers to."""
        return urlsplit(self.public_url).hostname or "localhost"

    @property
    def audit_anchor(self) -> Path:
        """The file, outside both databases, that remembers the heads of the audit chains."""
        return self.data / "audit-anchor.log"

    @property
    def erasure_ledger(self) -> Path:
        """The file, outside both databases, of the keys destroyed by erasure; a restore replays it."""
        return self.data / "erasure-ledger.log"

    @property
    def demo_people(self) -> Path:
        """The file that lists the demonstration's people, written once it is filled to its end."""
        return self.data / "demo-people.json"


def settings_from(environ: Mapping[str, str]) -> Settings:
    """Read and check the settings; raises Misconfigured with what to do."""
    read = _Reader(environ)
    demo = read.text("DEMO") == "1"
    data = Path(read.text("DATA") or ("var" if demo else read.required("DATA"))).resolve()
    public_url = read.text("PUBLIC_URL") or (
        f"http://localhost:{read.number('PORT', 8000)}" if demo else read.required("PUBLIC_URL")
    )
    return Settings(
        demo=demo,
        data=data,
        database_url=read.text("DATABASE_URL") or f"sqlite:///{data / 'forum.sqlite3'}",
        vault_url=read.text("VAULT_URL") or f"sqlite:///{data / 'vault.sqlite3'}",
        secret_key=_demo_secret(data) if demo else _checked_secret(read.required("SECRET_KEY")),
        master_key_file=Path(read.text("MASTER_KEY_FILE") or data / "keys" / "master.json"),
        public_url=_checked_url(public_url, demo=demo),
        mail=_mail(read, data, demo=demo),
        redis_url=read.text("REDIS_URL") or None,
        minimum_age=read.number("MINIMUM_AGE", 18),
        time_zone=read.zone("TIME_ZONE", "Europe/London"),
        country=(read.text("COUNTRY") or "GB").upper(),
        proxies=read.number("PROXIES", 0),
    )


def _mail(read: "_Reader", data: Path, *, demo: bool) -> Mail:
    if demo:
        return Mail(folder=data / "mail")
    return Mail(
        sender=read.required("MAIL_FROM"),
        host=read.required("SMTP_HOST"),
        port=read.number("SMTP_PORT", 587),
        user=read.text("SMTP_USER") or None,
        password=read.text("SMTP_PASSWORD") or None,
        starttls=read.text("SMTP_STARTTLS") != "0",
    )


def _checked_secret(secret: str) -> str:
    if len(secret) < SHORTEST_SECRET or secret.lower() in WELL_KNOWN or len(set(secret)) < 8:
        raise Misconfigured(
            f"{PREFIX}SECRET_KEY is too short or too easily guessed. Make one with: "
            "python3 -c 'import secrets; print(secrets.token_hex(32))'"
        )
    return secret


def _demo_secret(data: Path) -> str:
    path = data / "keys" / "demo-secret"
    if not path.exists():
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.parent.mkdir(mode=0o700, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_hex(32))
    return path.read_text()


def _checked_url(url: str, *, demo: bool) -> str:
    parts = urlsplit(url)
    local = parts.hostname in {"localhost", "127.0.0.1"}
    if not parts.hostname or (parts.scheme != "https" and not (local and parts.scheme == "http")):
        raise Misconfigured(f"{PREFIX}PUBLIC_URL must begin with https:// (plain http only on localhost).")
    if demo and not local:
        raise Misconfigured("The demonstration lets anybody sign in as anybody: it runs on localhost only.")
    return url.rstrip("/")


class _Reader:
    def __init__(self, environ: Mapping[str, str]) -> None:
        self.environ = environ

    def text(self, name: str) -> str:
        return self.environ.get(PREFIX + name, "").strip()

    def required(self, name: str) -> str:
        value = self.text(name)
        if not value:
            raise Misconfigured(f"Set {PREFIX}{name}; docs/deploying.md says what it is for.")
        return value

    def number(self, name: str, default: int) -> int:
        value = self.text(name)
        if value and not (value.isascii() and value.isdigit()):
            raise Misconfigured(f"{PREFIX}{name} must be a whole number.")
        return int(value) if value else default

    def zone(self, name: str, default: str) -> ZoneInfo:
        try:
            return ZoneInfo(self.text(name) or default)
        except (KeyError, ValueError):
            raise Misconfigured(f"{PREFIX}{name} is not a time zone such as Europe/London.") from None
