"""The templates' own ``url_for``, held to Flask's answers."""

import pytest
from flask import url_for

from forum.blueprints.addresses import remembering

TOKEN = "b" * 32


@pytest.fixture
def address(app):
    """Return the quicker lookup, within a request."""
    with app.test_request_context("/", base_url="http://localhost:8000"):
        yield remembering()


@pytest.mark.parametrize(
    ("endpoint", "values"),
    [
        ("boards.index", {}),
        ("static", {"filename": "css/theme.css"}),
        ("threads.show", {"token": TOKEN}),
        ("threads.show", {"token": TOKEN, "page": 2}),
        ("threads.show", {"token": TOKEN, "_anchor": "post-3"}),
        ("boards.show", {"slug": "sleep"}),
        ("demo.enter", {"key": "member-01"}),
    ],
)
def test_address_is_flasks_at_first_and_when_remembered(address, endpoint, values):
    assert [address(endpoint, **values) for _ in range(2)] == [url_for(endpoint, **values)] * 2


def test_remembered_address_takes_another_token(address):
    address("posts.quote", token=TOKEN)
    assert address("posts.quote", token="c" * 32) == url_for("posts.quote", token="c" * 32)


def test_what_is_no_token_goes_flasks_way(address):
    address("posts.quote", token=TOKEN)
    assert address("posts.quote", token="../admin") == url_for("posts.quote", token="../admin")
