"""The marks that forbid an erasure: a dispute, a legal obligation (RGPD, art. 17, 3), as SQL.

The database refuses the row of ``erasure`` while one stands.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from sqlite3 import Connection
from typing import TYPE_CHECKING

from pdpcli.errors import InputRefused
from pdpcli.rules.dates import french

if TYPE_CHECKING:
    from pdpcli.store.open import Write


@dataclass(frozen=True)
class Hold:
    """One mark that stands: since when, and why."""

    id: int
    person_key: str
    since: date
    reason: str


def holds(db: Connection, keys: Sequence[str] | None = None) -> list[Hold]:
    """Every mark that stands, or those of the person of these keys."""
    rows = db.execute("SELECT * FROM hold WHERE lifted_on IS NULL ORDER BY id").fetchall()
    return [
        Hold(row["id"], row["person_key"], date.fromisoformat(row["since"]), row["reason"] or "")
        for row in rows
        if keys is None or row["person_key"] in keys
    ]


def refuse_held(db: Connection, keys: Sequence[str], ref: str) -> None:
    """InputRefused, with the reason, when a mark forbids to erase the person of these keys."""
    found = holds(db, keys)
    if found:
        raise InputRefused(
            f"L'effacement est bloqué depuis le {french(found[0].since)} : {found[0].reason}",
            where=ref,
            todo=f"Une fois la raison tombée : pdp droits bloquer {ref} --lever --motif RAISON",
        )


def put_hold(write: "Write", person_key: str, since: date, reason: str) -> None:
    """Forbid to erase the person."""
    write.db.execute(
        "INSERT INTO hold (person_key, since, reason, author) VALUES (?, ?, ?, ?)",
        (person_key, since.isoformat(), reason, write.author),
    )


def lift_holds(write: "Write", keys: Sequence[str], on: date, why: str) -> int:
    """Lift every mark of the person; how many there were."""
    found = holds(write.db, keys)
    write.db.executemany(
        "UPDATE hold SET lifted_on = ?, lifted_why = ? WHERE id = ?",
        [(on.isoformat(), why, one.id) for one in found],
    )
    return len(found)
