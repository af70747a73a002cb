"""A file recognised by its SHA-256: which document of the store it is, byte for byte."""

from dataclasses import dataclass
from sqlite3 import Connection

_MADE_HERE = ("release", "letter", "protected", "to_sign")


@dataclass(frozen=True)
class KnownFile:
    """A document of the store; ``reference`` is a fiche's (2026-0042/1), ``on`` an ISO day.

    ``version`` and ``round`` are those of the release, None for another document.
    """

    kind: str
    reference: str
    version: int | None
    round: int | None
    on: str

    @property
    def made_here(self) -> bool:
        """Whether this store made it, rather than received it."""
        return self.kind in _MADE_HERE


def known_file(db: Connection, sha256: str) -> KnownFile | None:
    """The document whose bytes have this SHA-256; one made here before one received."""
    found = [
        KnownFile(row["kind"], row["reference"] or "", row["version"], row["round"], row["day"])
        for row in db.execute(
            """SELECT d.kind, r.version, r.round,
              coalesce(r.on_date, substr(d.added_at, 1, 10)) AS day,
              coalesce(r.case_ref || '/' || r.liaison_number,
                d.case_ref || '/' || d.liaison_number, d.case_ref) AS reference
            FROM document d LEFT JOIN release r ON r.id = d.release_id
            WHERE d.sha256 = ? ORDER BY d.id""",
            (sha256,),
        )
    ]
    ours = next((one for one in found if one.made_here), None)
    return ours or _to_sign(db, sha256) or (found[0] if found else None)


def _to_sign(db: Connection, sha256: str) -> KnownFile | None:
    """The sheet to sign printed here; only its hash is kept."""
    row = db.execute(
        """SELECT c.ref || '/' || l.number AS reference, s.on_date FROM printed_sheet s
        JOIN liaison l ON l.id = s.liaison_id JOIN case_file c ON c.id = l.case_id
        WHERE s.sha256 = ? ORDER BY s.id LIMIT 1""",
        (sha256,),
    ).fetchone()
    return row and KnownFile("to_sign", row["reference"], None, None, row["on_date"])


@dataclass(frozen=True)
class KnownSeal:
    """A seal put here: when, on which bytes, and the document it is on if it is still kept."""

    at: str
    sha256: str
    file: KnownFile | None


def known_seal(db: Connection, signature: str) -> KnownSeal | None:
    """The seal of our journal that has this signature."""
    row = db.execute("SELECT at, sha256 FROM sealing WHERE signature = ?", (signature,)).fetchone()
    return row and KnownSeal(row["at"], row["sha256"], known_file(db, row["sha256"]))
