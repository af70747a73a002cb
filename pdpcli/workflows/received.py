"""A file that a partner sent: recognised by its content, kept with its hash, unauthenticated."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from sqlite3 import Connection
from typing import TYPE_CHECKING, Any

from pdpcli.rules.dates import french
from pdpcli.store.documents import Document, keep_document
from pdpcli.store.notices import Notice, put_notice

if TYPE_CHECKING:
    from pdpcli.store.liaisons import LiaisonRow
    from pdpcli.store.open import Write

#: Journaled with what was read, and said on screen.
NOT_AUTHENTICATED = "reçu n'est pas authentifié"
_KINDS = {"received": "recu", "synthesis": "synthese"}


@dataclass(frozen=True)
class ReceivedFile:
    """Its bytes, and what they are by their content: pdf, jpeg or png."""

    bytes: bytes
    media: str

    @property
    def sha256(self) -> str:
        """What tells that a file is already kept."""
        return hashlib.sha256(self.bytes).hexdigest()


def already_kept(db: Connection, file: ReceivedFile) -> str:
    """« reçu le …, fiche 2026-0042/1 » when these very bytes were received before; else ""."""
    row = db.execute(
        """SELECT case_ref, liaison_number, added_at FROM document
        WHERE sha256 = ? AND kind IN ('received', 'synthesis') ORDER BY id LIMIT 1""",
        (file.sha256,),
    ).fetchone()
    if row is None:
        return ""
    day = french(date.fromisoformat(row["added_at"][:10]))
    return f"gardé le {day} avec la fiche {row['case_ref']}/{row['liaison_number']}"


def keep(  # noqa: PLR0913 - what is noted of a file
    write: "Write",
    liaison: "LiaisonRow",
    file: ReceivedFile,
    on: date,
    *,
    kind: str = "received",
    said: Mapping[str, Any] | None = None,
    consent_id: int | None = None,
) -> int:
    """Keep the file of this fiche, and note the day it came; returns the document's number."""
    name = f"{_KINDS[kind]}-{liaison.case.ref}-{liaison.number}.{file.media}"
    document = Document(kind, name, file.media, file.bytes, consent_id=consent_id)
    number = keep_document(write, document, liaison)
    put_notice(write, liaison, Notice(kind, on, {**(said or {}), "document": number}))
    write.note(NOT_AUTHENTICATED)
    return number
