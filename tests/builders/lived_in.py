"""A site that people have used, with a word of its own in every place where something can be typed.

One member speaks under three faces: the everyday one, and an anonymous one in each of two conversations. What has a
page is done by its page; what belongs to staff is done by the verbs that their pages call.
"""

import secrets
import string
from dataclasses import dataclass, field
from typing import NamedTuple

from flask import Flask
from flask.testing import FlaskClient

from forum.confidentiality import faces
from forum.confidentiality.faces import Face
from forum.extensions import db
from forum.models.discussions import Post
from forum.models.states import DecisionKind, PostingPolicy
from forum.notifications import delivery
from tests.builders.moderating import RED, taken_back
from tests.builders.people import Someone, a_clinician, a_member, client_of, sign_in
from tests.builders.talk import a_board, a_published_thread, a_question, decided

LABEL = "Firefox on a phone"
AGENT = "Mozilla/5.0 (Android; Mobile) Firefox/140.0"
COUNTRY = "NZ"


def a_word() -> str:
    """Return a word that nobody ever wrote."""
    return "".join(secrets.choice(string.ascii_lowercase) for _ in range(14))


class Place(NamedTuple):
    """A conversation, as it is kept when the session that loaded it is over."""

    id: str
    scope: str


@dataclass
class Life:
    """Who lived on the site, and which word was typed where."""

    app: Flask
    planted: dict[str, str] = field(default_factory=dict)

    def word(self, place: str) -> str:
        """Return the word of one place, drawn when it is first asked for."""
        return self.planted.setdefault(place, a_word())

    def __post_init__(self) -> None:
        email = f"{self.word('e-mail')}@{self.word('domain of the e-mail')}.org"
        self.member = a_member(self.app, signin_name=self.word("sign-in name"), email=email, country=COUNTRY)
        self.friend = a_member(self.app, signin_name=self.word("the friend's sign-in name"))
        self.board = a_board(slug="open", posting=PostingPolicy.PUBLISH_THEN_REVIEW)
        self.held_board = a_board(slug="held", posting=PostingPolicy.HOLD_ALL)
        self.doctor = a_clinician(self.app)
        said = {"title": self.word("the friend's title"), "text": self.word("the friend's question")}
        threads = a_published_thread(self.friend, self.board, **said), a_published_thread(self.friend, self.board)
        self.first, self.second = (Place(talk.thread.id, talk.thread.scope) for talk in threads)
        self.client = self.app.test_client()
        self.client.environ_base["HTTP_USER_AGENT"] = AGENT

    def lived(self) -> "Life":
        """Return the site after all of it has happened."""
        sign_in(self.client, self.member)
        self.speaks()
        self.is_moderated()
        delivery.move_events()
        self.looks_around()
        return self

    def speaks(self) -> None:
        """Say, under each face, everything that a member can say; look at a preview, leave a draft."""
        say(self.client, "/boards/open/ask", voice="own", title=self.word("title"), body=self.word("question"))
        for thread, place in ((self.first, "first"), (self.second, "second")):
            reply = f"/threads/{thread.id}/reply"
            say(self.client, reply, voice="anonymous", body=self.word(f"anonymous reply in the {place}"))
        say(self.client, f"/threads/{self.first.id}/reply", voice="own", body=self.word("reply under the own name"))
        waiting = {"voice": "anonymous", "title": self.word("title that waits"), "body": self.word("words that wait")}
        say(self.client, "/boards/held/ask", **waiting)
        preview = {"title": "A title", "body": self.word("preview"), "preview": "1"}
        assert self.client.post("/boards/open/ask", data=preview).status_code == 200
        draft = {"place": f"reply:{self.second.id}", "body": self.word("draft")}
        assert self.client.post("/drafts/", data=draft).status_code == 204
        edited = {"body": self.word("edited wording"), "version": "2"}
        answer = self.client.post(f"/posts/{self.own_post(self.second).id}/edit", data=edited)
        assert answer.status_code == 302, answer.text

    def is_moderated(self) -> None:
        """Let a clinician answer, return, decline and hide, each with words; take words back at risk."""
        said = {
            DecisionKind.RETURN: "message of a return",
            DecisionKind.DECLINE: "message of a decline",
        }
        for kind, place in said.items():
            decided(self.doctor, a_question(self.member, self.held_board).post, kind, message=self.word(place))
        question = a_question(self.member, self.held_board, anonymously=True).post
        decided(self.doctor, question, DecisionKind.ANSWER_AND_APPROVE, answer=self.word("answer"))
        hidden = a_question(self.member, self.board).post
        decided(self.doctor, hidden, DecisionKind.HIDE, message=self.word("message of a hiding"))
        taken_back(self.member, a_question(self.member, self.held_board, f"{RED} {self.word('case')}").post)

    def looks_around(self, client: FlaskClient | None = None) -> None:
        """Open every page that a member has."""
        client = client or self.client
        pages = ["/", "/boards/", "/boards/open/", "/boards/held/", "/my-messages/", "/notices/", "/account/security"]
        pages += [f"/threads/{thread.id}/" for thread in (self.first, self.second)]
        pages += [f"/posts/{self.own_post(self.first).id}/", "/account/email", "/account/country"]
        for page in pages:
            assert client.get(page).status_code in {200, 302}, page

    def own_post(self, thread: Place) -> Post:
        """Return what the member said anonymously in a conversation."""
        face = faces.face_of(self.member.account_id, thread.scope)
        assert face is not None
        return db.session.query(Post).filter_by(thread_id=thread.id, author_id=face.persona_id).one()

    @property
    def people(self) -> list[Someone]:
        """Everybody."""
        return [self.member, self.friend, self.doctor]

    @property
    def faces(self) -> dict[str, list[Face]]:
        """Return everybody's faces by account id."""
        return {someone.account_id: faces.all_faces(someone.account_id) for someone in self.people}

    def client_of(self, someone: Someone) -> FlaskClient:
        """Return somebody else's browser."""
        return client_of(self.app, someone)


def say(client: FlaskClient, where: str, **typed: str) -> None:
    """Send a composer's form, which must be taken."""
    answer = client.post(where, data=typed)
    assert answer.status_code == 302, (where, answer.status_code, answer.text)
