"""The master key changes while the site runs; stopped anywhere, the rotation goes on, and nothing is ever lost."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from forum.confidentiality import keys, rewrapping
from forum.errors import KeyErased, SealBroken
from forum.extensions import key_ring, newest_key_ring, settings, vault
from forum.models.links import WrappedKey
from forum.sealing import add_master, read_key_file, retire_masters
from forum.transaction import vault_atomic
from tests.builders.people import a_member, viewer_of

PLACE = ("posts", "words", "row")


@pytest.fixture
def sealed(app: Flask, monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """Return words sealed under seven keys, by key id; batches are of three."""
    monkeypatch.setattr(rewrapping, "BATCH", 3)
    with vault_atomic():
        made = [keys.make_key() for _ in range(7)]
    return {key_id: keys.seal(key_id, f"words of {key_id}", *PLACE) for key_id in made}


def run(app: Flask, *arguments: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["keys", *arguments])
    return result.exit_code, result.output


def masters() -> set[str]:
    with vault_atomic():
        return set(vault.execute(select(WrappedKey.master_id)).scalars())


def forget_everything(app: Flask) -> None:
    """Be a process that has just started."""
    keys.memory.forget_all()
    app.extensions["key_ring"] = read_key_file(settings().master_key_file)


def opens(sealed: dict[str, bytes]) -> bool:
    return all(keys.unseal(key_id, value, *PLACE) == f"words of {key_id}" for key_id, value in sealed.items())


def test_rotation_wraps_every_key_anew_and_changes_no_words(app, sealed):
    code, said = run(app, "rotate")
    assert (code, masters()) == (0, {"m2"})
    assert "Every data key is wrapped by m2" in said
    forget_everything(app)
    assert opens(sealed)


def test_rotation_tells_how_far_it_is(app, sealed):
    assert "3 of 7" in run(app, "rotate")[1]


def test_process_that_runs_on_takes_the_new_file(app, sealed):
    old_ring = key_ring()
    run(app, "rotate")
    keys.memory.forget_all()
    app.extensions["key_ring"] = old_ring
    assert opens(sealed)
    assert key_ring().current == "m2"


def test_people_stay_signed_in_through_a_rotation(app):
    member, old_ring = a_member(app), key_ring()
    run(app, "rotate")
    keys.memory.forget_all()
    app.extensions["key_ring"] = old_ring
    assert viewer_of(member).everyday == member.everyday.persona_id


def test_process_that_runs_on_wraps_by_the_new_master_at_once(app):
    add_master(settings().master_key_file)
    with vault_atomic():
        key_id = keys.make_key()
    assert vault.get_one(WrappedKey, key_id).master_id == "m2"


def test_process_goes_on_with_its_ring_while_the_file_is_away(app, sealed):
    settings().master_key_file.unlink()
    assert newest_key_ring().current == "m1"
    keys.memory.forget_all()
    assert opens(sealed)


def test_stopped_rotation_is_gone_on_with_under_the_same_master(app, sealed):
    add_master(settings().master_key_file)
    next(rewrapping.rewrap())
    assert masters() == {"m1", "m2"}
    code, said = run(app, "rotate")
    assert (code, masters()) == (0, {"m2"})
    assert "not finished" in said and "m3" not in said


def test_words_open_in_the_middle_of_a_rotation(app, sealed):
    add_master(settings().master_key_file)
    next(rewrapping.rewrap())
    forget_everything(app)
    assert opens(sealed)


def test_key_destroyed_meanwhile_stays_destroyed(app, sealed):
    gone = max(sealed)
    add_master(settings().master_key_file)
    batches = rewrapping.rewrap()
    next(batches)
    with vault_atomic():
        keys.destroy(gone)
    assert sum(batch.rewrapped for batch in batches) == 3
    keys.memory.forget_all()
    with pytest.raises(KeyErased):
        keys.key_for(gone)


def test_key_that_does_not_open_is_told_and_left_alone(app, sealed):
    with vault_atomic():
        vault.get_one(WrappedKey, min(sealed)).wrapped = bytes(60)
    code, said = run(app, "rotate")
    assert (code, masters()) == (1, {"m1", "m2"})
    assert "1 data keys do not open" in said


def test_second_rotation_is_a_rotation(app, sealed):
    run(app, "rotate")
    run(app, "rotate")
    forget_everything(app)
    assert (masters(), opens(sealed)) == ({"m3"}, True)


def test_old_master_is_not_retired_while_it_wraps_anything(app, sealed):
    add_master(settings().master_key_file)
    code, said = run(app, "retire", "--yes")
    assert (code, "run 'flask keys rotate'" in said) == (1, True)
    assert set(read_key_file(settings().master_key_file).masters) == {"m1", "m2"}


def test_retiring_leaves_the_current_master_alone(app, sealed):
    run(app, "rotate")
    code, said = run(app, "retire", "--yes")
    assert (code, "Retired: m1" in said) == (0, True)
    forget_everything(app)
    assert opens(sealed)


def test_retiring_is_asked_about_first(app, sealed):
    run(app, "rotate")
    assert run(app, "retire")[0] == 1
    assert len(read_key_file(settings().master_key_file).masters) == 2


def test_older_backup_does_not_open_after_retiring(app, sealed):
    key_id = min(sealed)
    backup = vault.execute(select(WrappedKey.wrapped).where(WrappedKey.id == key_id)).scalar_one()
    vault.rollback()
    run(app, "rotate")
    retire_masters(settings().master_key_file)
    forget_everything(app)
    with pytest.raises(SealBroken):
        keys.opened(key_id, backup, "m1", keys.memory.epoch)


def test_rotation_of_an_empty_vault_is_fine(app):
    assert vault.execute(select(func.count(WrappedKey.id))).scalar_one() == 0
    assert run(app, "rotate")[0] == 0
