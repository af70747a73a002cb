"""What the golden files hold of a drawn sheet: its texts as read, its crosses, its fields.

Not the bytes: compression differs between systems. Fictional person.
"""

import re
from dataclasses import replace
from datetime import date
from io import BytesIO
from math import sin
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw
from pypdf import PdfReader

from pdpcli.agreements.loader import find, shipped
from pdpcli.forms.draw import draw
from pdpcli.forms.fields import Value
from pdpcli.forms.form import Form, read_form
from pdpcli.forms.rounds import with_rounds
from pdpcli.forms.sheet import Sheet, SignaturePictures, SignedBlock

HERE = Path(__file__).parent
TODAY = date(2026, 6, 15)
_SIGNED = SignedBlock("MARTINEZ Luc", "Montpellier", date(2026, 6, 12), "Santé BTP 34")
_SHEETS = {
    "released": Sheet("2026-0171", signed=replace(_SIGNED, collected_by="Anne DURAND")),
    "to-sign": Sheet("2026-0171", mode="to_sign"),
}
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


#: What the store knows of a fictional situation; each fiche takes of it what it asks.
RECORD: dict[str, Value] = {
    "liaison.signalled_on": date(2026, 6, 15),
    "liaison.sender_referent.last_name": "Lefèvre",
    "liaison.sender_referent.first_name": "Maëlle",
    "liaison.sender_referent.phone": "04 67 00 00 00",
    "person.last_name": "Œuvrard-Łukasz",
    "person.first_name": "Nguyễn Škoda",
    "person.address": "3 rue des Acacias, 84000 Avignon",
    "person.born_on": date(1968, 3, 4),
    "person.phone": "06 39 98 12 34",
    "leave.on_leave": "yes",
    "leave.started_on": date(2026, 5, 2),
    "leave.risk": "occupational_disease",
    "situation.status": "craftsman",
    "situation.invalidity": "cat3",
    "situation.rqth": "yes",
    "situation.rente_at": "unknown",
    "situation.position": "part_time",
    "situation.horizon": "medium",
    "employer.name": "Bâti Sud",
    "employer.member": "yes",
    "employment.job": "Maçon",
    "visit_prereprise.state": "no",
    "case.context": "Ne peut plus porter. Souhaite garder son emploi. " * 20,
}
#: What only the fiche itself says, by agreement.
SAID: dict[str, dict[str, str]] = {
    "prevy-cap-emploi": {
        "orientation": "CEP Cap emploi",
        "a_l_origine": "médecin",
        "boe": "en cours de l'être",
        "trois_mois": "nsp",
        "besoin": "Étude du poste, puis adaptation.",
        "cep_accompagnement": "oui",
        "cep_handicap": "oui",
        "cep_projet": "nsp",
        "cep_contrat": "non",
    }
}


def values_of(agreement: str, **changed: Value) -> dict[str, Value]:
    """The fiche of the fictional situation under ``agreement``; ``changed`` is by path."""
    form = find(agreement).form
    ends = dict(zip(("liaison.sender", "liaison.recipient"), form.parties, strict=True))
    said = form.parse(SAID.get(agreement, {}), stage=None, today=TODAY).values
    return {**form.propose({**RECORD, **ends, **changed}), **said}


def signature(kind: str = "PNG", size: tuple[int, int] = (900, 300), **saved: Any) -> bytes:
    """A wavy line, nobody's hand: on a transparent ground in PNG, on paper in JPEG."""
    clear = kind == "PNG"
    image = Image.new("RGBA" if clear else "RGB", size, (255, 255, 255, 0) if clear else "white")
    points = [(x, size[1] / 2 + sin(x / 40) * size[1] / 3) for x in range(20, size[0] - 20, 5)]
    ImageDraw.Draw(image).line(points, fill=(20, 30, 140), width=9)
    out = BytesIO()
    image.save(out, kind, **saved)
    return out.getvalue()


SEAL_NOTICE = (
    "Cachet électronique de Santé BTP 34, posé le 15/06/2026 selon l'horloge du poste. Il permet "
    "de constater que ce fichier n'a pas été modifié depuis. Le certificat est établi par la "
    "cellule elle-même : il n'atteste ni l'identité du signataire, ni la date à l'égard des "
    "tiers ; ce n'est ni une signature avancée ni une signature qualifiée (règlement UE 910/2014). "
    "Empreinte : 0123 4567 89AB CDEF 0123 4567 89AB CDEF 0123 4567 89AB CDEF 0123 4567 89AB CDEF"
)
#: A fiche whose reply has boxes; no agreement uses it.
BOXES = read_form((HERE / "boxes.toml").read_text("utf-8"))


def cumulative() -> tuple[Form, dict[str, Value]]:
    """F1 with its reply and two further liaisons, the last one still to be answered."""
    form = with_rounds(find("btp34-carsat-lr").form, 2)
    said = {
        "reponse_date": "18/06/2026",
        "reponse_nom": "Bernard",
        "reponse_tel": "04 67 11 11 11",
        "reponse_texte": "Rendez-vous pris le 25/06.",
        "objet_date": "26/06/2026",
        "objet_nom": "Lefèvre",
        "objet_texte": "La visite de pré-reprise est avancée.",
        "retour_date": "28/06/2026",
        "retour_texte": "Bien reçu. " * 30,
        "objet_date_2": "01/07/2026",
        "objet_texte_2": "Essai encadré demandé par la personne.",
    }
    parsed = form.parse({**_ANSWERS, **said}, stage=None, today=date(2026, 7, 1))
    return form, dict(parsed.values)


def sheets() -> dict[str, bytes]:
    """The sheets by golden file."""
    form = find("btp34-carsat-lr").form
    values = form.parse(_ANSWERS, stage="send", today=TODAY).values
    rectified = Sheet(
        "2026-0171/1",
        signed=replace(_SIGNED, means="screen"),
        version=2,
        replaces=date(2026, 6, 1),
        pictures=SignaturePictures(signature()),
        seal_notice=SEAL_NOTICE,
    )
    return {
        "f1-rectified.txt": draw(form, values, rectified),
        "f1-rounds.txt": draw(*cumulative(), Sheet("2026-0171/1", round=2, signed=_SIGNED)),
        "boxes-released.txt": draw(with_rounds(BOXES, 2), {}, Sheet("2026-0001/1")),
        "f1-released.txt": draw(form, values, Sheet("2026-0171", signed=_SIGNED)),
        "f1-to-sign.txt": draw(form, values, Sheet("2026-0171", mode="to_sign")),
        "f1-empty.txt": draw(form, {}, Sheet("2026-0171", mode="to_sign")),
        **{
            f"{agreement}-{name}.txt": draw(find(agreement).form, values_of(agreement), sheet)
            for agreement in shipped()
            if find(agreement).fiche and agreement != "btp34-carsat-lr"
            for name, sheet in _SHEETS.items()
        },
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
        pictures = re.findall(rb"q ([\d. ]+) cm /\S+ Do", contents.get_data())
        lines += [f"image {picture.decode()}" for picture in pictures]
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
