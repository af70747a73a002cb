"""Who is invited to a meeting and who came: bodies, and members of the cell."""

from collections.abc import Iterable, Mapping
from datetime import date
from sqlite3 import Connection
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pdpcli.store.open import Write


_WITH = """INSERT INTO gathering_partner (gathering_id, body) VALUES (?, ?)
    ON CONFLICT DO NOTHING"""
_WITHOUT = "DELETE FROM gathering_partner WHERE gathering_id = ? AND body = ?"


def invite(write: "Write", number: int, bodies: Iterable[str]) -> None:
    """Note that ``bodies`` (ids) are invited to a meeting; those already invited stay."""
    for body in dict.fromkeys(bodies):
        write.db.execute(
            """INSERT INTO attendance (gathering_id, body) SELECT ?1, ?2 WHERE NOT EXISTS
            (SELECT 1 FROM attendance WHERE gathering_id = ?1 AND body = ?2)""",
            (number, body),
        )
        write.db.execute(_WITH, (number, body))


def invited_bodies(db: Connection, number: int) -> list[dict[str, Any]]:
    """The bodies invited or carried with: ``body``, ``short``, ``present`` (yes, no or None)."""
    rows = db.execute(
        """SELECT b.id AS body, b.short, max(a.present) AS present FROM body b
        LEFT JOIN attendance a ON a.body = b.id AND a.gathering_id = :number
        WHERE b.id IN (SELECT body FROM attendance WHERE gathering_id = :number
          UNION SELECT body FROM gathering_partner WHERE gathering_id = :number)
        GROUP BY b.id ORDER BY b.short""",
        {"number": number},
    )
    return [dict(row) for row in rows]


def cell_members(db: Connection, number: int, on: date) -> list[dict[str, Any]]:
    """The members of the cell on that day: ``member``, names, ``present`` (yes, no or None)."""
    rows = db.execute(
        """SELECT m.id AS member, m.last_name, m.first_name, a.present FROM member m
        LEFT JOIN attendance a ON a.member_id = m.id AND a.gathering_id = :number
        WHERE a.id IS NOT NULL OR (coalesce(m.since, :on) <= :on AND coalesce(m.until, :on) >= :on)
        ORDER BY m.last_name, m.first_name, m.id""",
        {"number": number, "on": on.isoformat()},
    )
    return [dict(row) for row in rows]


def put_presence(
    write: "Write", number: int, members: Mapping[int, str], bodies: Mapping[str, str]
) -> None:
    """Note who came, ``yes`` or ``no``; what was noted before of the same ones is replaced.

    A body that did not come is no more one the meeting was held with.
    """
    for column, said in (("member_id", members), ("body", bodies)):
        for key, present in said.items():
            write.db.execute(
                f"DELETE FROM attendance WHERE gathering_id = ? AND {column} = ?", (number, key)
            )
            write.db.execute(
                f"INSERT INTO attendance (gathering_id, {column}, present) VALUES (?, ?, ?)",
                (number, key, present),
            )
    for body, present in bodies.items():
        sql = _WITH if present == "yes" else _WITHOUT
        write.db.execute(sql, (number, body))
