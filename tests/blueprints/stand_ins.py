"""Stand-ins for pages that the frame links to and that are not there yet; each falls away when its page arrives."""

from flask import Blueprint, Flask

LINKED = ("boards.index", "posts.mine", "notices.index", "moderation.queue", "admin.index", "demo.door")


def stand_in_for_missing(app: Flask) -> None:
    """Register what is missing, before the app has answered anything."""
    for endpoint in LINKED:
        if endpoint not in app.view_functions:
            blueprint, page = endpoint.split(".")
            stand_in = Blueprint("stand_in", __name__)
            stand_in.add_url_rule("/", page, lambda: "")
            app.register_blueprint(stand_in, name=blueprint, url_prefix=f"/stand-in/{blueprint}")
