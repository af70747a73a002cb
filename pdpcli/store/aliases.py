"""References merged into another situation.

The row of a merged reference stays, as the shell of the fiches begun under it: they keep the
reference that was printed, and the consents of the person who signed. What is known of it, and
what happened, are of the situation kept.
"""

from collections.abc import Mapping
from sqlite3 import Connection
from typing import Any

_SHELLS = """SELECT c.id, c.ref, c.person_key, a.merged_on FROM case_alias a
    JOIN case_file c ON c.ref = a.ref WHERE a.case_id = ? ORDER BY a.ref"""
_KEPT = """SELECT a.case_id AS kept, c.ref FROM case_file c JOIN case_alias a ON a.ref = c.ref
    WHERE c.id = ?"""


def merged_refs(db: Connection, case_id: int) -> list[dict[str, Any]]:
    """What was merged into a situation, in order: ``ref`` and ``merged_on``."""
    return [{"ref": one["ref"], "merged_on": one["merged_on"]} for one in shells(db, case_id)]


def shells(db: Connection, case_id: int) -> list[Mapping[str, Any]]:
    """The rows of what was merged into a situation: id, ref, person_key, merged_on."""
    return [dict(row) for row in db.execute(_SHELLS, (case_id,))]


def kept_id(db: Connection, case_id: int) -> int:
    """The situation that ``case_id`` was merged into; itself when it was not."""
    return counted_in(db, case_id)[0]


def counted_in(db: Connection, case_id: int) -> tuple[int, str | None]:
    """The situation whose acts tell ``case_id``, and under which reference its fiches are then."""
    row = db.execute(_KEPT, (case_id,)).fetchone()
    return (row["kept"], row["ref"]) if row else (case_id, None)
