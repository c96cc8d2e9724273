"""bin/test: the suite on both engines, told apart, and no failure lost."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
SUITE = """
import pytest

def test_of_arithmetic():
    assert 1 + 1 == 2

@pytest.mark.database
def test_of_a_store(request):
    assert request.config.getoption("--engine") != "{failing}"
"""


@pytest.fixture
def suite(tmp_path):
    """Return a function that runs bin/test over a suite that fails on one engine (or on none)."""
    (tmp_path / "bin").mkdir()
    shutil.copy(ROOT / "bin" / "test", tmp_path / "bin")
    (tmp_path / "conftest.py").write_text("def pytest_addoption(parser):\n    parser.addoption('--engine')\n")
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers =\n    database\n    browser\n")

    def run(*arguments: str, failing: str = "none") -> subprocess.CompletedProcess[str]:
        (tmp_path / "test_planted.py").write_text(SUITE.format(failing=failing))
        return subprocess.run(
            [sys.executable, "bin/test", "-p", "no:cacheprovider", "-p", "no:hypothesispytest", *arguments],
            cwd=tmp_path,
            env={**os.environ, "TEST_WORKERS": "0"},
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def test_both_runs_closing_lines_are_repeated_at_the_end(suite):
    *_, sqlite, postgresql = suite().stdout.splitlines()
    assert sqlite.startswith("SQLite: ")
    assert "2 passed" in sqlite
    assert postgresql.startswith("PostgreSQL: ")
    assert "1 passed" in postgresql


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_failure_on_either_engine_fails_the_whole(suite, engine):
    assert suite(failing=engine).returncode == 1


def test_success_on_both_engines_is_success(suite):
    assert suite().returncode == 0


def test_choice_without_a_test_of_a_database_succeeds(suite):
    assert suite("-k", "arithmetic").returncode == 0


def test_choice_without_any_test_fails(suite):
    assert suite("-k", "nonexistent").returncode == 5
