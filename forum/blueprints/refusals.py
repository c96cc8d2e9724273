"""What is said about words that the gate cannot take: one kind sentence for each problem, beside its field."""

from collections.abc import Mapping

from flask_babel import LazyString, lazy_gettext
from flask_wtf import FlaskForm

from forum.errors import BadInput
from forum.rich_text import MAX_SOURCE, MAX_TITLE

PROBLEMS: Mapping[tuple[str, str], LazyString] = {
    ("title", "empty"): lazy_gettext("Please give your question a title, so that others can see what it is about."),
    ("title", "too_long"): lazy_gettext(
        "Please shorten the title to %(number)s characters; the rest can go into the message.", number=MAX_TITLE
    ),
    ("body", "empty"): lazy_gettext("There is nothing here yet. Please write your message."),
    ("body", "too_long"): lazy_gettext(
        "This is longer than one message can be (%(number)s characters). Please shorten it, or tell it in two.",
        number=f"{MAX_SOURCE:,}",
    ),
    ("body", "too_complex"): lazy_gettext(
        "There are more signs for formatting in this than we can show. Please take some of them out."
    ),
    ("voice", "unknown"): lazy_gettext("Please choose under which name this should appear."),
    ("quote", "gone"): lazy_gettext(
        "The words that you quoted have changed or are no longer there. Your reply is kept; please send it without "
        "the quote, or quote again."
    ),
}
OTHERWISE = lazy_gettext("This cannot be sent as it stands. Please change it a little and try again.")


def refuse(form: FlaskForm, refused: BadInput) -> None:
    """Say a refusal beside the field that it names; whatever else is empty is said in the same go."""
    names = [refused.field]
    if refused.problem == "empty":  # the gate stops at the first; a person wants to hear of all
        names += [name for name in ("title", "body") if name != refused.field and _is_empty(form, name)]
    for name in names:
        said = str(PROBLEMS.get((name, refused.problem), OTHERWISE))
        if name in form:
            form[name].errors = [*form[name].errors, said]
        else:
            form.form_errors.append(said)


def _is_empty(form: FlaskForm, name: str) -> bool:
    return name in form and not (form[name].data or "").strip()
