"""Names of people after a word that announces one: a title, a profession, a relation, "my name is".

Invariant: a name ends where a word in small letters, a possessive or more than one blank stands, so that a stretch
never runs on into the sentence.
"""

import re
from collections.abc import Iterator
from re import Match

from forum.identifiers.finding import Finding
from forum.identifiers.kinds import Kind
from forum.identifiers.lists import folded, phrases
from forum.identifiers.name_words import Word, is_given, is_name_word, is_surname, joins, read_words

_NAME = r"[^\W\d_][^\W\d_'-]*+(?:['-][^\W\d_]++)*+"
_CLINICIAN = re.compile(
    rf"""(?<!\w)(?:(?:dr|prof)\b\.?|(?:doctor|professor|nurse|midwife|matron|consultant|psychiatrist|psychologist|therapist|
    counsell?or|social\ worker|gp|surgeon|care\ coordinator|key\ ?worker|case\ manager|psych|dentist|physio)\b)
    (?:\ (?:is|was|named|called|is\ called|is\ named|whose\ name\ is|named\ dr\.?|called\ dr\.?|dr\.?|prof\.?|mr\.?|
    mrs\.?|ms\.?))?,?
    \ (?P<name>{_NAME}(?:\.?\ {_NAME}){{0,2}}+)""",
    re.IGNORECASE | re.VERBOSE,
)
_TITLE = re.compile(
    rf"(?<!\w)(?:Mr|Mrs|Ms|Miss|Mx|Sir|Dame|Rev|Reverend|Pastor)\b\.? (?P<name>{_NAME}(?:\.? {_NAME}){{0,3}}+)"
)
_SAYS_NAME = re.compile(
    rf"""\b(?:name\ is|name's|(?P<hint>named|called|calls?\ me|known\ as|goes\ by)|name:|name\?|signed|
    yours\ sincerely,?|kind\ regards,?|best\ wishes,?|lots\ of\ love,?)
    \ ?[:,-]?[\ \n](?P<name>{_NAME}(?:\.?\ {_NAME}){{0,3}}+)""",
    re.IGNORECASE | re.VERBOSE,
)
_MY_NAME = re.compile(
    r"\bmy name(?: is|'s) (?P<name>[a-z]{3,30})(?= ?[,.!\n]| and\b| but\b| i\b| im\b| i'm\b|$)", re.IGNORECASE
)
_RELATION = re.compile(
    rf"""\b(?:my|his|her|our|their)\ (?:\w+[ -]){{0,1}}(?:son|daughter|husband|wife|partner|boyfriend|girlfriend|bf|gf|
    ex|fianc[eé]e?|brother|sister|mother|father|mum|mom|dad|uncle|aunt|auntie|cousin|nephew|niece|friend|mate|boss|manager|
    colleague|neighbou?r|teacher|kid|child|baby|grandson|granddaughter|grandmother|grandfather|stepson|stepdaughter|
    stepdad|stepmom|stepmum|twin|roommate|flatmate|landlord|husband's|wife's|son's|daughter's)
    ,?\ (?P<name>{_NAME}(?:\.?\ {_NAME}){{0,2}}+)""",
    re.IGNORECASE | re.VERBOSE,
)


def clinicians(text: str) -> Iterator[Finding]:
    """Find names of doctors, nurses, therapists and other professionals."""
    for match in _CLINICIAN.finditer(text):
        written = _name_at_start(match["name"], needs_capital=True)
        if written:
            yield Finding(Kind.CLINICIAN_NAME, match.start("name"), match.start("name") + len(written))


def announced(text: str) -> Iterator[Finding]:
    """Find names after words that announce one: "my name is", "Mrs", "my son"."""
    for match in _TITLE.finditer(text):
        yield from _announced(match, needs_capital=True)
    for match in _SAYS_NAME.finditer(text):
        first = next(read_words(match["name"]))
        if match["hint"] is None or is_given(first):
            yield from _announced(match, needs_capital=False)
    for match in _MY_NAME.finditer(text):
        if is_name_word(next(read_words(match["name"]))):
            yield Finding(Kind.NAME_PART, match.start("name"), match.end("name"))
    for match in _RELATION.finditer(text):
        yield from _announced(match, needs_capital=False)


def _announced(match: Match[str], *, needs_capital: bool) -> Iterator[Finding]:
    written = _name_at_start(match["name"], needs_capital=needs_capital)
    if written and folded(written) not in phrases("public_names.txt"):
        start = match.start("name")
        kind = Kind.PERSON_NAME if len(written.split()) > 1 else Kind.NAME_PART
        yield Finding(kind, start, start + len(written))


def _name_at_start(words_after: str, *, needs_capital: bool) -> str:
    """Keep the words of `words_after` that go on being a name: in small letters only listed names may."""
    end = 0
    before: Word | None = None
    for word in read_words(words_after):
        if before and not joins(words_after, before, word):
            break
        known = (is_given(word) or is_surname(word)) and not word.ambiguous
        if not is_name_word(word) or not (word.is_capital or (known and not needs_capital)):
            break
        end = word.end
        before = word
        if word.possessive:
            break
    return words_after[:end]
