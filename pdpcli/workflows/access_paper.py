"""The access file to be read: what art. 15, 1 asks to be told, then every row, table by table."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from sqlite3 import Connection
from typing import Any

from pdpcli.forms.agenda_pdf import Paper, Part, Point
from pdpcli.forms.glyphs import legible
from pdpcli.rules.dates import french
from pdpcli.store.bodies import service_name
from pdpcli.store.held import Column, Hers
from pdpcli.store.people import person_name
from pdpcli.workflows.deadlines import read_settings

Row = Sequence[tuple[Column, Any, str]]

_NOTICE = (
    "Ce document est pour vous : il porte vos données. Les caractères que le PDF ne sait pas "
    "dessiner y sont remplacés par « ? » ; le fichier JSON les a tous."
)
_RECIPIENTS = """SELECT DISTINCT b.name FROM body b WHERE b.id IN (
  SELECT recipient FROM dispatch WHERE person_key IN (SELECT value FROM json_each(:keys))
  UNION SELECT recipient FROM release WHERE person_key IN (SELECT value FROM json_each(:keys)))
ORDER BY b.name"""
_NOT_GIVEN = (
    "Les noms de nos collègues, et ce que les comptes rendus de réunions disent d'autres personnes "
    "(article 15, paragraphe 4) ; les numéros, clés et empreintes internes. Votre dossier médical "
    "en santé au travail n'est pas ici : il se demande au médecin du travail."
)


_COUNTED = "Pour les chiffres : "  # of an act: its snapshot
_TOLD = {
    "Pour quoi": "Le traitement de votre situation, votre accompagnement vers le maintien dans "
    "l'emploi, et des chiffres sans identité.",
    "À qui vos données sont allées": "{names} Le détail est sous « Fiches produites » et "
    "« Envois ».",
    "Combien de temps elles sont gardées": "{months} mois après le dernier contact : durée que "
    "nous avons choisie (recommandation de la CNIL, par analogie).",
    "Vos droits": "Rectification, effacement, limitation, opposition, retrait de votre accord : "
    "par écrit, à notre délégué à la protection des données{dpo}. Réclamation : CNIL, www.cnil.fr.",
    "D'où elles viennent": "De vous, ou de qui vous a signalée : voir « Situations ».",
    "Décision automatisée": "Aucune.",
}


@dataclass(frozen=True)
class Section:
    """The rows given of a table: for each, its columns with their value, raw and in words."""

    table: str
    title: str
    rows: list[list[tuple[Column, Any, str]]]


@dataclass(frozen=True)
class Told:
    """The document, and the bodies that received something."""

    paper: Paper
    recipients: tuple[str, ...]


def access_paper(db: Connection, known: Hers, sections: Sequence[Section], today: date) -> Told:
    """The document for the person."""
    recipients = _recipients(db, known)
    paper = Paper(
        service_name(db),
        "Vos données : tout ce que notre cellule garde de vous",
        today,
        (
            ("Pour", legible(person_name(db, known.persons[0]))),
            ("Situations", ", ".join(known.refs)),
            ("Au", french(today)),
        ),
        (_about(db, recipients), *map(_part, sections)),
        _NOTICE,
        f"Droit d'accès, {known.refs[0]}",
    )
    return Told(paper, recipients)


def _recipients(db: Connection, known: Hers) -> tuple[str, ...]:
    rows = db.execute(_RECIPIENTS, {"keys": json.dumps(known.keys)})
    return tuple(row["name"] for row in rows)


def _about(db: Connection, recipients: Sequence[str]) -> Part:
    """RGPD, art. 15, 1, a to h; what the program cannot know is said to be asked for."""
    dpo = db.execute("SELECT dpo FROM body WHERE is_us = 1 ORDER BY id LIMIT 1").fetchone()
    parts = {
        "names": f"{', '.join(recipients) or 'À personne'}.",
        "months": _months(db),
        "dpo": f" ({dpo['dpo']})" if dpo and dpo["dpo"] else "",
    }
    points = (Point(head, (text.format(**parts),)) for head, text in _TOLD.items())
    title = "CE QUE LE RÈGLEMENT DEMANDE DE VOUS DIRE (RGPD, article 15, paragraphe 1)"
    return Part(title, (*points, Point("Ce qui n'est pas donné", (_NOT_GIVEN,))))


def _months(db: Connection) -> int:
    return read_settings(db).number("retention_months")


def _part(section: Section) -> Part:
    return Part(section.title.upper(), tuple(map(_point, section.rows)))


def _point(row: Row) -> Point:
    """A row: its first value in bold, the others under it, what figures count of it in one line."""
    counted = [f"{column.label.removeprefix(_COUNTED)} {shown}" for column, _, shown in row
               if column.label.startswith(_COUNTED)]  # fmt: skip
    lines = [_line(column.label, shown) for column, _, shown in row
             if not column.label.startswith(_COUNTED)]  # fmt: skip
    lines += [legible(_COUNTED + ", ".join(counted))] if counted else []
    return Point(lines[0] if lines else "", tuple(lines[1:]))


def _line(label: str, shown: str) -> str:
    text = legible(shown)
    return f"{label} :\n{text}" if "\n" in text else f"{label} : {text}"
