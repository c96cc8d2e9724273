"""The questions that several forms ask: each with its words, its hint, and what a browser should know of it.

Invariant: what can be taken is decided by the domain alone; here it is only said beside the field. No password is typed
back into a page.
"""

from collections.abc import Callable
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, PasswordField, StringField
from wtforms.validators import InputRequired, ValidationError

from forum.blueprints.accounts.sentences import sentence
from forum.errors import BadInput

NEEDED = _l("Please fill this in.")
TYPED_BY_HAND = {"autocapitalize": "none", "spellcheck": "false"}


def said(check: Callable[..., object], *arguments: object) -> None:
    """Do a check of the domain, and let its refusal be said beside the field."""
    try:
        check(*arguments)
    except BadInput as refused:
        raise ValidationError(str(sentence(refused))) from None


def refuse(form: FlaskForm, refused: BadInput) -> None:
    """Say a refusal that came from a verb beside the field that it names."""
    field = form[refused.field]
    field.errors = [*field.errors, str(sentence(refused))]


def needed(otherwise: LazyString = NEEDED) -> InputRequired:
    """Return what says that a field must not be empty."""
    return InputRequired(message=otherwise)


def new_password(label: LazyString) -> PasswordField:
    """Ask for a password to be chosen."""
    return PasswordField(
        label,
        [needed(_l("Please choose a password."))],
        description=_l(
            "At least 12 characters. Four words that do not belong together are strong and easy to remember. "
            "You do not need capitals, figures or signs."
        ),
        render_kw={"autocomplete": "new-password"},
    )


def present_password(label: LazyString) -> PasswordField:
    """Ask for the password that is."""
    said_when_empty = needed(_l("Please type your password."))
    return PasswordField(label, [said_when_empty], render_kw={"autocomplete": "current-password"})


def signin_name(label: LazyString, description: LazyString | str = "", *, is_optional: Any = None) -> StringField:
    """Ask for the private name; ``is_optional`` takes the place of the validator that it must not be empty."""
    shown = {"autocomplete": "username", **TYPED_BY_HAND}
    return StringField(label, [is_optional or needed()], description=description, render_kw=shown)


def public_name() -> StringField:
    """Ask for the name that others see."""
    return StringField(
        _l("Name that others see"),
        [needed(_l("Please choose the name that others will see."))],
        description=_l(
            "Everybody here sees it beside what you write. Choose something that does not say who you are, such as "
            "two words that you like: “Quiet Heron”."
        ),
        render_kw={"autocomplete": "off", "spellcheck": "false", "maxlength": 60},
    )


def code(label: LazyString, description: LazyString | str = "") -> StringField:
    """Ask for a code of the second factor."""
    shown = {"autocomplete": "one-time-code", **TYPED_BY_HAND}
    return StringField(label, [needed(_l("Please type the code."))], description=description, render_kw=shown)


def any_code() -> StringField:
    """Ask for a code of the app or from paper."""
    return code(_l("Code"), _l("The six digits that your app shows now, or one of your codes on paper."))


def is_of_age() -> BooleanField:
    """Ask for the minimum age, which the form writes into the label."""
    return BooleanField("", [needed(_l("Please confirm your age. This place is not for younger people."))])


def agrees() -> BooleanField:
    """Ask for agreement to both texts."""
    return BooleanField(
        _l("I have read the house rules and the limits of confidentiality, and I agree to them"),
        [needed(_l("Please read the house rules and the limits of confidentiality, and tick this when you agree."))],
    )
