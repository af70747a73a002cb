"""The journal: a chain of rows, each holding the digest of the data row it records.

Within a write, TEMP triggers note every touched row; before the commit each becomes one journal
row. Digests are HMACs under a key kept in the store: nothing can be guessed from them. Columns
that are NULL are left out, so a later migration that adds a column changes no digest.
"""

import hmac
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from secrets import token_hex
from typing import TYPE_CHECKING

from pdpcli.store.faults import store_damaged

if TYPE_CHECKING:
    from collections.abc import Sequence
    from sqlite3 import Connection

#: Tables whose rows are not journaled: the journal, and what is no record of anything.
UNJOURNALED = ("journal", "draft", "setting", "person_word", "deadline", "case_tally")
GENESIS = "0" * 64
_OURS = re.compile(r"[a-z_]+")
_KEY = re.compile(r"[0-9a-f]{64}")
_CHUNK = 2_000
_BLOB = ("document", "bytes")  # its sha256 column stands for it; check compares the two
_ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=bytes.hex).encode


@dataclass(frozen=True)
class Head:
    """The last row of the chain."""

    epoch: int
    n: int
    hash: str


@dataclass(frozen=True)
class Entry:
    """What the journal rows of one write have in common."""

    at: str
    author: str
    action: str
    subject: str


@dataclass(frozen=True)
class Table:
    """A journaled table: its columns, and where its key is among them (one or two columns)."""

    name: str
    columns: tuple[str, ...]
    keys: tuple[str, ...]

    def digest(self, secret: bytes, row: "Sequence[object]") -> str:
        """The digest of one row, given as the values of ``columns``."""
        values = {
            name: value for name, value in zip(self.columns, row, strict=True) if value is not None
        }
        return hmac.digest(secret, f"{self.name}\0{_ENCODE(values)}".encode(), "sha256").hex()

    def key_text(self, key: "Sequence[object]") -> str:
        """The key as the journal writes it."""
        return "|".join(str(part) for part in key[: len(self.keys)])


def tables(db: "Connection") -> list[Table]:
    """The journaled tables of this store; one that has no key is not ours (see ``check``)."""
    found = []
    names = db.execute(
        "SELECT name FROM main.sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    ).fetchall()
    for (name,) in names:
        if name in UNJOURNALED or not _OURS.fullmatch(name):
            continue
        info = db.execute("SELECT name, pk FROM pragma_table_info(?)", (name,)).fetchall()
        columns = sorted(column for column, _ in info if (name, column) != _BLOB)
        keys = [column for column, place in sorted(info, key=lambda row: row[1]) if place]
        if keys:
            found.append(Table(name, tuple(columns), tuple(keys)))
    return found


def new_secret(db: "Connection") -> None:
    """Keep a new digest key in the store."""
    db.execute("INSERT INTO setting (key, value) VALUES ('journal_key', ?)", (token_hex(32),))


def secret(db: "Connection") -> bytes:
    """The digest key of this store. StoreDamaged when it is not there or is no key."""
    row = db.execute("SELECT value FROM setting WHERE key = 'journal_key'").fetchone()
    if not row or not _KEY.fullmatch(row[0]):
        raise store_damaged("La clé du journal manque dans le cahier, ou elle est abîmée.")
    return bytes.fromhex(row[0])


def head(db: "Connection") -> Head:
    """The last row; epoch 1, number 0 before the first."""
    row = db.execute("SELECT epoch, n, hash FROM journal ORDER BY n DESC LIMIT 1").fetchone()
    return Head(*row) if row else Head(1, 0, GENESIS)


def watch(db: "Connection") -> None:
    """Note from now on, on this connection, every row touched."""
    db.execute(
        "CREATE TEMP TABLE touched (tbl TEXT NOT NULL, k1 NOT NULL, k2 NOT NULL,"
        " PRIMARY KEY (tbl, k1, k2)) WITHOUT ROWID"
    )
    for table in tables(db):
        for event, sides in (
            ("INSERT", ("NEW",)),
            ("DELETE", ("OLD",)),
            ("UPDATE", ("OLD", "NEW")),
        ):
            notes = " ".join(_note(table, side) for side in sides)
            db.execute(
                f"CREATE TEMP TRIGGER touched_{table.name}_{event} AFTER {event}"
                f" ON main.{table.name} BEGIN {notes} END"
            )


def _note(table: Table, side: str) -> str:
    k1 = f"{side}.{table.keys[0]}"
    k2 = f"{side}.{table.keys[1]}" if len(table.keys) > 1 else "''"
    # Not OR IGNORE: an OR REPLACE of the outer statement would take its place. Not WHERE NOT EXISTS
    # either: reading the table it fills, it makes a scratch table each time (20 times slower).
    return f"INSERT INTO touched VALUES ('{table.name}', {k1}, {k2}) ON CONFLICT DO NOTHING;"


def record(db: "Connection", entry: Entry, notes: "Sequence[str]", epoch: int = 0) -> Head:
    """Chain one row per touched row and per note; the new head. ``epoch`` opens a new one."""
    last = head(db)
    chain = Chain(db, entry, Head(epoch or last.epoch, last.n, last.hash))
    chain.extend("", ((note, "") for note in notes))
    key = secret(db)
    for table in tables(db):
        chain.extend(table.name, _touched(db, table, key))
    return chain.last


@dataclass
class Chain:
    """The chain being lengthened."""

    db: "Connection"
    entry: Entry
    last: Head

    def extend(self, table: str, rows: Iterator[tuple[str, str]]) -> None:
        """Append (key, digest) rows of ``table``."""
        while chunk := list(islice(rows, _CHUNK)):
            self.db.executemany(
                "INSERT INTO journal VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [self._link(table, key, digest) for key, digest in chunk],
            )

    def _link(self, table: str, key: str, digest: str) -> tuple[object, ...]:
        said, last = self.entry, self.last
        row = (
            last.n + 1, last.epoch, said.at, said.author, said.action, said.subject,
            table, key, digest, last.hash,
        )  # fmt: skip
        self.last = Head(last.epoch, last.n + 1, link_hash(row))
        return (*row, self.last.hash)


def link_hash(row: "Sequence[object]") -> str:
    """The hash of a journal row, from its other columns in order (``previous`` is the last)."""
    return sha256(_ENCODE(list(row)).encode()).hexdigest()


def _touched(db: "Connection", table: Table, key: bytes) -> Iterator[tuple[str, str]]:
    columns = ", ".join(f"m.{name}" for name in table.columns)
    same = " AND ".join(f"m.{name} = t.k{at}" for at, name in enumerate(table.keys, start=1))
    cursor = db.cursor()
    cursor.row_factory = None
    cursor.execute(
        f"SELECT t.k1, t.k2, m.{table.keys[0]} IS NOT NULL, {columns} FROM temp.touched t"
        f" LEFT JOIN main.{table.name} m ON {same} WHERE t.tbl = ?",
        (table.name,),
    )
    for k1, k2, present, *row in cursor:
        yield table.key_text((k1, k2)), table.digest(key, row) if present else ""
