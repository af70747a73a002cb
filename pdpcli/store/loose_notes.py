"""Notes about no situation that name somebody: given to her, and her name taken out once erased.

« rappeler Mme Dupont » for a day, the note of what a convention lived, of a figure entered. Full
names, and a last name after « M. » or « Mme »: a last name alone is also a word (« Petit »).
"""

from collections.abc import Sequence
from sqlite3 import Connection

from pdpcli.rules.hiding import without_names

_CIVIL = ("M", "Mr", "Mme", "Mlle", "Monsieur", "Madame", "Mademoiselle")
_LOOSE = "SELECT id, text FROM reminder_note WHERE case_id IS NULL"
_EVENTS = "SELECT id, note AS text FROM agreement_event WHERE note IS NOT NULL"
_FIGURES = "SELECT id, note AS text FROM figure WHERE note IS NOT NULL"
_SHOWN = """UPDATE deadline SET why = (SELECT text FROM reminder_note n
    WHERE n.id = CAST(deadline.occurrence AS INTEGER))
  WHERE rule = 'note' AND case_id IS NULL AND occurrence IN (SELECT id FROM reminder_note)"""


def said_names(db: Connection, person_id: int) -> list[str]:
    """How she is named: with her first name, both ways round, or after « M. », « Mme »."""
    last, birth, first = db.execute(
        "SELECT last_name, birth_name, first_name FROM person WHERE id = ?", (person_id,)
    ).fetchone()
    named = [one for one in (last, birth) if one]
    return [
        *(f"{one} {first}" for one in named),
        *(f"{first} {one}" for one in named),
        *(f"{civil} {one}" for one in named for civil in _CIVIL),
    ]


def notes_naming(db: Connection, person_id: int) -> list[int]:
    """The numbers of her colleagues' notes about no situation that name her."""
    names = said_names(db, person_id)
    rows = db.execute(_LOOSE).fetchall()
    return [row["id"] for row in rows if without_names(row["text"], names) != row["text"]]


def hide_in_notes(db: Connection, person_id: int) -> None:
    """Take her name out of these notes, and of the deadlines that show them."""
    names = said_names(db, person_id)
    _hide(db, names, _LOOSE, "UPDATE reminder_note SET text = ? WHERE id = ?")
    _hide(db, names, _EVENTS, "UPDATE agreement_event SET note = ? WHERE id = ?")
    _hide(db, names, _FIGURES, "UPDATE figure SET note = ? WHERE id = ?")
    db.execute(_SHOWN)


def _hide(db: Connection, names: Sequence[str], read: str, write: str) -> None:
    for row in db.execute(read).fetchall():
        told = without_names(row["text"], names)
        if told != row["text"]:
            db.execute(write, (told, row["id"]))
