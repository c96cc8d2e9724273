"""bin/install-test-packages on a machine of stand-ins: what is missing is installed or named, never passed over."""

import subprocess
from pathlib import Path

import pytest

PROGRAM = Path(__file__).resolve().parents[3] / "bin" / "install-test-packages"


class Machine:
    """A folder of stand-in programs that is the whole PATH."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.calls = folder / "calls"
        (folder / "ls").symlink_to("/bin/ls")
        (folder / "touch").symlink_to("/bin/touch")
        (folder / "chmod").symlink_to("/bin/chmod")

    def add(self, name: str, script: str = "") -> None:
        path = self.folder / name
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)

    def install(self, *options: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["/bin/sh", PROGRAM, *options],
            env={"PATH": str(self.folder)},
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture
def machine(tmp_path):
    """Return a machine of an ordinary user's that lacks nothing but Redis."""
    made = Machine(tmp_path)
    made.add("id", "echo 1000")
    made.add("chromium")
    made.add("apt-get", f'echo "$@" >> {made.calls}; touch {tmp_path}/redis-server; chmod 755 {tmp_path}/redis-server')
    return made


def test_complete_machine_is_left_as_it_is(machine):
    machine.add("redis-server")
    done = machine.install()
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_ordinary_user_is_told_exactly_what_to_install(machine):
    done = machine.install()
    assert done.returncode == 1
    assert "sudo apt-get update && sudo apt-get install -y --no-install-recommends redis-server\n" in done.stderr
    assert not machine.calls.exists()


def test_root_gets_what_is_missing_after_an_update(machine):
    machine.add("id", "echo 0")
    assert machine.install().returncode == 0
    update, install = machine.calls.read_text().splitlines()
    assert update.startswith("update")
    assert install.endswith(" redis-server")


def test_root_is_told_when_a_package_did_not_bring_its_program(machine):
    machine.add("id", "echo 0")
    machine.add("apt-get")
    done = machine.install()
    assert done.returncode == 1
    assert "not installed: redis-server" in done.stderr


def test_failing_installation_fails_the_whole(machine):
    machine.add("id", "echo 0")
    machine.add("apt-get", "exit 100")
    assert machine.install().returncode == 100


def test_load_generator_is_asked_for_by_the_bench_alone(machine):
    machine.add("redis-server")
    assert machine.install().returncode == 0
    assert "not installed: wrk\n" in machine.install("--bench").stderr
