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
LONGEST_TITLE = 300


class KeptWords(NamedTuple):
    """What was typed, and the name of the composer it was typed in."""

    place: str
    title: str
    body: str


def login_page_keeping(place: str, words: Mapping[str, str], next_path: str) -> Response:
    """Answer a composer's POST that came from nobody: the sign-in page, with the words in it.

    ``place`` names the composer as for ``drafts.keep``; ``words`` has ``body`` and perhaps ``title``; ``next_path`` is
    the page of the composer, where the draft will be found.
    """
    kept = _capped(place, words.get("title", ""), words.get("body", ""))
    page = render_template(
        "accounts/login.html", form=SignInForm(formdata=None), next=onward.same_origin(next_path), kept=kept
    )
    return make_response(page, 401)


def arrived() -> KeptWords | None:
    """Return the words that this sign-in carries, or None."""
    sent = request.form
    kept = _capped(sent.get("kept_place", ""), sent.get("kept_title", ""), sent.get("kept_body", ""))
    return kept if kept.place and (kept.title or kept.body) else None


def shelve(account_id: str, account_key: str, words: KeptWords) -> None:
    """Keep what a sign-in carried as a draft, within the open vault transaction."""
    drafts.keep(account_id, account_key, words.place, {"title": words.title, "body": words.body})


def _capped(place: str, title: str, body: str) -> KeptWords:
    return KeptWords(place[:LONGEST_PLACE], title[:LONGEST_TITLE], body[: drafts.LONGEST])
