"""The form of staffed hours: a line for each day of the week, and a line for each holiday."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField, TextAreaField
from wtforms.validators import ValidationError

from forum.administration import hours, reading
from forum.blueprints.admin import hours_text
from forum.blueprints.admin.sentences import sentence
from forum.errors import BadInput

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def _day(label: object) -> StringField:
    return StringField(label, [_is_a_day], filters=[lambda text: text or ""], render_kw={"autocomplete": "off"})


def _is_a_day(_form: FlaskForm, field: StringField) -> None:
    try:
        hours.check((0, opens, closes) for opens, closes in hours_text.read_day(field.data))
    except BadInput as refused:
        raise ValidationError(str(FORM) if refused.problem == "form" else sentence(refused)) from None


FORM = _l("Please write each stretch as 09:00–12:30, and a comma between two.")


class HoursForm(FlaskForm):  # type: ignore[misc]
    """The week and the holidays."""

    monday = _day(_l("Monday"))
    tuesday = _day(_l("Tuesday"))
    wednesday = _day(_l("Wednesday"))
    thursday = _day(_l("Thursday"))
    friday = _day(_l("Friday"))
    saturday = _day(_l("Saturday"))
    sunday = _day(_l("Sunday"))
    holidays = TextAreaField(
        _l("Days when nobody is there"),
        filters=[lambda text: text or ""],
        description=_l("A line for each: the day as 2026-12-25, then its name if you like."),
        render_kw={"rows": 6},
    )

    def validate_holidays(self, field: TextAreaField) -> None:
        """Say when a line does not begin with a day."""
        try:
            hours_text.read_holidays(field.data)
        except BadInput:
            raise ValidationError(str(_l("Please begin each line with a day such as 2026-12-25."))) from None

    @property
    def stretches(self) -> list[tuple[int, int, int]]:
        """The week as (weekday from Monday 0, opens, closes)."""
        return [
            (weekday, opens, closes)
            for weekday, name in enumerate(DAYS)
            for opens, closes in hours_text.read_day(self[name].data)
        ]


def as_kept() -> HoursForm:
    """Return the form, filled with what is kept where nothing was typed."""
    week = reading.week()
    days = {name: hours_text.spell_day(s[1:] for s in week if s[0] == number) for number, name in enumerate(DAYS)}
    return HoursForm(**days, holidays=hours_text.spell_holidays(reading.holidays()))
