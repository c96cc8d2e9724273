"""The detectors of the house rules: source text in, complaints out ("line: what"), an empty list for clean text."""

import ast
import re
from collections.abc import Iterator

from jinja2 import Environment, nodes

LONGEST_FILE = 250
LONGEST_FUNCTION = 30

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
IMPORTING_CALLS = {"__import__", "import_module"}
QUERYING = {
    "all", "count", "execute", "filter_by", "first", "get_or_404", "one", "one_or_none", "order_by", "paginate",
    "query", "scalar", "scalars", "select", "session", "unique",
}  # fmt: skip
ROLES = {"administrator", "clinician", "lead", "lead_clinician", "member", "mentor"}
ASKS_FOR_ROLE = re.compile(rf"(?:(?:is|has)_)?(?:{'|'.join(sorted(ROLES))})s?")
HOST = r"""(?:https?:|wss?:)?//[\w\[]"""
LOADED_BY = {
    "html": [
        rf"""\b(?:src|srcset|action|formaction|data|poster|background|ping|hx-\w+|xlink:href)\s*=\s*["']?\s*{HOST}""",
        rf"""<(?:link|use|image|base)\b[^>]*\bhref\s*=\s*["']?\s*{HOST}""",
        rf"""\burl\(\s*["']?{HOST}""",
    ],
    "css": [rf"""\burl\(\s*["']?{HOST}""", rf"""@import\s+["']{HOST}"""],
    # A namespace is a name, not an address that anything loads.
    "js": [rf"""["'`](?!https?://www\.w3\.org/){HOST}"""],
}
TEMPLATES = Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do", "jinja2.ext.loopcontrols"], autoescape=True)


def imports_inside_functions(source: str) -> list[str]:
    """Find imports that hide from the floors: in a function, or made by a call."""
    found = {
        node.lineno
        for function in ast.walk(ast.parse(source))
        if isinstance(function, FUNCTIONS)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    found |= {node.lineno for node in _calls(source) if _name_called(node) in IMPORTING_CALLS}
    return [f"{line}: import inside a function" for line in sorted(found)]


def imports(source: str) -> list[str]:
    """Find any import at all."""
    tree = ast.walk(ast.parse(source))
    return [f"{node.lineno}: import" for node in tree if isinstance(node, ast.Import | ast.ImportFrom)]


def too_many_lines(source: str) -> list[str]:
    """Find a file past its limit."""
    lines = len(source.splitlines())
    return [f"1: {lines} lines"] if lines > LONGEST_FILE else []


def long_functions(source: str) -> list[str]:
    """Find functions past their limit, counted from `def` to the last line, the docstring left out."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = _height(node) - (_height(node.body[0]) if ast.get_docstring(node, clean=False) else 0)
            if lines > LONGEST_FUNCTION:
                found.append(f"{node.lineno}: {node.name} has {lines} lines")
    return found


def prints(source: str) -> list[str]:
    """Find calls of print: whatever they say, they say it where nobody chose to look."""
    return [
        f"{node.lineno}: print"
        for node in _calls(source)
        if isinstance(node.func, ast.Name) and node.func.id == "print"
    ]


def queries_in_template(source: str) -> list[str]:
    """Find calls in a template that look as if they asked the database."""
    found = []
    for call in TEMPLATES.parse(source).find_all(nodes.Call):
        name = _template_name(call.node)
        if name in QUERYING:
            found.append(f"{call.lineno}: calls {name}()")
    return found


def roles_in_template(source: str) -> list[str]:
    """Find conditions of a template that ask who somebody is, where they should ask what is allowed."""
    return [
        f"{word.lineno}: asks about {_template_name(word)!r}"
        for condition in _template_conditions(source)
        for word in _words(condition)
        if ASKS_FOR_ROLE.fullmatch(str(_template_name(word)).lower())
    ]


def hosts_loaded(kind: str, source: str) -> list[str]:
    """Find what a page ("html"), a style ("css") or a script ("js") would load from a named host."""
    return [
        f"{source.count(chr(10), 0, match.start()) + 1}: {match.group()}"
        for pattern in LOADED_BY[kind]
        for match in re.finditer(pattern, source)
    ]


def _calls(source: str) -> Iterator[ast.Call]:
    return (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))


def _name_called(call: ast.Call) -> str:
    return getattr(call.func, "id", getattr(call.func, "attr", ""))


def _height(node: ast.stmt) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def _template_conditions(source: str) -> Iterator[nodes.Node]:
    for node in TEMPLATES.parse(source).find_all((nodes.If, nodes.CondExpr, nodes.For)):
        if node.test is not None:
            yield node.test


def _words(condition: nodes.Node) -> Iterator[nodes.Node]:
    kinds = (nodes.Name, nodes.Getattr, nodes.Const)
    if isinstance(condition, kinds):
        yield condition
    yield from condition.find_all(kinds)


def _template_name(node: nodes.Node) -> str | None:
    for attribute in ("attr", "name", "value"):
        if isinstance(getattr(node, attribute, None), str):
            return getattr(node, attribute)
    return None
