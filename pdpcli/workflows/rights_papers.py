"""The register entry (RGPD, art. 30) and the record of a breach (art. 33), to be completed.

Fillable PDFs of the drawer of fiches: what the store knows is printed, and put right in the store;
what it does not know is left to be filled on screen. Nothing is invented.
"""

import json
from datetime import UTC, date, datetime
from sqlite3 import Connection
from typing import TYPE_CHECKING

from pdpcli.errors import InputRefused
from pdpcli.forms.form import read_form, shipped_form, situation
from pdpcli.rules.breach import notify_before
from pdpcli.rules.dates import french
from pdpcli.rules.moments import french_moment
from pdpcli.store.bodies import service_name
from pdpcli.store.breaches import Breach, breaches
from pdpcli.workflows.deadlines import read_settings

if TYPE_CHECKING:
    from pdpcli.store.cases import CaseRow

_US = "SELECT name, address, dpo FROM body WHERE is_us = 1 ORDER BY id LIMIT 1"
_NATURES = {
    "misdirected": "Confidentialité : fiche partie au mauvais destinataire",
    "consent": "Confidentialité : fiche envoyée sans accord valable de la personne",
}
_SENT = """SELECT b.name, t.content, c.text FROM dispatch d JOIN body b ON b.id = d.recipient
LEFT JOIN release r ON r.id = d.release_id
LEFT JOIN release_detail t ON t.release_id = r.id
LEFT JOIN declaration c ON c.hash = r.form_hash WHERE d.id = ?"""
_PARTNERS = """SELECT DISTINCT b.name FROM agreement a JOIN body b ON b.id = a.partner
ORDER BY b.name"""
_PURPOSES = (
    "Enregistrer les situations signalées, suivre l'accompagnement vers le maintien dans l'emploi, "
    "échanger des fiches de liaison avec l'accord de la personne, compter pour les bilans annuels."
)
_PEOPLE = (
    "Travailleurs accompagnés ; médecins du travail, interlocuteurs des partenaires et des "
    "entreprises ; membres de la cellule."
)
_SENSITIVE = (
    "Arrêts de travail et leur risque, invalidité, RQTH et autres titres (traités comme des "
    "données de santé : CNIL, délib. 2023-005) ; aucun diagnostic n'est demandé. Le numéro de "
    "sécurité sociale est facultatif et masqué : {nir} personne(s) l'ont au cahier."
)
_SECURITY = (
    "Cahier chiffré (SQLCipher) sous phrase de passe, sans serveur ; journal chaîné de chaque "
    "écriture avec son auteur ; rien ne part sans accord valable, la base de données le refuse ; "
    "sauvegardes chiffrées ; effacement et durée de conservation ; noms absents des messages, des "
    "noms de fichiers et des journaux d'erreur."
)
_TERM = (
    "{months} mois après le dernier contact, puis effacement ; recommandé, non obligatoire (CNIL, "
    "référentiel du 11/03/2021 et délib. 2023-095, par analogie)."
)


def register_entry(db: Connection, today: date) -> bytes:
    """The register entry of the cell, as a PDF to be completed."""
    us = db.execute(_US).fetchone()
    values = {
        "service": us["name"],
        "adresse": us["address"],
        "dpd": us["dpo"],
        "finalites": _PURPOSES,
        "personnes": _PEOPLE,
        "donnees": _asked(),
        "sensibles": _SENSITIVE.format(nir=_with_nir(db)),
        "destinataires": " ; ".join(row["name"] for row in db.execute(_PARTNERS)),
        "duree": _TERM.format(months=read_settings(db).number("retention_months")),
        "securite": _SECURITY,
    }
    return _drawn("register_entry", values, (service_name(db), "registre", today))


def _asked() -> str:
    """What the registration form asks, by section: « Personne : Nom, Prénom… »."""
    return " ; ".join(
        f"{section.title} ({', '.join(one.label for one in section.fields if one.label)})"
        for section in situation().sections
    )


def _with_nir(db: Connection) -> int:
    return int(db.execute("SELECT count(*) FROM person WHERE nir IS NOT NULL").fetchone()[0])


def breach_record(db: Connection, case: "CaseRow", number: int, today: date) -> tuple[str, bytes]:
    """The record of the ``number``-th breach of a situation (from 1): its name, and the PDF.

    Raises:
        InputRefused: the situation has none, or none of that number.
    """
    found = breaches(db, case.ref)
    if not 1 <= number <= len(found):
        raise InputRefused(
            "Cette situation n'a pas de violation de données notée."
            if not found
            else f"Cette situation a {len(found)} violation(s) : dites laquelle, de 1 à "
            f"{len(found)}.",
            where=case.ref,
            todo="En noter une : pdp fiche erreur-envoi RÉF" if not found else "",
        )
    one = found[number - 1]
    reference = f"{one.ref}/{one.number}, violation {number}"
    pdf = _drawn("breach_record", _known(db, one), (service_name(db), reference, today))
    return f"violation-{case.ref}-{number}.pdf", pdf


def _known(db: Connection, one: Breach) -> dict[str, str | None]:
    us = db.execute(_US).fetchone()
    sent = db.execute(_SENT, (one.dispatch,)).fetchone()
    return {
        "service": us["name"],
        "dpd": us["dpo"],
        "fiche": f"{one.ref}/{one.number}",
        "envoi": french(one.sent_on),
        "personnes": "1",
        "nature": _NATURES[one.kind],
        "destinataire": one.said.to if one.said else sent["name"],
        "connue": one.known_at and _local(one.known_at),
        "avant": one.known_at and _local(notify_before(one.known_at)),
        "faits": one.said and one.said.facts,
        "donnees": _headings(sent["text"], sent["content"]),
        "mesures": one.said and one.said.measures,
    }


def _headings(form_text: str | None, content: str | None) -> str:
    """What the fiche that left told, by the names of its fields; nothing of what they said."""
    if not (form_text and content):
        return ""
    form, said = read_form(form_text), json.loads(content)
    told = (form.by_id[key].question for key in said if key in form.by_id)
    return ", ".join(dict.fromkeys(told))


def _local(moment: datetime) -> str:
    return french_moment(moment.replace(tzinfo=moment.tzinfo or UTC).astimezone())


def _drawn(name: str, values: dict[str, str | None], about: tuple[str, str, date]) -> bytes:
    from pdpcli.forms.draw import draw
    from pdpcli.forms.glyphs import legible
    from pdpcli.forms.sheet import Sheet

    author, reference, on = about
    told = {key: legible(text) for key, text in values.items() if text}
    return draw(shipped_form(name), told, Sheet(reference, author=author, on=on))
