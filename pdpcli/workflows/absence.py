"""Somebody of the cell is away, and who stands in meanwhile."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from pdpcli.errors import InputRefused
from pdpcli.rules.dates import french

if TYPE_CHECKING:
    from pdpcli.store.open import Write

_OVERLAP = """SELECT from_date, until FROM member_absence
    WHERE member_id = :member AND from_date <= :until AND until >= :from LIMIT 1"""


@dataclass(frozen=True)
class Away:
    """From the first day to the last, both included."""

    first: date
    last: date


def away(write: "Write", who: Mapping[str, Any], by: Mapping[str, Any] | None, when: Away) -> None:
    """Note an absence; ``by`` stands in (rows of ``store.members``).

    Raises:
        InputRefused: an end before the beginning, an absence over another, somebody who stands in
            for herself, is away too, or is of the cell no more.
    """
    if when.last < when.first:
        raise InputRefused("L'absence finirait avant d'avoir commencé.")
    if known := _during(write, who["id"], when):
        raise InputRefused(
            f"Une absence est déjà notée {known}.", todo="Son retour : --retirer, puis recommencez."
        )
    if by is not None:
        _refuse_stand_in(write, who, by, when)
    write.db.execute(
        "INSERT INTO member_absence (member_id, from_date, until, replaced_by) VALUES (?, ?, ?, ?)",
        (who["id"], when.first.isoformat(), when.last.isoformat(), by["id"] if by else None),
    )


def back(write: "Write", who: Mapping[str, Any], on: date) -> None:
    """She is back on ``on``: the absence ends the day before; one to come is taken away.

    Raises:
        InputRefused: no absence is noted.
    """
    held = write.db.execute(
        """SELECT id, from_date FROM member_absence WHERE member_id = ? AND until >= ?
        ORDER BY from_date LIMIT 1""",
        (who["id"], on.isoformat()),
    ).fetchone()
    if held is None:
        raise InputRefused("Aucune absence n'est notée.", todo="pdp referent absent")
    if held["from_date"] >= on.isoformat():
        write.db.execute("DELETE FROM member_absence WHERE id = ?", (held["id"],))
        return
    write.db.execute(
        "UPDATE member_absence SET until = ? WHERE id = ?",
        ((on - timedelta(days=1)).isoformat(), held["id"]),
    )


def _refuse_stand_in(
    write: "Write", who: Mapping[str, Any], by: Mapping[str, Any], when: Away
) -> None:
    if by["id"] == who["id"]:
        raise InputRefused("Personne ne se remplace soi-même.")
    if by["until"] and by["until"] < when.last.isoformat():
        raise InputRefused("La personne qui remplace n'est plus de la cellule ces jours-là.")
    if known := _during(write, by["id"], when):
        raise InputRefused(f"La personne qui remplace est absente elle aussi, {known}.")


def _during(write: "Write", member: int, when: Away) -> str:
    """« du … au … », the absence of a member over these days; "" when there is none."""
    row = write.db.execute(
        _OVERLAP,
        {"member": member, "from": when.first.isoformat(), "until": when.last.isoformat()},
    ).fetchone()
    if row is None:
        return ""
    first, last = (french(date.fromisoformat(row[key])) for key in ("from_date", "until"))
    return f"du {first} au {last}"
