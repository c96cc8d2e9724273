"""What every address answers to everybody, in one table: a row for each route and method, a letter for each cell.

A row has a word for each state that its address can be in, and a word has a letter for each of ``VIEWERS``, in order:

    2  the page            4  a form that comes back with what to change (400 or 422)
    d  done, and led on    i  sent to sign in, or asked to and the words kept (401)
    -  missing (404)       f  sent to the second factor
    x  refused (403)       9  too late, or somebody was faster (409)

Requests that change something carry an empty form, or that of ``FORMS``: a ``4`` shows that somebody was let as far as
the form.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from werkzeug.routing import Rule
from werkzeug.test import TestResponse

VIEWERS = ("visitor", "member", "author", "elsewhere", "clinician", "lead", "administrator", "bare")
"""``author`` wrote what is asked for, ``elsewhere`` is a clinician of another board, ``bare`` one of this board who has
not shown a second factor; clinician and lead are of this board, and the clinician decided."""

SAID = ("published", "held", "returned", "declined", "edited", "hidden", "withdrawn", "elsewhere", "missing")
"""Of words on a members' board; ``edited``: published, and another wording waits; ``elsewhere``: published on a board
to which none of the viewers is invited."""

STATES: Mapping[str, tuple[str, ...]] = {
    "page": ("there",),
    "board": ("public", "members", "invited", "archived", "missing"),
    "thread": SAID,
    "post": SAID,
    "review": SAID,
    "decision": ("published", "returned", "declined", "hidden", "elsewhere", "missing"),
    "kept board": ("there", "missing"),
    "grant": ("there", "missing"),
    "proposal": ("there", "missing"),
    "registration": ("there", "missing"),
    "letter": ("there", "missing"),
    "file": ("there", "missing"),
    "demo person": ("missing",),
}

TABLE: Mapping[str, Mapping[str, str]] = {
    "page": {
        "GET accounts.agree":                 "i2222222",
        "POST accounts.agree":                "i2222222",
        "GET accounts.change_country":        "i222222f",
        "POST accounts.change_country":       "iddddddf",
        "GET accounts.change_email":          "i222222f",
        "POST accounts.change_email":         "i222222f",
        "GET accounts.change_password":       "i222222f",
        "POST accounts.change_password":      "i222222f",
        "GET accounts.choose_name":           "iddddddd",
        "POST accounts.choose_name":          "iddddddd",
        "POST accounts.confirm_enrolment":    "i4444444",
        "POST accounts.end_sessions":         "iddddddf",
        "GET accounts.enrol":                 "i2222222",
        "POST accounts.forget_email":         "i222222f",
        "GET accounts.forgot":                "22222222",
        "POST accounts.forgot":               "22222222",
        "GET accounts.join":                  "2ddddddd",
        "POST accounts.join":                 "2ddddddd",
        "GET accounts.joined":                "i2222222",
        "GET accounts.login":                 "2ddddddd",
        "POST accounts.login":                "2ddddddd",
        "POST accounts.logout":               "dddddddd",
        "GET accounts.printed_code":          "i222222f",
        "POST accounts.printed_code":         "i222222f",
        "GET accounts.recover":               "22222222",
        "POST accounts.recover":              "22222222",
        "POST accounts.remove_second_factor": "i4444444",
        "POST accounts.renew_paper_codes":    "i4444444",
        "GET accounts.second_factor":         "iffddddf",
        "POST accounts.second_factor":        "iffddddf",
        "GET accounts.security":              "i222222f",
        "POST accounts.start_enrolment":      "i4444444",
        "GET admin.boards":                   "------2f",
        "GET admin.credentials":              "-----22f",
        "GET admin.grants":                   "------2f",
        "GET admin.hours":                    "------2f",
        "POST admin.hours":                   "------df",
        "GET admin.index":                    "------2f",
        "GET admin.new_board":                "------2f",
        "POST admin.new_board":               "------2f",
        "GET admin.new_credential":           "------2f",
        "POST admin.new_credential":          "------2f",
        "GET admin.new_grant":                "------2f",
        "POST admin.new_grant":               "------2f",
        "GET admin.proposals":                "-----22f",
        "POST admin.preview_guidelines":      "------2f",
        "GET boards.index":                   "2222222f",
        "POST boards.preview":                "i222222f",
        "GET demo.door":                      "22222222",
        "GET demo.mail":                      "22222222",
        "POST drafts.keep":                   "iddddddf",
        "GET drafts.kept":                    "i------f",
        "GET help.how_we_moderate":           "22222222",
        "GET help.now":                       "22222222",
        "GET help.privacy":                   "22222222",
        "GET help.quick_exit":                "22222222",
        "GET help.rules":                     "22222222",
        "GET home.healthz":                   "22222222",
        "GET home.index":                     "2222222f",
        "GET home.readyz":                    "22222222",
        "POST moderation.claim_next":         "i--ddd-f",
        "GET moderation.queue":               "i--222-f",
        "GET notices.index":                  "i222222f",
        "POST notices.read":                  "iddddddf",
        "GET posts.mine":                     "i222222f",
    },
    "board": {
        "GET boards.ask":  "i222222f i222222f i------f ixxxxxxf i------f",
        "POST boards.ask": "i444444f i444444f i------f ixxxxxxf i------f",
        "GET boards.show": "2222222f -222222f -------f -222222f -------f",
    },
    "thread": {
        "GET threads.reply":  "i222222f i-x-xx-f i-x-xx-f i-x-xx-f i222222f i-x-xx-f i------f i------f i------f",
        "POST threads.reply": "i444444f i-x-xx-f i-x-xx-f i-x-xx-f i444444f i-x-xx-f i------f i------f i------f",
        "GET threads.show":   "-222222f --2-22-f --2-22-f --2-22-f -222222f --2-22-f -------f -------f -------f",
    },
    "post": {
        "GET posts.edit":      "ix2xxxxf i-2-xx-f i-2-xx-f i-x-xx-f ix2xxxxf i-x-xx-f i------f i------f i------f",
        "POST posts.edit":     "ix9xxxxf i-9-xx-f i-9-xx-f i-x-xx-f ix9xxxxf i-x-xx-f i------f i------f i------f",
        "GET posts.quote":     "i222222f i-x-xx-f i-x-xx-f i-x-xx-f i222222f i-x-xx-f i------f i------f i------f",
        "POST posts.quote":    "i444444f i-x-xx-f i-x-xx-f i-x-xx-f i444444f i-x-xx-f i------f i------f i------f",
        "GET posts.revisions": "-222222f --2-22-f --2-22-f --2-22-f -222222f --2-22-f -------f -------f -------f",
        "GET posts.show":      "-ddddddf --2-22-f --2-22-f --2-22-f -d2d22df --2-22-f --2----f -------f -------f",
        "GET posts.withdraw":  "ix2xxxxf i-2-xx-f i-2-xx-f i-x-xx-f ix2xxxxf i-x-xx-f i-d----f i------f i------f",
        "POST posts.withdraw": "ixdxxxxf i-d-xx-f i-d-xx-f i-x-xx-f ixdxxxxf i-x-xx-f i-d----f i------f i------f",
    },
    "review": {
        "POST moderation.claim":   "i---99-f i---dd-f i---99-f i---99-f i---dd-f i---99-f i---99-f i------f i------f",
        "POST moderation.decide":  "i---99-f i---99-f i---99-f i---99-f i---99-f i---99-f i---99-f i------f i------f",
        "POST moderation.draft":   "i--ddd-f i--ddd-f i--ddd-f i--ddd-f i--ddd-f i--ddd-f i--ddd-f i--ddd-f i--ddd-f",
        "POST moderation.preview": "i--222-f i--222-f i--222-f i--222-f i--222-f i--222-f i--222-f i--222-f i--222-f",
        "POST moderation.release": "i---dd-f i---dd-f i---dd-f i---dd-f i---dd-f i---dd-f i---dd-f i------f i------f",
        "GET moderation.review":   "i---22-f i---22-f i---22-f i---22-f i---22-f i---22-f i---22-f i------f i------f",
        "POST moderation.second":  "i---99-f i---99-f i---99-f i---99-f i---99-f i---99-f i---99-f i------f i------f",
    },
    "decision": {
        "POST moderation.undo": "i---dx-f i---dx-f i---dx-f i---dx-f i------f i------f",
    },
    "kept board": {
        "GET admin.board":        "------2f -------f",
        "POST admin.board":       "------2f -------f",
        "GET admin.invitations":  "------2f -------f",
        "POST admin.invitations": "------2f -------f",
        "POST admin.uninvite":    "------df ------df",
    },
    "grant": {
        "GET admin.ask_to_end": "------2f -------f",
        "POST admin.end_grant": "------df -------f",
    },
    "proposal": {
        "POST admin.sign_grant": "-----22f -------f",
    },
    "registration": {
        "POST admin.sign_credential": "-----22f -----22f",
    },
    "letter": {
        "GET accounts.reset":  "22222222 --------",
        "POST accounts.reset": "22222222 --------",
    },
    "file": {
        "GET static": "22222222 --------",
    },
    "demo person": {
        "POST demo.enter": "--------",
    },
}  # fmt: skip

FORMS: Mapping[str, Mapping[str, str]] = {
    "moderation.decide": {"kind": "approve", "version": "1"},
    "moderation.second": {"kind": "confirm", "version": "1"},
    "admin.uninvite": {"person": "a" * 32},
    "drafts.keep": {"place": f"reply:{'a' * 32}", "body": "Some words"},
}


class Cell(NamedTuple):
    """One place of the table."""

    state: str
    viewer: str
    expected: str


class Row(NamedTuple):
    """One route and method, and what kind of thing its address names."""

    kind: str
    endpoint: str
    method: str

    def __str__(self) -> str:
        """Spell the row as the table does."""
        return f"{self.method} {self.endpoint}"

    @property
    def hidden(self) -> list[Cell]:
        """Return the cells whose viewer may learn no more than of something missing: not there, or sign in first."""
        if "missing" not in STATES[self.kind]:
            return []
        return [cell for cell in self.cells if cell.state != "missing" and cell.expected in "-i"]

    @property
    def cells(self) -> list[Cell]:
        """Return every cell; raises ValueError for a row that has too few or too many."""
        words = TABLE[self.kind][str(self)].split()
        return [
            Cell(state, viewer, letter)
            for state, word in zip(STATES[self.kind], words, strict=True)
            for viewer, letter in zip(VIEWERS, word, strict=True)
        ]


def rows() -> list[Row]:
    """Return every row of the table."""
    return [Row(kind, *reversed(name.split())) for kind, names in TABLE.items() for name in names]  # type: ignore[arg-type]


def routes_of(rules: Iterable[Rule]) -> set[str]:
    """Return each route and method of an app, as the table names them."""
    return {f"{method} {rule.endpoint}" for rule in rules for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}}


def outcome(answer: TestResponse) -> str:
    """Return the letter of an answer; its status where there is none."""
    if answer.status_code in {302, 303}:
        where = answer.location.partition("?")[0]
        return {"/login": "i", "/login/code": "f", "/account/second-factor": "f"}.get(where, "d")
    letters = {200: "2", 204: "d", 400: "4", 422: "4", 401: "i", 403: "x", 404: "-", 409: "9"}
    return letters.get(answer.status_code, str(answer.status_code))
