"""How long words may be, and how a text that cannot be taken is refused.

Invariant: a refusal names its problem and never repeats the words.
"""

from enum import StrEnum

MAX_SOURCE = 8000
"""Characters of one post, counted after cleaning; past it, ask the author to say it in two."""

MAX_TITLE = 150
"""Characters of a title, counted after cleaning."""

MAX_HTML = 64_000
"""Characters of markup: 8,000 of the costliest (a no-break space is six) and a margin."""


class Problem(StrEnum):
    """Why a text cannot be taken; the edge has the sentence for each."""

    EMPTY = "empty"
    """Nothing is left once the invisible is gone."""
    TOO_LONG = "too_long"
    """There are more characters than one text may have."""
    TOO_COMPLEX = "too_complex"
    """The markup is nested or multiplied past what anybody writes by hand."""


class UnacceptableText(ValueError):  # noqa: N818 - reads as the answer it gives
    """The text cannot be taken as it is; ``problem`` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.value)
        self.problem = problem
