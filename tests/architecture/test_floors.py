"""Imports only go down the floors of the house, and nowhere in a circle.

The floors are written once, as import-linter's contract in pyproject.toml; here its verdict becomes a test. Before
that it must find an offender that was planted in an empty house with the same contract.
"""

import graphlib
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).resolve().parents[2]
LINTER = Path(sys.executable).with_name("lint-imports")


def verdict(house: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [LINTER, "--no-cache", "--no-logo"],
        cwd=house,
        env={"PYTHONPATH": str(house), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )


def circle_in(package: str) -> list[str]:
    """Return the modules of one import circle, or an empty list; imports for types alone do not count."""
    graph = grimp.build_graph(package, cache_dir=None, exclude_type_checking_imports=True)
    below = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    try:
        graphlib.TopologicalSorter(below).prepare()
    except graphlib.CycleError as error:
        return error.args[1]
    return []


@pytest.fixture
def skeleton(tmp_path: Path) -> Path:
    """Return a house with this one's contract and an empty room for each that the contract names."""
    contract = (ROOT / "pyproject.toml").read_text()
    (tmp_path / "pyproject.toml").write_text(contract)
    (tmp_path / "forum").mkdir()
    (tmp_path / "forum" / "__init__.py").touch()
    layers = tomllib.loads(contract)["tool"]["importlinter"]["contracts"][0]["layers"]
    for room in re.findall(r"forum\.(\w+)", " ".join(layers)):
        (tmp_path / "forum" / f"{room}.py").touch()
    return tmp_path


@pytest.fixture
def planted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Return an importable package of its own, empty so far."""
    package = tmp_path / "planted_house"
    package.mkdir()
    (package / "__init__.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    yield package
    sys.modules.pop("planted_house", None)


def test_house_without_imports_passes(skeleton):
    assert verdict(skeleton).returncode == 0


@pytest.mark.parametrize(
    ("room", "above_or_beside"),
    [
        ("clock", "app"),
        ("audit", "moderation"),
        ("models", "policy"),
        ("discussions", "notifications"),
        ("jobs", "cli"),
    ],
)
def test_planted_import_up_or_sideways_is_found(skeleton, room, above_or_beside):
    (skeleton / "forum" / f"{room}.py").write_text(f"import forum.{above_or_beside}\n")
    found = verdict(skeleton)
    assert found.returncode == 1
    assert f"forum.{room} -> forum.{above_or_beside}" in found.stdout


def test_imports_only_go_down_the_floors():
    found = verdict(ROOT)
    assert found.returncode == 0, found.stdout + found.stderr


def test_planted_circle_is_found(planted):
    (planted / "one.py").write_text("from planted_house import two\n")
    (planted / "two.py").write_text("import planted_house.one\n")
    assert {"planted_house.one", "planted_house.two"} <= set(circle_in("planted_house"))


def test_import_for_types_alone_makes_no_circle(planted):
    (planted / "one.py").write_text("from planted_house import two\n")
    (planted / "two.py").write_text(
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import planted_house.one\n"
    )
    assert circle_in("planted_house") == []


def test_no_module_imports_itself_in_a_circle():
    assert circle_in("forum") == []
