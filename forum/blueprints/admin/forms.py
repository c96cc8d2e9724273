"""The forms of the administration: every choice says what it means for the people of the board.

Invariant: what the domain decides is asked of the domain; a form only reads, and says refusals beside their field.
"""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from forum.administration import registers
from forum.administration.boards import LONGEST, MOST_NEWCOMER_POSTS
from forum.blueprints.admin.sentences import PROBLEMS, TOO_LONG, sentence
from forum.errors import BadInput
from forum.models.states import Access, Anonymity, PostingPolicy, Role

ACCESS: Mapping[Access, Any] = {
    Access.PUBLIC: _l(
        "Everybody, also without signing in. What somebody writes here may be read by people who know them."
    ),
    Access.MEMBERS: _l("Everybody who has joined. This suits most boards."),
    Access.INVITED: _l("Only people whom you invite, and the board's clinicians. Nobody else can tell that it exists."),
}
POSTING: Mapping[PostingPolicy, Any] = {
    PostingPolicy.HOLD_ALL: _l(
        "After a clinician has read it. Every message waits, and its writer sees where it stands."
    ),
    PostingPolicy.HOLD_NEWCOMERS: _l(
        "Newcomers' messages after a clinician has read them, others at once. Messages under a fresh name always wait."
    ),
    PostingPolicy.PUBLISH_THEN_REVIEW: _l(
        "At once; a clinician reads it afterwards. Words that sound like danger, or could say who somebody is, wait "
        "all the same."
    ),
}
ANONYMITY: Mapping[Anonymity, Any] = {
    Anonymity.ALLOWED: _l("May be chosen. People speak under their usual name unless they ask for a fresh one."),
    Anonymity.RECOMMENDED: _l("Is chosen already. People may change it to their usual name."),
    Anonymity.ALWAYS: _l("Is always used. Nobody's messages in one thread can be tied to those in another."),
}
ROLES: Mapping[Role, Any] = {
    Role.CLINICIAN: _l("Clinician: reads what waits on their boards, decides and answers. Needs a registration."),
    Role.LEAD: _l("Lead clinician: gives second signatures as well. Needs a registration. Made by two people."),
    Role.MENTOR: _l("Mentor: an experienced member who supports others."),
    Role.ADMINISTRATOR: _l(
        "Administrator: keeps boards, roles and hours. Reads no private or waiting words. Made by two people."
    ),
}
EVERY_BOARD = "all"


class Ticks(SelectMultipleField):  # type: ignore[misc]
    """Several of a list, as boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def _words(label: Any, longest: int, needed: Any, **more: Any) -> StringField:
    kw = {"maxlength": longest, "autocomplete": "off", **more.pop("render_kw", {})}
    return StringField(label, [InputRequired(needed), Length(max=longest, message=TOO_LONG)], render_kw=kw, **more)


def _radio(label: Any, choices: Mapping[Any, Any], **more: Any) -> RadioField:
    kind = type(next(iter(choices)))
    return RadioField(
        label,
        [InputRequired(message=_l("Please choose one."))],
        choices=[SelectChoice(value, text) for value, text in choices.items()],
        coerce=kind,
        **more,
    )


def _pseudonym() -> StringField:
    return StringField(
        _l("Public name"),
        [InputRequired(_l("Please type the person's public name."))],
        description=_l("Exactly the name that others see. Ask the person for it."),
        render_kw={"maxlength": 60, "autocomplete": "off", "spellcheck": "false"},
    )


class BoardForm(FlaskForm):  # type: ignore[misc]
    """A board, as ``BoardPlan`` has it."""

    name = _words(_l("Name"), LONGEST["name"], _l("Please give the board a name."))
    category = _words(
        _l("Heading"),
        LONGEST["category"],
        _l("Please say under which heading it stands."),
        description=_l("Boards stand together under their heading. A new heading is made by writing it here."),
        render_kw={"list": "headings"},
    )
    description = TextAreaField(
        _l("What it is for"),
        [
            InputRequired(_l("Please say what the board is for.")),
            Length(max=LONGEST["description"], message=TOO_LONG),
        ],
        description=_l("One or two sentences, shown in the list of boards."),
        render_kw={"rows": 2, "maxlength": LONGEST["description"]},
    )
    slug = _words(
        _l("Address"),
        LONGEST["slug"],
        _l("Please choose the board's address."),
        description=_l(
            "The last part of the board's address, such as “sleep-and-rest”. Others may see it over a shoulder or in a "
            "browser's history, so choose words that do not give a diagnosis away."
        ),
        render_kw={"spellcheck": "false", "autocapitalize": "none"},
    )
    access = _radio(_l("Who can read it"), ACCESS, default=Access.MEMBERS)
    posting = _radio(_l("When messages are shown"), POSTING, default=PostingPolicy.HOLD_NEWCOMERS)
    newcomer_posts = IntegerField(
        _l("Messages until somebody is no newcomer"),
        [
            InputRequired(message=PROBLEMS["newcomer_posts", "range"]),
            NumberRange(0, MOST_NEWCOMER_POSTS, PROBLEMS["newcomer_posts", "range"]),
        ],
        default=3,
        description=_l("How many must have been approved. Counts only where newcomers' messages wait."),
        render_kw={"min": 0, "max": MOST_NEWCOMER_POSTS},
    )
    anonymity = _radio(_l("A fresh name in each thread"), ANONYMITY, default=Anonymity.ALLOWED)
    guidelines = TextAreaField(
        _l("Guidelines"),
        [Optional()],
        description=_l("What is good to know before writing here. Markdown: **bold**, lists with -, an empty line."),
        render_kw={"rows": 8},
    )
    place = IntegerField(
        _l("Place under its heading"),
        [InputRequired(message=_l("Please give a whole number."))],
        default=0,
        description=_l("Boards with smaller numbers stand first."),
    )
    is_archived = BooleanField(
        _l("Close this board to new messages"),
        description=_l("It leaves the list of boards; what was said stays where it is."),
    )


class InviteForm(FlaskForm):  # type: ignore[misc]
    """Whom to invite."""

    pseudonym = _pseudonym()


class GrantForm(FlaskForm):  # type: ignore[misc]
    """A role for somebody."""

    pseudonym = _pseudonym()
    role = _radio(_l("Role"), ROLES)
    boards = Ticks(_l("On which boards"), description=_l("For clinicians and leads."))
    until = DateField(
        _l("Last day"),
        [Optional()],
        description=_l("For clinicians and leads, no later than their registration's. Others may have none."),
    )


class SignRoleForm(FlaskForm):  # type: ignore[misc]
    """The second signature on a role."""

    has_asked = BooleanField(
        _l("I have spoken with this person, not only here: the name is theirs, and they should have this role"),
        [InputRequired(message=_l("Please speak with the person first, and tick this when it is so."))],
    )


class CredentialForm(FlaskForm):  # type: ignore[misc]
    """A registration, as somebody has just looked it up."""

    pseudonym = _pseudonym()
    display_name = _words(
        _l("Professional name"),
        60,
        _l("Please type the professional name."),
        description=_l("As patients will see it beside answers, such as “Dr A. Moss”."),
    )
    profession = _words(
        _l("Profession"),
        60,
        _l("Please type the profession."),
        description=_l("As patients will see it, such as “Diabetes nurse”."),
    )
    register = SelectField(
        _l("Register"),
        choices=[
            SelectChoice(key, _l("Another register") if key == registers.OTHER else f"{key} · {found.name}")
            for key, found in registers.REGISTERS.items()
        ],
    )
    number = _words(_l("Number in the register"), 40, _l("Please type the number."), render_kw={"spellcheck": "false"})
    expires_on = DateField(
        _l("Counts until"),
        [InputRequired(message=_l("Please give the day on which the registration must be renewed."))],
        description=_l("The day on which the registration must be renewed. The role ends by itself after it."),
    )

    def validate_number(self, field: StringField) -> None:
        """Say when the number cannot be one of its register."""
        try:
            registers.normalised(self.register.data, field.data or "")
        except BadInput as refused:
            raise ValidationError(sentence(refused)) from None


class SignForm(FlaskForm):  # type: ignore[misc]
    """The second signature on a registration."""

    has_looked = BooleanField(
        _l(
            "I have looked this number up in the register today: name and profession fit, and no condition stands there"
        ),
        [InputRequired(message=_l("Please look the number up in the register, and tick this when it fits."))],
    )
    seen = HiddenField()  # what stood there when the page was drawn
