"""Who of the cell is away, until when, and who stands in, as SQL reads."""

from datetime import date
from sqlite3 import Connection
from typing import Any

_AWAY = "a.from_date <= :on AND a.until >= :on"


def absences(db: Connection, on: date) -> list[dict[str, Any]]:
    """The absences of ``on`` and those to come: who, from when until when, and who stands in."""
    rows = db.execute(
        f"""SELECT a.id, a.member_id, m.first_name, m.last_name, a.from_date, a.until,
          a.replaced_by, r.first_name AS by_first_name, r.last_name AS by_last_name,
          {_AWAY} AS now
        FROM member_absence a JOIN member m ON m.id = a.member_id
        LEFT JOIN member r ON r.id = a.replaced_by
        WHERE a.until >= :on ORDER BY a.from_date, a.id""",
        {"on": on.isoformat()},
    )
    return [{**dict(row), "now": bool(row["now"])} for row in rows]


def stands_for(db: Connection, member_id: int, on: date) -> tuple[int, ...]:
    """This member and those for whom she stands in that day, also by way of somebody away."""
    rows = db.execute(
        f"""WITH RECURSIVE mine(id) AS (
          VALUES (:member)
          UNION SELECT a.member_id FROM member_absence a JOIN mine ON a.replaced_by = mine.id
          WHERE {_AWAY}) SELECT id FROM mine ORDER BY id""",
        {"member": member_id, "on": on.isoformat()},
    )
    return tuple(row["id"] for row in rows.fetchall())
