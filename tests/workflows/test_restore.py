"""A restore cut at any operation on a file: the former store or the restored one, both whole."""

import os
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fictional import PASSPHRASE

from pdpcli.errors import CannotWrite, StoreBusy, WrongPassphrase
from pdpcli.store import envelope as envelopes
from pdpcli.store import migrations
from pdpcli.store.backup import set_aside
from pdpcli.store.envelope import Kdf
from pdpcli.store.open import unlocked
from pdpcli.store.vault import Identity, wrap
from pdpcli.workflows.backup import create
from pdpcli.workflows.check import check
from pdpcli.workflows.restore import prepared, restore

_ON_FILES = ("link", "rename", "replace", "unlink", "mkdir", "fsync", "write")


class Cut(BaseException):
    """The power is cut: nothing more is done on the disk, cleaning up included."""


@pytest.fixture
def cutting(monkeypatch):
    """Let so many operations be done; none after. Says how many were asked."""
    done = [0, 0]

    def arm(most):
        done[:] = [0, most]

    def guarded(real):
        def call(*args, **kwargs):
            done[0] += 1
            if done[0] > done[1]:
                raise Cut
            return real(*args, **kwargs)

        return call

    for name in _ON_FILES:
        monkeypatch.setattr(os, name, guarded(getattr(os, name)))
    arm(10**9)
    return arm, done


def employers(home):
    store = unlocked(home, lambda: PASSPHRASE)
    assert [one.id for one in check(store) if not one.sound] == []
    with closing(store.read()) as db:
        return db.execute("SELECT count(*) FROM employer").fetchone()[0]


def add(home):
    with unlocked(home, lambda: PASSPHRASE).write("essai") as write:
        write.db.execute("INSERT INTO employer (name, folded) VALUES ('Fictif', 'fictif')")


def restored(home, path):
    at = datetime.now(UTC)
    with prepared(home, path, lambda: PASSPHRASE, at) as ready:
        return restore(ready, at)


def test_cut_at_each_operation_it_is_old_or_new_and_the_next_one_ends_well(
    store, tmp_path, cutting
):
    arm, done = cutting
    path = tmp_path / "une.sauvegarde"
    create(store, datetime.now(UTC), path)
    add(store.home)
    before, seen = 1, []
    for most in range(200):
        arm(most)
        try:
            restored(store.home, path)
        except Cut:
            pass
        else:
            break
        finally:
            asked = done[0]
            arm(10**9)
        now = employers(store.home)
        assert now in (0, before), f"cut after {most} operations of {asked}"
        seen.append(now)
        if now == 0:  # restored: something is written again, for the next cut
            add(store.home)
    assert seen[0] == before
    assert 0 in seen
    assert employers(store.home) == 0


def test_while_a_command_writes_nothing_is_restored(store, tmp_path):
    path = tmp_path / "une.sauvegarde"
    create(store, datetime.now(UTC), path)
    with store.write("essai") as write:
        write.note("essai")
        with pytest.raises(StoreBusy):
            restored(store.home, path)
    assert set_aside(store.home) == []
    assert employers(store.home) == 0


def test_a_command_that_waited_for_the_restore_is_told_to_begin_again(store, tmp_path):
    path = tmp_path / "une.sauvegarde"
    create(store, datetime.now(UTC), path)
    restored(store.home, path)
    with pytest.raises(StoreBusy), store.write("essai") as write:
        write.note("essai")


def test_a_profile_that_cannot_be_written_restores_nothing(store, tmp_path, monkeypatch):
    path = tmp_path / "une.sauvegarde"
    create(store, datetime.now(UTC), path)
    before = sorted(one.name for one in store.home.iterdir())

    def refuse(_):
        raise CannotWrite("essai")

    with monkeypatch.context() as patch:
        patch.setattr("pdpcli.store.envelope.keep_copy", refuse)
        with pytest.raises(CannotWrite):
            restored(store.home, path)
    assert sorted(one.name for one in store.home.iterdir()) == before


def test_what_a_cut_restore_left_is_swept_by_the_next(store, tmp_path):
    path = tmp_path / "une.sauvegarde"
    create(store, datetime.now(UTC), path)
    left = Path(store.home, "dossiers-0-1.restauration")
    left.write_bytes(b"x")
    restored(store.home, path)
    assert not left.exists()


def test_a_backup_of_a_newer_program_is_refused_and_touches_nothing(store, tmp_path, monkeypatch):
    path = tmp_path / "une.sauvegarde"
    create(store, datetime.now(UTC), path)
    before = {one.name: one.read_bytes() for one in store.home.iterdir()}
    fewer = migrations.steps()[:-1]
    with monkeypatch.context() as patch:
        patch.setattr(migrations, "steps", lambda: fewer)
        with pytest.raises(StoreBusy, match="plus récente"):
            restored(store.home, path)
    assert {one.name: one.read_bytes() for one in store.home.iterdir()} == before


def test_a_backup_of_before_a_new_passphrase_opens_with_the_one_of_then(store, tmp_path):
    """The envelope of the backup has its own slots; the key is the same, the passphrase is not."""
    path = tmp_path / "une.sauvegarde"
    create(store, datetime.now(UTC), path)
    now = envelopes.load(store.home)
    after = "une tout autre phrase"
    identity = Identity(now.store_id, now.generation)
    slot = wrap(identity, store.key, now.slots[0].author, after, Kdf(32, 1, 1))
    envelopes.save(store.home, replace(now, slots=(slot,)))
    at = datetime.now(UTC)
    with pytest.raises(WrongPassphrase), prepared(store.home, path, lambda: after, at):
        pass
    restored(store.home, path)
    assert unlocked(store.home, lambda: PASSPHRASE).author == store.author
