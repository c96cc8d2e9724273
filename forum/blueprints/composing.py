"""The composers: what a form of words asks, which face it offers, and the passage that it quotes."""

from flask import request
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, StringField, TextAreaField

from forum.blueprints.addresses import is_token
from forum.blueprints.filters import gettext as _
from forum.columns import new_token
from forum.discussions.voices import Voice
from forum.discussions.writing import Quote
from forum.errors import BadInput
from forum.rich_text.limits import MAX_HTML


class WordsForm(FlaskForm):  # type: ignore[misc]
    """A composer: the words, the place that its draft is kept under, and whether only a preview is wanted."""

    body = TextAreaField(_l("Your message"))
    place = HiddenField()

    @property
    def wants_preview(self) -> bool:
        """Whether the Preview button sent it."""
        return "preview" in request.form


class SpeakingForm(WordsForm):
    """A composer of new words, which also chooses the face that speaks."""

    voice = RadioField(_l("Who does it come from?"), validate_choice=False)
    submission = HiddenField()

    def offer(self, name: str, offered: tuple[Voice, ...], *, is_known_here: bool = False) -> None:
        """Offer faces, the first being proposed.

        ``name`` is the speaker's everyday one; ``is_known_here``: the anonymous name exists in this thread.
        """
        self.offered = offered
        said = {Voice.OWN: _own(name), Voice.ANONYMOUS: _anonymous(is_known_here=is_known_here)}
        self.voice.choices = [(voice.value, said.get(voice, "")) for voice in offered]
        if self.voice.data is None or (not self.is_submitted() and self.voice.data not in set(offered)):
            self.voice.data = offered[0].value
        if not self.submission.data or (self.is_submitted() and not is_token(self.submission.data)):
            self.submission.data = new_token()

    @property
    def chosen(self) -> Voice:
        """The face that was chosen; raises BadInput for one that was not offered."""
        if self.voice.data not in set(self.offered):
            raise BadInput("voice", "unknown")
        return Voice(self.voice.data)


class QuestionForm(SpeakingForm):
    """A question for a board; its fields in the order in which they stand on the page, and errors are listed."""

    title = StringField(_l("Your question in one line"))
    body = TextAreaField(_l("Your message"))


class ReplyForm(SpeakingForm):
    """A reply in a thread, perhaps to a quoted passage."""

    quote = HiddenField()


class EditForm(WordsForm):
    """A new wording of one's own message; ``title`` only of a question."""

    title = StringField(_l("Your question in one line"))
    body = TextAreaField(_l("Your message"))
    version = HiddenField()

    @property
    def version_seen(self) -> int:
        """The version that its author had before them; 0, which no message has, for anything that is not one."""
        typed = str(self.version.data or "")
        return int(typed) if typed.isdecimal() and len(typed) < 10 else 0


def quote_from(spelled: str | None) -> Quote | None:
    """Return the passage that a hidden field spells; raises BadInput when it cannot be one."""
    if not spelled:
        return None
    revision, start, end = (*spelled.split(":"), "", "", "")[:3]
    if not (is_token(revision) and start.isdecimal() and end.isdecimal() and len(start + end) < 12):
        raise BadInput("quote", "gone")
    if not int(start) < int(end) <= MAX_HTML:
        raise BadInput("quote", "gone")
    return Quote(revision, int(start), int(end))


def spelled(quote: Quote) -> str:
    """Spell a passage for a hidden field."""
    return f"{quote.revision_id}:{quote.start}:{quote.end}"


def _own(name: str) -> str:
    return _("As %(name)s. Members know this name and may have read your other messages under it.", name=name)


def _anonymous(*, is_known_here: bool) -> str:
    if is_known_here:
        return _("Anonymously, under the name that you already have in this conversation.")
    return _(
        "Anonymously. You get a made-up name for this conversation alone. Nobody who reads it can see whose it is, "
        "clinicians included."
    )
