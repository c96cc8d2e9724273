"""Where the post goes: postcodes and addresses, in the shapes of several countries.

Invariant: an address needs a number together with a word for a street, a box or a flat; a street's name alone is no
address.
"""

import re
from collections.abc import Iterator

from forum.identifiers.finding import Finding, spans
from forum.identifiers.kinds import Kind
from forum.identifiers.lists import affixes, folded, words

_POSTCODE = re.compile(
    r"(?<!\w)(?P<area>[A-Z]{1,2})(?P<district>[0-9][0-9A-Z]?) ?(?P<inward>[0-9][ABD-HJLNP-UW-Z]{2})(?!\w)",
    re.IGNORECASE,
)
_ORDINAL = re.compile(r"[0-9](?:st|nd|rd|th)", re.IGNORECASE)
_VITAMIN = re.compile(r"\b(?:vitamins?|vit)\.? $", re.IGNORECASE)
_POSTCODE_CUE = re.compile(
    r"\b(?:zip|post|postal)[ -]?codes?\b(?: (?:is|was))?[:=]? ?"
    r"(?P<code>[A-Z]{0,2}[0-9][A-Z0-9]{2,5}(?:[ -]?[0-9][A-Z0-9]{1,3})?)\b",
    re.IGNORECASE,
)
_STATE_AND_ZIP = re.compile(r"(?<!\w)[A-Z]{2},? [0-9]{5}(?:-[0-9]{4})?(?![\w-])")
_WORD = r"[^\W\d_][^\W\d_'.-]*+"
_NUMBER = r"(?<![\w.,/£$€%-])[0-9]{1,5}[A-Za-z]?(?:[/-][0-9]{1,4})?"
_STREETS = (
    "Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Close|Way|Court|Ct|Courts|Crescent|Cres|Place|Pl|Terrace|Boulevard|Blvd|"
    "Gardens|Grove|Square|Sq|Row|Mews|Hill|Parade|Highway|Hwy|Parkway|Pkwy|Circle|Walk|Rise|Park|Green|View|Trail|Wharf|"
    "Quay|Yard|Loop|Plaza|Streets|Extensions"
)
_ENGLISH = re.compile(
    rf"{_NUMBER},? (?:[A-Z0-9]{_WORD}\.? |[A-Z]\. |[0-9]{{1,3}}(?:st|nd|rd|th) ){{1,4}}(?:{_STREETS})\b\.?"
)
_LOWER = re.compile(
    rf"{_NUMBER},? (?!more|different|dirt|mile|miles|main|lane|hour)[a-z]{{4,}}+ (?:street|road|avenue|lane|crescent)\b"
)
_STREET_FIRST = re.compile(
    r"(?<!\w)(?:[Rr]ue|Avenue|Boulevard|Place|[Cc]alle|Avenida|Plaza|Paseo|[Rr]úa|Rua|Via|Viale|Piazza|Piazzetta|Corso|"
    r"Largo|Travessa|Ulica|[Uu]l\.|[Aa]l\.|Trg|Ulice|Náměstí|Route|Chemin|Impasse|Strada|Carrer|Camino)"
    rf"(?: (?:de|des|du|la|le|les|del|della|do|da|dos|di|d'|l')){{0,2}}"
    rf" [A-ZÀ-Ž]{_WORD}(?: {_WORD}){{0,3}},? [0-9]{{1,4}}\b"
)
_WORD_AND_NUMBER = re.compile(r"(?<!\w)(?P<name>[^\W\d_]{5,40}+)\.? [0-9]{1,4}[A-Za-z]?\b")
_STREET_APART = re.compile(
    rf"(?<!\w)(?-i:[A-ZÀ-Ž]){_WORD} (?:utca|út|tér|u\.|köz|Strasse|Straße|Street|Gata|terrasse|vei|Plads|plein|Allee|"
    r"náměstí|ulice),? [0-9]{1,4}[A-Za-z]?\b\.?",
    re.IGNORECASE,
)
_DOOR = re.compile(
    r"\b(?:(?i:P\.? ?O\.? ?Box|Postbox|Postfach|Postboks|PSC|Apt\.?|Suite)|Apartment|Flat|Unit(?= [0-9]{1,5},? Box))"
    r" (?:no\.? |#)?[0-9]{1,5}[A-Za-z]?\b(?:,? Box [0-9]{1,5})?(?! ?(?:days?|weeks?|months?|years?|yrs?)\b)"
)
_CORNER = re.compile(
    rf"\bcorner of (?:{_WORD}[ .]{{1,2}}|[0-9]{{1,4}} ){{1,4}}(?:and|&) (?:{_WORD} ?){{1,3}}",
    re.IGNORECASE,
)
_CORNER_WORDS = re.compile(r"corner of (?:my|the|your|his|her|our|their|a|each|every)\b", re.IGNORECASE)
_LIVES_AT = re.compile(
    rf"\b(?:lives?|living|lived|stays?|staying|resides?|located|address is|office is) (?:at|on the \w+ side of)"
    rf" (?:(?-i:[A-ZÀ-Ž]){_WORD} ){{1,3}}(?:and {_WORD} )?(?:u\. )?(?!(?:19|20)[0-9]{{2}}\b)[0-9]{{1,5}}\b"
    r"(?! ?(?:years?|months?|weeks?|days?|mg|am|pm)\b)",
    re.IGNORECASE,
)


def postcodes(text: str) -> Iterator[Finding]:
    """Find full UK postcodes, and other countries' codes where a word or a state's letters go before them."""
    areas = words("postcode_areas.txt")
    for match in _POSTCODE.finditer(text):
        if match["area"].lower() not in areas or _ORDINAL.fullmatch(match["inward"]):
            continue
        if not _VITAMIN.search(text[max(0, match.start() - 10) : match.start()]):
            yield Finding(Kind.POSTCODE, match.start(), match.end())
    yield from spans(Kind.POSTCODE, _POSTCODE_CUE.finditer(text), "code")
    yield from spans(Kind.POSTCODE, _STATE_AND_ZIP.finditer(text))


def addresses(text: str) -> Iterator[Finding]:
    """Find postal addresses: a street with a number, a box, a flat."""
    for pattern in (_ENGLISH, _LOWER, _STREET_FIRST, _STREET_APART, _LIVES_AT):
        yield from spans(Kind.ADDRESS, pattern.finditer(text))
    for match in _WORD_AND_NUMBER.finditer(text):
        if match[0][0].isupper() and folded(match["name"]).endswith(affixes("street_endings")):
            yield Finding(Kind.ADDRESS, match.start(), match.end())
    yield from spans(Kind.ADDRESS, _DOOR.finditer(text))


def corners(text: str) -> Iterator[Finding]:
    """Find corners of two named streets."""
    for match in _CORNER.finditer(text):
        if not _CORNER_WORDS.match(match[0]):
            yield Finding(Kind.ADDRESS, match.start(), match.end())
