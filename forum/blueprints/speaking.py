"""The way from a composer to the gate.

Invariants: the face is made in the vault before the forum's transaction opens; a form that is sent twice is one post,
also when both arrive in one moment; a draft is dropped only once its words are surely kept; words that arrive after
their sign-in ran out are not lost.
"""

from collections.abc import Callable

from flask import request
from sqlalchemy.exc import IntegrityError
from werkzeug.wrappers import Response

from forum.blueprints import person
from forum.blueprints.accounts.keeping import LONGEST, login_page_keeping
from forum.blueprints.composing import SpeakingForm, WordsForm
from forum.confidentiality import identity
from forum.confidentiality.identity import SignedIn
from forum.discussions import drafts, voices
from forum.extensions import address_key, key_ring, limiter
from forum.models.personas import Persona
from forum.moderation.intake import Receipt
from forum.transaction import atomic, vault_atomic

# The fields of a composer that its draft holds.
KEPT = frozenset({"title", "body", "voice", "quote"})


def _by_account() -> str:
    asking = person.signed_in()
    return key_ring().tag("limit", asking.account_id).hex() if asking else address_key()


pace_of_words = limiter.limit("8 per minute; 60 per hour", key_func=_by_account, methods=["POST"])
pace_of_typing = limiter.limit("120 per minute", key_func=_by_account)


def send(speaker: SignedIn, form: SpeakingForm, scope: str, take: Callable[[Persona, bytes], Receipt]) -> Receipt:
    """Bring a form's words to the gate as the face that was chosen; raises BadInput, Refused, NotFound."""
    voice = form.chosen
    tag = identity.submission_tag(speaker.account_id, form.submission.data)
    face = voices.face_for(speaker, voice, scope)

    def once() -> Receipt:
        with atomic():
            return take(voices.persona_for(face, voice, scope), tag)

    try:
        receipt = once()
    except IntegrityError:  # the same form twice in one moment: the other one made the face
        receipt = once()
    if not receipt.is_repeat:
        drop_draft(speaker, form.place.data or "")
    return receipt


def drop_draft(speaker: SignedIn, place: str) -> None:
    """Forget the draft of words that were sent."""
    with vault_atomic():
        drafts.drop(speaker.account_id, place)


def restore(speaker: SignedIn, form: WordsForm, place: str) -> None:
    """Put a place's draft into the form that opens; what came with the request stays."""
    form.place.data = place
    if form.is_submitted():
        return
    kept = drafts.kept(speaker.account_id, speaker.session.account_key, place)
    # Words that were meant to replace others are worth nothing once those have changed.
    if "version" in form and kept.get("version") != str(form["version"].data):
        return
    for name in KEPT & kept.keys() & set(form._fields):
        form[name].data = kept[name]


def page_for_expired(next_path: str) -> Response | None:
    """Return the sign-in page that carries the words of a form whose sign-in ran out, else None.

    ``next_path`` is the composer, where the draft will be found again.
    """
    if request.method != "POST" or person.signed_in() is not None:
        return None
    words = {name: request.form.get(name, "") for name in LONGEST}
    return login_page_keeping(request.form.get("place", ""), words, next_path)
