"""The members of the cell as SQL reads."""

import json
from collections.abc import Callable, Mapping, Sequence
from sqlite3 import Connection
from typing import Any

from pdpcli.errors import InputRefused
from pdpcli.rules.names import display_name, fold


def members(db: Connection) -> list[dict[str, Any]]:
    """Every member: names, functions (codes), telephone, mail, since when and until when."""
    rows = db.execute(
        """SELECT id, first_name, last_name, functions, phone, email, since, until
        FROM member ORDER BY last_name, id"""
    )
    return [{**dict(row), "functions": json.loads(row["functions"])} for row in rows]


def member_called(db: Connection, text: str) -> dict[str, Any]:
    """The member of that name: in full, the family name, or a beginning that suffices.

    Raises:
        InputRefused: nobody, or several.
    """
    return _one(members(db), text)


def author_member(db: Connection, author: str) -> dict[str, Any] | None:
    """The member who writes as ``author``, when there is one."""
    return next((one for one in members(db) if full_name(one) == author), None)


def full_name(row: Mapping[str, Any]) -> str:
    """« Camille Exemple », as an author is written."""
    return f"{row['first_name']} {row['last_name']}"


def _one(rows: Sequence[dict[str, Any]], text: str) -> dict[str, Any]:
    wanted = fold(text)
    tests: tuple[Callable[[Mapping[str, Any]], bool], ...] = (
        lambda row: (
            wanted in {fold(full_name(row)), fold(f"{row['last_name']} {row['first_name']}")}
        ),
        lambda row: wanted == fold(row["last_name"]),
        lambda row: any(fold(row[part]).startswith(wanted) for part in ("last_name", "first_name")),
    )
    for matches in tests if wanted else ():
        found = [row for row in rows if matches(row)]
        if len(found) == 1:
            return found[0]
        if found:
            break
    names = ", ".join(display_name(one["last_name"], one["first_name"]) for one in rows)
    raise InputRefused(
        "Aucun membre de la cellule ne porte ce nom, ou plusieurs.", todo=f"L'un de : {names}"
    )
