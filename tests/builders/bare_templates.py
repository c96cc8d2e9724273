"""The templates without an app: an undefined name raises, words stand untranslated, addresses name their endpoint."""

from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context

from forum.policy.permissions import Permission

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"


def bare_environment() -> Environment:
    """Return a strict Jinja environment with just the globals and filters that the app promises to templates."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_null_translations(newstyle=True)
    environment.globals |= {
        "url_for": lambda endpoint, filename="": f"/{endpoint}{filename and '/'}{filename}",
        "csrf_token": lambda: "forgery-token",
        "get_flashed_messages": lambda **_options: [("message", "Kept.")],
        "config": {"DEMO": False},
        "request": SimpleNamespace(endpoint="boards.index"),
        "allows": lambda _viewer, _permission, _thing=None: False,
        "Permission": Permission,
    }
    environment.globals |= {
        "menu_for": partial(_menu, environment),
        "frame_top": pass_context(lambda context: _frame(environment).top(context["config"]["DEMO"])),
        "frame_foot": lambda: _frame(environment).foot(),
    }
    environment.filters |= {"coarse_time": lambda _value: "a while ago", "due_clock": lambda _value: "soon"}
    return environment


def _menu(environment: Environment, viewer: SimpleNamespace, unread: int) -> str:
    here, name = environment.globals["request"].endpoint, getattr(viewer, "name", "")
    rights = [getattr(viewer, right, False) for right in ("may_moderate", "may_administer")]
    return _frame(environment).menu(here, viewer.is_signed_in, *rights, False, name, unread, "forgery-token")


def _frame(environment: Environment) -> Any:
    return environment.get_template("components/frame.html").module
