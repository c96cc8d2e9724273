"""The detectors of what is said past gettext, or wrongly through it: source text in, complaints out ("line: what")."""

import ast
import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser

from jinja2 import Environment, nodes

TEMPLATES = Environment(trim_blocks=True, lstrip_blocks=True, autoescape=True)
WORD = re.compile(r"[^\W\d_]+")
# A block of a class is no text, and neither is the rest of an address.
CLASSES = re.compile(r"\{%-? block \w*_class -?%\}.*?\{%-? endblock -?%\}")
PATH = re.compile(r"(?<!\w)/[\w/-]*")
GLUE = re.compile(r"[\s·]*")
NAMES = {"Alongside"}  # a name is the same in every language
# Two small words side by side, or one that begins like a sentence: a class, a code or an endpoint does neither.
READS = re.compile(r"(?<![\w-])[a-z]{2,},? [a-z]+(?![\w-])|^\W*[A-Z][a-z’']*(?=[\s,.!?:]|$)")
SENTENCE = re.compile(r"^[A-Z][a-z’']*,? [a-z]|[a-z][.?!]$")
READ_ALOUD = {
    "alt", "aria-description", "aria-label", "aria-placeholder", "aria-roledescription", "aria-valuetext", "label",
    "placeholder", "title",
}  # fmt: skip
BUTTONS = {"button", "reset", "submit"}
PLURAL = {"ngettext", "_ngettext", "counted"}
AT_ONCE = {"_", "gettext", "_gettext", "sentence"} | PLURAL
LATER = {"_l", "lazy_gettext", "N_"}
GETTEXT = AT_ONCE | LATER
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")
# Which argument of a call is read by people, and which arguments by name, whatever the call.
SHOWN_BY = {"flash": 0, "Label": 0, "SelectChoice": 1, "ValidationError": 0, "InputRequired": 0, "DataRequired": 0}
SHOWN_AS = {"description", "label", "message"}
SHOWN_IN = {"errors", "text"}


def bare_words(template: str) -> list[str]:
    """Find words that a template says by itself: between its tags, or in attributes that are read or read aloud."""
    page = _Page()
    page.feed(_without_jinja(template))
    page.close()
    return page.found


def bare_strings(template: str) -> list[str]:
    """Find strings in a template's expressions that are shown, and are words of a language."""
    return [
        f"{const.lineno}: {const.value!r}"
        for const in _said(TEMPLATES.parse(template))
        if isinstance(const.value, str) and READS.search(const.value) and const.value not in NAMES
    ]


def bare_sentences(source: str) -> list[str]:
    """Find texts in Python that are shown to people and do not go through gettext."""
    tree = ast.parse(source)
    wrapped = {id(part) for call in _python_calls(tree, GETTEXT) for part in ast.walk(call)} | _docstrings(tree)
    shown = {id(part) for spot in _spots(tree) for part in _values(spot)}
    return [
        f"{text.lineno}: {text.value!r}"
        for text in _texts(tree)
        if id(text) not in wrapped and (SENTENCE.search(text.value) or (id(text) in shown and WORD.search(text.value)))
    ]


def halves(source: str) -> list[str]:
    """Find sentences in Python that are put together: before gettext, which then finds none, or around it."""
    tree = ast.parse(source)
    texts = [text for call in _python_calls(tree, GETTEXT) for text in _sentences(call)]
    built = [text for text in texts if isinstance(text, ast.JoinedStr | ast.BinOp | ast.Call | ast.IfExp)]
    built += [part for spot in _spots(tree) for part in _values(spot) if _is_glued(part)]
    return [f"{text.lineno}: {ast.unparse(text)}" for text in built]


def halves_in_template(template: str) -> list[str]:
    """Find sentences in a template that are put together before gettext, which then finds none."""
    return [
        f"{call.lineno}: {type(text).__name__}"
        for call in TEMPLATES.parse(template).find_all(nodes.Call)
        if getattr(call.node, "name", "") in GETTEXT
        for text in call.args[: 2 if call.node.name in PLURAL else 1]
        if isinstance(text, nodes.BinExpr | nodes.Concat | nodes.CondExpr | nodes.Filter | nodes.Call)
    ]


def frozen(source: str) -> list[str]:
    """Find sentences that are looked up while a module is loaded, when nobody has a language yet."""
    tree = ast.parse(source)
    late = {id(part) for body in _bodies(tree) for part in ast.walk(body)}
    return [
        f"{call.lineno}: {ast.unparse(call)}"
        for call in _python_calls(tree, AT_ONCE | {"str"})
        if id(call) not in late and (_name(call) != "str" or any(_name(part) in LATER for part in ast.walk(call)))
    ]


def wrong_values(source: str) -> list[str]:
    """Find sentences in Python whose values are not those that they name."""
    found = []
    for call in _python_calls(ast.parse(source), GETTEXT):
        texts = [text.value for text in _sentences(call) if isinstance(text, ast.Constant)]
        if texts and all(keyword.arg for keyword in call.keywords):
            found += _disagreements(call.lineno, _name(call), texts, [str(word.arg) for word in call.keywords])
    return found


def wrong_values_in_template(template: str) -> list[str]:
    """Find sentences in a template whose values are not those that they name."""
    found = []
    for call in TEMPLATES.parse(template).find_all(nodes.Call):
        name = getattr(call.node, "name", "")
        texts = [text.value for text in call.args[:2] if isinstance(text, nodes.Const) and isinstance(text.value, str)]
        if name in GETTEXT and texts:
            found += _disagreements(call.lineno, name, texts, [word.key for word in call.kwargs])
    return found


def wrong_placeholders(sentence: str) -> list[str]:
    """Find what is no placeholder with a name, and would fail or show as it stands."""
    rest = PLACEHOLDER.sub("", sentence.replace("%%", ""))
    return [rest] if "%" in rest or re.search(r"\{\w*\}", rest) else []


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        for name, value in given.items():
            is_read = name in READ_ALOUD or (name == "value" and tag == "input" and given.get("type") in BUTTONS)
            is_read = is_read or (tag == "meta" and name == "content" and given.get("name") == "description")
            if is_read or (name.startswith("data-") and READS.search(value)):
                self._look_at(value)

    def handle_data(self, data: str) -> None:
        if self.cdata_elem is None:  # neither a script nor a style
            self._look_at(data)

    def _look_at(self, text: str) -> None:
        if set(WORD.findall(PATH.sub("", text))) - NAMES:
            self.found.append(f"{self.getpos()[0]}: {' '.join(text.split())!r}")


def _without_jinja(template: str) -> str:
    pieces, line = [], 1
    for begins, kind, value in TEMPLATES.lex(CLASSES.sub("", template)):
        if kind == "data":
            pieces += ["\n" * (begins - line), value]
            line = max(begins, line) + value.count("\n")
    return "".join(pieces)


def _said(node: nodes.Node) -> Iterator[nodes.Const]:
    if isinstance(node, nodes.Const):
        yield node
        return
    inner: Iterable[nodes.Node] = node.iter_child_nodes()
    if isinstance(node, nodes.Compare | nodes.Test | nodes.Getitem | nodes.FromImport | nodes.Extends | nodes.Include):
        inner = ()
    elif isinstance(node, nodes.Call):  # what a method or a lookup is asked for is a name, not a text
        name = getattr(node.node, "name", None)
        inner = () if name is None or name in GETTEXT else [*node.args, *(word.value for word in node.kwargs)]
    elif isinstance(node, nodes.Filter) and node.name not in {"default", "d"}:
        inner = [node.node] if node.node else ()
    for child in inner:
        yield from _said(child)


def _texts(tree: ast.AST) -> Iterator[ast.Constant]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str))


def _docstrings(tree: ast.AST) -> set[int]:
    """Return the strings that stand alone as statements, also under a constant."""
    return {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}


def _spots(tree: ast.AST) -> Iterator[ast.expr]:
    """Yield the expressions whose value is shown to people."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            place = 0 if _name(node).endswith("Field") else SHOWN_BY.get(_name(node))
            yield from node.args[place : place + 1] if place is not None else ()
            yield from (word.value for word in node.keywords if word.arg in SHOWN_AS)
            if getattr(getattr(node.func, "value", None), "attr", "") in {"errors", "form_errors"}:  # .append(…)
                yield from node.args
        elif isinstance(node, ast.Assign) and any(getattr(aim, "attr", "") in SHOWN_IN for aim in node.targets):
            yield node.value
        elif isinstance(node, ast.Dict):
            yield from (v for k, v in zip(node.keys, node.values, strict=True) if getattr(k, "value", "") in READ_ALOUD)


def _values(spot: ast.expr) -> Iterator[ast.expr]:
    """Yield what an expression may come to, the arguments of calls in it left out."""
    yield spot
    inner: list[ast.expr] = []
    if isinstance(spot, ast.IfExp):
        inner = [spot.body, spot.orelse]
    elif isinstance(spot, ast.JoinedStr | ast.BoolOp):
        inner = spot.values
    elif isinstance(spot, ast.BinOp):
        inner = [spot.left, spot.right]
    elif isinstance(spot, ast.List | ast.Tuple):
        inner = spot.elts
    for part in inner:
        yield from _values(part)


def _is_glued(part: ast.expr) -> bool:
    """Whether texts are put together by more than a space or a dot between two names."""
    texts = [text.value for text in _texts(part)] if isinstance(part, ast.JoinedStr | ast.BinOp) else []
    return not all(GLUE.fullmatch(text) for text in texts)


def _bodies(tree: ast.AST) -> Iterator[ast.AST]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield from node.body
        elif isinstance(node, ast.Lambda):
            yield node.body


def _python_calls(tree: ast.AST, names: set[str]) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call) and _name(node) in names)


def _sentences(call: ast.Call) -> list[ast.expr]:
    return call.args[: 2 if _name(call) in PLURAL else 1]


def _name(node: ast.AST) -> str:
    called = node.func if isinstance(node, ast.Call) else None
    return str(getattr(called, "id", getattr(called, "attr", "")))


def _disagreements(line: int, function: str, texts: list[str], given: list[str]) -> list[str]:
    named = {name for text in texts for name in PLACEHOLDER.findall(text)}
    free = {"num"} if function in PLURAL else set()
    if function not in LATER - {"_l", "lazy_gettext"} and named - free != set(given) - free:
        return [f"{line}: {texts[0]!r} names {sorted(named)}, given are {sorted(given)}"]
    return []
