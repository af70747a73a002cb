"""What the journal says of some rows since one of its own: added, corrected, changed, erased."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from sqlite3 import Connection
from typing import Any

_CHUNK = 500
#: The dated facts of a situation: a new row of one of these is a change, not a correction.
_FACTS = ("situation", "employment", "leave")
_KINDS = (("signal merge", "merged"), ("cancel", "cancelled"), ("erase", "erased"))


@dataclass(frozen=True)
class Touched:
    """One row touched since: how, a code of CHOICES["moved"]; when (UTC)."""

    table: str
    row: str
    kind: str
    at: str


def touched_since(
    db: Connection, after: int, table: str, rows: Iterable[str | int]
) -> list[Touched]:
    """What was done to ``rows`` of ``table`` after the journal's row ``after``; each way once."""
    wanted = [str(one) for one in rows]
    found = []
    for start in range(0, len(wanted), _CHUNK):
        chunk = wanted[start : start + _CHUNK]
        marks = ", ".join("?" * len(chunk))
        found += db.execute(
            f"""SELECT n, at, action, subject, row, digest FROM journal
            WHERE "table" = ? AND row IN ({marks}) AND n > ? ORDER BY n""",
            (table, *chunk, after),
        ).fetchall()
    return list(dict.fromkeys(_touched(db, after, table, row) for row in found))


def _touched(db: Connection, after: int, table: str, row: Any) -> Touched:  # noqa: ANN401 - a row
    return Touched(table, row["row"], _kind(db, after, table, row), row["at"][:10])


def _kind(db: Connection, after: int, table: str, row: Any) -> str:  # noqa: ANN401 - a row
    for word, kind in _KINDS:
        if word in row["action"]:
            return kind
    if not row["digest"]:
        return "erased"
    if not _existed(db, table, row["row"], after):
        return "added"
    return "changed" if _new_fact(db, row) else "corrected"


def _existed(db: Connection, table: str, row: str, until: int) -> bool:
    found = db.execute(
        'SELECT 1 FROM journal WHERE "table" = ? AND row = ? AND n <= ? LIMIT 1',
        (table, row, until),
    ).fetchone()
    return found is not None


def _new_fact(db: Connection, row: Any) -> bool:  # noqa: ANN401 - a row
    """Whether the write that touched this row also added a dated fact."""
    facts: Sequence[Any] = db.execute(
        f"""SELECT n, "table", row FROM journal WHERE (at, action, subject) = (?, ?, ?)
        AND "table" IN ({", ".join("?" * len(_FACTS))}) AND n BETWEEN ? AND ?""",
        (row["at"], row["action"], row["subject"], *_FACTS, row["n"] - 1000, row["n"] + 1000),
    ).fetchall()
    return any(not _existed(db, one["table"], one["row"], one["n"] - 1) for one in facts)
