"""What the macros promise: words beside every sign, labels joined to fields, nothing to the wrong person."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from markupsafe import Markup
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, Form, RadioField, StringField
from wtforms.validators import InputRequired, Optional

from forum.triage.levels import Level
from tests.builders.bare_templates import TEMPLATES, bare_environment

WHEN = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)

Macro = Callable[..., str]


class Ask(Form):
    """A form with one field of each manner of drawing."""

    title = StringField("Title", [InputRequired("Please write a title.")], description="Others see it.")
    place = StringField("Place", [Optional()])
    face = RadioField("Face", [InputRequired("Please choose.")], choices=["own", "other"])
    agree = BooleanField("Agree", [InputRequired("Please agree.")])


@pytest.fixture(name="macro", scope="module")
def _macro() -> Callable[[str, str], Macro]:
    environment = bare_environment()
    return lambda file, name: getattr(environment.get_template(f"components/{file}.html").module, name)


def author(**given: object) -> SimpleNamespace:
    """A persona as a by-line sees it."""
    usual = {"name": "Willow", "color": 200, "kind": "everyday", "profession": None}
    return SimpleNamespace(**usual | {"credential_text": None, "is_you": False} | given)


def post(**given: object) -> SimpleNamespace:
    """A post as a page sees it."""
    usual: dict[str, object] = dict.fromkeys(
        ["is_opening", "is_new", "is_tombstone", "is_edited", "revisions_url", "content_note", "quote", "overlay"]
    )
    usual |= {"position": 7, "token": "held-token", "author": author(), "when": WHEN}
    return SimpleNamespace(**usual | {"html": Markup("<p>Words.</p>")} | given)


def answered(**given: str) -> Ask:
    """The form as it comes back when somebody has sent it."""
    form = Ask(MultiDict(given))
    form.validate()
    return form


def test_field_with_hint_and_error_points_to_both(macro) -> None:
    html = macro("forms", "field")(answered().title)
    assert 'aria-describedby="title-hint title-error"' in html
    assert 'id="title-hint"' in html
    assert 'id="title-error"' in html


def test_field_with_an_error_is_marked_invalid(macro) -> None:
    assert 'aria-invalid="true"' in macro("forms", "field")(answered().title)


def test_field_without_an_error_is_not_marked_invalid(macro) -> None:
    assert "aria-invalid" not in macro("forms", "field")(Ask().title)


def test_field_that_may_stay_empty_says_so(macro) -> None:
    assert "(optional)" in macro("forms", "field")(Ask().place)


def test_field_passes_other_arguments_on_as_attributes(macro) -> None:
    assert 'maxlength="120"' in macro("forms", "field")(Ask().title, maxlength=120)


def test_choices_stand_in_a_fieldset_with_a_legend(macro) -> None:
    html = macro("forms", "field")(Ask().face)
    assert re.search(r"<fieldset[^>]*>\s*<legend>Face", html)


def test_error_summary_links_every_message_to_a_control_that_is_there(macro) -> None:
    form = answered()
    page = "".join([macro("forms", "error_summary")(form), *map(macro("forms", "field"), form)])
    targets = re.findall(r'<a href="#([^"]+)">', page)
    assert len(targets) == 3
    assert all(re.search(rf'<input[^>]*id="{target}"', page) for target in targets)


def test_error_summary_of_a_good_form_is_empty(macro) -> None:
    assert macro("forms", "error_summary")(answered(title="x", face="own", agree="y")) == ""


def test_button_that_posts_carries_the_forgery_token(macro) -> None:
    assert "forgery-token" in macro("forms", "post_button")("Go", "/go")


@pytest.mark.parametrize("level", Level)
def test_level_is_told_in_words_and_shape(macro, level: Level) -> None:
    assert re.search(r'icons\.svg#\w+"[^<]*</svg>\s*\w', macro("pills", "level")(level))


def test_levels_differ_in_shape(macro) -> None:
    shapes = {re.search(r"#(\w+)", macro("pills", "level")(level))[1] for level in Level}
    assert len(shapes) == len(Level)


def test_byline_of_a_clinician_names_the_profession(macro) -> None:
    html = macro("byline", "byline")(author(kind="professional", profession="nurse"))
    assert "Verified clinician · nurse" in html


def test_byline_claims_no_verification_of_an_imported_author(macro) -> None:
    html = macro("byline", "byline")(author(kind="imported"))
    assert "Imported answer, author not verified" in html
    assert "Verified clinician" not in html


def test_byline_escapes_a_name(macro) -> None:
    assert "<script" not in macro("byline", "byline")(author(name="<script>"))


def test_faces_of_all_colours_differ_and_exist(macro) -> None:
    drawn = {macro("icon", "face")(color) for color in range(360)}
    known = (TEMPLATES.parent / "static" / "img" / "faces.svg").read_text(encoding="utf-8")
    assert len(drawn) == 360
    assert all(f'id="{re.search(r"svg#(f[0-9]+)", face)[1]}"' in known for face in drawn)


def test_icons_that_the_templates_name_exist() -> None:
    known = (TEMPLATES.parent / "static" / "img" / "icons.svg").read_text(encoding="utf-8")
    sources = "".join(path.read_text(encoding="utf-8") for path in TEMPLATES.rglob("*.html"))
    named = set(re.findall(r"""icon\(["'](\w+)["']\)""", sources))
    named |= set(re.findall(r"""pill\(_\([^)]*\), '\w+', '(\w+)'\)""", sources))
    assert {name for name in named if f'id="{name}"' not in known} == set()
    assert "octagon" in named


def test_time_tells_no_more_than_the_day(macro) -> None:
    assert re.findall(r"\d+", macro("times", "time")(WHEN)) == ["2026", "03", "04"]


def test_post_is_labelled_by_its_heading(macro) -> None:
    html = macro("post", "post")(post())
    assert 'aria-labelledby="post-7"' in html
    assert '<h2 id="post-7">' in html


def test_tombstone_shows_only_that_something_is_gone(macro) -> None:
    gone = macro("post", "post")(post(is_tombstone=True))
    assert gone == macro("post", "post")(post(is_tombstone=True, author=author(name="Heron"), html=Markup("<p>!")))


def test_content_note_comes_before_the_words(macro) -> None:
    html = macro("post", "post")(post(content_note="loss"))
    assert html.index("Content note: loss") < html.index("Words.")
    assert "<details" in html


def test_quote_that_is_gone_shows_no_name(macro) -> None:
    html = macro("post", "post")(post(quote=SimpleNamespace(name="Heron", html=None, position=2)))
    assert "Heron" not in html


def test_returned_post_shows_the_reason_and_the_way_to_change_it(macro) -> None:
    overlay = SimpleNamespace(state="returned", reason="A name is in it.", estimate=None, next_url="/edit")
    html = macro("post", "post")(post(position=None, overlay=overlay))
    assert "A name is in it." in html
    assert 'href="/edit"' in html


def test_pages_keep_first_last_and_neighbours(macro) -> None:
    html = macro("pager", "pages")(5, 12, "/t")
    assert re.findall(r">(\d+)</a>", html) == ["1", "4", "5", "6", "12"]


def test_pages_of_a_single_page_are_silent(macro) -> None:
    assert macro("pager", "pages")(1, 1, "/t") == ""


def test_page_address_keeps_the_rest_of_its_query(macro) -> None:
    assert 'href="/t?only=new&amp;page=2"' in macro("pager", "pages")(1, 2, "/t?only=new")
