"""Bringing an existing store to today's schema: a verified encrypted copy first."""

import shutil
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from pdpcli.errors import CannotWrite
from pdpcli.files import cannot_write
from pdpcli.store import anchor, journal, migrations
from pdpcli.store.connection import connect
from pdpcli.store.verify import changed_rows, integrity

if TYPE_CHECKING:
    from pathlib import Path
    from sqlite3 import Connection

    from pdpcli.store.open import Store


def upgrade(store: "Store", db: "Connection") -> None:
    """Copy, migrate, journal what the migration changed. CannotWrite, StoreDamaged.

    An old copy put back is brought to today's schema too, since it can be read; the head kept
    outside stays that of the store it replaced, so that nothing is written in it.
    """
    found = anchor.verdict(db, anchor.remembered(store.store_id))
    copy = store.path.with_suffix(f".avant-{migrations.version(db) + 1:04}")
    if not copy.exists():
        _copy(store, db, copy)
    migrations.migrate(db)
    now = _journal_changes(store, db)
    if found not in (anchor.Verdict.OLDER, anchor.Verdict.FORKED):
        anchor.remember(store.store_id, now)


def copies(store: "Store") -> "list[Path]":
    """The copies that were made before an update: whole stores, under the same key."""
    return sorted(store.path.parent.glob(f"{store.path.stem}.avant-[0-9][0-9][0-9][0-9]"))


def _copy(store: "Store", db: "Connection", copy: "Path") -> None:
    beside = copy.with_suffix(".tmp")
    try:
        db.execute("BEGIN IMMEDIATE")  # nobody writes while the bytes are copied
        beside.touch(0o600)
        shutil.copyfile(store.path, beside)
        db.execute("ROLLBACK")
        with_copy = connect(beside, store.key, store.salt, mode="ro", busy_ms=0)
        same = journal.head(with_copy) == journal.head(db) and not integrity(with_copy)
        with_copy.close()
        if not same:
            raise CannotWrite("La copie faite avant la mise à jour ne se relit pas.")
        beside.replace(copy)
    except OSError as error:
        raise cannot_write(copy, error) from error
    finally:
        beside.unlink(missing_ok=True)


def _journal_changes(store: "Store", db: "Connection") -> journal.Head:
    db.execute("BEGIN IMMEDIATE")
    at = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    number = f"{migrations.version(db):04}"
    entry = journal.Entry(at, store.author, f"migration {number}", "")
    chain = journal.Chain(db, entry, journal.head(db))
    chain.extend("", iter([(f"migration {number}", "")]))
    for table in journal.tables(db):
        chain.extend(table.name, iter(list(changed_rows(db, table))))
    db.execute("COMMIT")
    return chain.last
