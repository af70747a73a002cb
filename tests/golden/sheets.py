"""What the golden files hold of a drawn sheet: its texts as read, its crosses, its fields.

Not the bytes: compression differs between systems. Fictional person.
"""

import re
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

from pypdf import PdfReader

from pdpcli.agreements.loader import find
from pdpcli.forms.draw import draw
from pdpcli.forms.sheet import Sheet, SignedBlock

HERE = Path(__file__).parent
TODAY = date(2026, 6, 15)
_SIGNED = SignedBlock("MARTINEZ Luc", "Montpellier", date(2026, 6, 12), "Santé BTP 34")
_ANSWERS = {
    "date_signalement": "15/06/2026",
    "referent_nom": "Œuvrard",
    "referent_prenom": "Maëlle",
    "referent_tel": "04 67 00 00 00",
    "nom": "D'Hérouville-Łukasz",
    "prenom": "Nguyễn Škoda",
    "adresse": "3 rue des Acacias, 34970 Lattes",
    "naissance": "04/03/1968",
    "arret": "02/05/2026",
    "risque": "AT",
    "invalidite": "3e catégorie",
    "temps_partiel": "oui",
    "mdph": "oui",
    "mdph_depose": "01/02/2026",
    "autre_titre": "oui",
    "autre_titre_lequel": "Carte mobilité inclusion",
    "poste": "Maçon",
    "contrat": "CDI",
    "employeur": "Bâti Sud",
    "medecin_travail": "Roux",
    "prereprise": "programmée",
    "prereprise_date": "24/06/2026",
    "contexte": "Ne peut plus porter. Souhaite garder son emploi. " * 40,
}


def sheets() -> dict[str, bytes]:
    """The sheets by golden file."""
    form = find("btp34-carsat-lr").form
    values = form.parse(_ANSWERS, stage="send", today=TODAY).values
    return {
        "f1-released.txt": draw(form, values, Sheet("2026-0171", signed=_SIGNED)),
        "f1-to-sign.txt": draw(form, values, Sheet("2026-0171", mode="to_sign")),
        "f1-empty.txt": draw(form, {}, Sheet("2026-0171", mode="to_sign")),
    }


def described(content: bytes) -> str:
    """Each page's texts and crosses, then the fields with their places."""
    reader = PdfReader(BytesIO(content), strict=True)
    lines: list[str] = []
    for number, page in enumerate(reader.pages, 1):
        contents: Any = page.get_contents()
        crosses = re.findall(rb"1\.3 w ([\d.]+ [\d.]+) m", contents.get_data())
        lines += [f"== page {number} ==", page.extract_text(), "-- croix --"]
        lines += [cross.decode() for cross in crosses]
        for annotation in page.get("/Annots", ()):
            widget: Any = annotation.get_object()
            place = " ".join(f"{float(side):.0f}" for side in widget["/Rect"])
            lines.append(f"champ {widget['/T']} [{place}] {widget['/TU']}")
    return "\n".join(lines) + "\n"


def regenerate() -> None:
    """Write the golden files again: look at the difference before it is committed."""
    for name, content in sheets().items():
        (HERE / name).write_text(described(content), encoding="utf-8")


if __name__ == "__main__":
    regenerate()
