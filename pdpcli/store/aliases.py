"""References merged into another situation: they still name it, and number the fiches begun so."""

from sqlite3 import Connection
from typing import Any


def merged_refs(db: Connection, case_id: int) -> list[dict[str, Any]]:
    """What was merged into a situation, in order: ``ref`` and ``merged_on``."""
    rows = db.execute(
        "SELECT ref, merged_on FROM case_alias WHERE case_id = ? ORDER BY ref", (case_id,)
    )
    return [dict(row) for row in rows]


def kept_of(db: Connection, ref: str) -> int | None:
    """The number of the situation that ``ref`` was merged into; None when it was not."""
    row = db.execute("SELECT case_id FROM case_alias WHERE ref = ?", (ref,)).fetchone()
    return int(row["case_id"]) if row else None
