"""Which links lead to a person rather than to a page about something.

Invariant: `is_profile` answers for any text without raising, since people paste broken links.
"""

import re

from forum.identifiers.lists import affixes, section

_PERSON_IN_PATH = re.compile(
    r"/(?:@|~|u/|user/|users/|in/|profile|people/|channel/|c/|add/|athletes/|friends/|invite/)[\w.=?-]{2,}",
    re.IGNORECASE,
)


def is_top_level(label: str) -> bool:
    """Say whether `label` ends a host's name that people write without http; endings that are words do not count."""
    return label.lower() in section("top_level")


def is_profile(address: str) -> bool:
    """Say whether the link `address` leads to somebody's own page, channel or fundraiser."""
    host, path = _host_and_path(address)
    if host.endswith(affixes("person_in_host")):
        return True
    if _PERSON_IN_PATH.search(path):
        return True
    first = path.strip("/").partition("/")[0].partition("?")[0].lower()
    return host in section("person_after_host") and len(first) > 1 and first not in section("not_profiles")


def _host_and_path(address: str) -> tuple[str, str]:
    bare = re.sub(r"^https?://", "", address, flags=re.IGNORECASE)
    host, slash, path = bare.partition("/")
    short = re.sub(r"^(?:www|m|mobile|en|[a-z]{2}-[a-z]{2})\.", "", host.lower())
    return short, slash + path
