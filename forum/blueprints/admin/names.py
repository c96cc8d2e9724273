"""Short names for lists, where a form has the whole explanation."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from forum.models.states import Access, PostingPolicy, Role

ACCESS_NAMES: Mapping[Access, Any] = {
    Access.PUBLIC: _l("Everybody can read"),
    Access.MEMBERS: _l("Members can read"),
    Access.INVITED: _l("By invitation"),
}
POSTING_NAMES: Mapping[PostingPolicy, Any] = {
    PostingPolicy.HOLD_ALL: _l("read before shown"),
    PostingPolicy.HOLD_NEWCOMERS: _l("newcomers read before shown"),
    PostingPolicy.PUBLISH_THEN_REVIEW: _l("shown, then read"),
}
ROLE_HEADINGS: Mapping[Role, Any] = {
    Role.ADMINISTRATOR: _l("Administrators"),
    Role.LEAD: _l("Lead clinicians"),
    Role.CLINICIAN: _l("Clinicians"),
    Role.MENTOR: _l("Mentors"),
}
ROLE_NAMES: Mapping[Role, Any] = {
    Role.ADMINISTRATOR: _l("Administrator"),
    Role.LEAD: _l("Lead clinician"),
    Role.CLINICIAN: _l("Clinician"),
    Role.MENTOR: _l("Mentor"),
}
