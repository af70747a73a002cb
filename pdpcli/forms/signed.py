"""The consent as it is printed on the fiche: who gave it, how, when, and who keeps the proof."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from pdpcli.forms.fields import Value
from pdpcli.forms.form import Form
from pdpcli.rules.dates import french

Means = Literal["paper", "screen", "oral", "partner"]


@dataclass(frozen=True)
class SignedBlock:
    """A consent that was given: who signed, where, when, and who keeps the proof of it.

    ``kept_by`` keeps the original; for ``partner`` it is who collected it, on the sheet received.
    ``unable``: the person could not sign, the agreement was witnessed. ``document_seen`` names a
    document (« jugement du 12/03/2024 »), never what it says.
    """

    signer: str
    place: str
    signed_on: date
    kept_by: str
    capacity: str = ""  # « son tuteur », when the person did not sign herself
    collected_by: str = ""  # the professional who had it signed
    means: Means = "paper"
    how: str = ""  # of an agreement given aloud: « au téléphone »
    unable: bool = False
    witness: str = ""
    language: str = ""
    translated_by: str = ""
    document_seen: str = ""

    @property
    def statement(self) -> str:
        """What is printed in the signature's place."""
        said = (self._given(), self._translated(), self._seen())
        return " ; ".join(filter(None, said))

    @property
    def collected(self) -> str:
        """What is printed in the place of the professional's signature."""
        if self.means == "partner":
            return self._given()
        if not self.collected_by:
            return ""
        kept = "" if self.means == "oral" else f", {_KEPT[self.means]} {self.kept_by}"
        return f"accord recueilli par {self.collected_by}{kept}"

    def _given(self) -> str:
        on = french(self.signed_on)
        if self.means == "partner":
            return f"accord recueilli par {self.kept_by} le {on} sur la fiche reçue"
        if self.means == "oral":
            by = f", recueilli par {self.collected_by}" if self.collected_by else ""
            how = f" ({self.how})" if self.how else ""
            return f"accord donné de vive voix le {on}{by}{how}"
        return f"{self._act(on)}, {_KEPT[self.means]} {self.kept_by}"

    def _act(self, on: str) -> str:
        if not self.unable:
            return f"{_SIGNED[self.means]} le {on}"
        before = f" devant {self.witness}" if self.witness else ""
        return f"la personne n'a pas pu signer : accord constaté le {on}{before}"

    def _translated(self) -> str:
        if not self.translated_by:
            return f"lu en {self.language}" if self.language else ""
        into = f" ({self.language})" if self.language else ""
        return f"lu et traduit par {self.translated_by}{into}"

    def _seen(self) -> str:
        return f"vu : {self.document_seen}" if self.document_seen else ""


_SIGNED = {"paper": "signé sur papier", "screen": "signé à l'écran"}
_KEPT = {"paper": "original conservé par", "screen": "exemplaire scellé conservé par"}


def consent_texts(form: Form, signed: SignedBlock) -> dict[str, Value]:
    """What is printed in the person's block, by field id."""
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
