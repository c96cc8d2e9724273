"""The closed lists of the models: states, kinds and roles, each member with its meaning.

Which state follows which is not here but in ``moderation.transitions``.
"""

import enum


class PostState(enum.StrEnum):
    """Where a post stands, as its thread sees it."""

    DRAFT = "draft"  # being written; lives on the author's shelf, never in the forum
    HELD = "held"  # waits for a clinician; only its author and the board's clinicians can see it
    PUBLISHED = "published"  # everybody who may read the board can see its approved revision
    RETURNED = "returned"  # the author has been asked for changes
    DECLINED = "declined"  # not published, with a reason; the author may appeal
    WITHDRAWN = "withdrawn"  # taken back by its author
    HIDDEN = "hidden"  # was published and has been taken from view
    ERASED = "erased"  # its key is gone; nobody can read it again


class RevisionState(enum.StrEnum):
    """Where one wording of a post stands."""

    HELD = "held"  # waits for a clinician
    APPROVED = "approved"  # may be read by those who may read the post
    RETURNED = "returned"  # changes asked for
    DECLINED = "declined"  # refused with a reason
    WITHDRAWN = "withdrawn"  # taken back before it was decided
    SUPERSEDED = "superseded"  # a later wording took its place


class ReviewState(enum.StrEnum):
    """Where one item of the moderation queue stands."""

    OPEN = "open"  # waits for a clinician to claim it
    CLAIMED = "claimed"  # a clinician holds the lease
    AWAITING_AUTHOR = "awaiting_author"  # returned for changes; opens again when the author has edited
    AWAITING_SECOND = "awaiting_second"  # needs a second signature
    DECIDED = "decided"  # done, for now
    VOID = "void"  # its subject was withdrawn before anybody decided (never at red or crisis)


class PostKind(enum.StrEnum):
    """What a post is within its thread."""

    QUESTION = "question"
    REPLY = "reply"
    ANSWER = "answer"  # by a clinician, under a verified credential


class PersonaKind(enum.StrEnum):
    """Which face of a person speaks."""

    EVERYDAY = "everyday"  # the one lasting pseudonym of an account
    ANONYMOUS = "anonymous"  # fresh in one anonymity scope; shares nothing with any other
    PAIRING = "pairing"  # a mentee towards a mentor
    PROFESSIONAL = "professional"  # a clinician's, with a verified credential
    IMPORTED = "imported"  # nobody's: words brought from elsewhere, author not verified


class PersonaState(enum.StrEnum):
    """Whether a persona may act, and whether its name may be shown."""

    ACTIVE = "active"
    NAME_WAITING = "name_waiting"  # the chosen name is in the queue; a neutral one is shown
    SUSPENDED = "suspended"
    ERASED = "erased"


class Role(enum.StrEnum):
    """What a grant lets its holder be."""

    CLINICIAN = "clinician"  # reviews and answers on a board
    LEAD = "lead"  # second signatures, appeals, cases
    MENTOR = "mentor"  # supports paired members under supervision
    ADMINISTRATOR = "administrator"  # boards, grants, credentials, settings; no words


class Access(enum.StrEnum):
    """Who may read a board."""

    PUBLIC = "public"
    MEMBERS = "members"
    INVITED = "invited"


class PostingPolicy(enum.StrEnum):
    """When words on a board appear."""

    HOLD_ALL = "hold_all"
    HOLD_NEWCOMERS = "hold_newcomers"
    PUBLISH_THEN_REVIEW = "publish_then_review"


class Anonymity(enum.StrEnum):
    """How a board treats anonymous words."""

    ALLOWED = "allowed"
    RECOMMENDED = "recommended"
    ALWAYS = "always"


class ReviewReason(enum.StrEnum):
    """Why a review was opened, or what was added to an open one."""

    BOARD_HOLDS_ALL = "board_holds_all"
    NEWCOMER = "newcomer"
    AFTER_PUBLICATION = "after_publication"
    LEVEL = "level"  # triage found red or crisis
    IDENTIFIERS = "identifiers"  # contact details and the like hold whatever the policy
    EDIT = "edit"
    RESUBMITTED = "resubmitted"
    WITHDRAWN_AT_RISK = "withdrawn_at_risk"  # taken back, and still to be looked at
    SECOND_REVIEW = "second_review"  # a clinician's words in the sample
    IMPORTED = "imported"
    NAME = "name"


class DecisionKind(enum.StrEnum):
    """What a clinician decided."""

    APPROVE = "approve"
    ANSWER_AND_APPROVE = "answer_and_approve"
    RETURN = "return"
    DECLINE = "decline"
    HIDE = "hide"
    ESCALATE = "escalate"
    CONFIRM = "confirm"  # the second signature
    SEND_BACK = "send_back"  # the second clinician does not agree
    CLOSE = "close"  # withdrawn words at red or crisis: looked at, nothing more to publish
    IMPORT = "import"  # an administrator published imported words as they stood


class CaseState(enum.StrEnum):
    """Where a safety case stands."""

    OPEN = "open"
    CLOSED = "closed"


class Consent(enum.StrEnum):
    """What a person agreed to when joining."""

    RULES = "rules"
    CONFIDENTIALITY_LIMITS = "confidentiality_limits"
    MINIMUM_AGE = "minimum_age"
