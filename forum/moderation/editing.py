"""Changing one's own words, on the version that one had before one: nothing is put over what was not seen."""

from forum.discussions import loading
from forum.errors import StaleVersion
from forum.moderation import intake, publication
from forum.moderation.intake import Draft, Receipt
from forum.policy.permissions import Permission
from forum.policy.viewer import Viewer
from forum.transaction import require_transaction


def edit(viewer: Viewer, post_id: str, version_seen: int, draft: Draft) -> Receipt:
    """Take a new wording of the viewer's own post through the gate.

    Raises StaleVersion when the post has moved on since ``version_seen``, and NotFound, Refused, BadInput.
    """
    require_transaction("forum")
    post = loading.post(viewer, post_id, Permission.EDIT)
    publication.take_hold(post)
    if post.version != version_seen:
        raise StaleVersion(post.version)
    return intake.submit_edit(viewer, post, draft)
