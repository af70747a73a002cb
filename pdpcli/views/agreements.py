"""Conventions in a table, and one as a card: every line with its article."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from pdpcli.agreements.agreement import Agreement
from pdpcli.evaluation.terms import Parameter
from pdpcli.rules.dates import french
from pdpcli.views.table import WIDTH, table
from pdpcli.views.wrap import wrapped


def agreement_rows(found: Sequence[Agreement], ours: set[str]) -> list[dict[str, Any]]:
    """One row a convention: id, short title, shipped or hers, ours or not."""
    return [
        {"id": one.id, "short": one.short, "shipped": one.shipped, "ours": one.id in ours}
        for one in found
    ]


def agreement_table(rows: Sequence[dict[str, Any]], width: int = WIDTH) -> str:
    """The conventions, ours first in the eye: « la nôtre »."""
    return table(("Identifiant", "Convention", "Origine", ""), map(_agreement_cells, rows), width)


def _agreement_cells(row: Mapping[str, Any]) -> tuple[str, ...]:
    origin = "livrée" if row["shipped"] else "la vôtre"
    return row["id"], row["short"], origin, "signée par nous" if row["ours"] else ""


def agreement_value(one: Agreement, today: date) -> dict[str, Any]:
    """The whole convention as plain values, with the dates that follow from it at ``today``."""
    value = asdict(one)
    for key in ("form", "form_text", "evaluation_text"):
        value.pop(key, None)
    end, notice = one.expires_on(today), one.last_day_for_notice(today)
    return {**value, "expires_on": end, "last_day_for_notice": notice}


def settings(
    points: Mapping[str, Parameter], chosen: Mapping[str, str | int]
) -> list[dict[str, Any]]:
    """What the text leaves open: each point, its choices, the one in force."""
    return [
        {
            "id": point.id,
            "label": point.label,
            "choices": {code: choice.text for code, choice in point.choices.items()},
            "chosen": chosen.get(point.id, point.default),
        }
        for point in points.values()
    ]


def agreement_card(
    one: Agreement,
    today: date,
    chosen: Mapping[str, str | int],
    choices: Sequence[Mapping[str, Any]],
) -> str:
    """The convention in lines of text, 80 columns; the settings in force last."""
    end, notice = one.expires_on(today), one.last_day_for_notice(today)
    lines = [*wrapped(one.title), f"  identifiant : {one.id}", ""]
    lines += _block("PARTIES", (f"{body.short} : {body.name}" for body in one.bodies))
    signed = f"signée le {french(one.signed_on)}" if one.signed_on else "date de signature inconnue"
    terms = [f"{signed}, à {one.signed_at}" if one.signed_at else signed]
    terms += [f"durée : {one.term.months} mois ({one.term.source})"]
    if one.renewal.tacit:
        terms += [f"tacite reconduction, sous réserve : {', '.join(one.renewal.subject_to)}"]
    terms += [f"échéance : {french(end)}"] if end else []
    terms += (
        [f"dernier jour pour dénoncer : {french(notice)} ({one.notice.months} mois)"]
        if notice
        else []
    )
    lines += _block("DURÉE ET PRÉAVIS", terms)
    lines += _block(
        "DÉLAIS",
        [
            f"{p.label} : {chosen.get(p.id, p.default)} ({p.note}) ; {p.source} [{p.id}]"
            for p in one.parameters
        ],
    )
    lines += _block(
        "FRÉQUENCES", [f"{f.label} : {f.at_least} par an ({f.source})" for f in one.frequencies]
    )
    for referral in one.referrals:
        sender, recipient = one.body(referral.sender).short, one.body(referral.recipient).short
        title = f"{sender} → {recipient} : {referral.purpose} ({referral.source})"
        lines += [*wrapped(title), *_items(c.text for c in referral.conditions), ""]
    lines += ["CE QUE LE TEXTE NE DIT PAS, ET CE QUI EST CHOISI", *_settings(choices)]
    return "\n".join([*lines, f"Choisir autrement : pdp convention regler {one.id} RÉGLAGE CHOIX"])


def _settings(choices: Sequence[Mapping[str, Any]]) -> list[str]:
    lines = []
    for point in choices:
        lines += wrapped(f"{point['label']} [{point['id']}]", "  ")
        for code, text in point["choices"].items():
            mark = ">" if code == point["chosen"] else " "
            lines += wrapped(f"{text} ({code})", f"   {mark} ")
    return lines


def _block(title: str, items: Iterable[str]) -> list[str]:
    shown = _items(items)
    return [title, *shown, ""] if shown else []


def _items(items: Iterable[str]) -> list[str]:
    return [line for item in items for line in wrapped(item, "  - ")]
