"""What is installed is exactly what was tested: every part locked by version and hash, and no address written."""

import configparser
import re
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
LOCKS = {name: (ROOT / name).read_text() for name in ("requirements.lock", "requirements-dev.lock")}
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")
ADDRESS = re.compile(r"\w+://|--?(?:index|extra-index|find-links|i |f )|@ ")


def locked(lock: str) -> dict[str, str]:
    """Return each locked part's version by its normal name; raises ValueError for a line that pins nothing."""
    parts = {}
    for entry in entries(lock):
        name, _, version = entry.split(";")[0].split()[0].partition("==")
        if not version:
            raise ValueError(f"not pinned: {entry[:80]}")
        parts[canonicalize_name(name)] = version
    return parts


def entries(lock: str) -> list[str]:
    """Return the lock's requirements, each with its options on one line."""
    return [line for line in lock.replace("\\\n", " ").splitlines() if line.strip()]


def unhashed(lock: str) -> list[str]:
    return [entry for entry in entries(lock) if not HASH.search(entry)]


def asked(*extras: str) -> list[Requirement]:
    """Return what setup.cfg asks for, with the extras named."""
    setup = configparser.ConfigParser()
    setup.read(ROOT / "setup.cfg")
    lists = [setup["options"]["install_requires"], *(setup["options.extras_require"][extra] for extra in extras)]
    return [Requirement(line) for text in lists for line in text.split("\n") if line.strip()]


def missing(requirements: list[Requirement], lock: str) -> list[str]:
    """Return the requirements that the lock does not satisfy."""
    parts = locked(lock)
    return [
        str(requirement)
        for requirement in requirements
        if parts.get(canonicalize_name(requirement.name)) not in requirement.specifier
    ]


@pytest.mark.parametrize(
    "planted",
    [
        "--index-url https://mirror.example/simple",
        "-i mirror",
        "--find-links /wheels",
        "flask @ file:///wheels/flask.whl",
    ],
)
def test_planted_address_is_found(planted):
    assert ADDRESS.search(planted)


@pytest.mark.parametrize("name", LOCKS)
def test_lock_names_no_address(name):
    assert ADDRESS.findall(LOCKS[name]) == []


def test_planted_requirement_without_hash_is_found():
    assert unhashed("flask==3.1.3\nclick==8.1 \\\n    --hash=sha256:" + "0" * 64) == ["flask==3.1.3"]


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_part_has_a_hash(name):
    assert unhashed(LOCKS[name]) == []


def test_planted_requirement_without_version_is_found():
    with pytest.raises(ValueError, match="not pinned: flask"):
        locked("flask>=3\n")


@pytest.mark.parametrize("planted", ["", "flask==2.0 --hash=x"])
def test_planted_gap_in_a_lock_is_found(planted):
    assert missing([Requirement("Flask>=3.1")], planted) == ["Flask>=3.1"]


def test_lock_holds_everything_that_the_forum_asks_for():
    assert missing(asked(), LOCKS["requirements.lock"]) == []


def test_dev_lock_holds_everything_that_tests_and_checks_ask_for():
    assert missing(asked("test", "check"), LOCKS["requirements-dev.lock"]) == []


def test_tests_run_against_the_versions_that_are_served():
    dev = locked(LOCKS["requirements-dev.lock"])
    assert {name: dev.get(name) for name in locked(LOCKS["requirements.lock"])} == locked(LOCKS["requirements.lock"])
