"""What is written of a year in words, convention by convention: the last row of a part holds."""

from collections.abc import Sequence
from sqlite3 import Connection
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pdpcli.evaluation.period import Period
    from pdpcli.store.open import Write

_LAST = """SELECT part, id, text FROM report_text t
    WHERE (agreement, first_on, last_on) = (:agreement, :first, :last)
      AND id = (SELECT max(id) FROM report_text l
        WHERE (l.agreement, l.first_on, l.last_on, l.part)
          = (t.agreement, t.first_on, t.last_on, t.part))"""


def texts_of(db: Connection, agreement: str, period: "Period") -> dict[str, tuple[int, str]]:
    """What holds for a period: part -> its row, its text; what was withdrawn is not there."""
    rows = db.execute(_LAST, _key(agreement, period))
    return {part: (number, text) for part, number, text in map(tuple, rows) if text}


def text_numbered(db: Connection, number: int) -> str:
    """The text of a row, as it is now."""
    row = db.execute("SELECT text FROM report_text WHERE id = ?", (number,)).fetchone()
    return str(row[0]) if row else ""


def keep_text(write: "Write", agreement: str, period: "Period", part: str, text: str) -> bool:
    """Keep what is written of a part; "" withdraws it. Whether anything changed."""
    held = texts_of(write.db, agreement, period).get(part, (0, ""))[1]
    if text == held:
        return False
    write.db.execute(
        """INSERT INTO report_text (agreement, first_on, last_on, part, text, added_at, author)
        VALUES (:agreement, :first, :last, :part, :text, :at, :author)""",
        {
            **_key(agreement, period),
            "part": part,
            "text": text,
            "at": write.at,
            "author": write.author,
        },
    )
    return True


def hide_names(db: Connection, names: Sequence[str]) -> None:
    """Take these names out of every text, kept or replaced: somebody is erased."""
    from pdpcli.rules.hiding import without_names

    for number, text in map(tuple, db.execute("SELECT id, text FROM report_text").fetchall()):
        told = without_names(text, names)
        if told != text:
            db.execute("UPDATE report_text SET text = ? WHERE id = ?", (told, number))


def _key(agreement: str, period: "Period") -> dict[str, str]:
    days = {"first": period.first.isoformat(), "last": period.last.isoformat()}
    return {"agreement": agreement, **days}
