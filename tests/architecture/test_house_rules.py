"""The house rules that a reader relies on, each first proven on a planted offender."""

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

import pytest

from tests.architecture import house_rules as rules

ROOT = Path(__file__).resolve().parents[2]
# A migration is written once and never read again; Alembic decides its length.
MODULES = [path for path in sorted((ROOT / "forum").rglob("*.py")) if "versions" not in path.parts]
SPEAKERS = ROOT / "forum" / "cli"
TEMPLATES = sorted((ROOT / "templates").rglob("*.*"))
STYLES = sorted((ROOT / "static").rglob("*.css"))
SCRIPTS = sorted((ROOT / "static" / "js").rglob("*.js"))

DOCSTRING = '    """' + "Why.\n" * 20 + '"""\n'
OFFENDERS = [
    (rules.imports_inside_functions, "def f():\n    import os\n"),
    (
        rules.imports_inside_functions,
        "class A:\n    async def f(self):\n        if 1:\n            from os import path\n",
    ),
    (rules.imports_inside_functions, "import importlib\nimportlib.import_module('os')\n"),
    (rules.imports, "from os import path\n"),
    (rules.too_many_lines, "pass\n" * 251),
    (rules.long_functions, "def f():\n" + "    pass\n" * 30),
    (rules.long_functions, "class A:\n  def f():\n" + DOCSTRING + "    pass\n" * 30),
    (rules.prints, "def f():\n    print('here')\n"),
    (rules.queries_in_template, "{{ Post.query.filter_by(id=1) }}"),
    (rules.queries_in_template, "{% for post in thread.posts.all() %}{% endfor %}"),
    (rules.queries_in_template, "{% set n = db.session.execute(select(Post)) %}"),
    (rules.roles_in_template, "{% if viewer.is_clinician %}x{% endif %}"),
    (rules.roles_in_template, "{% if a %}x{% elif 'administrator' in viewer.grants %}y{% endif %}"),
    (rules.roles_in_template, "{{ 'x' if viewer.role == 'Lead' else 'y' }}"),
    (rules.roles_in_template, "{% for p in people if p.mentor %}{% endfor %}"),
    (partial(rules.hosts_loaded, "html"), "<script src='https://cdn.example/x.js'></script>"),
    (partial(rules.hosts_loaded, "html"), '<img alt="" src="//cdn.example/x.png">'),
    (partial(rules.hosts_loaded, "html"), '<link rel="stylesheet"\n  href="http://cdn.example/x.css">'),
    (partial(rules.hosts_loaded, "html"), '<form action="https://elsewhere.example/">'),
    (partial(rules.hosts_loaded, "css"), "p { background: url(https://cdn.example/x.png) }"),
    (partial(rules.hosts_loaded, "css"), '@import "//cdn.example/x.css";'),
    (partial(rules.hosts_loaded, "js"), "fetch('https://elsewhere.example/')"),
    (partial(rules.hosts_loaded, "js"), "new WebSocket(`wss://elsewhere.example/`)"),
]
INNOCENTS = [
    (rules.imports_inside_functions, "if TYPE_CHECKING:\n    import os\ndef f():\n    pass\n"),
    (rules.imports, '"""A map of the floors."""\n'),
    (rules.too_many_lines, "pass\n" * 250),
    (rules.long_functions, "def f():\n" + DOCSTRING + "    pass\n" * 29),
    (rules.prints, "def f(page):\n    page.print()\n"),
    (rules.queries_in_template, "{% for p in posts|selectattr('shown') %}{{ byline(p) }}{{ p.count }}{% endfor %}"),
    (rules.roles_in_template, "{% if allows('claim', review) %}The clinician answers.{% endif %}{{ clinician }}"),
    (partial(rules.hosts_loaded, "html"), '<a href="https://charity.example/">a charity</a> src="/static/x.js"'),
    (partial(rules.hosts_loaded, "css"), "/* https://example */ p { background: url('data:image/svg+xml,http://') }"),
    (partial(rules.hosts_loaded, "js"), "// see https://example\nmake('http://www.w3.org/2000/svg', '/notices/')"),
]


def complaints(rule: Callable[[str], list[str]], paths: Iterable[Path]) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}:{complaint}"
        for path in paths
        for complaint in rule(path.read_text(encoding="utf-8"))
    ]


@pytest.mark.parametrize(("rule", "source"), OFFENDERS)
def test_planted_offender_is_found(rule, source):
    assert rule(source)


@pytest.mark.parametrize(("rule", "source"), INNOCENTS)
def test_innocent_is_left_alone(rule, source):
    assert rule(source) == []


@pytest.mark.parametrize("files", [MODULES, TEMPLATES, STYLES, SCRIPTS], ids=["py", "html", "css", "js"])
def test_there_is_something_to_look_at(files):
    assert files


def test_no_import_hides_inside_a_function():
    assert complaints(rules.imports_inside_functions, MODULES) == []


def test_package_root_imports_nothing():
    assert complaints(rules.imports, [ROOT / "forum" / "__init__.py"]) == []


def test_no_file_has_a_second_subject():
    assert complaints(rules.too_many_lines, MODULES) == []


def test_no_function_has_a_second_subject():
    assert complaints(rules.long_functions, MODULES) == []


def test_only_commands_print():
    silent = [path for path in MODULES if not path.is_relative_to(SPEAKERS)]
    assert complaints(rules.prints, silent) == []


def test_no_template_asks_the_database():
    assert complaints(rules.queries_in_template, TEMPLATES) == []


def test_no_template_asks_who_somebody_is():
    assert complaints(rules.roles_in_template, TEMPLATES) == []


def test_no_page_loads_anything_from_another_host():
    assert complaints(partial(rules.hosts_loaded, "html"), TEMPLATES) == []


def test_no_style_loads_anything_from_another_host():
    assert complaints(partial(rules.hosts_loaded, "css"), STYLES) == []


def test_no_script_loads_anything_from_another_host():
    assert complaints(partial(rules.hosts_loaded, "js"), SCRIPTS) == []
