"""Who answers in a body, and its mailboxes: dated rows, so that every day keeps its own."""

from datetime import date
from sqlite3 import Connection
from typing import Any

_STANDS = "coalesce(since, '') <= :on AND coalesce(until, '9999') >= :on"
#: The mailbox of body ``b`` on the day ``:on``; its own address until a change was told.
MAILBOX = f"""CASE WHEN EXISTS (SELECT 1 FROM contact WHERE body = b.id AND name IS NULL)
    THEN (SELECT email FROM contact WHERE body = b.id AND name IS NULL AND {_STANDS}
      ORDER BY since DESC, id DESC LIMIT 1)
    ELSE b.email END"""


def contacts_of(db: Connection, body: str, on: date | None = None) -> list[dict[str, Any]]:
    """The contacts and mailboxes (no name) of a body; with ``on``, those who stand that day."""
    standing = f"AND {_STANDS}" if on else ""
    rows = db.execute(
        f"""SELECT id, name, function, phone, email, since, until FROM contact
        WHERE body = :body {standing} ORDER BY name IS NOT NULL, since DESC, id DESC""",
        {"body": body, **({"on": on.isoformat()} if on else {})},
    )
    return [dict(row) for row in rows]


def partners(db: Connection, on: date) -> list[dict[str, Any]]:
    """Every body: names, organisation, mailbox of that day, telephone, contacts, agreements."""
    rows = db.execute(
        f"""SELECT b.id, b.name, b.short, p.short AS organisation, b.is_us, b.address, b.phone,
          b.dpo, {MAILBOX} AS email,
          (SELECT count(*) FROM contact WHERE body = b.id AND name IS NOT NULL AND {_STANDS})
            AS contacts,
          (SELECT json_group_array(id) FROM agreement WHERE b.id IN (as_body, partner))
            AS agreements
        FROM body b LEFT JOIN body p ON p.id = b.parent ORDER BY b.is_us, b.id""",
        {"on": on.isoformat()},
    )
    return [_told(dict(row)) for row in rows]


def partner(db: Connection, body: str, on: date) -> dict[str, Any]:
    """One body, with ``contacts`` (all of them, dated) and the ``services`` that belong to it."""
    (row,) = (one for one in partners(db, on) if one["id"] == body)
    services = db.execute("SELECT id FROM body WHERE parent = ? ORDER BY id", (body,))
    return {
        **row,
        "services": [one["id"] for one in services.fetchall()],
        "contacts": contacts_of(db, body),
    }


def _told(row: dict[str, Any]) -> dict[str, Any]:
    import json

    return {**row, "is_us": bool(row["is_us"]), "agreements": json.loads(row["agreements"])}
