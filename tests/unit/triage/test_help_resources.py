"""Crisis help always answers, says how fresh it is, and refuses a broken file with a clear reason."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from forum.triage.resources import DATA, InvalidHelp, countries, help_for, load, stale_lines

FRESH, LATE = date(2026, 12, 1), date(2031, 1, 1)


def test_a_persons_own_country_comes_before_the_sites() -> None:
    assert help_for("NZ", FRESH, site_country="US").emergency_number == "111"


def test_an_unknown_country_gets_the_sites_help() -> None:
    assert help_for("ZZ", FRESH, site_country="US").country == "US"


def test_no_country_gets_the_sites_help() -> None:
    assert help_for(None, FRESH, site_country="IE").country == "IE"


def test_a_country_is_found_whatever_its_case() -> None:
    assert help_for(" fr ", FRESH, site_country="US").country == "FR"


def test_uk_is_taken_as_the_united_kingdom() -> None:
    assert help_for("uk", FRESH, site_country="US").country == "GB"


def test_help_answers_with_an_emergency_number_even_when_no_country_is_known() -> None:
    assert help_for(None, FRESH, site_country="").emergency_number == "112"


def test_a_line_past_its_date_stays_and_is_marked() -> None:
    lines = help_for("US", LATE, site_country="US").lines
    assert [line.is_stale for line in lines] == [True]


def test_a_line_says_when_it_was_last_checked() -> None:
    assert help_for("US", LATE, site_country="US").lines[0].last_checked == date(2026, 11, 22)


def test_a_line_is_fresh_on_its_last_day() -> None:
    assert not help_for("US", date(2027, 5, 22), site_country="US").lines[0].is_stale


def test_a_line_that_nobody_has_confirmed_is_stale_from_the_start() -> None:
    line = help_for("AT", FRESH, site_country="US").lines[0]
    assert (line.last_checked, line.is_stale) == (None, True)


def test_the_emergency_number_never_expires() -> None:
    assert help_for("GB", LATE, site_country="US").emergency_number == "999"


def test_stale_lines_come_after_fresh_ones(tmp_path: Path) -> None:
    raw = _raw()
    raw["countries"][0]["lines"] = [_line("Old", "2025-01-01"), _line("New", "2030-01-01")]
    help_now = help_for("AT", FRESH, site_country="AT", book=load(_written(tmp_path, raw)))
    assert [line.name for line in help_now.lines] == ["New", "Old"]


def test_the_picker_lists_every_country_by_name() -> None:
    names = [name for _, name in countries()]
    assert names == sorted(names) and len(names) == 14


def test_staff_are_told_which_lines_are_stale() -> None:
    assert {code for code, _ in stale_lines(FRESH)} == {"AT", "BE", "CH", "ES"}


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (("country",), "Austria", "no country code"),
        (("emergency_number",), "one one two", "emergency number"),
        (("lines",), [], "at least one line"),
        (("lines", 0, "number"), "14-2", "digits only"),
        (("lines", 0, "how"), "pigeon", "how must be one of"),
        (("lines", 0, "name"), " ", "name is empty"),
        (("lines", 0, "verified_on"), "2026-11-22", "expires_on must follow"),
        (("lines", 0, "verified_on"), "yesterday", "isoformat"),
    ],
)
def test_a_broken_entry_is_refused_with_its_reason(
    tmp_path: Path, path: tuple[str | int, ...], value: object, message: str
) -> None:
    raw = _raw()
    place: Any = raw["countries"][0]
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    with pytest.raises(InvalidHelp, match=message):
        load(_written(tmp_path, raw))


def test_a_country_that_stands_twice_is_refused(tmp_path: Path) -> None:
    raw = _raw()
    raw["countries"].append(raw["countries"][0])
    with pytest.raises(InvalidHelp, match="twice"):
        load(_written(tmp_path, raw))


def test_a_file_that_is_not_json_is_refused(tmp_path: Path) -> None:
    (tmp_path / "help.json").write_text("{")
    with pytest.raises(InvalidHelp, match="cannot be read"):
        load(tmp_path / "help.json")


def test_a_missing_field_is_named(tmp_path: Path) -> None:
    raw = _raw()
    del raw["countries"][0]["lines"][0]["source"]
    with pytest.raises(InvalidHelp, match="source"):
        load(_written(tmp_path, raw))


def _raw() -> dict[str, Any]:
    return json.loads(DATA.read_text(encoding="utf-8"))


def _written(folder: Path, raw: dict[str, Any]) -> Path:
    path = folder / "help.json"
    path.write_text(json.dumps(raw), encoding="utf-8")
    return path


def _line(name: str, expires_on: str) -> dict[str, Any]:
    return {
        "name": name, "contact": "12", "number": "12", "how": "call", "hours": None,
        "source": "test", "verified_on": "2024-01-01", "expires_on": expires_on,
    }  # fmt: skip
