"""What a clinician is writing: kept as it is typed, given back after an undo, shown before it is sent."""

from collections.abc import Mapping

from markupsafe import Markup
from sqlalchemy.exc import IntegrityError

from forum.blueprints.person import require_signed_in
from forum.confidentiality.identity import SignedIn
from forum.discussions import drafts
from forum.errors import BadInput
from forum.moderation.intake import Draft, read_for_preview
from forum.moderation.reading import ReviewPage
from forum.policy.check import require
from forum.policy.permissions import Permission
from forum.policy.viewer import Viewer
from forum.transaction import vault_atomic

FIELDS = ("answer", "message", "reason_code")


def draft_of(page: ReviewPage) -> dict[str, str]:
    """Return what was typed here and not sent, or else the words of one's own decision that was just undone."""
    if not page.actions:
        return {}
    session = require_signed_in().session
    kept = drafts.kept(session.account_id, session.account_key, place_of(page.id))
    if any(kept.values()):
        return {field: kept.get(field, "") for field in FIELDS}
    last = page.decisions[0] if page.decisions else None
    if last is None or not (last.is_undone and last.is_mine and last.is_here):
        return {}
    return {
        "answer": last.answer_source or "",
        "message": last.message or "",
        "reason_code": last.reason_code or "",
    }


def keep_draft(review_id: str, typed: Mapping[str, str]) -> None:
    """Keep what is being written about an item."""
    found = require_signed_in()
    require(found.viewer, Permission.MODERATE)
    words = {field: typed.get(field, "") for field in FIELDS}
    try:
        _keep(found, place_of(review_id), words)
    except IntegrityError:  # two tabs kept their first words in one moment
        _keep(found, place_of(review_id), words)


def _keep(found: SignedIn, place: str, words: Mapping[str, str]) -> None:
    with vault_atomic():
        if words["answer"].strip() or words["message"].strip():
            drafts.keep(found.account_id, found.session.account_key, place, words)
        else:
            drafts.drop(found.account_id, place)


def forget_draft(review_id: str) -> None:
    """Forget what was written, because it was sent."""
    with vault_atomic():
        drafts.drop(require_signed_in().session.account_id, place_of(review_id))


def previewed(clinician: Viewer, answer: str) -> Markup:
    """Return an answer as readers would see it; nothing for one that cannot be taken."""
    require(clinician, Permission.MODERATE)
    try:
        html, _assessment = read_for_preview(Draft(answer))
    except BadInput:
        return Markup("")
    return Markup(html)  # noqa: S704 - rendered and sanitised by rich_text  # nosec B704


def place_of(review_id: str) -> str:
    """Return the place under which what is written about an item is kept."""
    return f"answer:{review_id}"
