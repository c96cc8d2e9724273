"""Which tests the second run of the suite, on PostgreSQL, finds: a small suite run by pytest itself."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
SUITE = """
import pytest

@pytest.fixture
def store(engine_name):
    return engine_name

def test_of_a_store(store):
    print(f"stored in {store}")

def test_of_arithmetic():
    assert 1 + 1 == 2
"""


@pytest.fixture
def choose(tmp_path):
    """Return a function that runs the small suite with options and returns what pytest says."""
    (tmp_path / "test_planted.py").write_text(SUITE)
    (tmp_path / "tests" / "browser").mkdir(parents=True)
    (tmp_path / "tests" / "browser" / "test_screen.py").write_text("def test_screen(): pass\n")

    def run(*options: str) -> str:
        done = subprocess.run(
            [
                sys.executable, "-m", "pytest", "--rootdir", tmp_path, "-c", ROOT / "setup.cfg",
                "-p", "no:cacheprovider", "-p", "tests.engine", "-p", "no:hypothesispytest", "-sv", *options, tmp_path,
            ],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=False,
        )  # fmt: skip
        return done.stdout + done.stderr

    return run


def test_tests_store_in_sqlite_unless_told_otherwise(choose):
    assert "stored in sqlite" in choose()


def test_engine_option_reaches_the_fixtures(choose):
    assert "stored in postgresql" in choose("--engine=postgresql")


def test_unknown_engine_is_refused(choose):
    assert "invalid choice: 'mysql'" in choose("--engine=mysql")


def test_database_mark_finds_exactly_the_tests_that_know_the_engine(choose):
    said = choose("-m", "database")
    assert "1 passed, 2 deselected" in said
    assert "test_of_a_store" in said


def test_browser_mark_is_given_to_everything_in_its_folder(choose):
    said = choose("-m", "browser")
    assert "1 passed, 2 deselected" in said
    assert "test_screen" in said
