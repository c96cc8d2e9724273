"""Every permission there is, with the sentence that says what it lets one do."""

import enum


class Permission(enum.Enum):
    """What may be asked of ``check``; the value is what it means."""

    READ_BOARD = "see that a board exists and read its list"
    READ_THREAD = "open a thread"
    READ_POST = "read the words of a post"
    READ_REVISIONS = "read earlier wordings of a post"
    ASK = "start a thread on a board"
    REPLY = "add to a thread"
    QUOTE = "refer to a passage of a post"
    EDIT = "send a new wording of a post"
    WITHDRAW = "take one's own post back"
    MODERATE = "use the queue at all"
    REVIEW = "open an item of the queue and read its words"
    CLAIM = "take an item of the queue for oneself"
    DECIDE = "decide on an item that one has claimed"
    SIGN_SECOND = "give the second signature"
    ANSWER = "answer under a professional persona"
    ADMINISTER = "keep boards, grants, hours and settings"
    SIGN_CREDENTIAL = "see registrations that were entered, and give the second signature on one"
