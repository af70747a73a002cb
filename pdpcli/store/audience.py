"""The participants of an action by activity and size, as SQL: numbers, never anybody."""

from collections.abc import Sequence
from sqlite3 import Connection
from typing import TYPE_CHECKING

from pdpcli.errors import InputRefused
from pdpcli.rules.audience import Audience, joined

if TYPE_CHECKING:
    from pdpcli.store.open import Write


def audience_of(db: Connection, number: int) -> list[Audience]:
    """The participants of a gathering; none when they were not told apart."""
    rows = db.execute(
        "SELECT naf, size_band, n FROM audience WHERE gathering_id = ?", (number,)
    ).fetchall()
    return joined(Audience(row["naf"], row["size_band"], row["n"]) for row in rows)


def put_audience(write: "Write", number: int, rows: Sequence[Audience]) -> int:
    """Write who came, in place of what was told of it before; returns the total, which is noted.

    Raises:
        InputRefused: a total alone was noted, and is another one.
    """
    total = sum(row.n for row in rows)
    row = write.db.execute("SELECT participants FROM gathering WHERE id = ?", (number,)).fetchone()
    noted = None if audience_of(write.db, number) else row["participants"]
    if noted is not None and noted != total:
        raise InputRefused(
            f"Le total ne va pas : {noted} participants sont notés, ce public en fait {total}.",
            todo=f"Ce qui n'est pas précisé s'ajoute : --public ::{noted - total}"
            if noted > total
            else f"Pour changer le total : pdp action corriger {number} --participants {total}",
        )
    write.db.execute("DELETE FROM audience WHERE gathering_id = ?", (number,))
    write.db.executemany(
        "INSERT INTO audience (gathering_id, naf, size_band, n) VALUES (?, ?, ?, ?)",
        [(number, one.naf, one.size_band, one.n) for one in joined(rows)],
    )
    write.db.execute("UPDATE gathering SET participants = ? WHERE id = ?", (total, number))
    return total


def refuse_other_total(write: "Write", number: int, participants: int) -> None:
    """InputRefused when the participants told apart do not make ``participants``."""
    rows = audience_of(write.db, number)
    total = sum(row.n for row in rows)
    if rows and total != participants:
        raise InputRefused(
            f"Le public noté fait {total} participants, pas {participants}.",
            todo=f"Le total suit le public : pdp action public {number} --public NAF:EFFECTIF:N",
        )
