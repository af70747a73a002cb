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

    @property
    def statement(self) -> str:
        """What is printed in the signature's place."""
        return f"signé sur papier le {french(self.signed_on)}, original conservé par {self.kept_by}"


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
    }
    return {one.id: by_path[one.path] for one in form.asked("person") if one.path in by_path}
