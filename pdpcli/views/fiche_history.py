"""What happened to one fiche, who wrote what on it, and the files kept of it."""

from collections.abc import Mapping, Sequence
from typing import Any

from pdpcli.rules.dates import french, french_iso
from pdpcli.views.exchange import exchange_words
from pdpcli.views.fiches import state_words
from pdpcli.views.wrap import wrapped

_SIDES = {"us": "nous", "partner": "le partenaire"}
_KINDS = {"request": "demande", "reply": "réponse"}
_DOCUMENTS = {
    "release": "fiche produite",
    "scan": "accord signé",
    "received": "fichier reçu",
    "synthesis": "fiche de synthèse",
    "letter": "lettre",
    "protected": "copie protégée",
}


def state_text(row: Mapping[str, Any]) -> str:
    """« Où elle en est : envoyée, depuis le 20/05/2026 »."""
    return f"Où elle en est : {state_words(row)}, depuis le {french_iso(row['since'])}"


def history_lines(events: Sequence[Mapping[str, Any]]) -> list[str]:
    """Each event, with the number by which what was noted is taken back."""
    return [
        line
        for event in events
        for line in wrapped(_numbered(event), f"  {french_iso(event['on_date'])}  ")
    ]


def _numbered(event: Mapping[str, Any]) -> str:
    number = f" [n° {event['number']}]" if event["what"] == "notice" else ""
    return f"{exchange_words(event, alone=True)}{number}"


def entry_lines(entries: Sequence[Mapping[str, Any]]) -> list[str]:
    """Who wrote each request and reply, and how to reach them."""
    return [line for one in entries for line in wrapped(_entry(one), f"  {french(one['on'])}  ")]


def _entry(one: Mapping[str, Any]) -> str:
    what = f"{_KINDS[one['kind']]}, {_SIDES[one['side']]}"
    number = f" (suite {one['round']})" if one["round"] else ""
    who = ", ".join(one[key] for key in ("referent", "phone", "email") if one[key])
    return f"{what}{number}{' : ' + who if who else ''}"


def document_lines(documents: Sequence[Mapping[str, Any]]) -> list[str]:
    """The files kept: name, what it is, size, day."""
    return [
        f"  {one['name']}  ({_DOCUMENTS.get(one['kind'], one['kind'])}, {_size(one['size'])},"
        f" {french_iso(one['added_at'][:10])})"
        for one in documents
    ]


def _size(count: int) -> str:
    return f"{max(1, round(count / 1024))} ko"
