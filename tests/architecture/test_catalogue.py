"""Every sentence of the interface is in the catalogue, and the interface says nothing past it.

The detectors are first proven on planted offenders.
"""

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from tests.architecture import gettext_rules as rules

ROOT = Path(__file__).resolve().parents[2]
KEPT = ROOT / "forum" / "translations"
FILES = ["messages.pot", "en/LC_MESSAGES/messages.po"]
TEMPLATES = sorted((ROOT / "templates").rglob("*.*"))
MODULES = [path for path in sorted((ROOT / "forum").rglob("*.py")) if "versions" not in path.parts]
# What people see comes from here; elsewhere sentences are those of commands and of refusals to start, for operators.
SPEAKING = [path for path in MODULES if {"blueprints", "notifications"} & set(path.parts)]

OFFENDERS = [
    (rules.bare_words, "<p>Hello</p>"),
    (rules.bare_words, "<p>{{ name }} wrote</p>"),
    (rules.bare_words, "<p>{% if a %}{{ b }}{% else %}nobody{% endif %}</p>"),
    (rules.bare_words, "<p>&Uuml;ber</p>"),
    (rules.bare_words, "<p>and/or</p>"),
    (rules.bare_words, "<title>Boards · Alongside</title>"),
    (rules.bare_words, '<nav aria-label="Main"></nav>'),
    (rules.bare_words, '<img alt="A square" />'),
    (rules.bare_words, "<input placeholder=\"{{ _('Your') }} name\" />"),
    (rules.bare_words, '<a title="Back" href="/">{{ _("Back") }}</a>'),
    (rules.bare_words, '<input type="submit" value="Send" />'),
    (rules.bare_words, '<p data-kept="Draft kept"></p>'),
    (rules.bare_words, '<meta name="description" content="A forum" />'),
    (rules.bare_words, "{{ _('Sign in') }}\n\nSee you soon"),
    (rules.bare_strings, '{{ submit("Send") }}'),
    (rules.bare_strings, '{{ "nobody here" if not people }}'),
    (rules.bare_strings, '{{ name|default("Somebody") }}'),
    (rules.bare_strings, '{{ field(form.name, hint="Please type it.") }}'),
    (rules.bare_strings, '{% set title = "Boards of " ~ name %}'),
    (rules.bare_sentences, 'flash("Kept.")'),
    (rules.bare_sentences, 'flash(_("Kept.") if kept else "lost")'),
    (rules.bare_sentences, 'flash(f"{name} kept")'),
    (rules.bare_sentences, 'name = StringField("name")'),
    (rules.bare_sentences, 'name = StringField(_l("Name"), description="shown")'),
    (rules.bare_sentences, 'raise ValidationError("too long")'),
    (rules.bare_sentences, 'InputRequired(message="needed")'),
    (rules.bare_sentences, 'SelectChoice("", "none")'),
    (rules.bare_sentences, 'form.code.errors = ["wrong"]'),
    (rules.bare_sentences, 'form.form_errors.append("wrong")'),
    (rules.bare_sentences, 'form.message.label.text = "note"'),
    (rules.bare_sentences, 'shown = {"placeholder": "name"}'),
    (rules.bare_sentences, 'SENTENCES = {"kept": "It is kept"}'),
    (rules.bare_sentences, 'Refused("Please shorten this.")'),
    (rules.halves, '_(f"{name} wrote")'),
    (rules.halves, '_("You are " + name)'),
    (rules.halves, '_l("{} wrote".format(name))'),
    (rules.halves, 'ngettext("one", "%s" % many, number)'),
    (rules.halves, 'flash(f"{done}.")'),
    (rules.halves_in_template, '{{ _("You are " ~ name) }}'),
    (rules.halves_in_template, '{{ _("%s wrote"|format(name)) }}'),
    (rules.frozen, 'TITLE = _("Boards")'),
    (rules.frozen, 'class A:\n    title = gettext("Boards")'),
    (rules.frozen, 'def f(title=_("Boards")):\n    pass'),
    (rules.frozen, 'TITLE = str(_l("Boards"))'),
    (rules.wrong_values, 'gettext("Be %(name)s")'),
    (rules.wrong_values, 'gettext("Be %(name)s", nam=1)'),
    (rules.wrong_values, 'ngettext("a day", "%(num)d days on %(board)s", 2)'),
    (rules.wrong_values_in_template, '{{ _("Be %(name)s", who=1) }}'),
    (rules.wrong_values_in_template, '{{ ngettext("%(num)d day", "%(count)d days", 2) }}'),
    (rules.wrong_placeholders, "Be %s"),
    (rules.wrong_placeholders, "100 % of it"),
    (rules.wrong_placeholders, "Be %(name)"),
    (rules.wrong_placeholders, "Be {name}"),
]
INNOCENTS = [
    (rules.bare_words, '<p class="lead" id="a">{{ _("Hello") }} · 12 → <b>{{ name }}</b>…&nbsp;</p>'),
    (rules.bare_words, "{# A comment. #}<!DOCTYPE html>\n<!-- another --><span>Alongside</span>"),
    (rules.bare_words, '<p data-undo="15" data-look="dark" {% if a %}hidden{% endif %}></p>'),
    (rules.bare_words, '<script type="module">const word = "Hello";</script><style>p { color: red }</style>'),
    (rules.bare_words, "{% block main_class %}wide{% endblock %}{{ public_url }}/reset/{{ token }}"),
    (rules.bare_strings, '{{ submit(_("Send"), "outline-danger", name="kind", value="send_back") }}'),
    (rules.bare_strings, '{{ day|dateformat("d MMMM yyyy") }}{% if hidden.type == "HiddenField" %}{% endif %}'),
    (rules.bare_sentences, '"""A module."""\nflash(_("Kept."), "warning")\nraise BadInput("name", "too_long")'),
    (rules.bare_sentences, 'SelectChoice("own", _l("My own words"))\nflash(SENTENCES["kept"])'),
    (rules.bare_sentences, 'headers["Cache-Control"] = "no-store"\nformat_date(day, "EEEE d MMMM")'),
    (rules.halves, '_("Be %(name)s", name=f"{a}.")\n_(reason.words)\nflash(_("a") if b else _("c"))'),
    (rules.halves, 'SelectChoice(key, f"{key} · {name}")'),
    (rules.halves_in_template, '{{ _(reason.words) }}{{ _("Be %(name)s", name=a ~ b) }}'),
    (rules.frozen, 'TITLE = _l("Boards")\ndef f():\n    return _("Boards")\nshow = lambda: _("Boards")'),
    (rules.wrong_values, '_("Be %(name)s", name=1)\nngettext("a day", "%(num)d days", 2)\n_("All", **more)'),
    (rules.wrong_placeholders, "%(num)d of 100 %% for %(name)s"),
]


def complaints(rule: Callable[[str], list[str]], paths: Iterable[Path]) -> list[str]:
    return [f"{path.relative_to(ROOT)}:{found}" for path in paths for found in rule(path.read_text(encoding="utf-8"))]


def extract(root: Path, into: Path, start: Path) -> None:
    subprocess.run([sys.executable, root / "bin" / "catalogue", "--into", into], cwd=start, check=True, timeout=60)


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("fresh")
    extract(ROOT, folder, folder)
    return folder


@pytest.fixture(scope="module")
def sentences(fresh: Path) -> Catalog:
    with (fresh / FILES[0]).open("rb") as file:
        return read_po(file, abort_invalid=True)


@pytest.mark.parametrize(("rule", "source"), OFFENDERS)
def test_planted_offender_is_found(rule, source):
    assert rule(source)


@pytest.mark.parametrize(("rule", "source"), INNOCENTS)
def test_innocent_is_left_alone(rule, source):
    assert rule(source) == []


@pytest.mark.parametrize("name", FILES)
def test_catalogue_is_what_an_extraction_finds(name, fresh):
    """When this fails, a sentence is new, changed or gone: `make catalogue`."""
    assert (KEPT / name).read_text(encoding="utf-8") == (fresh / name).read_text(encoding="utf-8")


def test_every_way_of_saying_something_is_extracted(tmp_path):
    for name in ("bin/catalogue", "babel.cfg"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    for name, text in {
        "forum/a.py": '_("one"), _l("two"), N_("three"), lazy_gettext("four"), ngettext("five", "six", 2)',
        "forum/b/c.py": 'sentence("seven"), counted("eight", "nine", 2)',
        "templates/d/e.html": "{% if a %}\n  {{ _('ten') }}\n{% endif %}<p title=\"{{ ngettext('x', 'y', 2) }}\"></p>",
        "templates/email/f.txt": "{{ gettext('eleven') }}",
        "beside/g.py": '_("not ours")',
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    extract(tmp_path, tmp_path / "out", ROOT)
    with (tmp_path / "out" / FILES[0]).open("rb") as file:
        found = {message.id for message in read_po(file) if message.id}
    assert found == {*"one two three four seven ten eleven".split(), ("five", "six"), ("eight", "nine"), ("x", "y")}


def test_english_catalogue_says_the_sentences_themselves():
    with (KEPT / FILES[1]).open("rb") as file:
        assert [message.id for message in read_po(file, locale="en") if message.id and any(message.string)] == []


def test_every_placeholder_has_a_name(sentences):
    texts = [text for message in sentences for text in ([message.id] if isinstance(message.id, str) else message.id)]
    assert [text for text in texts if rules.wrong_placeholders(text)] == []


@pytest.mark.parametrize(
    "rule", [rules.bare_words, rules.bare_strings, rules.halves_in_template, rules.wrong_values_in_template]
)
def test_no_template_speaks_past_gettext(rule):
    assert complaints(rule, TEMPLATES) == []


def test_no_module_speaks_past_gettext():
    assert complaints(rules.bare_sentences, SPEAKING) == []


@pytest.mark.parametrize("rule", [rules.halves, rules.frozen, rules.wrong_values])
def test_no_module_speaks_wrongly_through_gettext(rule):
    assert complaints(rule, MODULES) == []
