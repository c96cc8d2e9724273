"""Which spellings stand for which plain words: contractions, common slips of the finger, and the words themselves.

Invariant: a known word always stands for itself; a slip never displaces a word that is known.
"""

from collections.abc import Iterable, Iterator, Mapping

from forum.triage.reading import NUMBER

SHORTEST = 6
"""Slips are made only for words of at least so many letters: a shorter one's slips are often other words."""
MANY = "##"
"""A number of at least ten."""


def spellings(
    vocabulary: Iterable[str],
    rewrites: Mapping[str, tuple[str, ...]],
    slippery: Iterable[str],
    censored: Iterable[str],
) -> dict[str, tuple[str, ...]]:
    """Return the plain words behind every known spelling.

    ``rewrites`` are taken as they stand; each word of ``slippery`` gains the spellings one slip away from it, each of
    ``censored`` those with stars for one letter or two.
    """
    forms: dict[str, tuple[str, ...]] = {star: (word,) for word in censored for star in stars(word)}
    forms |= {slip: (word,) for word in slippery if len(word) >= SHORTEST for slip in slips(word)}
    known = {word for word in vocabulary if word not in (NUMBER, MANY)}
    forms.update((word, (word,)) for word in known | {w for plain in rewrites.values() for w in plain})
    forms.update(rewrites)
    forms.update((str(number), (MANY,)) for number in range(10, 1000))
    return forms


def stars(word: str) -> Iterator[str]:
    """Yield the word with one star, or two, in place of as many letters inside it."""
    for place in range(1, len(word) - 1):
        yield f"{word[:place]}*{word[place + 1 :]}"
        if place + 2 < len(word):
            yield f"{word[:place]}**{word[place + 2 :]}"


def slips(word: str) -> Iterator[str]:
    """Yield the word with one letter left out, doubled, or changed places with its neighbour."""
    for place in range(1, len(word)):
        before, letter, after = word[:place], word[place], word[place + 1 :]
        yield before + after
        yield before + letter + letter + after
        yield word[: place - 1] + letter + word[place - 1] + after
