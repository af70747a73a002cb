"""What is written for a partner: the fiche released, as it is or behind a password."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from pdpcli.store.documents import Document, keep_document
from pdpcli.store.liaisons import last_release
from pdpcli.store.skeletons import content_of
from pdpcli.workflows.release import Released, open_gate, outgoing, release, release_name

if TYPE_CHECKING:
    from pdpcli.store.liaisons import LiaisonRow
    from pdpcli.store.open import Write


@dataclass(frozen=True)
class Exported:
    """A file to write: its name without personal data, its bytes, whether it opens by itself.

    ``kept``: it is the fiche signed on screen, given again as it was sealed.
    """

    name: str
    content: bytes
    recipient: str
    clear: bool
    kept: bool = False


def export(
    write: "Write", liaison: "LiaisonRow", on: date, *, sealed: bool = False, password: str = ""
) -> Exported:
    """Release the fiche; with ``password``, what is to be written is a protected copy of it.

    The copy is kept beside the release, so that it is recognised when it comes back.

    Raises:
        ConsentMissing, InputRefused: see ``release``.
    """
    again = signed_on_screen(write, liaison, on)
    made = again or release(write, liaison, on, sealed=sealed)
    kept = again is not None
    if not password:
        return Exported(made.name, made.pdf, made.recipient, clear=True, kept=kept)
    content = protected_copy(write, liaison, made.number, made.pdf, password)
    return Exported(protected_name(liaison), content, made.recipient, clear=False, kept=kept)


def signed_on_screen(write: "Write", liaison: "LiaisonRow", on: date) -> Released | None:
    """The sealed fiche that bears the picture of the signature, while it says what would leave.

    Its bytes are the only ones with that picture: drawn anew, the fiche would no longer bear it.

    Raises:
        ConsentMissing, InputRefused: the gate is closed.
    """
    consent = open_gate(write.db, liaison, on)
    made = last_release(write.db, liaison)
    if consent["means"] != "screen" or made is None or made["consent_id"] != consent["id"]:
        return None
    _, values = outgoing(write, liaison, on)
    said = write.db.execute(
        "SELECT content FROM release_detail WHERE release_id = ?", (made["id"],)
    ).fetchone()
    if said is None or made["bytes"] is None or said["content"] != content_of(values):
        return None
    name = release_name(liaison)
    return Released(made["id"], name, bytes(made["bytes"]), liaison.agreement.partner_name)


def protected_copy(
    write: "Write", liaison: "LiaisonRow", number: int, pdf: bytes, password: str
) -> bytes:
    """``pdf``, of the release of that number, behind a password; the copy is kept beside it."""
    from pdpcli.forms.protect import protect

    content = protect(pdf, password)
    document = Document("protected", protected_name(liaison), "pdf", content, release_id=number)
    keep_document(write, document, liaison)
    return content


def protected_name(liaison: "LiaisonRow") -> str:
    """The name of a protected copy."""
    return f"fiche-{liaison.case.ref}-{liaison.number}-protegee.pdf"
