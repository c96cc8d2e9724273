"""Somebody's browser, as far as the races need one: pages fetched and forms sent over the wire."""

import re
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from http.client import HTTPException
from typing import TypeVar
from urllib.parse import urlencode

from flask import Flask

from forum.columns import new_token

Result = TypeVar("Result")
PATIENCE = 30.0  # seconds: a process that was killed comes back within them


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


_opener = urllib.request.build_opener(_Stay)


def cookie_of(app: Flask, token: str) -> str:
    """Return the Cookie header of a browser that holds a session, as after its first page."""
    client, base = app.test_client(), app.extensions["settings"].public_url
    with client.session_transaction(base_url=base) as session:
        session.update({"_user_id": token, "_fresh": True})
    client.get("/boards/", base_url=base)
    cookie = next(iter(client._cookies.values()))
    return f"{cookie.key}={cookie.value}"


def reply_form(address: str, thread_id: str, cookie: str) -> dict[str, str]:
    """Return the filled form of a reply as its page offers it."""
    html = _open(f"{address}/threads/{thread_id}/reply", cookie)[1]
    fields = dict(re.findall(r'<input type="hidden"\s+name="(csrf_token|place)"\s+value="([^"]+)"', html))
    return {**fields, "submission": new_token(), "voice": "own", "body": f"So it was with me, too. {new_token()}"}


def send(address: str, thread_id: str, cookie: str, form: dict[str, str]) -> str | None:
    """Send a reply and return the id that it was acknowledged with; None where no answer came."""
    try:
        status, _page, place = _request(f"{address}/threads/{thread_id}/reply", cookie, urlencode(form).encode())
    except (OSError, HTTPException):
        return None
    found = re.search(r"/posts/([a-z2-7]{32})", place or "")
    if status == 429 or status >= 500:
        return None
    if found is None:
        raise RuntimeError(f"a reply was answered with {status}")
    return found.group(1)


def take_next(address: str, cookie: str) -> str | None:
    """Ask for the next review and return the one that was handed out."""
    html = patiently(lambda: _open(f"{address}/moderation/", cookie))[1]
    token = re.search(r'name="csrf_token" value="([^"]+)"', html)
    if token is None:
        raise RuntimeError("the queue has no form")
    data = urlencode({"csrf_token": token.group(1)}).encode()
    _status, _page, place = _request(f"{address}/moderation/next", cookie, data)
    found = re.search(r"/moderation/reviews/([a-z2-7]{32})", place or "")
    return found.group(1) if found else None


def patiently(deed: Callable[[], Result]) -> Result:
    """Do something that only reads, again and again while the server does not answer."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            return deed()
        except (OSError, HTTPException):
            if time.monotonic() > until:
                raise
            time.sleep(0.2)


def _open(url: str, cookie: str) -> tuple[int, str, str | None]:
    answer = _request(url, cookie, None)
    if answer[0] != 200:
        raise RuntimeError(f"{url} answered {answer[0]}")
    return answer


def _request(url: str, cookie: str, data: bytes | None) -> tuple[int, str, str | None]:
    request = urllib.request.Request(url, data, {"Cookie": cookie})  # noqa: S310 - this machine
    try:
        with _opener.open(request, timeout=PATIENCE) as answer:
            return answer.status, answer.read().decode(), None
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read().decode(), refused.headers.get("Location")
