"""The forms of accounts: what is asked, in plain words, and what is said when it cannot be taken.

Invariant: a password is judged by ``accounts.passwords`` wherever one is chosen, and typed back into no page.
"""

from collections.abc import Callable, Iterable
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, EmailField, PasswordField, SelectField, StringField
from wtforms.validators import InputRequired, Optional, ValidationError

from forum.accounts import addresses, passwords, public_names, signin_names
from forum.blueprints.accounts.sentences import sentence
from forum.errors import BadInput
from forum.extensions import settings
from forum.triage import resources

NEW_PASSWORD_HINT = _l(
    "At least 12 characters. Four words that do not belong together are strong and easy to remember. "
    "You do not need capitals, figures or signs."
)
PUBLIC_NAME_HINT = _l(
    "Everybody here sees it beside what you write. Choose something that does not say who you are, such as two words "
    "that you like: “Quiet Heron”."
)
NEEDED = _l("Please fill this in.")


def said(check: Callable[..., object], *arguments: object) -> None:
    """Do a check of the domain, and let its refusal be said beside the field."""
    try:
        check(*arguments)
    except BadInput as refused:
        raise ValidationError(str(sentence(refused))) from None


def refuse(form: FlaskForm, refused: BadInput) -> None:
    """Say a refusal that came from a verb beside the field that it names."""
    form[refused.field].errors = [*form[refused.field].errors, str(sentence(refused))]


def _needed(sentence: Any = NEEDED) -> InputRequired:
    return InputRequired(message=sentence)


def _new_password(label: Any) -> PasswordField:
    return PasswordField(
        label,
        [_needed(_l("Please choose a password."))],
        description=NEW_PASSWORD_HINT,
        render_kw={"autocomplete": "new-password"},
    )


def _present_password(label: Any) -> PasswordField:
    return PasswordField(
        label, [_needed(_l("Please type your password."))], render_kw={"autocomplete": "current-password"}
    )


def _signin_name(label: Any, **more: Any) -> StringField:
    kw = {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
    return StringField(label, more.pop("validators", [_needed()]), render_kw=kw, **more)


def _code(label: Any, **more: Any) -> StringField:
    kw = {"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"}
    return StringField(label, [_needed(_l("Please type the code."))], render_kw=kw, **more)


def country_choices() -> list[tuple[str, Any]]:
    """Return what the country may be, beginning with saying nothing."""
    return [("", _l("I would rather not say")), *resources.countries()]


class ChoosesPassword(FlaskForm):  # type: ignore[misc]
    """A form in which a password is chosen, judged beside what others might know of the person."""

    def validate_password(self, field: PasswordField) -> None:
        """Say what would make the password stronger."""
        known: Iterable[str] = [self[name].data or "" for name in ("signin_name", "name", "email") if name in self]
        said(passwords.check, field.data, [part for word in known for part in (word, word.partition("@")[0])])


class AgreeForm(FlaskForm):  # type: ignore[misc]
    """Age and agreement: part of joining, and asked again when a text has changed."""

    is_of_age = BooleanField("", [_needed(_l("Please confirm your age. This place is not for younger people."))])
    agrees = BooleanField(
        _l("I have read the house rules and the limits of confidentiality, and I agree to them"),
        [_needed(_l("Please read the house rules and the limits of confidentiality, and tick this when you agree."))],
    )

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.is_of_age.label.text = gettext("I am %(age)s or older", age=settings().minimum_age)


class JoinForm(ChoosesPassword, AgreeForm):
    """Everything that joining asks."""

    signin_name = _signin_name(
        _l("Name you sign in with"),
        description=_l("Only for signing in. Nobody else ever sees it, and we keep it in a form that cannot be read."),
    )
    name = StringField(
        _l("Name that others see"),
        [_needed(_l("Please choose the name that others will see."))],
        description=PUBLIC_NAME_HINT,
        render_kw={"autocomplete": "off", "spellcheck": "false", "maxlength": 60},
    )
    password = _new_password(_l("Password"))
    email = EmailField(
        _l("E-mail address"),
        [Optional()],
        description=_l(
            "Only to send you a new password, or to say that something is new. It is kept locked away, and our "
            "letters never say what this is about. Without it you get a code to print."
        ),
        render_kw={"autocomplete": "email"},
    )
    country = SelectField(
        _l("Country"),
        choices=country_choices,
        validate_choice=True,
        description=_l("So that help in a crisis shows the numbers where you are. Used for nothing else."),
    )

    def validate_signin_name(self, field: StringField) -> None:
        """Say what a sign-in name may be."""
        said(signin_names.check, field.data)

    def validate_name(self, field: StringField) -> None:
        """Say what a public name may be."""
        said(public_names.check, field.data)

    def validate_email(self, field: EmailField) -> None:
        """Say whether this can be an address at all; never whether it is known."""
        said(addresses.normalised, field.data)


class NameForm(FlaskForm):  # type: ignore[misc]
    """The public name alone."""

    name = StringField(
        _l("Name that others see"),
        [_needed()],
        description=PUBLIC_NAME_HINT,
        render_kw={"autocomplete": "off", "spellcheck": "false", "maxlength": 60},
    )

    def validate_name(self, field: StringField) -> None:
        """Say what a public name may be."""
        said(public_names.check, field.data)


class SignInForm(FlaskForm):  # type: ignore[misc]
    """Name and password."""

    signin_name = _signin_name(_l("Name you sign in with"), description=_l("Not the name that others see."))
    password = _present_password(_l("Password"))


class CodeForm(FlaskForm):  # type: ignore[misc]
    """The second factor."""

    code = _code(_l("Code"), description=_l("The six digits that your app shows now, or one of your codes on paper."))


class FirstCodeForm(FlaskForm):  # type: ignore[misc]
    """The first code of a new app."""

    code = _code(_l("The six digits that your app shows"))


class RemoveFactorForm(FlaskForm):  # type: ignore[misc]
    """Password and code, to take the second factor away."""

    password = _present_password(_l("Your password"))
    code = _code(_l("Code"), description=_l("The six digits that your app shows now, or one of your codes on paper."))


class PasswordForm(FlaskForm):  # type: ignore[misc]
    """The present password alone, before something that matters."""

    password = _present_password(_l("Your password"))


class ChangePasswordForm(ChoosesPassword):
    """The present password and the next."""

    present = _present_password(_l("Your present password"))
    password = _new_password(_l("New password"))


class EmailForm(FlaskForm):  # type: ignore[misc]
    """An address, with the password."""

    email = EmailField(_l("E-mail address"), [_needed()], render_kw={"autocomplete": "email"})
    password = _present_password(_l("Your password"))

    def validate_email(self, field: EmailField) -> None:
        """Say whether this can be an address at all; never whether it is known."""
        said(addresses.normalised, field.data)


class CountryForm(FlaskForm):  # type: ignore[misc]
    """The country that chooses the help in a crisis."""

    country = SelectField(_l("Country"), choices=country_choices)


class ForgottenForm(FlaskForm):  # type: ignore[misc]
    """Whom to send a letter to."""

    signin_name = _signin_name(_l("Name you sign in with, or your e-mail address"))


class ResetForm(ChoosesPassword):
    """A new password out of a letter; perhaps a new name to sign in with."""

    password = _new_password(_l("New password"))
    signin_name = _signin_name(
        _l("New name to sign in with"),
        validators=[Optional()],
        description=_l("Only if you have forgotten that too. Leave it empty to keep the one you have."),
    )

    def validate_signin_name(self, field: StringField) -> None:
        """Say what a sign-in name may be."""
        said(signin_names.check, field.data)


class PrintedCodeForm(ChoosesPassword):
    """The printed code and a new password."""

    signin_name = _signin_name(_l("Name you sign in with"))
    code = StringField(
        _l("Your printed code"),
        [_needed()],
        description=_l("Five groups of four. Capitals and dashes do not matter."),
        render_kw={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"},
    )
    password = _new_password(_l("New password"))
