"""Many new rows in one write: each is journaled as it is inserted, its digest from the values held.

The journal of a write notes what its triggers saw, then reads each row again; for 100,000 lines
that is a note and a read for each of 700,000 rows. Here the row is at hand: the chain has the same
row for it, with the same digest, and nothing is kept in memory. What is updated afterwards is noted
and chained after, as anywhere.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pdpcli.store import journal
from pdpcli.store.connection import guard

if TYPE_CHECKING:
    from sqlite3 import Connection

    from pdpcli.store.open import Write

_CHUNK = 2_000
_CACHE = -24_000  # kB: what is written is appended, hardly read again


class Bulk:
    """New rows of ``names``, whose keys are numbers; ``close`` before the write ends."""

    def __init__(self, write: "Write", names: tuple[str, ...]) -> None:
        self._db = write.db
        entry = journal.Entry(write.at, write.author, write.action, write.subject)
        self._chain = journal.Chain(self._db, entry, journal.head(self._db))
        self._secret = journal.secret(self._db)
        self._of = {table.name: _New(self._db, table) for table in journal.tables(self._db)
                    if table.name in names}  # fmt: skip
        self._watching = _unwatch(self._db, names)

    def insert(self, name: str, said: Mapping[str, Any]) -> int:
        """A new row of ``name``; what is not ``said`` is its default. Its number."""
        new = self._of[name]
        number, row = new.row(said)
        self._db.execute(new.sql, row)
        new.pending.append((str(number), new.table.digest(self._secret, row)))
        if len(new.pending) >= _CHUNK:
            self._flush(new)
        return number

    def close(self) -> None:
        """Chain what is not yet; the triggers note again."""
        for new in self._of.values():
            self._flush(new)
        self._db.set_authorizer(None)
        for trigger in self._watching:
            self._db.execute(trigger)
        guard(self._db)

    def _flush(self, new: "_New") -> None:
        self._chain.extend(new.table.name, iter(new.pending))
        new.pending = []


class _New:
    """The new rows of one table: its statement, its defaults, its next number."""

    def __init__(self, db: "Connection", table: journal.Table) -> None:
        self.table, self.pending = table, list[tuple[str, str]]()
        columns = ", ".join(f'"{name}"' for name in table.columns)
        places = ", ".join("?" * len(table.columns))
        self.sql = f'INSERT INTO "{table.name}" ({columns}) VALUES ({places})'
        defaults = {
            name: db.execute(f"SELECT {text}").fetchone()[0]
            for name, text in db.execute(
                "SELECT name, dflt_value FROM pragma_table_info(?)", (table.name,)
            ).fetchall()
            if text is not None
        }
        self._empty = [defaults.get(name) for name in table.columns]
        self._at = {name: place for place, name in enumerate(table.columns)}
        key = table.keys[0]
        last = db.execute(f'SELECT coalesce(max("{key}"), 0) FROM "{table.name}"').fetchone()
        self._key, self._last = self._at[key], int(last[0])

    def row(self, said: Mapping[str, Any]) -> tuple[int, list[Any]]:
        """The number and the values of a new row, by column of ``table.columns``."""
        row = self._empty.copy()
        for name, value in said.items():
            row[self._at[name]] = value
        self._last += 1
        row[self._key] = self._last
        return self._last, row


def _unwatch(db: "Connection", names: tuple[str, ...]) -> list[str]:
    """Insertions into these tables are no longer noted: each is chained at once. The triggers.

    New pages are not in the rollback journal: a smaller cache spills them without waiting for it.
    """
    db.set_authorizer(None)
    db.execute(f"PRAGMA cache_size = {_CACHE}")
    found = []
    for name in names:
        trigger = f"touched_{name}_INSERT"
        made = db.execute("SELECT sql FROM temp.sqlite_master WHERE name = ?", (trigger,))
        found.append(made.fetchone()[0].replace("CREATE TRIGGER", "CREATE TEMP TRIGGER", 1))
        db.execute(f"DROP TRIGGER temp.{trigger}")
    guard(db)
    return found
