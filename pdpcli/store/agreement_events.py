"""What our agreements lived, and what was held under them, as SQL reads."""

from collections.abc import Sequence
from datetime import date
from sqlite3 import Connection
from typing import Any


def events_of(db: Connection, agreement: str) -> list[dict[str, Any]]:
    """What was noted of an agreement, by date; of a communication, ``note`` is to whom."""
    rows = db.execute(
        """SELECT id AS number, kind, on_date, note FROM agreement_event
        WHERE agreement = ? ORDER BY on_date, id""",
        (agreement,),
    )
    return [dict(row) for row in rows]


def held(db: Connection, agreement: str, kind: str, days: tuple[date, date]) -> int:
    """How many gatherings of ``kind`` took place under an agreement, between two days."""
    first, last = days
    row = db.execute(
        """SELECT count(*) AS n FROM gathering WHERE agreement = ? AND kind = ? AND state = 'done'
          AND on_date BETWEEN ? AND ?""",
        (agreement, kind, first.isoformat(), last.isoformat()),
    ).fetchone()
    return int(row["n"])


def bodies_of(db: Connection, ids: Sequence[str], on: date) -> list[dict[str, Any]]:
    """The bodies of a convention as we reach them that day, with those who answer there."""
    from pdpcli.store.contacts import contacts_of, partners

    known = {one["id"]: one for one in partners(db, on)}
    return [
        {**known[id_], "contacts": [one for one in contacts_of(db, id_, on) if one["name"]]}
        for id_ in ids
        if id_ in known
    ]
