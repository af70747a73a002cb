"""Acts as they are shown: their French words, in a table or in a line."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from pdpcli.rules.dates import french
from pdpcli.rules.vocabulary import ACT_KINDS, ACT_STATES, CHOICES, label
from pdpcli.views.table import WIDTH, table

_DETAILS = {
    "mode": "mode",
    "requester": "requester",
    "done_by_function": "function",
}


def act_words(row: Mapping[str, Any]) -> str:
    """« issue : maintien au poste », « essai encadré (10 jours, le médecin du travail) »."""
    kind = ACT_KINDS[row["kind"]]
    nature = f" : {label(kind.nature, row['nature'])}" if kind.nature and row.get("nature") else ""
    details = [CHOICES[which][row[name]] for name, which in _DETAILS.items() if row.get(name)]
    if row.get("days"):
        details.insert(0, f"{row['days']} jours")
    return kind.label + nature + (f" ({', '.join(details)})" if details else "")


def act_table(rows: Sequence[Mapping[str, Any]], width: int = WIDTH) -> str:
    """One line an act: number, date, what, state."""
    return table(("N°", "Date", "Acte", "État"), map(_act_cells, rows), width)


def _act_cells(row: Mapping[str, Any]) -> tuple[str, ...]:
    reason = f" : {row['cancel_reason']}" if row["cancel_reason"] else ""
    when = french(date.fromisoformat(row["on_date"]))
    return str(row["number"]), when, act_words(row), ACT_STATES[row["state"]] + reason
