"""Stand-ins for pages that the frame links to and that are not there yet; each falls away when its page arrives."""

import pytest
from flask import Blueprint, Flask

LINKED = ("boards.index", "posts.mine", "notices.index", "moderation.queue", "admin.index", "demo.door")


@pytest.fixture(autouse=True)
def linked_pages(app: Flask) -> None:
    """Register what is missing."""
    for endpoint in LINKED:
        if endpoint not in app.view_functions:
            blueprint, page = endpoint.split(".")
            app.register_blueprint(_stand_in(page), name=blueprint, url_prefix=f"/stand-in/{blueprint}")


def _stand_in(page: str) -> Blueprint:
    stand_in = Blueprint("stand_in", __name__)
    stand_in.add_url_rule("/", page, lambda: "")
    return stand_in
