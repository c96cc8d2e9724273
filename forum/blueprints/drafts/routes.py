"""Where the script beside a composer keeps what is being written, and finds it again."""

import re

from flask import Blueprint, jsonify, request
from sqlalchemy.exc import IntegrityError
from werkzeug.wrappers import Response

from forum.blueprints import person
from forum.blueprints.speaking import KEPT, pace_of_typing
from forum.confidentiality.identity import SignedIn
from forum.discussions import drafts as shelf
from forum.errors import NotFound
from forum.transaction import vault_atomic

drafts = Blueprint("drafts", __name__)
_PLACE = re.compile("(ask|reply|edit):[a-z2-7]{32}")


@drafts.post("/drafts/")
@pace_of_typing
def keep() -> tuple[str, int]:
    """Keep what was typed in a place; nothing typed is nothing kept."""
    asking = person.require_signed_in()
    place = _place(request.form.get("place", ""))
    words = {name: request.form[name] for name in KEPT | {"version"} if name in request.form}
    try:
        _keep(asking, place, words)
    except IntegrityError:  # two tabs kept their first words in one moment
        _keep(asking, place, words)
    return "", 204


@drafts.get("/drafts/")
def kept() -> Response:
    """Return what was typed in a place, by field."""
    asking = person.require_signed_in()
    place = _place(request.args.get("place", ""))
    return jsonify(shelf.kept(asking.account_id, asking.session.account_key, place))


def _keep(asking: SignedIn, place: str, words: dict[str, str]) -> None:
    with vault_atomic():
        if any(words.get(name, "").strip() for name in ("title", "body")):
            shelf.keep(asking.account_id, asking.session.account_key, place, words)
        else:
            shelf.drop(asking.account_id, place)


def _place(spelled: str) -> str:
    if _PLACE.fullmatch(spelled) is None:
        raise NotFound
    return spelled
