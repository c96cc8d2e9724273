"""The published attack strings, each through every door of rich text."""

import pytest

from forum.rich_text import UnacceptableText, render, sanitise
from tests.builders.attack_strings import FOLDER, commonmark_examples, lists, read
from tests.builders.audited_markup import faults

needs_data = pytest.mark.skipif(not lists(), reason=f"the attack strings are not in {FOLDER.name}/")


def offenders(strings, door):
    """Return the numbers of the strings after which something outside the allow-list is left."""
    return [number for number, string in enumerate(strings) if faults(door(string))]


def rendered(string):
    try:
        return render(string)
    except UnacceptableText:
        return ""


@needs_data
@pytest.mark.parametrize("path", lists(), ids=lambda path: path.name)
@pytest.mark.parametrize("door", [rendered, sanitise])
def test_no_attack_string_leaves_anything_executable(path, door):
    assert offenders(read(path), door) == []


@needs_data
@pytest.mark.parametrize("path", lists(), ids=lambda path: path.name)
def test_no_attack_string_survives_as_the_address_or_text_of_a_link(path):
    strings = read(path)
    assert offenders([f"[{string}]({string}) <{string}>" for string in strings], rendered) == []


@needs_data
@pytest.mark.parametrize("path", lists(), ids=lambda path: path.name)
def test_sanitised_attack_strings_are_fixed_points(path):
    once = [sanitise(string) for string in read(path)]
    assert [sanitise(html) for html in once] == once


@needs_data
def test_attack_strings_would_be_caught_without_the_sanitiser():
    assert sum(bool(faults(string)) for path in lists() for string in read(path)) > 500


@needs_data
def test_every_commonmark_example_renders_within_the_allow_list():
    examples = commonmark_examples()
    assert len(examples) > 600
    assert offenders(examples, rendered) == []
