"""Her own notes, and what she says of a deadline: done, not before a day, back in the list."""

from datetime import date
from typing import TYPE_CHECKING

from pdpcli.errors import InputRefused
from pdpcli.rules.text import clean
from pdpcli.store import due

if TYPE_CHECKING:
    from pdpcli.store.open import Write

_LIMIT = 300


def add_note(write: "Write", text: str, on: date, case_id: int | None) -> None:
    """Keep a note for a day; it becomes a deadline of the situation, or of none."""
    said = clean(text, limit=_LIMIT)
    if not said:
        raise InputRefused("La note est vide.")
    write.db.execute(
        """INSERT INTO reminder_note (text, on_date, case_id, added_at, author)
        VALUES (?, ?, ?, ?, ?)""",
        (said, on.isoformat(), case_id, write.at, write.author),
    )


def change_deadline(write: "Write", number: int, state: str, **told: str) -> None:
    """Note what she says of the deadline of that number; nothing of it is forgotten.

    Raises:
        InputRefused: no such deadline, or the facts already settle it.
    """
    row = write.db.execute(
        "SELECT uid, state, subject FROM deadline WHERE id = ? AND state <> 'void'", (number,)
    ).fetchone()
    if row is None:
        raise InputRefused(
            "Aucune échéance ne porte ce numéro.", todo="Les numéros : pdp echeances"
        )
    if row["state"] == "met":
        raise InputRefused("C'est déjà fait : ce qui est noté dans la situation le dit.")
    write.subject = row["subject"] if row["subject"] not in ("cell", "notes") else ""
    texts = {key: clean(value, limit=_LIMIT) for key, value in told.items() if value}
    due.change(write, dict(row), state, **texts)
