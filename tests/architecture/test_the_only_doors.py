"""Three things have one door each: writing somebody's words, joining a face to its account, and the vault.

Each door is a question to a module's source, proven on planted offenders before the house is asked.
"""

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HOUSE = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path.read_text(encoding="utf-8")
    for path in sorted((ROOT / "forum").rglob("*.py"))
    if "migrations" not in path.parts
}

WRITERS = {"forum.discussions.writing", "forum.confidentiality.naming"}
# A passage and a wording are facts that a form or a reader may hold; they write nothing.
FACTS = {("forum.discussions.writing", "Quote"), ("forum.discussions.writing", "Words")}
MAY_WRITE = {"forum.moderation.intake"}

MAY_JOIN = {"forum.confidentiality"}
DEFINES_LINKS = {"forum.models.links"}

MAY_USE_VAULT = {
    "forum.confidentiality",
    "forum.accounts",
    "forum.notifications",
    "forum.privacy",
    "forum.administration",
    "forum.discussions.drafts",  # the one part of an account's shelf that holds words of discussions
    "forum.audit",  # the vault has a chain of its own
    # the machinery itself
    "forum.transaction",
    "forum.app",
    # edges, each for one named thing
    "forum.blueprints.home.routes",  # whether both databases answer
    "forum.blueprints.demo.routes",  # being anybody by one click
    "forum.cli.codes",  # the demonstration's sign-in codes
    "forum.cli.importing",
    "forum.cli.setup",
    "forum.cli.setup_checks",
    "forum.cli.demo_filling.settling",
}

Door = Callable[[str], bool]


def imported(source: str) -> Iterator[tuple[str, str]]:
    """Yield what a module imports as (module, name); a whole module's name is empty."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute in this house"
            for alias in node.names:
                yield node.module or "", alias.name
                yield f"{node.module}.{alias.name}", ""
        elif isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, ""


def imports_a_writer(source: str) -> bool:
    """Whether a module imports what writes patients' words, or everything around it."""
    return any(module in WRITERS and (module, name) not in FACTS for module, name in imported(source))


def names_the_links(source: str) -> bool:
    """Whether a module names the table of links, as a model or in a statement of its own."""
    for node in ast.walk(ast.parse(source)):
        if (
            isinstance(node, ast.Name | ast.Attribute)
            and getattr(node, "id", getattr(node, "attr", "")) == "PersonaLink"
        ):
            return True
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and "persona_links" in node.value:
            return True
    return ("forum.models.links", "PersonaLink") in set(imported(source))


def uses_the_vault(source: str) -> bool:
    """Whether a module has a session or an engine of the vault in its hands."""
    found = set(imported(source))
    if found & {("forum.extensions", "vault"), ("forum.transaction", "vault_rows")}:
        return True
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and node.attr == "vault" and ast.unparse(node.value).endswith("extensions"):
            return True
        if isinstance(node, ast.Subscript) and ast.unparse(node.slice) == "'vault'":
            return True
    return False


def offenders(door: Door, allowed: set[str]) -> list[str]:
    """Return the modules that go through a door and are not among those, or within the packages, that may."""
    return [
        name
        for name, source in HOUSE.items()
        if door(source) and not any(name == may or name.startswith(f"{may}.") for may in allowed)
    ]


@pytest.mark.parametrize(
    ("door", "source"),
    [
        (imports_a_writer, "from forum.discussions import writing\n"),
        (imports_a_writer, "from forum.discussions.writing import write_post\n"),
        (imports_a_writer, "from forum.discussions.writing import Quote, write_post\n"),
        (imports_a_writer, "from forum.discussions.writing import *\n"),
        (imports_a_writer, "import forum.discussions.writing\n"),
        (imports_a_writer, "def f():\n    from forum.confidentiality import naming as n\n"),
        (imports_a_writer, "from forum.confidentiality.naming import write_name\n"),
        (names_the_links, "from forum.models.links import PersonaLink as L\n"),
        (names_the_links, "from forum.models import links\nlinks.PersonaLink.made_on\n"),
        (names_the_links, "text('SELECT * FROM persona_links')\n"),
        (uses_the_vault, "from forum.extensions import db, vault\n"),
        (uses_the_vault, "from forum.extensions import vault as v\n"),
        (uses_the_vault, "from forum import extensions\nextensions.vault.execute(x)\n"),
        (uses_the_vault, "import forum.extensions\nforum.extensions.vault.get(x, 1)\n"),
        (uses_the_vault, "from forum.transaction import vault_rows\n"),
        (uses_the_vault, "from forum.extensions import db\ndb.engines['vault'].connect()\n"),
    ],
)
def test_planted_offender_is_found(door, source):
    assert door(source)


@pytest.mark.parametrize(
    ("door", "source"),
    [
        (imports_a_writer, "from forum.discussions.writing import Quote, Words\n"),
        (imports_a_writer, "from forum.discussions import reading\nwriting = 1\n"),
        (names_the_links, "from forum.models.links import Epoch\n"),
        (uses_the_vault, "from forum.transaction import vault_atomic\nwith vault_atomic():\n    pass\n"),
        (uses_the_vault, "from forum.extensions import db\nvault = db\n"),
    ],
)
def test_innocent_is_left_alone(door, source):
    assert not door(source)


def test_only_the_gate_writes_words_and_names():
    assert offenders(imports_a_writer, MAY_WRITE) == []


def test_only_confidentiality_touches_the_links():
    assert offenders(names_the_links, MAY_JOIN | DEFINES_LINKS) == []


def test_only_those_who_need_it_use_the_vault():
    assert offenders(uses_the_vault, MAY_USE_VAULT) == []


@pytest.mark.parametrize(
    ("door", "allowed"),
    [(imports_a_writer, MAY_WRITE), (names_the_links, MAY_JOIN | DEFINES_LINKS), (uses_the_vault, MAY_USE_VAULT)],
)
def test_every_door_is_used_by_whoever_may(door, allowed):
    used = {may for may in allowed for name, text in HOUSE.items() if f"{name}.".startswith(f"{may}.") and door(text)}
    assert used >= allowed - {"forum.privacy", "forum.cli.setup", "forum.cli.setup_checks", "forum.models.links"}
