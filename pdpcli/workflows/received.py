"""A file that a partner sent: recognised by its content, kept with its hash, unauthenticated."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from sqlite3 import Connection
from typing import TYPE_CHECKING, Any

from pdpcli.errors import InputRefused
from pdpcli.rules.dates import french_iso
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


def refuse_kept(db: Connection, file: ReceivedFile) -> None:
    """InputRefused when these very bytes were received before: nothing is written twice."""
    row = db.execute(
        """SELECT case_ref, liaison_number, added_at FROM document
        WHERE sha256 = ? AND kind IN ('received', 'synthesis') ORDER BY id LIMIT 1""",
        (file.sha256,),
    ).fetchone()
    if row is None:
        return
    ref, day = f"{row['case_ref']}/{row['liaison_number']}", french_iso(row["added_at"][:10])
    raise InputRefused(
        f"Ce fichier est déjà au cahier : gardé le {day} avec la fiche {ref}. Rien n'a été écrit.",
        todo=f"pdp fiche voir {ref}",
    )


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
