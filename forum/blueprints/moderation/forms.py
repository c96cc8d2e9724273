"""The one form of a decision: an answer, or a message to the author, and which button was pressed.

Invariant: words that the pressed decision would not use are refused rather than lost.
"""

from flask import request
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.exceptions import BadRequest
from wtforms import BooleanField, HiddenField, SelectChoice, SelectField, TextAreaField

from forum.blueprints.moderation.wording import DECIDED, problem
from forum.errors import BadInput
from forum.models.states import DecisionKind
from forum.moderation.decide import WITH_MESSAGE, Ruling
from forum.moderation.reasons import REASONS, reasons_for

USES_MESSAGE = WITH_MESSAGE | {DecisionKind.SEND_BACK}


class DecisionForm(FlaskForm):  # type: ignore[misc]
    """What a clinician sends with a decision."""

    version = HiddenField()
    answer = TextAreaField(
        _l("Your answer"),
        description=_l("It is shown beside these words, under your name and profession."),
        render_kw={"rows": 6, "spellcheck": "true"},
    )
    reason_code = SelectField(_l("A wording to start from"), choices=[], default="", validate_choice=False)
    message = TextAreaField(
        _l("To the author"),
        description=_l("Only the author reads this. Leave it empty to send the chosen wording as it stands."),
        render_kw={"rows": 5, "spellcheck": "true"},
    )
    onward = BooleanField(_l("Then bring me the next one"), default=True)

    def offer(self, actions: tuple[DecisionKind, ...], *, about_name: bool) -> None:
        """Offer the wordings that belong to the decisions that can be taken."""
        self.reason_code.choices = [
            SelectChoice("", gettext("My own words")),
            *(
                SelectChoice(reason.code, gettext(reason.label), optgroup=str(DECIDED[kind]))
                for kind in actions
                if kind in WITH_MESSAGE
                for reason in reasons_for(kind, about_name=about_name)
            ),
        ]

    def refuse(self, refused: BadInput) -> None:
        """Say beside its field why words cannot be taken."""
        field = self[refused.field if refused.field in self else "message"]
        field.errors = [*field.errors, problem(refused)]

    def start_from(self, code: str) -> None:
        """Put the chosen wording into the message, to be made one's own."""
        self.message.data = words_of(code) or self.message.data

    def ruling(self) -> Ruling:
        """Return what was sent; raises BadInput for words that the decision would not use, and BadRequest."""
        kind, answer = pressed(), (self.answer.data or "").strip()
        message = (self.message.data or "").strip()
        if answer and kind is not DecisionKind.ANSWER_AND_APPROVE:
            raise BadInput("answer", "unused")
        if message and kind not in USES_MESSAGE:
            raise BadInput("message", "unused")
        code = (self.reason_code.data or None) if kind in WITH_MESSAGE else None
        if kind in WITH_MESSAGE and not message and code:
            message = words_of(code)
        return Ruling(kind, _number(self.version.data), message, code, answer)


def pressed() -> DecisionKind:
    """Return the decision whose button was pressed; raises BadRequest."""
    try:
        return DecisionKind(request.form.get("kind", ""))
    except ValueError:
        raise BadRequest from None


def words_of(code: str) -> str:
    """Return a canned wording in the reader's language, or nothing."""
    return next((str(gettext(reason.words)) for reason in REASONS if reason.code == code), "")


def _number(typed: str | None) -> int | None:
    return int(typed) if typed and typed.isascii() and typed.isdigit() and len(typed) < 10 else None
