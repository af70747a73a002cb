"""A PDF that asks for a password before it opens: AES-256."""

from io import BytesIO
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

from pdpcli.errors import Refusal

if TYPE_CHECKING:
    from pypdf import PdfWriter

_LONGEST = 127  # bytes, of the format
_SHORTEST = 8  # characters


def protect(pdf: bytes, password: str) -> bytes:
    """Our own ``pdf``, opened only with ``password``; texts, fields and attachment are kept.

    The file is written anew, so a seal that it bears no longer holds: it is taken out, that the
    partner's program may not announce an altered document. The sealed file stays the one in the
    store; seal after protecting, or tell the partner that the protected copy has no seal.

    Raises Refusal: see ``parse_password``.
    """
    from pypdf import PdfReader, PdfWriter

    secret = parse_password(password)
    writer = PdfWriter(clone_from=PdfReader(BytesIO(pdf)))
    _unseal(writer)
    writer.encrypt(secret, algorithm="AES-256")
    made = BytesIO()
    writer.write(made)
    return made.getvalue()


def parse_password(text: str) -> str:
    """The password in NFC; Refusal when it is too short to protect, or too long for the format."""
    secret = normalize("NFC", text)
    if len(secret.strip()) < _SHORTEST:
        raise Refusal(f"Le mot de passe doit avoir au moins {_SHORTEST} caractères.")
    if len(secret.encode()) > _LONGEST:
        raise Refusal(f"Le mot de passe est trop long : {_LONGEST} octets au plus.")
    return secret


def _unseal(writer: "PdfWriter") -> None:
    """Take the seals out: the fields, where they are on the pages, and what they announce."""
    from pypdf.generic import ArrayObject, NameObject

    from pdpcli.forms.pdf_values import dictionary, items, of

    root = writer.root_object
    form = dictionary(of(root, "/AcroForm"))
    if form is None:
        return
    kept: list[Any] = []
    seals: list[Any] = []
    for one in items(of(form, "/Fields")):
        (seals if of(dictionary(one), "/FT") == "/Sig" else kept).append(one)
    if not seals:
        return
    form[NameObject("/Fields")] = ArrayObject(kept)
    for holder, key in ((form, "/SigFlags"), (root, "/Perms"), (root, "/DSS")):
        holder.pop(key, None)
    for page in writer.pages:
        left = [one for one in items(of(page, "/Annots")) if one not in seals]
        page[NameObject("/Annots")] = ArrayObject(left)
