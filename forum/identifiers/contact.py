"""Ways to reach somebody over a network: e-mail, links, accounts elsewhere, machine addresses.

Invariant: a pattern starts only at the edge of a word and never takes back what it took (possessive repeats), so that
the time grows with the length of the text whatever stands in it.
"""

import ipaddress
import re
from collections.abc import Iterator
from re import Match

from forum.identifiers.finding import Finding
from forum.identifiers.kinds import Kind
from forum.identifiers.links import is_profile, is_top_level
from forum.identifiers.lists import section

_EMAIL = re.compile(r"(?<![\w.%+-])[\w.%+-]++@[\w-]++(?:\.[\w-]++)++")
_SPELLED_EMAIL = re.compile(
    r"""(?<![\w.%+-])
    (?:[\w%+-]{1,30}+\ {1,2}(?:dot|underscore|dash)\ {1,2}){0,2}+
    (?P<local>[\w.%+-]{2,64}+)
    \s{0,2}(?P<at>[\[({<]\s?(?:at|@)\s?[\])}>]|(?<=\s)at\b|@)
    \s{0,2}(?P<host>[\w-]++)
    (?P<rest>(?:\s?[\[({<]?\s?(?:dot\b|\.)\s?[\])}>]?\s?[\w-]++){1,3}+)""",
    re.IGNORECASE | re.VERBOSE,
)
_URL = re.compile(r"(?<![\w@])(?:https?://|www\.)[^\s<>\"]{3,}+", re.IGNORECASE)
_BARE_URL = re.compile(r"(?<![\w@./:-])[a-z0-9-]++(?:\.[a-z0-9-]++)++(?:/[^\s<>\"]*+)?", re.IGNORECASE)
_CLOSING = ".,;:!?)]}'*_"
_HANDLES = (
    ("@", re.compile(r"(?<![\w@.%+/-])@[A-Za-z_][\w.]{2,29}+")),
    ("u/", re.compile(r"(?<![\w/.])/?u/[\w-]{3,20}+", re.IGNORECASE)),
    ("#", re.compile(r"(?<![\w.])[\w.]{2,32}+#[0-9]{4}(?!\w)")),
)
_SERVICE = re.compile(
    r"""\b(?:insta(?:gram)?|ig|snap(?:chat)?|twitter|tik\ ?tok|discord|kik|telegram|whats\ ?app|facebook|fb|messenger|
    skype|reddit|tumblr|xbox|psn|steam|youtube|onlyfans|wechat|linkedin|venmo|cash\ ?app|gamertag|handle|
    user\ ?name|screen\ name)
    (?P<noun>\ (?:name|handle|user\ ?name|user|id|account|tag|gamertag))?
    \ ?(?:is\ |:|=|-|\ as\ |\ under\ )\ ?
    (?P<account>@?[\w.-]{3,40}+)(?P<ends>(?=\ *+(?:$|[,.;!?)\n]|and\b)))?""",
    re.IGNORECASE | re.VERBOSE,
)
_IPV4 = re.compile(r"(?<![\w.])(?:[0-9]{1,3}\.){3}[0-9]{1,3}(?!\w|\.[0-9])")
_IPV6 = re.compile(r"(?<![\w:.])[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}+(?![\w:])", re.IGNORECASE)
_VERSION = re.compile(r"\b(?:v|ver|version|release|firmware|build)\.?\s*$", re.IGNORECASE)


def emails(text: str) -> Iterator[Finding]:
    """Find e-mail addresses, written plainly or spelled out."""
    if "@" in text:
        for match in _EMAIL.finditer(text):
            yield Finding(Kind.EMAIL, match.start(), match.end())
    if "@" in text or "at" in text.lower():
        for match in _SPELLED_EMAIL.finditer(text):
            if _is_spelled_email(match):
                yield Finding(Kind.EMAIL, match.start(), match.end())


def _is_spelled_email(match: Match[str]) -> bool:
    labels = re.findall(r"[\w-]+", match["rest"])
    if match["local"].lower() in section("not_before_at") or not is_top_level(labels[-1]):
        return False
    dot_spelled = re.search(r"\bdot\b", match["rest"], re.IGNORECASE) is not None
    return len(match["at"]) > len("at") or dot_spelled or match["host"].lower() in section("mail_hosts")


def urls(text: str) -> Iterator[Finding]:
    """Find links, with those to a person's own page told apart."""
    if "://" in text or "www." in text.lower():
        for match in _URL.finditer(text):
            yield _url(match.start(), match[0])
    if "." in text:
        for match in _BARE_URL.finditer(text):
            host, _, _ = match[0].partition("/")
            if is_top_level(host.rpartition(".")[2]):
                yield _url(match.start(), match[0])


def _url(start: int, written: str) -> Finding:
    address = written.rstrip(_CLOSING) or written
    return Finding(Kind.PROFILE_URL if is_profile(address) else Kind.URL, start, start + len(address))


def handles(text: str) -> Iterator[Finding]:
    """Find names of accounts on other services."""
    lower = text.lower()
    for mark, pattern in _HANDLES:
        for match in pattern.finditer(text) if mark in lower else ():
            name = match[0].rstrip(".")
            if name.lstrip("@").lower() not in section("not_handles"):
                yield Finding(Kind.HANDLE, match.start(), match.start() + len(name))
    for match in _SERVICE.finditer(text) if any(word in lower for word in section("services")) else ():
        account = match["account"].rstrip(".-")
        if _is_account(account, explicit=match["ends"] is not None and "name" in match[0].lower()):
            yield Finding(Kind.HANDLE, match.start("account"), match.start("account") + len(account))


def _is_account(written: str, *, explicit: bool) -> bool:
    name = written.lstrip("@")
    if len(name) < 3 or not any(letter.isalpha() for letter in name) or name.lower() in section("not_accounts"):
        return False
    marked = any(letter.isdigit() or letter in "_." for letter in name)
    return explicit or marked or written.startswith("@") or not (name.islower() or name.istitle() or name.isupper())


def machine_addresses(text: str) -> Iterator[Finding]:
    """Find internet addresses of version 4 and 6; a software version that looks like one is left alone."""
    if "." in text:
        for match in _IPV4.finditer(text):
            in_range = all(int(part) <= 255 for part in match[0].split("."))
            if in_range and not _VERSION.search(text[max(0, match.start() - 12) : match.start()]):
                yield Finding(Kind.IP, match.start(), match.end())
    if text.count(":") > 1:
        for match in _IPV6.finditer(text):
            if len(match[0].replace(":", "")) >= 4 and _is_ipv6(match[0]):
                yield Finding(Kind.IP, match.start(), match.end())


def _is_ipv6(written: str) -> bool:
    try:
        ipaddress.IPv6Address(written)
    except ValueError:
        return False
    return True
