"""What is said about something typed that cannot be taken: one kind sentence for each problem that the domain names."""

from collections.abc import Mapping

from flask_babel import LazyString, lazy_gettext

from forum.errors import BadInput

PROBLEMS: Mapping[tuple[str, str], LazyString] = {
    ("signin_name", "short"): lazy_gettext("Please use at least 3 characters for the name you sign in with."),
    ("signin_name", "long"): lazy_gettext("Please use at most 60 characters for the name you sign in with."),
    ("signin_name", "email"): lazy_gettext(
        "Please choose something other than an e-mail address. Others may know your address; nobody should be able "
        "to guess how you sign in."
    ),
    ("signin_name", "characters"): lazy_gettext("This holds a character that cannot be seen. Please type it again."),
    ("signin_name", "taken"): lazy_gettext(
        "Somebody already signs in with this name. Please choose another: it is only for you, so anything that you "
        "will remember is good."
    ),
    ("password", "short"): lazy_gettext(
        "Please use at least 12 characters. Four words that do not belong together are good."
    ),
    ("password", "long"): lazy_gettext("Please use at most 200 characters."),
    ("password", "common"): lazy_gettext(
        "Many people use a password like this one, so it would be guessed first. Four words that do not belong "
        "together are good."
    ),
    ("password", "personal"): lazy_gettext(
        "This is mostly made of your name or of ours. Please choose something that nobody would connect with you."
    ),
    ("password", "guessable"): lazy_gettext(
        "This would be guessed too quickly. A few more words that do not belong together make it strong."
    ),
    ("email", "form"): lazy_gettext("This does not look like an e-mail address. You can also leave it empty."),
    ("name", "taken"): lazy_gettext("Somebody here has this name, or one that looks the same. Please choose another."),
    ("name", "too_short"): lazy_gettext("Please use at least 3 letters or figures for your public name."),
    ("name", "too_long"): lazy_gettext("Please use at most 30 characters for your public name."),
    ("name", "characters"): lazy_gettext("Please use letters, figures and single spaces for your public name."),
    ("name", "look_alike"): lazy_gettext(
        "This mixes letters that look alike but are different. Please use letters of one alphabet."
    ),
    ("name", "email"): lazy_gettext("Please leave e-mail addresses out of your public name: it keeps you safe."),
    ("name", "link"): lazy_gettext(
        "Please leave web addresses and names from other sites out: they could lead somebody to you."
    ),
    ("name", "long_digits"): lazy_gettext(
        "Please use at most 4 figures: longer numbers can look like a telephone number or a date of birth."
    ),
    ("name", "real_name"): lazy_gettext(
        "This looks like a first name and a family name. Please choose something that does not say who you are, such "
        "as two words that you like."
    ),
    ("name", "reserved"): lazy_gettext("This name could be taken for somebody who works here. Please choose another."),
    ("name", "claims_profession"): lazy_gettext(
        "Names with a profession in them are only for clinicians whom we have checked. Please choose another."
    ),
}
OTHERWISE = lazy_gettext("This cannot be used as it stands. Please try something else.")


def sentence(refused: BadInput) -> LazyString:
    """Return what to say about a refusal."""
    return PROBLEMS.get((refused.field, refused.problem), OTHERWISE)
