"""What is written for a partner: the fiche released, as it is or behind a password."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from pdpcli.store.documents import Document, keep_document
from pdpcli.workflows.release import release

if TYPE_CHECKING:
    from pdpcli.store.liaisons import LiaisonRow
    from pdpcli.store.open import Write


@dataclass(frozen=True)
class Exported:
    """A file to write: its name without personal data, its bytes, whether it opens by itself."""

    name: str
    content: bytes
    recipient: str
    clear: bool


def export(
    write: "Write", liaison: "LiaisonRow", on: date, *, sealed: bool = False, password: str = ""
) -> Exported:
    """Release the fiche; with ``password``, what is to be written is a protected copy of it.

    The copy is kept beside the release, so that it is recognised when it comes back.

    Raises:
        ConsentMissing, InputRefused: see ``release``.
    """
    made = release(write, liaison, on, sealed=sealed)
    if not password:
        return Exported(made.name, made.pdf, made.recipient, clear=True)
    content = protected_copy(write, liaison, made.number, made.pdf, password)
    return Exported(protected_name(liaison), content, made.recipient, clear=False)


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
