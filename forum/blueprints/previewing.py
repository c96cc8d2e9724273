"""What words will look like, and what in them could tell who somebody is, before they are sent.

Invariant: the same path as that of published words makes the preview; nothing is stored.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from flask_babel import LazyString, lazy_gettext
from markupsafe import Markup

from forum.blueprints.filters import gettext as _
from forum.identifiers.kinds import ACTIONS, Action, Kind
from forum.moderation import intake
from forum.moderation.intake import Draft

NAMES: Mapping[Kind, LazyString] = {
    Kind.PERSON_NAME: lazy_gettext("a full name"),
    Kind.NAME_PART: lazy_gettext("a name"),
    Kind.CLINICIAN_NAME: lazy_gettext("the name of a professional"),
    Kind.HOSPITAL: lazy_gettext("the name of a hospital or practice"),
    Kind.PLACE: lazy_gettext("a place"),
    Kind.ADDRESS: lazy_gettext("an address"),
    Kind.POSTCODE: lazy_gettext("a postcode"),
    Kind.DATE: lazy_gettext("an exact date"),
    Kind.AGE_OVER_89: lazy_gettext("an age that few people have"),
    Kind.PHONE: lazy_gettext("a telephone number"),
    Kind.EMAIL: lazy_gettext("an e-mail address"),
    Kind.HANDLE: lazy_gettext("a name from another service"),
    Kind.PROFILE_URL: lazy_gettext("a link to a person's own page"),
    Kind.URL: lazy_gettext("a link"),
    Kind.IP: lazy_gettext("an internet address"),
}
A_NUMBER = lazy_gettext("a number from a record or a register")


@dataclass(frozen=True, slots=True)
class Preview:
    """Rendered words, and what their author may want to think about again."""

    html: Markup
    notes: Sequence[str]


def preview_of(body: str) -> Preview:
    """Return what words would look like; raises BadInput for words that cannot be taken."""
    html, assessment = intake.read_for_preview(Draft(body))
    found = {Kind(finding.kind) for finding in assessment.identifiers}
    return Preview(Markup(html), _notes(found))  # noqa: S704 - sanitised by the same path as published words  # nosec B704


def _notes(found: set[Kind]) -> list[str]:
    holding = _listed(kind for kind in Kind if kind in found and ACTIONS[kind] is Action.HOLD)
    warning = _listed(kind for kind in Kind if kind in found and ACTIONS[kind] is Action.WARN)
    notes = []
    if holding:
        notes.append(
            _(
                "There seems to be %(what)s in this. To keep you safe, a clinician looks at it before anybody else "
                "does. You may want to take it out.",
                what=holding,
            )
        )
    if warning:
        notes.append(
            _("There seems to be %(what)s in this. Could somebody who knows you recognise you by it?", what=warning)
        )
    return notes


def _listed(kinds: Iterable[Kind]) -> str:
    return ", ".join(dict.fromkeys(str(NAMES.get(kind, A_NUMBER)) for kind in kinds))
