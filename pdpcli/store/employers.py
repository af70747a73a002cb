"""Employers as SQL reads."""

from sqlite3 import Connection
from typing import Any

from pdpcli.errors import InputRefused
from pdpcli.rules.names import fold

_COLUMNS = """id, name, siret, naf, naf_version, size, member, address, phone,
    occupational_doctor"""
_MOST_NAMED = 8


def employers(db: Connection, letters: str = "", limit: int = 200) -> list[dict[str, Any]]:
    """The employers one of whose words begins with ``letters``, those it begins first."""
    folded = fold(letters)
    rows = db.execute(
        f"""SELECT {_COLUMNS} FROM employer
        WHERE folded LIKE :start OR folded LIKE :inside OR folded LIKE :apart
        ORDER BY folded NOT LIKE :start, folded LIMIT :limit""",
        {"start": f"{folded}%", "inside": f"% {folded}%", "apart": f"_{folded}%", "limit": limit},
    )
    return [dict(row) for row in rows]


def employer_called(db: Connection, typed: str) -> dict[str, Any]:
    """The employer of that number, or the only one that has a word beginning so.

    Raises:
        InputRefused: none, or several: they are named.
    """
    if typed.isdecimal():
        return employer(db, int(typed))
    found = employers(db, typed, limit=_MOST_NAMED + 1)
    if len(found) == 1:
        return employer(db, found[0]["id"])
    if not found:
        raise InputRefused("Aucune entreprise ne porte ce nom.", todo="pdp entreprise liste")
    known = "\n".join(f"{one['id']}  {one['name']}" for one in found[:_MOST_NAMED])
    raise InputRefused("Plusieurs entreprises commencent ainsi : dites son numéro.", todo=known)


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
