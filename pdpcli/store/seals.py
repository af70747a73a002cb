"""The seals of the cell and what was sealed with them, as SQL reads.

The private key leaves its table only through ``seal_key``.
"""

from dataclasses import dataclass
from sqlite3 import Connection

from pdpcli.forms.seal import SealKey

_COLUMNS = "id, source, subject, certificate, fingerprint, added_at, retired_on, retired_reason"


@dataclass(frozen=True)
class SealRow:
    """A seal: ``source`` own or imported; ``fingerprint`` SHA-256 of the certificate (PEM)."""

    id: int
    source: str
    subject: str
    certificate: str
    fingerprint: str
    added_at: str
    retired_on: str | None
    retired_reason: str | None
    documents: int


def current(db: Connection) -> SealRow | None:
    """The seal that the next document will bear; None: one will be made for it."""
    standing = [row for row in all_seals(db) if row.retired_on is None]
    return standing[-1] if standing else None


def all_seals(db: Connection) -> list[SealRow]:
    """Every seal, retired or not, in the order they came; ``documents`` counts what each sealed."""
    rows = db.execute(
        f"""SELECT {_COLUMNS}, (SELECT count(*) FROM sealing g WHERE g.seal_id = s.id) AS documents
        FROM seal s ORDER BY id"""
    )
    return [SealRow(**dict(row)) for row in rows]


def seal_key(db: Connection, seal_id: int) -> SealKey:
    """What sealing takes: the certificate, its private key, its issuers."""
    row = db.execute(
        "SELECT certificate, private_key, chain FROM seal WHERE id = ?", (seal_id,)
    ).fetchone()
    return SealKey(row["certificate"], row["private_key"], row["chain"])
