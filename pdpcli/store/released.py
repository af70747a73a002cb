"""What a release left on the sheet it made: the token by which it is known when it comes back."""

from sqlite3 import Connection

from pdpcli.store.liaisons import LiaisonRow

_LENGTH = 16  # of the digest, which is keyed by a salt: nothing can be guessed from it
_MADE = f"""SELECT r.id FROM release r WHERE r.case_ref = ? AND r.liaison_number = ?
    AND substr(r.digest, 1, {_LENGTH}) = ?"""


def release_token(db: Connection, number: int) -> str:
    """The token of a release: no personal data, known by this store only."""
    row = db.execute("SELECT digest FROM release WHERE id = ?", (number,)).fetchone()
    return str(row["digest"][:_LENGTH])


def released_as(db: Connection, liaison: LiaisonRow, token: str) -> int | None:
    """The release of this fiche that has this token, or None."""
    row = db.execute(_MADE, (liaison.case.ref, liaison.number, token)).fetchone()
    return row["id"] if row else None


def sealed_release(db: Connection, number: int) -> bool:
    """Whether what left of this release bore our seal: a protected copy of it bears none."""
    row = db.execute(
        """SELECT 1 FROM document d JOIN sealing s ON s.sha256 = d.sha256
        WHERE d.release_id = ? AND d.kind = 'release' AND NOT EXISTS (
          SELECT 1 FROM document p WHERE p.release_id = d.release_id AND p.kind = 'protected')""",
        (number,),
    ).fetchone()
    return row is not None
