"""Under a new key everything is there; the old one opens none of it; a cut leaves one of them."""

import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from fictional import PASSPHRASE

from pdpcli import files
from pdpcli.errors import CannotWrite, InputRefused, StoreBusy, StoreDamaged, WrongPassphrase
from pdpcli.store import anchor, cut_rotation, rekey, session_key
from pdpcli.store import envelope as envelopes
from pdpcli.store.connection import connect
from pdpcli.store.envelope import Kdf
from pdpcli.store.open import Store, unlocked
from pdpcli.store.recovery import new_recovery_key
from pdpcli.workflows import slots
from pdpcli.workflows.check import check
from pdpcli.workflows.rotate import Rotated, Secrets, rotate

CHEAP = Kdf(32, 1, 1)
FIRST, SECOND = new_recovery_key(), new_recovery_key()


@pytest.fixture
def store(founded: Callable[..., Store]) -> Store:
    made = founded(recovery_key=FIRST)
    for number in range(3):
        _add(made, f"Entreprise fictive {number}")
    return made


def _add(store: Store, name: str) -> None:
    with store.write("employer add") as write:
        write.db.execute(
            "INSERT INTO employer (name, folded) VALUES (?, ?)", (name, name.casefold())
        )


def _renew(store: Store, **changed: object) -> Rotated:
    said = {"passphrases": {store.author: PASSPHRASE}, "recovery_key": SECOND, "kdf": CHEAP}
    return rotate(store, Secrets(**said | changed))


def _files(store: Store) -> dict[str, bytes]:
    """Every file of the store's folder; a journal is empty, or is not there, between writes."""
    return {path.name: path.read_bytes() for path in store.home.iterdir() if path.stat().st_size}


def _contents(store: Store) -> dict[str, tuple[int, str]]:
    with closing(store.read()) as db:
        return rekey.contents(db)


def test_everything_is_there_and_only_the_journal_has_grown(store: Store) -> None:
    before = _contents(store)
    after = _contents(_renew(store).store)
    assert {name for name in before if before[name] != after[name]} == {"journal"}
    assert after["journal"][0] == before["journal"][0] + 2


def test_the_passphrase_opens_as_before_and_everything_is_sound(store: Store) -> None:
    _renew(store)
    opened = unlocked(store.home, lambda: PASSPHRASE)
    assert (opened.generation, opened.author, opened.store_id) == (2, store.author, store.store_id)
    assert opened.key != store.key
    assert opened.salt != store.salt
    assert [one.name for one in check(opened) if not one.sound] == []
    _add(opened, "Entreprise d'après")
    with closing(opened.read()) as db:
        assert anchor.verdict(db, anchor.remembered(store.store_id)) is anchor.Verdict.CONTINUED


def test_an_old_envelope_and_the_old_key_open_nothing_of_the_new_store(store: Store) -> None:
    old = envelopes.load(store.home).to_bytes()
    done = _renew(store)
    with pytest.raises(WrongPassphrase):
        slots.rescued(store.home, FIRST)
    assert slots.rescued(store.home, SECOND).author == "clé de secours"
    with pytest.raises(StoreDamaged):
        connect(done.store.path, store.key, store.salt, mode="ro", busy_ms=0)
    (store.home / envelopes.NAME).write_bytes(old)
    with pytest.raises(StoreDamaged, match="disparu"):
        unlocked(store.home, lambda: PASSPHRASE).read()


def test_the_old_file_and_its_copies_are_deleted_and_the_session_is_closed(store: Store) -> None:
    copy = store.path.with_suffix(".avant-0002")
    copy.write_bytes(store.path.read_bytes())
    session_key.keep(store, 3600, 3600)
    done = _renew(store)
    assert done.left == ()
    assert set(_files(store)) == {done.store.path.name, envelopes.NAME}
    assert session_key.kept(store.store_id, 2) is None
    assert not session_key.forget(store.store_id)
    copied = envelopes.copy_path(store.store_id).read_bytes()
    assert copied == (store.home / envelopes.NAME).read_bytes()


def test_a_colleague_whose_passphrase_is_not_given_is_said_and_no_longer_opens(
    store: Store,
) -> None:
    slots.add(store, "Léa Fictive", "truelle rabot cordeau équerre", CHEAP)
    slots.add(store, "Ali Fictif", "girafe marteau vélo bleu", CHEAP)
    kept = {store.author: PASSPHRASE, "Ali Fictif": "girafe marteau vélo bleu"}
    assert _renew(store, passphrases=kept).absent == ("Léa Fictive",)
    assert unlocked(store.home, lambda: "girafe marteau vélo bleu").author == "Ali Fictif"
    with pytest.raises(WrongPassphrase):
        unlocked(store.home, lambda: "truelle rabot cordeau équerre")


def test_the_recovery_key_alone_does_not_renew(store: Store) -> None:
    before = _files(store)
    with pytest.raises(InputRefused, match="phrase"):
        _renew(slots.rescued(store.home, FIRST))
    assert _files(store) == before


def test_whoever_opened_before_is_told_to_begin_again_and_writes_nothing(store: Store) -> None:
    """The file is gone for a reader; a writer that waited would write in the void."""
    _renew(store)
    with pytest.raises(StoreBusy, match="remplacé"):
        store.read()
    with pytest.raises(StoreBusy, match="remplacé"):
        _add(store, "Perdue")


def test_a_writer_that_waits_for_the_lock_does_not_write_in_the_old_file(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The old file is left in its place, as on a system that holds open files."""
    monkeypatch.setattr(cut_rotation, "deleted", lambda path: [path])
    assert _renew(store).left == (store.path,)
    with pytest.raises(StoreBusy, match="remplacé"):
        _add(store, "Perdue")


def test_nobody_writes_while_it_runs(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    impatient = Store(**{**store.__dict__, "busy_ms": 20})
    kept = rekey.rewritten

    def tried(*args: object) -> object:
        with pytest.raises(StoreBusy, match="occupé"):
            _add(impatient, "Perdue")
        return kept(*args)

    monkeypatch.setattr(rekey, "rewritten", tried)
    _renew(store)


def test_a_passphrase_given_while_the_others_are_typed_is_not_lost(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = envelopes.load
    seen: list[int] = []

    def loaded(home: Path) -> envelopes.Envelope:
        seen.append(1)
        envelope = kept(home)
        if len(seen) == 1:
            slots.add(store, "Léa Fictive", "truelle rabot cordeau équerre", CHEAP)
        return envelope

    monkeypatch.setattr(envelopes, "load", loaded)
    with pytest.raises(StoreBusy, match="phrase"):
        _renew(store)
    assert [slot.author for slot in kept(store.home).slots] == [store.author, "Léa Fictive"]


def test_opening_the_store_meanwhile_deletes_nothing_of_it(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is being written looks like what a cut rotation left."""
    kept = files._rename

    def opened(source: Path, target: Path, *, force: bool) -> None:
        if target.parent == store.home:
            cut_rotation.sweep(store)
        kept(source, target, force=force)

    monkeypatch.setattr(files, "_rename", opened)
    _renew(store)
    assert unlocked(store.home, lambda: PASSPHRASE).generation == 2
    unlocked(store.home, lambda: PASSPHRASE).read().close()


def test_another_installation_does_not_renew(
    store: Store, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    before = _files(store)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "autre poste"))
    with pytest.raises(StoreBusy, match="autre poste"):
        _renew(store)
    assert _files(store) == before


def test_a_store_that_is_not_in_order_is_not_copied_as_if_it_were(store: Store) -> None:
    db = connect(store.path, store.key, store.salt, mode="rw", busy_ms=0)
    db.execute("UPDATE employer SET name = 'Autre' WHERE id = 1")
    db.close()
    before = _files(store)
    with pytest.raises(StoreDamaged, match="pas été renouvelée"):
        _renew(store)
    assert _files(store) == before


def test_what_does_not_read_back_the_same_does_not_count(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, kept = _files(store), rekey._export

    def altered(old: Store, new: Store) -> None:
        kept(old, new)
        db = connect(new.path, new.key, new.salt, mode="rw", busy_ms=0)
        db.execute("DELETE FROM setting WHERE key = 'schema'")
        db.close()

    monkeypatch.setattr(rekey, "_export", altered)
    with pytest.raises(CannotWrite, match="ne se relit pas"):
        _renew(store)
    assert _files(store) == before


_ROTATE = """
import os, sys
from pathlib import Path
from conftest import CHEAP, PASSPHRASE
from pdpcli import files
from pdpcli.store import rekey
from pdpcli.store.home import home
from pdpcli.store.open import unlocked
from pdpcli.workflows.rotate import Secrets, rotate

times = int(sys.argv[1])

def counted(kept):
    def killed(*args, **more):
        global times
        if sys.argv[2] == "after":
            kept(*args, **more)
        times -= 1
        if times < 0:
            os._exit(9)
        if sys.argv[2] == "before":
            return kept(*args, **more)
    return killed

files._rename, Path.unlink = counted(files._rename), counted(Path.unlink)
rekey._export = counted(rekey._export)
store = unlocked(home(), lambda: PASSPHRASE)
rotate(store, Secrets({store.author: PASSPHRASE}, sys.argv[3], CHEAP))
"""


def _child(*args: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", *args],
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])},
        check=False,
        capture_output=True,
        encoding="utf-8",
    )


def _killed(times: int, when: str) -> int:
    return _child(_ROTATE, str(times), when, SECOND).returncode


@pytest.mark.skipif(os.name == "nt", reason="no limit on the size of a file")
@pytest.mark.parametrize("share", [0.0, 0.3, 0.6, 0.9])
def test_a_disk_that_fills_up_while_the_rows_are_copied_leaves_all_as_it_was(
    store: Store, share: float
) -> None:
    before = _files(store)
    limit = str(int(share * store.path.stat().st_size))
    code = f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}))\n"
    said = _child(code + _ROTATE, "1000", "before", SECOND)
    assert "CannotWrite" in said.stderr
    assert _files(store) == before
    _add(store, "Rien n'a changé")


@pytest.mark.parametrize("name", ["_fill_new", "_rename"])
def test_a_refusal_of_the_disk_leaves_all_as_it_was(
    store: Store, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str
) -> None:
    before = _files(store)

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "")

    with monkeypatch.context() as patch:
        patch.setattr(files, name, full)
        with pytest.raises(CannotWrite, match="plein"):
            _renew(store, key_file=tmp_path / "cle.txt")
    assert _files(store) == before
    assert not (tmp_path / "cle.txt").exists()
    _add(store, "Rien n'a changé")


def test_once_renamed_it_is_done_whatever_the_disk_says_after(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = files._flush_folder

    def refused(folder: Path) -> None:
        if folder == store.home and envelopes.load(folder).generation == 2:
            raise OSError(5, "")
        kept(folder)

    monkeypatch.setattr(files, "_flush_folder", refused)
    _renew(store)
    assert unlocked(store.home, lambda: PASSPHRASE).generation == 2


@pytest.mark.parametrize("times", range(0, 12, 2))
@pytest.mark.parametrize("when", ["before", "after"])
def test_killed_anywhere_it_is_the_old_store_or_the_new_one(
    store: Store, times: int, when: str
) -> None:
    """Every renaming, deletion and the copy itself, in turn; both halves of the instants."""
    rows = _contents(store)["employer"]
    cut = times + (when == "after")
    code = _killed(cut, when)
    opened = unlocked(store.home, lambda: PASSPHRASE)
    assert [one.name for one in check(opened) if not one.sound] == []
    assert _contents(opened)["employer"] == rows
    for key, generation in ((FIRST, 1), (SECOND, 2)):
        if opened.generation == generation:
            slots.rescued(store.home, key)
        else:
            with pytest.raises(WrongPassphrase):
                slots.rescued(store.home, key)
    assert code == 9 or opened.generation == 2
    cut_rotation.sweep(opened)
    _renew(opened)
    left = [path.name for path in store.home.glob("dossiers-*") if path.stat().st_size]
    assert left == [envelopes.load(store.home).store]


def test_what_a_cut_rotation_left_is_deleted_and_nothing_else(store: Store) -> None:
    old = store.path.read_bytes()
    done = _renew(store)
    store.path.write_bytes(old)
    other = store.home / "dossiers-gardes-expres.pdp"
    other.write_bytes(old)
    cut_rotation.sweep(done.store)
    assert not store.path.exists()
    assert other.exists()
    assert done.store.path.exists()
