"""What `pdp liaison show` gathers of a fiche: its values, what is missing, what it waits for."""

from datetime import date
from sqlite3 import Connection
from typing import Any

from pdpcli.forms.fields import Value
from pdpcli.forms.form import Field
from pdpcli.forms.reading import gaps, in_words
from pdpcli.rules.dates import french
from pdpcli.rules.nir import mask
from pdpcli.store.fiche import fiche_form, fiche_values
from pdpcli.store.liaisons import LiaisonRow, valid_consent
from pdpcli.views.wrap import wrapped


def fiche_shown(
    db: Connection, liaison: LiaisonRow, today: date
) -> dict[str, Any]:
    """A fiche: its answers by field, what is missing, its consent."""
    form = fiche_form(liaison)
    values = fiche_values(db, form, liaison, today)
    consent = valid_consent(db, liaison, today)
    return {
        "ref": liaison.ref,
        "partner": liaison.agreement.partner_name,
        "signalled_on": liaison.signalled_on,
        "consent_on": consent["on_date"] if consent else None,
        "answers": [
            _answer(form.by_id[key], value) for key, value in values.items() if value is not None
        ],
        "missing": [
            {"ids": [one.id for one in gap], "label": in_words(gap)}
            for gap in gaps(form, values, "send")
        ],
    }


def _answer(one: Field, value: Value) -> dict[str, str]:
    shown = mask(str(value)) if one.kind == "nir" else one.format(value)
    return {"id": one.id, "label": one.question, "shown": shown}


def fiche_text(shown: dict[str, Any]) -> str:
    """The fiche in lines of text."""
    signed = shown["consent_on"]
    lines = [f"FICHE {shown['ref']} pour {shown['partner']}", ""]
    for answer in shown["answers"]:
        lines += wrapped(answer["shown"], f"  {answer['label'][:36]:<38}")
    lines += ["", f"Accord : signé le {french(date.fromisoformat(signed))}" if signed else
              "Accord : pas d'accord valable, la fiche ne peut pas partir"]  # fmt: skip
    lines += [
        "Il manque pour l'envoyer :",
        *(line for gap in shown["missing"] for line in wrapped(gap["label"], "  - ")),
    ]
    return "\n".join(lines if shown["missing"] else [*lines[:-1], "Il n'y manque rien."])
