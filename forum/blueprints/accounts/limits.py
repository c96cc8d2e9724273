"""How often the doors may be tried, by address and by what is tried.

Invariant: nothing counted is stored under an address or a name, only under keyed tags. Only failures count against a
name, so that nobody is kept out by their own comings and goings; a limit answers alike for names that exist and names
that do not.
"""

from flask import request, session
from werkzeug.wrappers import Response

from forum.accounts import signin_names, signing_in
from forum.blueprints import person
from forum.extensions import address_key, key_ring, limiter

ADDRESS_TRIES = "30 per minute; 200 per hour"
NAME_FAILURES = "20 per 15 minutes"
CODE_FAILURES = "6 per 10 minutes; 30 per day"
SESSION_FAILURES = "20 per 15 minutes"
JOINS = "20 per hour"
LETTERS_BY_ADDRESS = "20 per hour"
LETTERS_BY_NAME = "5 per hour"


def _failed(response: Response) -> bool:
    # A page that comes back is a form that was refused: whoever gets in is led on.
    return response.status_code not in {302, 303}


def _by_name() -> str:
    return key_ring().tag("limit-name", signin_names.tag_of(request.form.get("signin_name", ""))).hex()


def _by_session() -> str:
    asking = person.signed_in()
    return key_ring().tag("limit-account", asking.account_id).hex() if asking else address_key()


def _by_half_way() -> str:
    asking = person.signed_in()
    account_id = asking.account_id if asking else signing_in.half_way(session.get("half_way", ""))
    return key_ring().tag("limit-code", account_id).hex() if account_id else address_key()


tries_by_address = limiter.limit(ADDRESS_TRIES, key_func=address_key, methods=["POST"])
failures_by_name = limiter.limit(NAME_FAILURES, key_func=_by_name, methods=["POST"], deduct_when=_failed)
failures_of_codes = limiter.limit(CODE_FAILURES, key_func=_by_half_way, methods=["POST"], deduct_when=_failed)
failures_by_session = limiter.limit(SESSION_FAILURES, key_func=_by_session, methods=["POST"], deduct_when=_failed)
joins = limiter.limit(JOINS, key_func=address_key, methods=["POST"])
names = limiter.limit(JOINS, key_func=address_key, methods=["POST"])
letters_by_address = limiter.limit(LETTERS_BY_ADDRESS, key_func=address_key, methods=["POST"])
letters_by_name = limiter.limit(LETTERS_BY_NAME, key_func=_by_name, methods=["POST"])
