"""What a drawing needs beside the form and its values."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from pdpcli.forms.fields import Value
from pdpcli.forms.form import Field, Form
from pdpcli.forms.signed import SignedBlock, consent_texts
from pdpcli.rules.dates import french

__all__ = ["TO_SIGN", "Sheet", "SignaturePictures", "SignedBlock", "consent_values"]


@dataclass(frozen=True)
class SignaturePictures:
    """The pictures of the signatures, JPEG or PNG already checked; each serves one consent."""

    person: bytes = b""
    professional: bytes = b""


@dataclass(frozen=True)
class Sheet:
    """One sheet: its reference, what it is for, and the signed consent if there is one.

    ``release`` goes to the partner: consent filled from ``signed``, the recipient's part fillable.
    ``to_sign`` goes to the person: blank lines to sign by hand, nothing fillable.
    ``addressee`` is the id of the partner it goes to: the person's block obeys what each of its
    fields says of it. ``agreement``, ``sender`` and ``recipient`` are ids, for the attachment only.
    """

    reference: str
    mode: Literal["release", "to_sign"] = "release"
    signed: SignedBlock | None = None
    author: str = ""
    on: date | None = None  # the day it is made, in the properties of the document
    version: int = 1
    replaces: date | None = None  # the day the version before was sent
    round: int = 0
    mark: str = ""  # see forms.mark: in the properties of the document
    attachment: bytes = b""  # see forms.attachment: embedded as « fiche.json »
    pictures: SignaturePictures | None = None
    seal_notice: str = ""  # what the seal says and does not say, printed at the foot
    addressee: str = ""
    agreement: str = ""
    sender: str = ""
    recipient: str = ""

    @property
    def inputs(self) -> bool:
        """Whether the recipient can fill it on screen."""
        return self.mode == "release"

    @property
    def rectified(self) -> str:
        """What is printed at the head of a version that replaces another."""
        if self.version == 1:
            return ""
        said = f"FICHE RECTIFIÉE, version {self.version}"
        return f"{said}, remplace celle du {french(self.replaces)}" if self.replaces else said


TO_SIGN = "Exemplaire à faire signer : rien n'est transmis sans l'accord de la personne."


def consent_values(form: Form, sheet: Sheet) -> dict[str, Value]:
    """The values of the person's block, by field id: from the signed block, or none."""
    if sheet.signed is None or sheet.mode == "to_sign":
        return {}
    texts = consent_texts(form, sheet.signed)
    return {key: text for key, text in texts.items() if may_leave(form.by_id[key], sheet)}


def may_leave(one: Field, sheet: Sheet) -> bool:
    """Whether a field of the person's block may go to whom the sheet is for."""
    return sheet.addressee in one.to if sheet.addressee else bool(one.to)
