"""The ring file is private, is refused with a clear sentence when it is not whole, and changes whole or not at all."""

import json
import stat
from pathlib import Path

import pytest

from forum import sealing
from forum.errors import Misconfigured, SealBroken
from forum.sealing import DataKey, add_master, make_key_file, read_key_file, retire_masters


@pytest.fixture
def ring_file(tmp_path: Path) -> Path:
    make_key_file(tmp_path / "keys" / "master.json")
    return tmp_path / "keys" / "master.json"


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_new_ring_is_readable_by_its_owner_alone(ring_file):
    assert mode(ring_file) == 0o600


def test_ring_is_never_made_over_another(ring_file):
    with pytest.raises(FileExistsError):
        make_key_file(ring_file)


def test_two_new_rings_share_no_key(ring_file, tmp_path):
    make_key_file(tmp_path / "other.json")
    one, other = json.loads(ring_file.read_text()), json.loads((tmp_path / "other.json").read_text())
    assert one["lookup"] != other["lookup"] and one["masters"]["m1"] != other["masters"]["m1"]


@pytest.mark.parametrize("too_open", [0o640, 0o604, 0o660, 0o601, 0o610])
def test_ring_that_others_may_reach_is_refused(ring_file, too_open):
    ring_file.chmod(too_open)
    with pytest.raises(Misconfigured, match="chmod 600"):
        read_key_file(ring_file)


def test_missing_ring_is_refused_with_what_to_do(tmp_path):
    with pytest.raises(Misconfigured, match="Restore it"):
        read_key_file(tmp_path / "nothing.json")


def test_folder_in_place_of_a_ring_is_refused(tmp_path):
    tmp_path.chmod(0o700)
    with pytest.raises(Misconfigured, match="cannot be read"):
        read_key_file(tmp_path)


def spoiled(**changes: object) -> str:
    key = "A" * 43 + "="
    return json.dumps({"current": "m1", "masters": {"m1": key}, "lookup": key} | changes)


@pytest.mark.parametrize(
    "content",
    [
        b"", b"{", b"[]", b"null", b"\xff\xfe", b"{}",
        spoiled(masters=[]).encode(),
        spoiled(masters={"m1": "short"}).encode(),
        spoiled(masters={"m1": "QUJD"}).encode(),
        spoiled(masters={"m1": 7}).encode(),
        spoiled(lookup=None).encode(),
        spoiled(lookup="!" * 44).encode(),
        spoiled(current=[]).encode(),
    ],
)  # fmt: skip
def test_damaged_ring_is_refused_with_what_to_do(ring_file, content):
    ring_file.write_bytes(content)
    with pytest.raises(Misconfigured, match="damaged"):
        read_key_file(ring_file)


def test_ring_without_its_current_key_is_refused(ring_file):
    ring_file.write_text(spoiled(current="m9"))
    with pytest.raises(Misconfigured, match="does not hold"):
        read_key_file(ring_file)


def test_refusal_never_shows_a_key(ring_file):
    ring_file.write_text(spoiled(lookup="c2VjcmV0"))
    with pytest.raises(Misconfigured) as refused:
        read_key_file(ring_file)
    assert "c2VjcmV0" not in str(refused.value)


def test_added_master_seals_from_now_on_and_the_old_one_still_opens(ring_file):
    wrapped = read_key_file(ring_file).wrap(DataKey.fresh(), "k")
    assert add_master(ring_file) == "m2"
    ring = read_key_file(ring_file)
    assert ring.current == "m2"
    ring.unwrap(wrapped, "m1", "k")


def test_added_master_leaves_the_tags_as_they_were(ring_file):
    before = read_key_file(ring_file).tag("p", "x")
    add_master(ring_file)
    assert read_key_file(ring_file).tag("p", "x") == before


def test_changed_ring_stays_private(ring_file):
    add_master(ring_file)
    assert mode(ring_file) == 0o600
    assert list(ring_file.parent.iterdir()) == [ring_file]


def test_retired_master_opens_nothing_any_more(ring_file):
    wrapped = read_key_file(ring_file).wrap(DataKey.fresh(), "k")
    add_master(ring_file)
    assert retire_masters(ring_file) == ["m1"]
    with pytest.raises(SealBroken):
        read_key_file(ring_file).unwrap(wrapped, "m1", "k")


def test_number_of_a_retired_master_is_not_given_again(ring_file):
    add_master(ring_file)
    retire_masters(ring_file)
    assert add_master(ring_file) == "m3"


def test_change_that_fails_leaves_the_ring_as_it_was(ring_file, monkeypatch):
    def disk_full(descriptor: int, _ring: object) -> None:
        sealing.os.close(descriptor)
        raise OSError(28, "No space left on device")

    before = ring_file.read_bytes()
    monkeypatch.setattr(sealing, "_write", disk_full)
    with pytest.raises(OSError, match="No space"):
        add_master(ring_file)
    assert (ring_file.read_bytes(), list(ring_file.parent.iterdir())) == (before, [ring_file])
