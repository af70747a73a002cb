"""Verifying the store: pages, chain, every row against its last digest, documents' bytes."""

from collections.abc import Iterator
from hashlib import sha256
from typing import TYPE_CHECKING

from pdpcli.store import journal, migrations

if TYPE_CHECKING:
    from sqlite3 import Connection


def integrity(db: "Connection") -> list[str]:
    """What SQLCipher and SQLite find wrong in the file; empty when sound."""
    found = [str(row[0]) for row in db.execute("PRAGMA cipher_integrity_check")]
    found += [str(row[0]) for row in db.execute("PRAGMA integrity_check") if row[0] != "ok"]
    found += [f"{row[0]} {row[1]}" for row in db.execute("PRAGMA foreign_key_check")]
    return found


def problems(db: "Connection") -> Iterator[str]:
    """What is wrong in a store read entirely: one French phrase a kind; none when sound."""
    if integrity(db):
        yield "des pages du cahier sont abîmées"
    if not schema_unchanged(db):
        yield "ses tables ne sont pas celles qui ont été créées"
    if broken_links(db):
        yield "la chaîne du journal est rompue"
    if any(True for table in journal.tables(db) for _ in changed_rows(db, table)):
        yield "des lignes ne sont plus celles du journal"
    if altered_documents(db):
        yield "des pièces ne sont plus celles de leur empreinte"


def schema_unchanged(db: "Connection") -> bool:
    """Whether tables, indexes and triggers are those of the last migration."""
    recorded = db.execute("SELECT value FROM setting WHERE key = 'schema'").fetchone()
    return bool(recorded) and recorded[0] == migrations.schema_hash(db)


def broken_links(db: "Connection") -> list[int]:
    """The numbers of the journal rows that do not follow from the row before."""
    broken, previous, epoch, expected = [], journal.GENESIS, 1, 1
    cursor = db.cursor()
    cursor.row_factory = None
    for row in cursor.execute("SELECT * FROM journal ORDER BY n"):
        sound = row[0] == expected and row[1] >= epoch and row[9] == previous
        if not sound or journal.link_hash(row[:10]) != row[10]:
            broken.append(row[0])
        previous, epoch, expected = row[10], row[1], row[0] + 1
    return broken


def changed_rows(db: "Connection", table: journal.Table) -> Iterator[tuple[str, str]]:
    """The (key, digest now) of rows that differ from their last journal row; '' for missing."""
    key = journal.secret(db)
    present = 0
    for text, digest, recorded in _rows(db, table, key):
        present += recorded not in (None, "")
        if digest != recorded:
            yield text, digest
    if present != _recorded_present(db, table):
        yield from _missing(db, table)


def altered_documents(db: "Connection") -> list[int]:
    """The ids of documents whose bytes are not those of their SHA-256."""
    rows = db.execute("SELECT id, sha256, bytes FROM document")
    return [row[0] for row in rows if sha256(row[2]).hexdigest() != row[1]]


def _rows(
    db: "Connection", table: journal.Table, key: bytes
) -> Iterator[tuple[str, str, str | None]]:
    text = " || '|' || ".join(f"m.{name}" for name in table.keys)
    cursor = db.cursor()
    cursor.row_factory = None
    cursor.execute(
        f'SELECT CAST({text} AS TEXT), (SELECT digest FROM journal j WHERE j."table" = ?'
        f" AND j.row = CAST({text} AS TEXT) ORDER BY n DESC LIMIT 1),"
        f" {', '.join(f'm.{name}' for name in table.columns)} FROM main.{table.name} m",
        (table.name,),
    )
    for found, recorded, *row in cursor:
        yield found, table.digest(key, row), recorded


_LAST = 'SELECT row, digest, max(n) FROM journal WHERE "table" = ? GROUP BY row'


def _recorded_present(db: "Connection", table: journal.Table) -> int:
    count = db.execute(f"SELECT count(*) FROM ({_LAST}) WHERE digest <> ''", (table.name,))
    return int(count.fetchone()[0])


def _missing(db: "Connection", table: journal.Table) -> Iterator[tuple[str, str]]:
    text = " || '|' || ".join(f"m.{name}" for name in table.keys)
    for (row,) in db.execute(
        f"SELECT row FROM ({_LAST}) WHERE digest <> '' AND NOT EXISTS"
        f" (SELECT 1 FROM main.{table.name} m WHERE CAST({text} AS TEXT) = row)",
        (table.name,),
    ):
        yield row, ""
