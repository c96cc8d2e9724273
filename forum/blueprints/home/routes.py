"""The first page, for visitors and for whoever is signed in; whether the program lives, and whether it can work.

Invariant: what the two machine answers say is one word, so that nobody learns anything about the house from them.
"""

from flask import Blueprint, Response, render_template
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from forum.blueprints import person
from forum.blueprints.home.needs import needs_of
from forum.extensions import db, vault

home = Blueprint("home", __name__)


@home.get("/")
def index() -> str:
    """Greet a visitor with the promise, and whoever is signed in with what needs them now."""
    asking = person.signed_in()
    if asking is None:
        return render_template("home/visitor.html")
    return render_template("home/index.html", needs_you=needs_of(asking))


@home.get("/healthz")
def healthz() -> Response:
    """Say that the process answers."""
    return Response("ok", mimetype="text/plain")


@home.get("/readyz")
def readyz() -> Response:
    """Say whether both databases answer."""
    try:
        for session in (db.session, vault):
            session.execute(text("SELECT 1"))
    except SQLAlchemyError:
        return Response("unavailable", status=503, mimetype="text/plain")
    return Response("ok", mimetype="text/plain")
