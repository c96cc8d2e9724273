"""The forms of accounts.

Invariant: wherever a password is chosen, it is judged beside what others might know of the person.
"""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import EmailField, PasswordField, SelectField, StringField
from wtforms.validators import Optional

from forum.accounts import addresses, passwords, public_names, signin_names
from forum.blueprints.accounts import fields
from forum.extensions import settings
from forum.triage import resources


def country_choices() -> list[tuple[str, Any]]:
    """Return what the country may be, beginning with saying nothing."""
    return [("", _l("I would rather not say")), *resources.countries()]


class ChoosesPassword(FlaskForm):  # type: ignore[misc]
    """A form in which a password is chosen."""

    known_of_them: Iterable[str] = ()  # beside what stands in the form itself

    def validate_password(self, field: PasswordField) -> None:
        """Say what would make the password stronger."""
        typed: Iterable[str] = [self[name].data or "" for name in ("signin_name", "name", "email") if name in self]
        typed = [*typed, *self.known_of_them]
        fields.said(passwords.check, field.data, [part for word in typed for part in (word, word.partition("@")[0])])


class Agreeing(FlaskForm):  # type: ignore[misc]
    """A form that asks for age and agreement."""

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.is_of_age.label.text = gettext("I am %(age)s or older", age=settings().minimum_age)


class GivesAddress(FlaskForm):  # type: ignore[misc]
    """A form with an e-mail address."""

    def validate_email(self, field: EmailField) -> None:
        """Say whether this can be an address at all; never whether it is known."""
        fields.said(addresses.normalised, field.data)


class ChoosesName(FlaskForm):  # type: ignore[misc]
    """A form with a public name."""

    def validate_name(self, field: StringField) -> None:
        """Say what a public name may be."""
        fields.said(public_names.check, field.data)


class ChoosesSigninName(FlaskForm):  # type: ignore[misc]
    """A form in which the private name is chosen."""

    def validate_signin_name(self, field: StringField) -> None:
        """Say what a sign-in name may be."""
        fields.said(signin_names.check, field.data)


class JoinForm(ChoosesPassword, ChoosesSigninName, ChoosesName, GivesAddress, Agreeing):
    """Everything that joining asks."""

    signin_name = fields.signin_name(
        _l("Name you sign in with"),
        _l("Only for signing in. Nobody else ever sees it, and we keep it in a form that cannot be read."),
    )
    name = fields.public_name()
    password = fields.new_password(_l("Password"))
    email = EmailField(
        _l("E-mail address"),
        [Optional()],
        description=_l(
            "Only to send you a new password, or to say that something is new. It is kept locked away, and our "
            "letters never say what this is about. You get a code to print in any case."
        ),
        render_kw={"autocomplete": "email"},
    )
    country = SelectField(
        _l("Country"),
        choices=country_choices,
        description=_l("So that help in a crisis shows the numbers where you are. Used for nothing else."),
    )
    is_of_age, agrees = fields.is_of_age(), fields.agrees()


class AgreeForm(Agreeing):
    """Age and agreement alone, asked again because a text has changed."""

    is_of_age, agrees = fields.is_of_age(), fields.agrees()


class NameForm(ChoosesName):
    """The public name alone."""

    name = fields.public_name()


class SignInForm(FlaskForm):  # type: ignore[misc]
    """Name and password."""

    signin_name = fields.signin_name(_l("Name you sign in with"), _l("Not the name that others see."))
    password = fields.present_password(_l("Password"))


class CodeForm(FlaskForm):  # type: ignore[misc]
    """The second factor."""

    code = fields.any_code()


class FirstCodeForm(FlaskForm):  # type: ignore[misc]
    """The first code of a new app."""

    code = fields.code(_l("The six digits that your app shows"))


class PasswordForm(FlaskForm):  # type: ignore[misc]
    """The present password alone, before something that matters."""

    password = fields.present_password(_l("Your password"))


class RemoveFactorForm(PasswordForm):
    """Password and code, to take the second factor away."""

    code = fields.any_code()


class ChangePasswordForm(ChoosesPassword):
    """The present password and the next."""

    present = fields.present_password(_l("Your present password"))
    password = fields.new_password(_l("New password"))


class EmailForm(GivesAddress):
    """An address, with the password."""

    email = EmailField(_l("E-mail address"), [fields.needed()], render_kw={"autocomplete": "email"})
    password = fields.present_password(_l("Your password"))


class CountryForm(FlaskForm):  # type: ignore[misc]
    """The country that chooses the help in a crisis."""

    country = SelectField(_l("Country"), choices=country_choices)


class ForgottenForm(FlaskForm):  # type: ignore[misc]
    """Whom to send a letter to."""

    signin_name = fields.signin_name(_l("Name you sign in with, or your e-mail address"))


class ResetForm(ChoosesPassword, ChoosesSigninName):
    """A new password out of a letter; perhaps a new name to sign in with."""

    password = fields.new_password(_l("New password"))
    signin_name = fields.signin_name(
        _l("New name to sign in with"),
        _l("Only if you have forgotten that too. Leave it empty to keep the one you have."),
        is_optional=Optional(),
    )


class PrintedCodeForm(ChoosesPassword):
    """The printed code and a new password."""

    signin_name = fields.signin_name(_l("Name you sign in with"))
    code = StringField(
        _l("Your printed code"),
        [fields.needed()],
        description=_l("Five groups of four. Capitals and dashes do not matter."),
        render_kw={"autocomplete": "off", **fields.TYPED_BY_HAND},
    )
    password = fields.new_password(_l("New password"))
