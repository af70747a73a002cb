"""To whom a fiche goes, in full: what is shown before anything leaves."""

from dataclasses import dataclass
from sqlite3 import Connection


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


def recipient_of(db: Connection, body_id: str) -> Recipient:
    """The body of that id; what it does not say of itself, its organisation says: the address."""
    row = db.execute(
        """SELECT b.id, b.name, b.short, coalesce(p.name, '') AS organisation,
          coalesce(b.address, p.address, '') AS address,
          coalesce(b.email, '') AS email, coalesce(b.phone, '') AS phone
        FROM body b LEFT JOIN body p ON p.id = b.parent WHERE b.id = ?""",
        (body_id,),
    ).fetchone()
    return Recipient(**dict(row))
