"""Meetings and collective actions of a year, as a SQL read."""

from sqlite3 import Connection
from typing import Any

from pdpcli.errors import InputRefused
from pdpcli.rules.vocabulary import GATHERING_KINDS
from pdpcli.store.agenda import meeting


def gatherings(db: Connection, family: str, year: int) -> list[dict[str, Any]]:
    """The gatherings of ``family`` (meeting or action) in ``year``, by date."""
    kinds = [code for code, kind in GATHERING_KINDS.items() if kind.family == family]
    marks = ", ".join("?" for _ in kinds)
    rows = db.execute(
        f"""SELECT g.id AS number, g.on_date, g.kind, g.title, g.participants, g.state,
          g.agreement, g.nature AS theme,
          (SELECT group_concat(b.short, ', ') FROM gathering_partner p
            JOIN body b ON b.id = p.body WHERE p.gathering_id = g.id) AS partners,
          (SELECT count(*) FROM act a WHERE a.gathering_id = g.id
            AND a.state <> 'cancelled') AS cases
        FROM gathering g WHERE g.year = ? AND g.kind IN ({marks}) ORDER BY g.on_date, g.id""",
        (year, *kinds),
    )
    return [dict(row) for row in rows]


def cases_examined(db: Connection, number: int, *, closed: bool = False) -> list[tuple[int, str]]:
    """The situations with an act of this meeting, as (id, reference), by reference.

    The open ones, or all of them with ``closed``.

    Raises:
        InputRefused: no meeting has this number, or it is cancelled.
    """
    if meeting(db, number).state == "cancelled":
        raise InputRefused(
            f"La réunion {number} est annulée.", todo="Les numéros : pdp reunion liste"
        )
    rows = db.execute(
        """SELECT DISTINCT c.id, c.ref FROM act a JOIN case_file c ON c.id = a.case_id
        WHERE a.gathering_id = ? AND a.state <> 'cancelled' AND (? OR c.state = 'open')
        ORDER BY c.ref""",
        (number, closed),
    )
    return [(row["id"], row["ref"]) for row in rows]


def refuse_not_action(db: Connection, number: int) -> None:
    """InputRefused when that number is no action, or a cancelled one."""
    row = db.execute("SELECT kind, state FROM gathering WHERE id = ?", (number,)).fetchone()
    found = row is not None and GATHERING_KINDS[row["kind"]].family == "action"
    if not found or row["state"] == "cancelled":
        raise InputRefused(
            f"Aucune action en cours ne porte le numéro {number}.",
            todo="Les numéros : pdp action liste",
        )
