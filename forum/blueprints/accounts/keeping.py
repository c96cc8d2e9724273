"""Words that arrive after their sign-in ran out: carried through the sign-in page, then kept as a draft.

Invariant: until somebody has signed in, the words exist only in the page that was sent back to them; nothing of them is
stored, and they are kept on the shelf of whoever shows the right password, in the place they were written for.
"""

from collections.abc import Mapping
from typing import NamedTuple

from flask import make_response, render_template, request
from werkzeug.wrappers import Response

from forum.blueprints.accounts import onward
from forum.blueprints.accounts.forms import SignInForm
from forum.discussions import drafts

LONGEST_PLACE = 80
# What a composer has, and how much of each is carried. The chosen voice is among it: whoever wrote anonymously and
# signs in again must not be offered their own name instead.
LONGEST = {
    "title": 300,
    "body": drafts.LONGEST,
    "voice": 20,
    "quote": 80,
    "version": 10,
    "answer": drafts.LONGEST,
    "message": drafts.LONGEST,
    "reason_code": 40,
}
WORDS = frozenset({"title", "body", "answer", "message"})


class KeptWords(NamedTuple):
    """What was typed and chosen, by field, and the name of the composer it was typed in."""

    place: str
    words: Mapping[str, str]


def login_page_keeping(place: str, words: Mapping[str, str], next_path: str) -> Response:
    """Answer a composer's POST that came from nobody: the sign-in page, with the words in it.

    ``place`` names the composer as for ``drafts.keep``; ``words`` are by the fields of ``LONGEST``; ``next_path`` is
    the page of the composer, where the draft will be found.
    """
    page = render_template(
        "accounts/login.html",
        form=SignInForm(formdata=None),
        next=onward.same_origin(next_path),
        kept=_with_words(_capped(place, words)),
    )
    return make_response(page, 401)


def arrived() -> KeptWords | None:
    """Return the words that this sign-in carries, or None."""
    sent = {name: request.form.get(f"kept_{name}", "") for name in LONGEST}
    return _with_words(_capped(request.form.get("kept_place", ""), sent))


def shelve(account_id: str, account_key: str, words: KeptWords) -> None:
    """Keep what a sign-in carried as a draft, within the open vault transaction."""
    drafts.keep(account_id, account_key, words.place, words.words)


def _with_words(kept: KeptWords) -> KeptWords | None:
    return kept if kept.place and kept.words.keys() & WORDS else None


def _capped(place: str, words: Mapping[str, str]) -> KeptWords:
    return KeptWords(place[:LONGEST_PLACE], {n: words[n][:most] for n, most in LONGEST.items() if words.get(n)})
