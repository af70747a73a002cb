"""To whom a fiche goes, in full: what is shown before anything leaves."""

from dataclasses import dataclass
from datetime import date
from sqlite3 import Connection

from pdpcli.store.contacts import MAILBOX


@dataclass(frozen=True)
class Recipient:
    """A body with all that is known to reach it; ``organisation`` is the one it belongs to."""

    id: str
    name: str
    short: str
    organisation: str
    address: str
    email: str
    phone: str


def recipient_of(db: Connection, body_id: str, on: date) -> Recipient:
    """The body of that id, its mailbox that day; its address may be its organisation's."""
    row = db.execute(
        f"""SELECT b.id, b.name, b.short, coalesce(p.name, '') AS organisation,
          coalesce(b.address, p.address, '') AS address,
          coalesce({MAILBOX}, '') AS email, coalesce(b.phone, '') AS phone
        FROM body b LEFT JOIN body p ON p.id = b.parent WHERE b.id = :body""",
        {"body": body_id, "on": on.isoformat()},
    ).fetchone()
    return Recipient(**dict(row))
