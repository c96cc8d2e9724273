"""Every refusal the domain can make, named; edges turn each into one page or one field message.

Invariant: the domain raises only these; each carries a sentence fit for the person who will read it, or none
(then the edge has the sentence). No error text ever holds anybody's words, name or token.
"""


class AlongsideError(Exception):
    """Any refusal by the domain; ``status`` is the HTTP status that an edge answers with."""

    status = 400


class NotFound(AlongsideError):  # noqa: N818 - reads as the answer it gives
    """The thing is missing or not for this viewer; both answer exactly alike."""

    status = 404


class Refused(AlongsideError):  # noqa: N818
    """The viewer may know of the thing, but may not do this."""

    status = 403


class NeedsSignIn(Refused):
    """Nobody is signed in and the act needs somebody."""

    status = 401


class NeedsSecondFactor(Refused):
    """The viewer's role demands a second factor that this session has not shown."""


class BadInput(AlongsideError):  # noqa: N818
    """What was typed cannot be taken as it stands; ``field`` and ``problem`` say where and why."""

    status = 422

    def __init__(self, field: str, problem: str) -> None:
        super().__init__(f"{field}: {problem}")
        self.field = field
        self.problem = problem


class MissingVersion(AlongsideError):  # noqa: N818
    """A decision came without the version that its maker had seen."""

    status = 422


class Conflict(AlongsideError):  # noqa: N818
    """Somebody was faster: the thing has changed since the viewer saw it."""

    status = 409


class StaleVersion(Conflict):
    """The version named is not the present one; ``current`` is."""

    def __init__(self, current: int) -> None:
        super().__init__("changed since you saw it")
        self.current = current


class AlreadyClaimed(Conflict):
    """Another clinician holds the lease; ``holder`` is the professional name to show, if it may be shown."""

    def __init__(self, holder: str | None) -> None:
        super().__init__("claimed by somebody else")
        self.holder = holder


class IllegalTransition(Conflict):
    """The table in ``moderation.transitions`` has no such step from the present state."""


class TooLate(Conflict):
    """The window for undoing has closed."""


class NameTaken(BadInput):
    """A sign-in name or a pseudonym that looks the same exists."""


class WrongCredentials(AlongsideError):  # noqa: N818
    """Name, password or code do not fit; which of them is never said."""

    status = 422


class SealBroken(AlongsideError):  # noqa: N818
    """A sealed value does not open here: wrong place, wrong key or changed bytes."""

    status = 500


class UnknownMasterKey(SealBroken):
    """The ring in memory has no such master key; its file may have a newer one."""


class KeyErased(AlongsideError):  # noqa: N818
    """The key of these words has been destroyed: they are gone for good."""

    status = 404


class Misconfigured(AlongsideError):  # noqa: N818
    """A setting is missing or unsafe; the message says which and what to do."""

    status = 500
