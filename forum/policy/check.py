"""The two questions that everybody asks of policy: ``allows`` answers, ``require`` raises."""

from forum.errors import NeedsSecondFactor, NeedsSignIn, NotFound, Refused
from forum.policy.permissions import Permission
from forum.policy.rules import INVISIBLE, RULES
from forum.policy.viewer import Viewer


def allows(viewer: Viewer, permission: Permission, thing: object = None) -> bool:
    """Answer whether ``viewer`` may; an unknown permission is refused."""
    return all(predicate(viewer, thing) for predicate in RULES.get(permission, (_never,)))


def require(viewer: Viewer, permission: Permission, thing: object = None) -> None:
    """Raise unless ``viewer`` may: NotFound for what must not be seen, NeedsSignIn, NeedsSecondFactor or Refused."""
    if allows(viewer, permission, thing):
        return
    if viewer.is_signed_in and viewer.is_staff and not viewer.has_second_factor:
        raise NeedsSecondFactor
    if permission in INVISIBLE:
        raise NotFound
    if not viewer.is_signed_in:
        raise NeedsSignIn
    raise Refused


def _never(_viewer: Viewer, _thing: object) -> bool:
    return False
