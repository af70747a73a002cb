"""A person who was entered twice: one of her rows is kept, the others say so (``same_as``).

Each row keeps its key, under which consents were signed and fiches sent; what is said of the one
kept is said of all (triggers of the schema).
"""

from datetime import date
from sqlite3 import Connection
from typing import Any

_SAME = """SELECT id, key FROM person WHERE id = :kept
    UNION ALL SELECT id, key FROM person WHERE same_as = :kept"""


def persons_of(db: Connection, person_id: int | None) -> list[int]:
    """The numbers of every entry of this person, the one kept first; none once erased."""
    return [number for number, _ in entries_of_person(db, person_id)]


def entries_of_person(db: Connection, person_id: int | None) -> list[tuple[int, str]]:
    """The number and the key of every entry of this person, the one kept first."""
    row = db.execute("SELECT coalesce(same_as, id) FROM person WHERE id = ?", (person_id,))
    kept = row.fetchone()
    return [(row["id"], row["key"]) for row in _entries(db, kept[0])] if kept else []


def _entries(db: Connection, kept: int) -> list[Any]:
    return db.execute(_SAME, {"kept": kept}).fetchall()


def keys_of(db: Connection, person_id: int | None) -> list[str]:
    """The keys of every entry of this person, the one kept first; none once erased."""
    return [key for _, key in entries_of_person(db, person_id)]


def died_on(db: Connection, person_id: int | None) -> date | None:
    """The day of her death, when it is noted."""
    row = db.execute("SELECT died_on FROM person WHERE id = ?", (person_id,)).fetchone()
    return date.fromisoformat(row["died_on"]) if row and row["died_on"] else None
