"""A person's name as she signs it."""

from sqlite3 import Connection


def person_name(db: Connection, person_id: int | None) -> str:
    """« Luc Martinez »; nothing when her identity is erased."""
    row = db.execute(
        "SELECT first_name || ' ' || last_name FROM person WHERE id = ?", (person_id,)
    ).fetchone()
    return str(row[0]) if row else ""
