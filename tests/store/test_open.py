"""Opening: the pragmas in force, what our connections refuse, and each fault by its error."""

import random
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2

from pdpcli.errors import CannotWrite, NoStore, StoreBusy, StoreDamaged, WrongPassphrase
from pdpcli.store import connection
from pdpcli.store.envelope import NAME
from pdpcli.store.home import profile
from pdpcli.store.open import Store, unlocked
from pdpcli.store.recovery import new_recovery_key
from pdpcli.workflows.keys import adopt

PASSPHRASE = "quatre mots sans rapport"


def _note(store: Store) -> None:
    with store.write("essai") as write:
        write.note("essai")


def _fill(store: Store, size: int = 2_000_000) -> None:
    with store.write("essai") as write:
        write.db.execute(
            "INSERT INTO document (kind, name, sha256, bytes, added_at)"
            " VALUES ('release', 'n', '', ?, 'x')",
            (b"x" * size,),
        )


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "truncate"),
        ("synchronous", 3),
        ("fullfsync", 1),
        ("foreign_keys", 1),
        ("recursive_triggers", 1),
        ("secure_delete", 1),
        ("temp_store", 2),
        ("trusted_schema", 0),
        ("busy_timeout", 10_000),
        ("query_only", 0),
        ("cipher_log_level", "NONE"),
    ],
)
def test_a_write_runs_under_the_pragmas_durability_rests_on(
    store: Store, pragma: str, value: object
) -> None:
    with store.write("essai") as write:
        assert write.db.execute(f"PRAGMA {pragma}").fetchone()[0] == value


def test_a_read_cannot_write_and_has_named_rows(store: Store) -> None:
    with closing(store.read()) as db:
        assert db.execute("SELECT id FROM body").fetchone()["id"] == "sante-btp-34"
        assert db.execute("PRAGMA query_only").fetchone()[0] == 1
        with pytest.raises(dbapi2.OperationalError, match="readonly"):
            db.execute("DELETE FROM draft")


@pytest.mark.parametrize(
    "sql",
    [
        "ATTACH ':memory:' AS autre",
        "DETACH main",
        "PRAGMA foreign_keys = OFF",
        "PRAGMA recursive_triggers = OFF",
        "PRAGMA writable_schema = ON",
        "PRAGMA user_version = 0",
        "PRAGMA rekey = 'x'",
        "DROP TRIGGER release_gate",
        "DROP TABLE consent",
        "CREATE TABLE autre (a)",
        "ALTER TABLE consent RENAME TO autre",
        "SELECT load_extension('x')",
        "VACUUM INTO '/dev/null'",
    ],
)
def test_our_connections_refuse_what_no_command_needs(store: Store, sql: str) -> None:
    with closing(store.read()) as db, pytest.raises(dbapi2.DatabaseError):
        db.execute(sql)
    with store.write("essai") as write, pytest.raises(dbapi2.DatabaseError):
        write.db.execute(sql)


def test_a_second_opening_gives_the_same_store(store: Store) -> None:
    assert unlocked(store.home, lambda: PASSPHRASE) == store
    assert store.key.hex() not in repr(store)


def test_a_wrong_passphrase_is_not_damage(store: Store) -> None:
    with pytest.raises(WrongPassphrase):
        unlocked(store.home, lambda: "autre phrase de passe")


def _slips(count: int) -> Iterator[str]:
    """Fifty ways of not typing it: a letter, a case, another key, odd texts."""
    chance = random.Random(50)  # noqa: S311 - slips, not secrets
    yield from ("", " ", "\0", "\ud800", "é" * 10_000, new_recovery_key(), "' OR 1=1 --")
    for number in range(count - 7):
        at = chance.randrange(len(PASSPHRASE))
        yield f"{PASSPHRASE[:at]}{number}{PASSPHRASE[at:]}"


def test_fifty_wrong_passphrases_are_never_damage(store: Store) -> None:
    for slip in _slips(50):
        with pytest.raises(WrongPassphrase):
            unlocked(store.home, lambda slip=slip: slip)
    unlocked(store.home, lambda: PASSPHRASE).read().close()


def test_damage_is_never_a_wrong_passphrase(store: Store) -> None:
    path = store.home / NAME
    data, chance = path.read_bytes(), random.Random(5)  # noqa: S311 - places to damage
    for slip in _slips(25):
        at = chance.randrange(len(data) - 2)
        path.write_bytes(chance.choice((data[:at], data[:at] + b"\0" + data[at:], data * 2)))
        for secret in (slip, PASSPHRASE):
            with pytest.raises(StoreDamaged):
                unlocked(store.home, lambda secret=secret: secret)


def test_no_store_is_said_before_anything_is_asked(home: Path) -> None:
    with pytest.raises(NoStore):
        unlocked(home, lambda: pytest.fail("asked"))


def _cut(path: Path, size: int) -> None:
    path.write_bytes(path.read_bytes()[:size])


def _flip_first_page(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[100] ^= 1
    path.write_bytes(data)


@pytest.mark.parametrize(
    "harm",
    [
        Path.unlink,
        lambda path: _cut(path, 0),
        lambda path: _cut(path, 1000),
        lambda path: path.write_bytes(b"n'importe quoi" * 1000),
        _flip_first_page,
    ],
)
def test_a_damaged_file_is_damage_and_is_never_made_again(
    store: Store, harm: Callable[[Path], Any]
) -> None:
    harm(store.path)
    before = store.path.read_bytes() if store.path.exists() else None
    for opening in (store.read, lambda: _note(store)):
        with pytest.raises(StoreDamaged) as damaged:
            opening()
        assert "sauvegarde" in damaged.value.todo
    assert (store.path.read_bytes() if store.path.exists() else None) == before


def test_a_store_taken_by_another_command_is_busy(store: Store) -> None:
    impatient = Store(**{**store.__dict__, "busy_ms": 50})
    with store.write("essai") as write:
        write.note("essai")
        with pytest.raises(StoreBusy, match="occupé"):
            _note(impatient)
        impatient.read().close()


def test_another_installation_reads_but_writes_only_once_it_adopted(
    store: Store, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "autre poste"))
    assert not profile().exists()
    store.read().close()
    with pytest.raises(StoreBusy, match="autre poste") as refused:
        _note(store)
    assert "pdp reprendre-la-main" in refused.value.todo
    adopt(store)
    _note(store)
    monkeypatch.undo()
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    with pytest.raises(StoreBusy):
        _note(store)


def test_a_full_disk_is_said_and_leaves_the_store_sound(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(
            connection, "_WRITE_PRAGMAS", (*connection._WRITE_PRAGMAS, "max_page_count = 80")
        )
        with pytest.raises(CannotWrite, match="disque plein"):
            _fill(store)
    with closing(store.read()) as db:
        assert db.execute("SELECT count(*) FROM document").fetchone()[0] == 0
        assert db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    _note(store)


def test_a_folder_that_cannot_be_written_is_said_and_reads_go_on(store: Store) -> None:
    journal = Path(f"{store.path}-journal")
    journal.unlink(missing_ok=True)
    journal.mkdir()
    with pytest.raises(CannotWrite):
        _note(store)
    journal.rmdir()
    _note(store)


def test_a_path_with_signs_of_an_address_opens(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, founded: Callable[..., Store]
) -> None:
    """`?`, `#`, `%` and spaces would otherwise end the URI."""
    made = founded()
    strange = tmp_path / "é % ? # &mode=rwc ' \" dossier"
    made.home.rename(strange)
    unlocked(strange, lambda: PASSPHRASE).read().close()
    monkeypatch.undo()
