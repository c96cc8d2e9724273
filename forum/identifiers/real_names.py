"""Whether a chosen name looks like somebody's full name.

A given name alone is a fine pseudonym; so is "Rose Garden". A given name with a surname, in either order, run together,
or an initial or a title with a surname is what people are called.
Invariant: a word that is also an everyday word counts only beside one that is none.
"""

from itertools import pairwise

from forum.identifiers.lists import affixes, section, words

_SHORTEST_GIVEN, _SHORTEST_SURNAME, _SHORTEST_SHAPED = 3, 4, 6


def is_real_name(parts: list[str]) -> bool:
    """Say whether `parts`, the bare words of a name in their order, make a full name."""
    if len(parts) == 1:
        return _is_run_together(parts[0])
    ends = [(parts[0], parts[-1])] if len(parts) > len("ab") else []
    return any(_is_full(one, other) or _is_full(other, one) for one, other in [*pairwise(parts), *ends])


def _is_full(given: str, surname: str) -> bool:
    if len(given) == 1 or given in section("titles"):
        return _is_sure_surname(surname)
    if given in words("given_names.txt") and given not in words("ambiguous_names.txt"):
        return _is_surname(surname)
    return given in words("ambiguous_names.txt") and _is_sure_surname(surname)


def _is_sure_surname(word: str) -> bool:
    everyday = word in words("ambiguous_surnames.txt") or word in words("ambiguous_names.txt")
    return word in words("surnames.txt") and not everyday


def _is_surname(word: str) -> bool:
    if word in words("surnames.txt") or word in words("ambiguous_surnames.txt"):
        return True
    if len(word) < _SHORTEST_SHAPED or word in words("not_names.txt") or word in words("given_names.txt"):
        return False
    return word.endswith(affixes("surname_endings")) or word.startswith(affixes("surname_beginnings"))


def _is_run_together(word: str) -> bool:
    """Tell "marymoore" at the one place where a sure given name ends and a sure surname begins."""
    sure_given = words("given_names.txt") - words("ambiguous_names.txt")
    if word in words("given_names.txt") or word in words("surnames.txt"):
        return False
    places = range(_SHORTEST_GIVEN, len(word) - _SHORTEST_SURNAME + 1)
    return any(word[:at] in sure_given and _is_sure_surname(word[at:]) for at in places)
