"""What `pdp liaison show` gathers of a fiche: its values, what is missing, what it waits for."""

from collections.abc import Mapping
from datetime import date
from sqlite3 import Connection
from typing import Any

from pdpcli.forms.fields import Value
from pdpcli.forms.form import Field
from pdpcli.forms.reading import gaps, in_words
from pdpcli.rules.dates import french
from pdpcli.rules.nir import mask
from pdpcli.store.consents import said_of
from pdpcli.store.documents import documents_of
from pdpcli.store.entries import entries_of, is_theirs
from pdpcli.store.exchange import standing
from pdpcli.store.fiche import fiche_form, fiche_values
from pdpcli.store.liaisons import LiaisonRow, valid_consent
from pdpcli.store.rights import limited_since
from pdpcli.store.timeline import timeline
from pdpcli.views.cases import limited_line
from pdpcli.views.fiche_history import (
    document_lines,
    entry_lines,
    history_lines,
    state_text,
)
from pdpcli.views.wrap import labelled, wrapped


def fiche_shown(db: Connection, liaison: LiaisonRow, today: date) -> dict[str, Any]:
    """A fiche: where it stands, its answers by field, what is missing, its consent, its history."""
    form = fiche_form(liaison)
    values = fiche_values(db, form, liaison, today)
    consent = valid_consent(db, liaison, today)
    case, entries = liaison.case, entries_of(db, liaison.id)
    theirs = is_theirs(liaison, entries)
    events = timeline(db, case.id, case.person_key, case.ref)
    return {
        "ref": liaison.ref,
        "partner": liaison.agreement.partner_name,
        "standing": standing(db, liaison, today),
        "limited_on": _limited(db, case.person_id),
        "signalled_on": liaison.signalled_on,
        "consent_on": consent["on_date"] if consent else None,
        "consent": consent and _consent(db, consent),
        "answers": [
            _answer(form.by_id[key], value) for key, value in values.items() if value is not None
        ],
        "missing": [
            {"ids": [one.id for one in gap], "label": in_words(gap)}
            for gap in ([] if theirs else gaps(form, values, "send"))
        ],
        "history": [event for event in events if event.get("fiche") == liaison.number],
        "entries": [vars(one) for one in entries],
        "documents": [
            one
            for one in documents_of(db, case.ref)
            if one["liaison_number"] in (None, liaison.number)
        ],
    }


def _limited(db: Connection, person_id: int | None) -> str | None:
    since = limited_since(db, person_id)
    return since.isoformat() if since else None


def _consent(db: Connection, consent: Mapping[str, Any]) -> dict[str, Any]:
    capacity = said_of(db, consent["id"]).get("capacity", "person")
    return {"on_date": consent["on_date"], "means": consent["means"], "capacity": capacity}


def _answer(one: Field, value: Value) -> dict[str, str]:
    shown = mask(str(value)) if one.kind == "nir" else one.format(value)
    return {"id": one.id, "label": one.question, "shown": shown}


def fiche_text(shown: dict[str, Any]) -> str:
    """The fiche in lines of text."""
    limited = limited_line(shown["limited_on"])
    head = f"FICHE {shown['ref']} pour {shown['partner']}"
    lines = [head, *limited, state_text(shown["standing"]), ""]
    for answer in shown["answers"]:
        lines += labelled(answer["label"], answer["shown"], "  ", 38)
    lines += ["", consent_line(shown["consent"]), *_missing(shown["missing"])]
    blocks = {
        "CE QUI S'EST PASSÉ": history_lines(shown["history"]),
        "CE QUE CHACUN A ÉCRIT": entry_lines(shown["entries"]),
        "PIÈCES GARDÉES": document_lines(shown["documents"]),
    }
    for title, block in blocks.items():
        lines += ["", title, *block] if block else []
    return "\n".join(lines)


def consent_line(consent: Mapping[str, Any] | None) -> str:
    """The consent that stands, by the means it was given."""
    if consent is None:
        return "Accord : pas d'accord valable, la fiche ne peut pas partir"
    how = _HOW.get(consent["means"], "signé")
    if consent["capacity"] == "unable" and how == "signé":
        how = "donné devant témoin, la personne ne pouvant signer,"
    return f"Accord : {how} le {french(date.fromisoformat(consent['on_date']))}"


_HOW = {
    "oral": "donné de vive voix",
    "screen": "signé à l'écran",
    "partner": "recueilli par le partenaire",
}


def _missing(gaps: list[dict[str, Any]]) -> list[str]:
    if not gaps:
        return ["Il n'y manque rien."]
    told = (line for gap in gaps for line in wrapped(gap["label"], "  - "))
    return ["Il manque pour l'envoyer :", *told]
