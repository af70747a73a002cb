"""Plans de retour à l'emploi and préconisations: dated texts of a situation, as SQL."""

from dataclasses import dataclass
from datetime import date
from sqlite3 import Connection
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pdpcli.store.open import Write


@dataclass(frozen=True)
class Plan:
    """One dated text: ``kind`` is a code of CHOICES["plan"]."""

    kind: str
    on: date
    text: str


def plans_of(db: Connection, case_id: int) -> list[dict[str, Any]]:
    """The plans and préconisations of a situation, by date: number, kind, on_date, text, author."""
    rows = db.execute(
        """SELECT id AS number, kind, on_date, text, author FROM plan
        WHERE case_id = ? ORDER BY on_date, id""",
        (case_id,),
    )
    return [dict(row) for row in rows]


def put_plan(write: "Write", case_id: int, plan: Plan) -> int:
    """Add a dated text; its number."""
    number = write.db.execute(
        """INSERT INTO plan (case_id, kind, on_date, text, added_at, author)
        VALUES (?, ?, ?, ?, ?, ?)""",
        (case_id, plan.kind, plan.on.isoformat(), plan.text, write.at, write.author),
    ).lastrowid
    return int(number or 0)


def drop_plan(write: "Write", case_id: int, number: int) -> bool:
    """Remove a text noted by mistake; False when the situation has none of this number."""
    done = write.db.execute("DELETE FROM plan WHERE id = ? AND case_id = ?", (number, case_id))
    return bool(done.rowcount)
