"""An old or foreign copy put back is seen by the head kept outside, unless it is declared."""

import shutil
from contextlib import closing
from pathlib import Path

import pytest

from pdpcli.errors import InputRefused, StoreDamaged
from pdpcli.store import anchor
from pdpcli.store.anchor import Verdict
from pdpcli.store.open import Store
from pdpcli.workflows.check import check, declare_restore, refuse_damage


def _verdict(store: Store) -> Verdict:
    with closing(store.read()) as db:
        return anchor.verdict(db, anchor.remembered(store.store_id))


def _write(store: Store, what: str = "essai") -> None:
    with store.write("essai") as write:
        write.note(what)


@pytest.fixture
def backup(store: Store, tmp_path: Path) -> Path:
    """A copy of the file before two more writes."""
    copy = tmp_path / "copie"
    shutil.copyfile(store.path, copy)
    _write(store)
    _write(store)
    return copy


def test_writing_continues_the_history(store: Store) -> None:
    _write(store)
    assert _verdict(store) is Verdict.CONTINUED


def test_a_head_that_lags_behind_is_still_continued(store: Store) -> None:
    """A crash between the commit and the anchor, or two processes: nothing is refused."""
    known = anchor.remembered(store.store_id)
    assert known
    _write(store)
    anchor.remember(store.store_id, known)
    assert _verdict(store) is Verdict.CONTINUED
    _write(store)


def test_an_older_copy_is_refused_for_writing_and_by_check(store: Store, backup: Path) -> None:
    shutil.copyfile(backup, store.path)
    assert _verdict(store) is Verdict.OLDER
    with pytest.raises(StoreDamaged, match="plus ancienne") as refused:
        _write(store)
    assert "--declarer-restauration" in refused.value.todo
    with pytest.raises(StoreDamaged, match="l'histoire"):
        refuse_damage(check(store))
    store.read().close()


def test_a_copy_that_went_its_own_way_is_refused(store: Store, backup: Path) -> None:
    head = anchor.remembered(store.store_id)
    assert head
    shutil.copyfile(backup, store.path)
    anchor._path(store.store_id).unlink()
    for what in ("a", "b", "c"):
        _write(store, what)
    anchor.remember(store.store_id, head)
    assert _verdict(store) is Verdict.FORKED
    with pytest.raises(StoreDamaged, match="pas la même histoire"):
        _write(store)


def test_a_declared_restore_opens_an_epoch_and_is_journaled(store: Store, backup: Path) -> None:
    before = anchor.remembered(store.store_id)
    shutil.copyfile(backup, store.path)
    declare_restore(store)
    _write(store)
    refuse_damage(check(store))
    with closing(store.read()) as db:
        rows = db.execute("SELECT epoch, action FROM journal ORDER BY n DESC LIMIT 2").fetchall()
    assert [tuple(row) for row in rows] == [(2, "essai"), (2, "check --declare-restore")]
    assert before
    anchor.remember(store.store_id, before)  # another machine that did not see the restore
    assert _verdict(store) is Verdict.RESTORED
    _write(store)


def test_without_an_older_copy_there_is_nothing_to_declare(store: Store) -> None:
    with pytest.raises(InputRefused):
        declare_restore(store)


def test_the_restored_copy_put_back_again_is_refused_again(store: Store, backup: Path) -> None:
    shutil.copyfile(backup, store.path)
    declare_restore(store)
    shutil.copyfile(backup, store.path)
    assert _verdict(store) is Verdict.OLDER


def test_seen_for_the_first_time_it_is_accepted(store: Store) -> None:
    anchor._path(store.store_id).unlink()
    assert _verdict(store) is Verdict.FIRST_SEEN
    refuse_damage(check(store))
    assert _verdict(store) is Verdict.CONTINUED


def test_a_profile_that_cannot_be_written_does_not_undo_a_write(store: Store) -> None:
    folder = anchor._path(store.store_id).parent
    shutil.rmtree(folder)
    folder.write_bytes(b"")
    _write(store)
    with closing(store.read()) as db:
        assert db.execute("SELECT row FROM journal ORDER BY n DESC").fetchone()[0] == "essai"


@pytest.mark.parametrize(
    "junk",
    [
        b"", b"{", b"[]", b"5", b"\xff", b"[" * 900, b"x" * 100_000,
        b'{"epoch":1e999,"n":1,"hash":"a"}', b'{"epoch":"1","n":1,"hash":"a"}',
        b'{"epoch":' + b"9" * 900 + b',"n":1,"hash":"a"}', b'{"epoch":1,"n":1,"hash":5}',
    ],
)  # fmt: skip
def test_a_damaged_anchor_is_as_none(store: Store, junk: bytes) -> None:
    anchor._path(store.store_id).write_bytes(junk)
    assert anchor.remembered(store.store_id) is None
    refuse_damage(check(store))
    _write(store)


def test_a_folder_in_the_place_of_the_anchor_is_as_none(store: Store) -> None:
    path = anchor._path(store.store_id)
    path.unlink()
    path.mkdir()
    assert anchor.remembered(store.store_id) is None
    refuse_damage(check(store))
    _write(store)
