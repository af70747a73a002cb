"""Each migration is whole or absent; append-only rows resist every way of writing."""

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2

from pdpcli.errors import StoreBusy, StoreDamaged
from pdpcli.store import migrations, verify
from pdpcli.store.open import Store
from pdpcli.workflows.check import check

Connection = Any
_COPY = (
    "{} INTO consent SELECT {}, person_key, pair, form_id, form_hash, 'refused', on_date,"
    " expires_on, recorded_at, author, digest, means, scope FROM consent"
)


@pytest.fixture
def blank() -> Iterator[Connection]:
    with closing(dbapi2.connect(":memory:", isolation_level=None)) as db:
        db.execute("PRAGMA foreign_keys = ON")
        db.execute("PRAGMA recursive_triggers = ON")
        yield db


@pytest.fixture
def steps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Add a migration after the shipped ones."""
    folder = tmp_path / "migrations"
    folder.mkdir()
    for path in migrations.steps():
        (folder / path.name).write_bytes(path.read_bytes())
    monkeypatch.setattr(migrations, "FOLDER", folder)

    def add(sql: str) -> None:
        number = len(migrations.steps()) + 1
        (folder / f"{number:04}_fictive.sql").write_text(sql, "utf-8")

    return add


def _rows(db: Connection) -> None:
    """One fictional consent, its detail, its declaration."""
    db.execute("INSERT INTO declaration VALUES ('h', 'form', 'a', 'f', 1, 'texte')")
    db.execute(
        "INSERT INTO consent VALUES (7, 'k', 'a|b', 'f', 'h', 'given', '2026-01-01', NULL,"
        " '2026-01-01', 'C', 'd', 'paper', NULL)"
    )
    db.execute("INSERT INTO consent_detail VALUES (7, 's', '{}')")


def test_from_the_blank_every_step_leaves_its_record(blank: Connection) -> None:
    migrations.migrate(blank)
    assert migrations.version(blank) == len(migrations.steps())
    recorded = dict(blank.execute("SELECT key, value FROM setting").fetchall())
    assert {f"migration.{n:04}" for n in range(1, len(migrations.steps()) + 1)} < set(recorded)
    assert recorded["schema"] == migrations.schema_hash(blank)
    migrations.migrate(blank)
    assert recorded["schema"] == migrations.schema_hash(blank)


def test_a_statement_ends_where_sqlite_says() -> None:
    text = "-- un ; dans une note\nCREATE TABLE a (b TEXT); -- fin ;\n@append_only a\n\nSELECT 1;\n"
    assert [s.split(";")[0].strip() for s in migrations.statements(text)] == [
        "CREATE TABLE a (b TEXT)",
        "@append_only a",
        "SELECT 1",
    ]
    with pytest.raises(ValueError, match="unfinished"):
        list(migrations.statements("SELECT 1"))


@pytest.mark.parametrize("wrong", ["CREATE TABLE a (b);\nCREATE TABLE a (b);\n", "@inconnue a\n"])
def test_a_step_that_fails_leaves_the_schema_before_it(
    blank: Connection, steps: Callable[[str], None], wrong: str
) -> None:
    migrations.migrate(blank)
    before = migrations.schema_hash(blank)
    steps(wrong)
    with pytest.raises((dbapi2.Error, ValueError)):
        migrations.migrate(blank)
    assert (migrations.version(blank), migrations.schema_hash(blank)) == (
        len(migrations.steps()) - 1,
        before,
    )


@pytest.mark.parametrize("recursive", ["ON", "OFF"])
@pytest.mark.parametrize("foreign", ["ON", "OFF"])
@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE consent SET act = 'withdrawn'",
        "UPDATE OR IGNORE consent SET act = 'withdrawn'",
        "UPDATE OR REPLACE consent SET id = 8",
        "DELETE FROM consent",
        _COPY.format("INSERT OR REPLACE", 7),
        "INSERT OR IGNORE INTO consent SELECT * FROM consent",
        _COPY.format("INSERT", 3),
        f"{_COPY.format('INSERT', 7)} WHERE true ON CONFLICT (id) DO UPDATE SET act = 'refused'",
        "UPDATE declaration SET text = 'autre'",
        "INSERT OR REPLACE INTO declaration VALUES ('h', 'form', 'a', 'f', 2, 'autre')",
        "DELETE FROM declaration",
        "UPDATE consent_detail SET content = 'autre'",
        "INSERT OR REPLACE INTO consent_detail VALUES (7, 's', 'autre')",
        "DELETE FROM consent_detail",
        "DELETE FROM consent_detail WHERE consent_id IN (SELECT 7)",
    ],
)
def test_append_only_rows_resist(blank: Connection, sql: str, foreign: str, recursive: str) -> None:
    migrations.migrate(blank)
    _rows(blank)
    before = [blank.execute(f"SELECT * FROM {t}").fetchall() for t in _APPENDED]
    blank.execute(f"PRAGMA foreign_keys = {foreign}")
    blank.execute(f"PRAGMA recursive_triggers = {recursive}")
    with pytest.raises(dbapi2.IntegrityError, match="append-only"):
        blank.execute(sql)
    assert [blank.execute(f"SELECT * FROM {t}").fetchall() for t in _APPENDED] == before


_APPENDED = ("declaration", "consent", "consent_detail")


def test_a_detail_is_deleted_only_when_the_erasure_of_its_person_is_recorded(
    blank: Connection,
) -> None:
    migrations.migrate(blank)
    _rows(blank)
    blank.execute("INSERT INTO erasure VALUES (1, 'quelqu''un d''autre', '2026-02-01', 'r')")
    with pytest.raises(dbapi2.IntegrityError, match="append-only"):
        blank.execute("DELETE FROM consent_detail")
    blank.execute("INSERT INTO erasure VALUES (2, 'k', '2026-02-01', 'r')")
    blank.execute("DELETE FROM consent_detail")
    assert blank.execute("SELECT count(*) FROM consent").fetchone()[0] == 1


def test_an_existing_store_is_copied_then_migrated_at_its_opening(
    store: Store, steps: Callable[[str], None]
) -> None:
    """An added column changes no digest; a changed value is journaled; the copy opens."""
    steps("ALTER TABLE body ADD COLUMN fictive TEXT;\nUPDATE body SET dpo = 'dpo fictif';\n")
    with closing(store.read()) as db:
        assert db.execute("SELECT dpo, fictive FROM body").fetchone()[:] == ("dpo fictif", None)
        actions = [row[0] for row in db.execute("SELECT DISTINCT action FROM journal ORDER BY n")]
        assert actions == ["init", f"migration {len(migrations.steps()):04}"]
    assert all(finding.sound for finding in check(store))
    copy = store.path.with_suffix(f".avant-{len(migrations.steps()):04}")
    assert copy.stat().st_mode & 0o077 == 0
    with closing(dbapi2.connect(str(copy), isolation_level=None)) as old:
        old.execute(f"""PRAGMA key = "x'{store.key.hex()}{store.salt.hex()}'" """)
        assert old.execute("PRAGMA user_version").fetchone()[0] == len(migrations.steps()) - 1
        assert not verify.integrity(old)
    with store.write("essai") as write:
        write.note("on écrit après")


def test_an_old_copy_put_back_is_still_refused_once_it_is_updated(
    store: Store, steps: Callable[[str], None]
) -> None:
    """Bringing it to today's schema does not make it the store that this profile knew."""
    old = store.path.read_bytes()
    steps("ALTER TABLE body ADD COLUMN fictive TEXT;\n")
    for _ in range(5):
        with store.write("essai") as write:
            write.note("un retrait")
    store.path.write_bytes(old)
    store.read().close()
    with pytest.raises(StoreDamaged, match="copie plus ancienne"), store.write("essai"):
        pass
    assert not all(finding.sound for finding in check(store))


def test_a_migration_that_fails_leaves_the_store_as_it_was(
    store: Store, steps: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    steps("ALTER TABLE body ADD COLUMN fictive TEXT;\nSELECT * FROM absente;\n")
    with pytest.raises(dbapi2.Error):
        store.read()
    monkeypatch.undo()
    assert migrations.version(store._raw("ro")) == len(migrations.steps())
    assert not list(store.home.glob("*.tmp"))


def test_a_store_of_a_later_version_is_left_alone(
    store: Store, steps: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    steps("CREATE TABLE fictive (id INTEGER PRIMARY KEY) STRICT;\n")
    store.read().close()
    monkeypatch.setattr(migrations, "FOLDER", Path(migrations.__file__).parent / "migrations")
    with pytest.raises(StoreBusy, match="plus récente"):
        store.read()
