"""The wordings that a clinician can start from when words go back to their author: the one place where they stand.

Each is a whole message, kind and without blame, to be chosen and then made one's own; the record keeps its code.
They are never about danger: crisis is not a violation.
"""

from dataclasses import dataclass

from forum.models.states import DecisionKind

K = DecisionKind


def N_(sentence: str) -> str:  # noqa: N802 - the name that translators' tools look for
    """Mark a sentence for translation; the page that shows it translates it."""
    return sentence


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason, for which decisions it is meant, and the words that it begins with."""

    code: str
    kinds: frozenset[DecisionKind]
    label: str
    words: str
    is_about_name: bool = False


REASONS: tuple[Reason, ...] = (
    Reason(
        "identifies_author",
        frozenset({K.RETURN}),
        N_("It could show who they are"),
        N_(
            "Thank you for writing. Something in your message could show who you are, so it is not up yet. "
            "Could you take out the part that names you or says where you can be found? Then send it again."
        ),
    ),
    Reason(
        "identifies_other",
        frozenset({K.RETURN}),
        N_("It could show who somebody else is"),
        N_(
            "Thank you for writing. Your message names somebody who has not chosen to be named here. "
            "Could you put “my doctor” or “my sister” in place of the name, and send it again?"
        ),
    ),
    Reason(
        "contact_details",
        frozenset({K.RETURN}),
        N_("It has contact details in it"),
        N_(
            "Thank you for writing. To keep everybody safe, contact details are not shown here. "
            "Could you take them out and send your message again? You can go on talking on the board."
        ),
    ),
    Reason(
        "too_much_detail",
        frozenset({K.RETURN}),
        N_("A part could be hard for others to read"),
        N_(
            "Thank you for trusting us with this. One part goes into detail that could be hard for somebody who is "
            "struggling. Could you say that you went through it without describing how? The rest is welcome as it is."
        ),
    ),
    Reason(
        "advice_as_fact",
        frozenset({K.RETURN, K.DECLINE}),
        N_("It advises on a treatment"),
        N_(
            "Thank you for wanting to help. Part of your message tells somebody what to take or to stop, which could "
            "harm a person whose situation is different. What it was like for you is welcome. Could you tell that?"
        ),
    ),
    Reason(
        "unkind",
        frozenset({K.RETURN, K.DECLINE, K.HIDE}),
        N_("It could hurt somebody here"),
        N_(
            "We can see that this matters to you. As it stands, your message could hurt somebody who reads it. "
            "You are welcome to say the same thing about what happened, rather than about the person."
        ),
    ),
    Reason(
        "off_topic",
        frozenset({K.DECLINE}),
        N_("It belongs somewhere else"),
        N_(
            "Thank you for writing. Your message is about something that this board is not for, so it was not "
            "published here. Another board may be the right place: you are welcome to ask there."
        ),
    ),
    Reason(
        "advertising",
        frozenset({K.DECLINE, K.HIDE}),
        N_("It offers something for sale"),
        N_(
            "Your message offers or recommends something that can be bought. We do not publish those, so that nobody "
            "here has to wonder why something is recommended to them."
        ),
    ),
    Reason(
        "other_name",
        frozenset({K.DECLINE}),
        N_("The name could show who they are"),
        N_(
            "Thank you for joining. The name you chose could show who you are, or be taken for somebody else's. "
            "Could you choose another one? A colour and an animal work well."
        ),
        is_about_name=True,
    ),
)
CODES = frozenset(reason.code for reason in REASONS)


def reasons_for(kind: DecisionKind, *, about_name: bool = False) -> tuple[Reason, ...]:
    """Return the reasons meant for a decision on words, or on a name, in the order in which they are offered."""
    return tuple(reason for reason in REASONS if kind in reason.kinds and reason.is_about_name is about_name)
