"""What is found, as which kind, and exactly where."""

import pytest

from forum.identifiers.find import find
from forum.identifiers.kinds import Kind


def found(text: str) -> list[tuple[Kind, str]]:
    return [(finding.kind, text[finding.start : finding.end]) for finding in find(text)]


@pytest.mark.parametrize(
    ("text", "kind", "stretch"),
    [
        ("Write to willow.tree@example.org please", Kind.EMAIL, "willow.tree@example.org"),
        ("willow at example dot com is mine", Kind.EMAIL, "willow at example dot com"),
        ("willow [at] example [dot] co.uk", Kind.EMAIL, "willow [at] example [dot] co.uk"),
        ("it is willowtree at gmail.com", Kind.EMAIL, "willowtree at gmail.com"),
        ("see https://www.facebook.com/willow.tree.5", Kind.PROFILE_URL, "https://www.facebook.com/willow.tree.5"),
        ("read https://www.nhs.uk/conditions, it helps", Kind.URL, "https://www.nhs.uk/conditions"),
        ("look on mind.org.uk for it", Kind.URL, "mind.org.uk"),
        ("I post as @willow_tree there", Kind.HANDLE, "@willow_tree"),
        ("my snapchat name is willowtree, add me", Kind.HANDLE, "willowtree"),
        ("insta: willow.tree", Kind.HANDLE, "willow.tree"),
        ("from 192.168.7.21 last night", Kind.IP, "192.168.7.21"),
        ("from fe80::1ff:fe23:4567:890a it came", Kind.IP, "fe80::1ff:fe23:4567:890a"),
    ],
)
def test_ways_to_reach_somebody_over_a_network_are_found(text: str, kind: Kind, stretch: str) -> None:
    assert found(text) == [(kind, stretch)]


@pytest.mark.parametrize(
    "number",
    ["07700 900123", "+44 7700 900 123", "(212) 555-0182", "212-555-0182", "0 7 7 0 0 9 0 0 1 2 3", "9472 7916"],
)
def test_telephone_numbers_are_found_after_a_word_that_says_call(number: str) -> None:
    assert found(f"Please call me on {number} tonight") == [(Kind.PHONE, number)]


@pytest.mark.parametrize("number", ["07700 900123", "020 7946 0958", "+1 212 555 0182", "212.555.0182", "2125550182"])
def test_telephone_numbers_are_found_without_any_word_beside(number: str) -> None:
    assert found(f"so, {number} then") == [(Kind.PHONE, number)]


@pytest.mark.parametrize(
    ("text", "kind", "stretch"),
    [
        ("NHS number 943 476 5919", Kind.NHS_NUMBER, "943 476 5919"),
        ("it says 4505577104 on the letter", Kind.NHS_NUMBER, "4505577104"),
        ("my CHI is 0101010001", Kind.CHI_NUMBER, "0101010001"),
        ("his NPI is 1234567893", Kind.NPI, "1234567893"),
        ("SSN 123-45-6789", Kind.SSN, "123-45-6789"),
        ("my NI is AB 12 34 56 C", Kind.NATIONAL_INSURANCE, "AB 12 34 56 C"),
        ("to GB82 WEST 1234 5698 7654 32 by Friday", Kind.IBAN, "GB82 WEST 1234 5698 7654 32"),
        ("card 4111 1111 1111 1111 was used", Kind.CARD, "4111 1111 1111 1111"),
        ("hospital number X123456", Kind.RECORD_NUMBER, "X123456"),
        ("MRN: 00123456", Kind.RECORD_NUMBER, "00123456"),
        ("my driver's license number is F162-8235-4011", Kind.RECORD_NUMBER, "F162-8235-4011"),
        ("the device 00:1b:44:11:3a:b7 beeps", Kind.RECORD_NUMBER, "00:1b:44:11:3a:b7"),
    ],
)
def test_numbers_of_registers_and_records_are_found(text: str, kind: Kind, stretch: str) -> None:
    assert found(text) == [(kind, stretch)]


@pytest.mark.parametrize(
    ("text", "kind", "stretch"),
    [
        ("I am at 12 High Street now", Kind.ADDRESS, "12 High Street"),
        ("send it to 45 victoria road", Kind.ADDRESS, "45 victoria road"),
        ("it is Hauptstrasse 12 here", Kind.ADDRESS, "Hauptstrasse 12"),
        ("send it to PO Box 242", Kind.ADDRESS, "PO Box 242"),
        ("near SW1A 1AA somewhere", Kind.POSTCODE, "SW1A 1AA"),
        ("my zip code is 90210", Kind.POSTCODE, "90210"),
        ("i live in leeds", Kind.PLACE, "leeds"),
        ("We moved to Little Snoring", Kind.PLACE, "Little Snoring"),
        ("born on 14/01/1990", Kind.DATE, "14/01/1990"),
        ("on the 3rd of May 2019", Kind.DATE, "3rd of May 2019"),
        ("since January 14, 2018", Kind.DATE, "January 14, 2018"),
        ("at 1990-01-14 it was", Kind.DATE, "1990-01-14"),
        ("a man of 94 years of age", Kind.AGE_OVER_89, "94 years of age"),
        ("my nan is 93", Kind.AGE_OVER_89, "93"),
    ],
)
def test_places_dates_and_great_ages_are_found(text: str, kind: Kind, stretch: str) -> None:
    assert found(text) == [(kind, stretch)]


@pytest.mark.parametrize(
    ("text", "kind", "stretch"),
    [
        ("My name is Sarah Jones", Kind.PERSON_NAME, "Sarah Jones"),
        ("my name is bexley and i am new", Kind.NAME_PART, "bexley"),
        ("I'm called Priya", Kind.NAME_PART, "Priya"),
        ("My son Will is ten", Kind.NAME_PART, "Will"),
        ("my husband paul left", Kind.NAME_PART, "paul"),
        ("My sister Sarah Jones lives near", Kind.PERSON_NAME, "Sarah Jones"),
        ("it was Grace Miller who said so", Kind.PERSON_NAME, "Grace Miller"),
        ("then Ella H. Snider came", Kind.PERSON_NAME, "Ella H. Snider"),
        ("patricia desrosiers told me", Kind.PERSON_NAME, "patricia desrosiers"),
        ("We spoke with Mrs Okafor", Kind.NAME_PART, "Okafor"),
        ("My consultant Dr Patel said so", Kind.CLINICIAN_NAME, "Patel"),
        ("I saw Dr. Anna Kowalski-Smith", Kind.CLINICIAN_NAME, "Anna Kowalski-Smith"),
        ("my therapist Mark is lovely", Kind.CLINICIAN_NAME, "Mark"),
        ("they took me to St Mary's Hospital", Kind.HOSPITAL, "St Mary's Hospital"),
        ("I was on ward 7B", Kind.HOSPITAL, "ward 7B"),
    ],
)
def test_names_are_found(text: str, kind: Kind, stretch: str) -> None:
    assert found(text) == [(kind, stretch)]


@pytest.mark.parametrize(
    ("text", "stretch"),
    [("０７７００ ９００１２３", "０７７００ ９００１２３"), ("07\u200b700 900\u200b123", "07\u200b700 900\u200b123")],
)
def test_odd_digits_and_invisible_characters_do_not_hide_a_number(text: str, stretch: str) -> None:
    assert found(f"ring {text} today") == [(Kind.PHONE, stretch)]


def test_findings_come_in_the_order_of_the_text() -> None:
    kinds = [kind for kind, _ in found("Sarah Jones, 12 High Street, Leeds LS1 4DY, 07700 900123")]
    assert kinds == [Kind.PERSON_NAME, Kind.ADDRESS, Kind.PLACE, Kind.POSTCODE, Kind.PHONE]
