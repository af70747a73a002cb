"""What a drawing needs beside the form and its values."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from pdpcli.forms.fields import Value
from pdpcli.forms.form import Form
from pdpcli.rules.dates import french


@dataclass(frozen=True)
class SignedBlock:
    """A consent signed on paper: who signed, where, when, and who keeps the original."""

    signer: str
    place: str
    signed_on: date
    kept_by: str
    capacity: str = ""  # « son tuteur », when the person did not sign herself
    collected_by: str = ""  # the professional who had it signed

    @property
    def statement(self) -> str:
        """What is printed in the signature's place."""
        return f"signé sur papier le {french(self.signed_on)}, original conservé par {self.kept_by}"

    @property
    def collected(self) -> str:
        """What is printed in the place of the professional's signature."""
        if not self.collected_by:
            return ""
        return f"accord recueilli par {self.collected_by}, original conservé par {self.kept_by}"


@dataclass(frozen=True)
class Sheet:
    """One sheet: its reference, what it is for, and the signed consent if there is one.

    ``release`` goes to the partner: consent filled from ``signed``, the recipient's part fillable.
    ``to_sign`` goes to the person: blank lines to sign by hand.
    """

    reference: str
    mode: Literal["release", "to_sign"] = "release"
    signed: SignedBlock | None = None
    author: str = ""
    on: date | None = None  # the day it is made, in the properties of the document

    @property
    def inputs(self) -> bool:
        """Whether the recipient can fill it on screen."""
        return self.mode == "release"


TO_SIGN = "Exemplaire à faire signer : rien n'est transmis sans l'accord de la personne."


def consent_values(form: Form, sheet: Sheet) -> dict[str, Value]:
    """The values of the person's block, by field id: from the signed block, or none."""
    signed = sheet.signed
    if signed is None or sheet.mode == "to_sign":
        return {}
    who = f"{signed.signer} ({signed.capacity})" if signed.capacity else signed.signer
    by_path: dict[str, Value] = {
        "consent.signer": who,
        "consent.place": signed.place,
        "consent.signed_on": signed.signed_on,
        "consent.document": signed.statement,
        "consent.collected": signed.collected,
    }
    block = list(form.asked("person"))
    if "consent.signer" not in {one.path for one in block}:  # the name is beside the signature
        by_path["consent.document"] = f"{who} : {signed.statement}"
    return {one.id: by_path[one.path] for one in block if by_path.get(one.path)}
