"""Employers as SQL reads."""

from sqlite3 import Connection
from typing import Any

from pdpcli.errors import InputRefused
from pdpcli.rules.names import fold

_COLUMNS = """id, name, siret, naf, naf_version, size, member, address, phone,
    occupational_doctor"""


def employers(db: Connection, letters: str = "", limit: int = 200) -> list[dict[str, Any]]:
    """The employers whose name begins with ``letters``; if none, those one of whose words does."""
    folded = fold(letters)
    wanted = {"from": folded, "until": folded + "\U0010ffff", "inside": f"% {folded}%"}
    for test in ("folded >= :from AND folded < :until", "folded LIKE :inside"):
        rows = db.execute(
            f"SELECT {_COLUMNS} FROM employer WHERE {test} ORDER BY folded LIMIT :limit",
            {**wanted, "limit": limit},
        )
        if found := [dict(row) for row in rows]:
            return found
    return []


def employer(db: Connection, number: int) -> dict[str, Any]:
    """One employer, with the references of its situations under ``cases``.

    Raises:
        InputRefused: no employer has this number.
    """
    row = db.execute(f"SELECT {_COLUMNS} FROM employer WHERE id = ?", (number,)).fetchone()
    if row is None:
        raise InputRefused(
            f"Aucune entreprise ne porte le numéro {number}.", todo="pdp entreprise liste"
        )
    cases = db.execute(
        """SELECT DISTINCT c.ref FROM case_file c JOIN employment m ON m.case_id = c.id
        WHERE m.employer_id = ? ORDER BY c.ref""",
        (number,),
    )
    return {**dict(row), "cases": [case["ref"] for case in cases]}
