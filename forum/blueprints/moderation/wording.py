"""What the clinicians' pages call things: one humane phrase for each member of the domain's closed lists."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from forum.errors import BadInput
from forum.identifiers.kinds import Kind
from forum.models.states import DecisionKind, PersonaKind, ReviewReason
from forum.moderation.items import ItemKind

K = DecisionKind

ITEMS: Mapping[ItemKind, LazyString] = {
    ItemKind.NAME: _l("A chosen name"),
    ItemKind.QUESTION: _l("A question"),
    ItemKind.REPLY: _l("A reply"),
    ItemKind.ANSWER: _l("A clinician’s words"),
    ItemKind.CHANGE: _l("A change to a message"),
    ItemKind.SHOWN: _l("A message that is already shown"),
    ItemKind.TAKEN_BACK: _l("Words that were taken back"),
}
AUTHORS: Mapping[PersonaKind, LazyString] = {
    PersonaKind.EVERYDAY: _l("by a member"),
    PersonaKind.ANONYMOUS: _l("anonymous"),
    PersonaKind.PAIRING: _l("by a mentee"),
    PersonaKind.PROFESSIONAL: _l("by a clinician"),
    PersonaKind.IMPORTED: _l("brought from elsewhere"),
}
LANES: Mapping[str, LazyString] = {
    "late": _l("Waiting longer than we promise"),
    "3": _l("Needs somebody now"),
    "2": _l("Needs care soon"),
    "1": _l("Please look today"),
    "0": _l("In its turn"),
}
REASONS: Mapping[ReviewReason, LazyString] = {
    ReviewReason.BOARD_HOLDS_ALL: _l("On this board everything is read before it is shown."),
    ReviewReason.NEWCOMER: _l("Its author is new here."),
    ReviewReason.AFTER_PUBLICATION: _l("It is shown already; on this board somebody reads it afterwards."),
    ReviewReason.LEVEL: _l("The words suggest that somebody may not be safe."),
    ReviewReason.IDENTIFIERS: _l("It has something in it that could show who somebody is."),
    ReviewReason.EDIT: _l("Its author has changed the words."),
    ReviewReason.RESUBMITTED: _l("Its author was asked for a change and has made it."),
    ReviewReason.WITHDRAWN_AT_RISK: _l("Its author took the words back. Somebody still looks, in case help is needed."),
    ReviewReason.SECOND_REVIEW: _l("It is part of the sample that a second clinician reads."),
    ReviewReason.IMPORTED: _l("It was brought from elsewhere; nobody here wrote it."),
    ReviewReason.NAME: _l("A name that could show who somebody is, or say that somebody is not safe."),
}
IDENTIFIERS: Mapping[str, LazyString] = {
    Kind.PERSON_NAME: _l("a full name"),
    Kind.NAME_PART: _l("a name"),
    Kind.CLINICIAN_NAME: _l("a clinician’s name"),
    Kind.HOSPITAL: _l("a hospital or practice"),
    Kind.PLACE: _l("a place"),
    Kind.ADDRESS: _l("an address"),
    Kind.POSTCODE: _l("a postcode"),
    Kind.DATE: _l("an exact date"),
    Kind.AGE_OVER_89: _l("a great age"),
    Kind.PHONE: _l("a telephone number"),
    Kind.EMAIL: _l("an e-mail address"),
    Kind.HANDLE: _l("a name on another service"),
    Kind.PROFILE_URL: _l("somebody’s own page"),
    Kind.URL: _l("a link"),
    Kind.IP: _l("an internet address"),
    Kind.SSN: _l("a social security number"),
    Kind.NATIONAL_INSURANCE: _l("a national insurance number"),
    Kind.NHS_NUMBER: _l("an NHS number"),
    Kind.CHI_NUMBER: _l("a CHI number"),
    Kind.NPI: _l("a provider’s number"),
    Kind.IBAN: _l("a bank account"),
    Kind.CARD: _l("a payment card"),
    Kind.RECORD_NUMBER: _l("a record’s number"),
}
DECIDED: Mapping[DecisionKind, LazyString] = {
    K.APPROVE: _l("Approved"),
    K.ANSWER_AND_APPROVE: _l("Approved, with an answer"),
    K.RETURN: _l("Asked for a change"),
    K.DECLINE: _l("Not published"),
    K.HIDE: _l("Taken from view"),
    K.ESCALATE: _l("Passed on"),
    K.CONFIRM: _l("Confirmed as second"),
    K.SEND_BACK: _l("Sent back as second"),
    K.CLOSE: _l("Looked at and closed"),
    K.IMPORT: _l("Published from elsewhere"),
}
PROBLEMS: Mapping[tuple[str, str], LazyString] = {
    ("message", "empty"): _l("Please tell the author why, or choose a wording to start from."),
    ("message", "too_long"): _l("This is longer than a message can be. Please shorten it."),
    ("message", "unused"): _l(
        "You have written to the author, and this decision would not send it. Empty the box, or choose one that does."
    ),
    ("reason_code", "unknown"): _l("Please choose a wording from the list, or none."),
    ("answer", "empty"): _l("Please write your answer first."),
    ("answer", "too_long"): _l("This is longer than a message can be. Please shorten it."),
    ("answer", "identifies"): _l(
        "Your answer has something in it that could show who somebody is. Please take that out."
    ),
    ("answer", "unused"): _l(
        "You have written an answer, and this decision would not publish it. Empty the box, or choose one that does."
    ),
}
OTHERWISE = _l("This cannot be used as it stands. Please look at it again.")


def problem(refused: BadInput) -> str:
    """Return what to say about words that cannot be taken."""
    return str(PROBLEMS.get((refused.field, refused.problem), OTHERWISE))
