"""Files kept in the store with their hash: releases, signed scans, sheets received, letters."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from sqlite3 import Connection
from typing import TYPE_CHECKING, Any

from pdpcli.store.cases import refuse_erased

if TYPE_CHECKING:
    from pdpcli.store.liaisons import LiaisonRow
    from pdpcli.store.open import Write


@dataclass(frozen=True)
class Document:
    """A file, its name without personal data, and what it belongs to.

    ``kind``: release, scan, received, synthesis, letter or protected; ``media``: pdf, jpeg, png.
    """

    kind: str
    name: str
    media: str
    bytes: bytes
    release_id: int | None = None
    consent_id: int | None = None


def keep_document(write: "Write", document: Document, liaison: "LiaisonRow") -> int:
    """Keep a file of this fiche with its SHA-256; returns its number.

    Raises:
        InputRefused: the person was erased.
    """
    refuse_erased(liaison.case)
    return keep_under(write, document, (liaison.case.person_key, liaison.case.ref, liaison.number))


def keep_under(write: "Write", document: Document, owner: tuple[str, str, int | None]) -> int:
    """The same for ``owner``: a person's key, a situation, and its fiche when it is of one."""
    person_key, case_ref, liaison_number = owner
    number = write.db.execute(
        """INSERT INTO document (person_key, kind, release_id, consent_id, case_ref,
          liaison_number, media, name, sha256, bytes, added_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        (
            person_key,
            document.kind,
            document.release_id,
            document.consent_id,
            case_ref,
            liaison_number,
            document.media,
            document.name,
            hashlib.sha256(document.bytes).hexdigest(),
            document.bytes,
            write.at,
        ),
    ).lastrowid
    return int(number or 0)


def consent_scan(db: Connection, consent_id: int) -> Document | None:
    """The last scan kept of what was signed for this consent."""
    row = db.execute(
        """SELECT name, media, bytes FROM document
        WHERE consent_id = ? AND kind = 'scan' ORDER BY id DESC LIMIT 1""",
        (consent_id,),
    ).fetchone()
    return row and Document("scan", row["name"], row["media"], row["bytes"], consent_id=consent_id)


def documents_of(db: Connection, case_ref: str) -> Iterator[dict[str, Any]]:
    """The files of a situation, without their bytes, in the order they were kept."""
    rows = db.execute(
        """SELECT id, kind, liaison_number, media, name, sha256, length(bytes) AS size, added_at
        FROM document WHERE case_ref = ? ORDER BY id""",
        (case_ref,),
    )
    return (dict(row) for row in rows)
