"""Conventions in a table, and one as a card: every line with its article."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, fields
from datetime import date
from typing import Any

from pdpcli.agreements.agreement import Agreement, Delay, Parameter, Statement, Terms
from pdpcli.agreements.small_cells import SMALL_CELLS
from pdpcli.evaluation.terms import Parameter as OpenPoint
from pdpcli.rules.dates import french
from pdpcli.views.agreement_life import Life, body_lines, event_lines, held_line
from pdpcli.views.table import WIDTH, table
from pdpcli.views.wrap import wrapped

Chosen = Mapping[str, str | int]


def agreement_rows(
    found: Sequence[Agreement], broken: Sequence[str], ours: set[str]
) -> list[dict[str, Any]]:
    """One row a convention: id, short title, shipped or hers, usable, ours or not."""
    usable = [
        {"id": one.id, "short": one.short, "shipped": one.shipped, "usable": True} for one in found
    ]
    wrong = [{"id": id_, "short": "", "shipped": False, "usable": False} for id_ in broken]
    return [{**row, "ours": row["id"] in ours} for row in (*usable, *wrong)]


def agreement_table(rows: Sequence[dict[str, Any]], width: int = WIDTH) -> str:
    """The conventions: shipped or hers, to be corrected, « signée par nous »."""
    return table(("Identifiant", "Convention", "Origine", ""), map(_agreement_cells, rows), width)


def _agreement_cells(row: Mapping[str, Any]) -> tuple[str, ...]:
    origin = "livrée" if row["shipped"] else "la vôtre"
    short = row["short"] if row["usable"] else "à corriger"
    return row["id"], short, origin, "signée par nous" if row["ours"] else ""


def agreement_value(one: Agreement, today: date) -> dict[str, Any]:
    """The whole convention as plain values, with the dates that follow from it at ``today``."""
    terms = Terms(**{field.name: getattr(one, field.name) for field in fields(Terms)})
    end, notice = one.expires_on(today), one.last_day_for_notice(today)
    dates = {"expires_on": end, "last_day_for_notice": notice}
    return {**asdict(terms), "shipped": one.shipped, **dates}


def settings(points: Mapping[str, OpenPoint], chosen: Chosen) -> list[dict[str, Any]]:
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
    chosen: Chosen,
    choices: Sequence[Mapping[str, Any]],
    life: Life | None = None,
) -> str:
    """The convention in lines of text, 80 columns; the settings in force last.

    ``life``: of one of ours, who is reached, what was held and what happened.
    """
    life = life or Life()
    lines = [*wrapped(one.title), f"  identifiant : {one.id}", ""]
    lines += _block("PARTIES", (f"{body.short} : {body.name}" for body in one.bodies))
    lines += _block("CONTACTS", body_lines(life))
    lines += _block("DURÉE ET PRÉAVIS", _term(one, today, life))
    lines += _block("CE QU'ELLE A VÉCU", event_lines(life))
    lines += _block("PUBLIC", map(_said, one.population))
    lines += _consent(one, chosen)
    lines += _block("DÉLAIS", _delays(one, chosen))
    lines += _block("FRÉQUENCES", (held_line(each, life) for each in one.frequencies))
    lines += _block("INSTANCES", _instances(one))
    lines += _referrals(one)
    lines += ["CE QUE LE TEXTE NE DIT PAS, ET CE QUI EST CHOISI"] * bool(choices)
    lines += _settings(choices)
    lines += _small_cells(chosen) if choices else []
    lines += [f"Choisir autrement : pdp convention regler {one.id} RÉGLAGE CHOIX"]
    return "\n".join(lines).rstrip("\n")


def _consent(one: Agreement, chosen: Chosen) -> list[str]:
    """The rule of the text, then what no source says of a consent and what is in force."""
    lines = _items(map(_said, filter(_says, [one.consent])))
    for point in one.consent_parameters:
        held = chosen.get(point.id, point.default)
        value = "" if point.choices else f" : {held}"
        lines += wrapped(f"{point.label}{value} ({_open(point)} ; {point.source})", "  - ")
        for code, text in point.choices.items():
            lines += wrapped(f"{text} ({code})", f"    {'>' if code == held else ' '} ")
    return ["ACCORD DE LA PERSONNE", *lines, ""] if lines else []


def _says(statement: Statement) -> bool:
    return bool(statement.text)


def _said(statement: Statement) -> str:
    return f"{statement.text} ({statement.source})"


def _term(one: Agreement, today: date, life: Life) -> Iterator[str]:
    signed = f"signée le {french(one.signed_on)}" if one.signed_on else "date de signature inconnue"
    yield f"{signed}, à {one.signed_at}" if one.signed_at else signed
    if life.ends_on:
        yield f"dénoncée : prend fin le {french(life.ends_on)}"
    if one.term.months:
        yield f"durée : {one.term.months} mois ({one.term.source})"
    if one.renewal.tacit:
        under = f", sous réserve : {', '.join(one.renewal.subject_to)}"
        yield f"tacite reconduction{under * bool(one.renewal.subject_to)} ({one.renewal.source})"
    if not life.ends_on and (end := one.expires_on(today)):
        yield f"échéance : {french(end)}"
    if one.notice.months:
        last = one.last_day_for_notice(today)
        by = f" ; dernier jour pour dénoncer : {french(last)}" if last else ""
        yield f"préavis : {one.notice.months} mois{by} ({one.notice.source})"
    if one.evaluation.months:
        who = " et ".join(one.body(by).short for by in one.evaluation.by)
        by = f", par {who}" if who else ""
        yield f"évaluation : tous les {one.evaluation.months} mois{by} ({one.evaluation.source})"


def _delays(one: Agreement, chosen: Chosen) -> Iterator[str]:
    """The delays, each with its days in force; then the numbers that no delay holds."""
    numbers = {number.id: number for number in one.parameters}
    for delay in one.delays:
        yield _delay(delay, numbers.get(delay.parameter), chosen)
    held = {delay.parameter for delay in one.delays}
    for number in one.parameters:
        if number.id not in held:
            days = chosen.get(number.id, number.default)
            yield f"{number.label} : {days} ({_open(number)} ; {number.source})"


def _delay(delay: Delay, number: Parameter | None, chosen: Chosen) -> str:
    days = chosen.get(number.id, number.default) if number else delay.days
    why = f"{_open(number)} ; {delay.source}" if number else delay.source
    length = f"{delay.months} mois" if delay.months else f"{days} jour{'s' * (days != 1)}"
    return f"{delay.label} : {length}, à partir de : {delay.starts} ({why})"


def _open(number: Parameter) -> str:
    """That a number is only a default, and the name by which it is set."""
    return f"{number.note} [{number.id}]"


def _instances(one: Agreement) -> Iterator[str]:
    for each in one.instances:
        rule = f" : {each.rule}" if each.rule else ""
        yield f"{each.name}, {one.body(each.body).short}{rule} ({each.source})"


def _referrals(one: Agreement) -> Iterator[str]:
    for referral in one.referrals:
        sender, recipient = one.body(referral.sender).short, one.body(referral.recipient).short
        yield from wrapped(f"{sender} → {recipient} : {referral.purpose} ({referral.source})")
        yield from _items(condition.text for condition in referral.conditions)
        yield ""


def _small_cells(chosen: Chosen) -> list[str]:
    """The number under which a cell that goes to the partner is masked."""
    held = chosen.get(SMALL_CELLS.id, SMALL_CELLS.default)
    return wrapped(
        f"{SMALL_CELLS.label} : {held} ({_open(SMALL_CELLS)} ; {SMALL_CELLS.source})", "  "
    )


def _settings(choices: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    for point in choices:
        yield from wrapped(f"{point['label']} [{point['id']}]", "  ")
        for code, text in point["choices"].items():
            mark = ">" if code == point["chosen"] else " "
            yield from wrapped(f"{text} ({code})", f"   {mark} ")


def _block(title: str, items: Iterable[str]) -> list[str]:
    shown = _items(items)
    return [title, *shown, ""] if shown else []


def _items(items: Iterable[str]) -> list[str]:
    return [line for item in items for line in wrapped(item, "  - ")]
