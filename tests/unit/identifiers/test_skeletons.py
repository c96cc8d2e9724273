"""Two names have one key exactly when a tired eye would take them for one."""

import pytest

from forum.identifiers.pseudonym import skeleton


@pytest.mark.parametrize(
    "twin",
    [
        "WILLOW",
        "Wіllow",
        "Willоw",
        "Wi11ow",
        "WiIIow",
        "Wíllöw",
        "W i l l o w",
        "Wil-low",
        "Ｗｉｌｌｏｗ",
        "𝓦illow",
        "Wil\u200blow",
        "VViIIow",
        "Will0w",
        "wıllow",
    ],
)
def test_a_twin_of_willow_has_its_key(twin: str) -> None:
    assert skeleton(twin) == skeleton("willow")


@pytest.mark.parametrize(("one", "other"), [("corner", "comer"), ("Nikola", "nіkоlа"), ("straße", "STRASSE")])
def test_twins_have_one_key(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other)


@pytest.mark.parametrize("other", ["willows", "billow", "willow2", "Надя", "moon🌙"])
def test_another_name_has_another_key(other: str) -> None:
    assert skeleton(other) != skeleton("willow")


def test_names_in_other_scripts_keep_different_keys() -> None:
    assert skeleton("Надя") != skeleton("Катя")
