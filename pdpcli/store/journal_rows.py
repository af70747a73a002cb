"""The journal read: what was written, by whom and when, by opaque reference; its rows as they are.

A write is what has one moment, author, command and reference. Only the journal's own columns are
read: what the rows hold is not in it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby, islice
from typing import TYPE_CHECKING, Any

from pdpcli.store import journal

if TYPE_CHECKING:
    from sqlite3 import Connection

COLUMNS = (
    "n", "epoch", "at", "author", "action", "subject", "table", "row", "digest", "previous", "hash",
)  # fmt: skip


@dataclass(frozen=True)
class Wanted:
    """Which rows: local days, both included, a situation, exact authors, commands."""

    first: date | None = None
    last: date | None = None
    case_id: int | None = None
    ref: str = ""
    authors: tuple[str, ...] = ()
    action: str = ""


@dataclass(frozen=True)
class Written:
    """One write: its last row, UTC moment, author, command, reference, rows, notes, epoch."""

    n: int
    at: str
    author: str
    action: str
    subject: str
    epoch: int
    rows: int
    notes: str


def writes(db: "Connection", wanted: Wanted, limit: int) -> list[Written]:
    """The writes that ``wanted`` tells, the latest first, at most ``limit``."""
    where, bound = _condition(db, wanted)
    cursor = db.cursor()
    cursor.row_factory = None
    cursor.execute(
        f"""SELECT at, author, action, subject, n, epoch, "table", row FROM journal
        WHERE {where} ORDER BY n DESC""",
        bound,
    )
    found = (_written(key, list(group)) for key, group in groupby(cursor, lambda row: row[:4]))
    return list(islice(found, limit))


def _written(key: tuple[str, ...], group: list[tuple[Any, ...]]) -> Written:
    """One write, from its rows, the last one first; its notes are the rows of no table."""
    at, author, action, subject = key
    notes = [str(row[7]) for row in reversed(group) if not row[6]]
    return Written(
        group[0][4], at, author, action, subject, group[0][5], len(group), " ; ".join(notes)
    )


def rows(db: "Connection", wanted: Wanted) -> Iterator[tuple[Any, ...]]:
    """The rows as they are, in order, by COLUMNS."""
    where, bound = _condition(db, wanted)
    cursor = db.cursor()
    cursor.row_factory = None
    listed = ", ".join(f'"{name}"' for name in COLUMNS)
    yield from cursor.execute(f"SELECT {listed} FROM journal WHERE {where} ORDER BY n", bound)


def authors(db: "Connection") -> list[str]:
    """Everybody who wrote."""
    return [row[0] for row in db.execute("SELECT DISTINCT author FROM journal ORDER BY author")]


def exported_on(db: "Connection") -> list[date]:
    """The days on which everything was written in clear outside the store."""
    rows = db.execute("SELECT at FROM journal WHERE action = 'export' ORDER BY n")
    moments = (datetime.fromisoformat(row[0]).astimezone().date() for row in rows)
    return list(dict.fromkeys(moments))


def _condition(db: "Connection", wanted: Wanted) -> tuple[str, dict[str, Any]]:
    bound: dict[str, Any] = {}
    parts = ["1"]
    if wanted.first:
        bound["first"] = _utc(wanted.first)
        parts.append("at >= :first")
    if wanted.last:
        bound["last"] = _utc(wanted.last + timedelta(1))
        parts.append("at < :last")
    if wanted.action:
        bound |= {"action": wanted.action, "verbs": f"{wanted.action} *"}
        parts.append("(action = :action OR action GLOB :verbs)")
    if wanted.authors:
        bound |= {f"author{at}": one for at, one in enumerate(wanted.authors)}
        parts.append(
            f"author IN ({', '.join(f':author{at}' for at in range(len(wanted.authors)))})"
        )
    if wanted.case_id is not None:
        bound |= {"case_id": wanted.case_id, "case_ref": wanted.ref, "fiches": f"{wanted.ref}/*"}
        parts.append(f"({' OR '.join(_about_case(db))})")
    return " AND ".join(parts), bound


def _about_case(db: "Connection") -> Iterator[str]:
    """Rows written under its reference or that of its fiches, and those of its own tables."""
    yield "subject = :case_ref OR subject GLOB :fiches"
    yield "(\"table\" = 'case_file' AND row = CAST(:case_id AS TEXT))"
    for table in journal.tables(db):
        for column in ("case_id", "case_ref"):
            if column in table.columns and len(table.keys) == 1:
                yield (
                    f"(\"table\" = '{table.name}' AND row IN (SELECT CAST({table.keys[0]} AS TEXT)"
                    f" FROM {table.name} WHERE {column} = :{column}))"
                )


def _utc(day: date) -> str:
    """The UTC moment at which a local day begins, as the journal writes it."""
    return datetime.combine(day, time()).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
