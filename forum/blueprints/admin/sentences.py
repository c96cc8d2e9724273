"""What is said about something that cannot be taken, beside the field that it names."""

from collections.abc import Mapping

from flask_babel import LazyString, lazy_gettext
from flask_wtf import FlaskForm

from forum.administration.second_person import Hindrance
from forum.errors import BadInput

TOO_LONG = lazy_gettext("Please make this shorter.")
PROBLEMS: Mapping[tuple[str, str], LazyString] = {
    ("slug", "characters"): lazy_gettext("Please use small letters from a to z, figures and hyphens only."),
    ("slug", "taken"): lazy_gettext("Another board has this address. Please choose another."),
    ("guidelines", "too_long"): lazy_gettext("Please keep the guidelines under 8,000 characters."),
    ("guidelines", "too_complex"): lazy_gettext("This is nested too deeply to be shown. Please make it simpler."),
    ("newcomer_posts", "range"): lazy_gettext("Please give a whole number from 0 to 100."),
    ("pseudonym", "unknown"): lazy_gettext(
        "Nobody has exactly this public name. Please ask the person for the name that others see."
    ),
    ("boards", "empty"): lazy_gettext("Please choose at least one board, or all boards."),
    ("until", "empty"): lazy_gettext("A clinician's role needs a last day, no later than the registration's."),
    ("until", "past"): lazy_gettext("Please give a day that is still to come."),
    ("until", "after_credential"): lazy_gettext(
        "The registration ends before this day. Please choose a day on which it still counts."
    ),
    ("role", "no_credential"): lazy_gettext(
        "This person has no registration that counts. Enter it first, under Registrations; a second person signs it."
    ),
    ("role", "credential_waits"): lazy_gettext(
        "This person's registration still waits for its second signature. The role can be given after it."
    ),
    ("expires_on", "past"): lazy_gettext("Please give a day that is still to come."),
    ("register", "unknown"): lazy_gettext("Please choose a register from the list."),
    ("number", "form"): lazy_gettext("Numbers of this register look different. Please compare it with the register."),
    ("number", "check_digit"): lazy_gettext(
        "The last figure does not fit the others, so one of them is mistyped. Please compare it with the register."
    ),
    ("hours", "order"): lazy_gettext("A stretch must end after it begins, on the same day."),
    ("hours", "overlap"): lazy_gettext("Two stretches of this day overlap."),
}
ANYWHERE: Mapping[str, LazyString] = {
    "empty": lazy_gettext("Please fill this in."),
    "too_long": TOO_LONG,
}
HINDRANCES: Mapping[Hindrance, LazyString] = {
    Hindrance.PROPOSED_IT: lazy_gettext("You entered this one, so somebody else signs it."),
    Hindrance.ABOUT_THEM: lazy_gettext("This one is about you, so somebody else signs it."),
    Hindrance.TOO_NEW: lazy_gettext(
        "Less than a week ago, one of you two made the other an administrator or a lead, or the same person made you "
        "both. So somebody else signs this one, or you do later."
    ),
}
OTHERWISE = lazy_gettext("This cannot be used as it stands. Please try something else.")


def sentence(refused: BadInput) -> str:
    """Return what to say about a refusal."""
    found = PROBLEMS.get((refused.field, refused.problem)) or ANYWHERE.get(refused.problem, OTHERWISE)
    return str(found)


def refuse(form: FlaskForm, refused: BadInput) -> None:
    """Say a refusal that came from a verb beside the field that it names."""
    field = form[refused.field]
    field.errors = [*field.errors, sentence(refused)]
