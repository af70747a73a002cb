"""References merged into another situation: they still name it, and number the fiches begun so."""

from sqlite3 import Connection
from typing import Any


def merged_refs(db: Connection, case_id: int) -> list[dict[str, Any]]:
    """What was merged into a situation, in order: ``ref`` and ``merged_on``."""
    rows = db.execute(
        "SELECT ref, merged_on FROM case_alias WHERE case_id = ? ORDER BY ref", (case_id,)
    )
    return [dict(row) for row in rows]
