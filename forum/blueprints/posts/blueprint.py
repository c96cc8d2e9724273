"""The blueprint that the pages of one message share."""

from flask import Blueprint

posts = Blueprint("posts", __name__)
