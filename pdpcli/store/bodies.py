"""Organismes by their id or their usual name."""

import re
from collections.abc import Sequence
from sqlite3 import Connection

from pdpcli.errors import InputRefused
from pdpcli.rules.names import fold

_TOWN = re.compile(r",?\s+(?=[0-9]{5} )")  # a postcode begins its own line

#: The short names of the two bodies of ``c.pair``, as a column.
BODIES_OF_PAIR = """(SELECT group_concat(short, ' et ') FROM body
    WHERE instr('|' || c.pair || '|', '|' || id || '|'))"""


def service_name(db: Connection) -> str:
    """The name of our service, as told to ``pdp init``."""
    row = db.execute("SELECT name FROM body WHERE is_us = 1 ORDER BY id LIMIT 1").fetchone()
    return str(row["name"]) if row else ""


def postal_lines(db: Connection, body: str) -> tuple[str, ...]:
    """How a letter names a body: its name, the organisme it belongs to, the address of either."""
    row = db.execute(
        """SELECT b.name, p.name AS parent, coalesce(b.address, p.address) AS address
        FROM body b LEFT JOIN body p ON p.id = b.parent WHERE b.id = ?""",
        (body,),
    ).fetchone()
    *names, address = row
    return tuple(filter(None, (*names, *_TOWN.split(address or ""))))


def bodies_named(db: Connection, names: Sequence[str]) -> list[str]:
    """The ids of the bodies that ``names`` designate (id, name or the beginning of a word of it).

    Of several, the one that an agreement binds us to is meant: « carsat » is its social service.

    Raises:
        InputRefused: one designates no body, or several.
    """
    rows = db.execute(
        """SELECT id, name, short, id IN (SELECT partner FROM agreement) AS partner
        FROM body ORDER BY id"""
    ).fetchall()
    return [_one(rows, name) for name in names]


def short_of(db: Connection, body: str) -> str:
    """The usual name of a body, or its id when it is not in the store."""
    row = db.execute("SELECT short FROM body WHERE id = ?", (body,)).fetchone()
    return str(row["short"]) if row else body


def body_called(db: Connection, name: str) -> str:
    """The id of the body that ``name`` is (its id or either of its names), or ""."""
    rows = db.execute("SELECT id, name, short FROM body ORDER BY id").fetchall()
    return next((row["id"] for row in rows if fold(name) in {fold(one) for one in row}), "")


def _one(rows: Sequence[dict[str, str]], name: str) -> str:
    wanted = fold(name)
    exact = [row for row in rows if wanted in {fold(row["id"]), fold(row["short"])}]
    begun = [row for row in rows if f" {wanted}" in f" {fold(row['short'])} {fold(row['name'])}"]
    found = exact or [row for row in begun if row["partner"]] or begun
    if len(found) == 1:
        return found[0]["id"]
    raise InputRefused(
        "Cet organisme n'est pas connu." if not found else "Plusieurs organismes portent ce nom.",
        todo="L'un de : " + ", ".join(row["id"] for row in found or rows),
    )
