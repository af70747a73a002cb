"""Meetings and actions in a table."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from pdpcli.rules.dates import french
from pdpcli.rules.vocabulary import ACT_STATES, GATHERING_KINDS
from pdpcli.views.table import WIDTH, table


def gathering_table(rows: Sequence[Mapping[str, Any]], width: int = WIDTH) -> str:
    """One line a gathering: number, date, nature, partners, participants, situations, state."""
    headings = ("N°", "Date", "Nature", "Avec", "Pers.", "Situations", "État")
    return table(headings, map(_gathering_cells, rows), width)


def _gathering_cells(row: Mapping[str, Any]) -> tuple[str, ...]:
    nature = GATHERING_KINDS[row["kind"]].label + (f" : {row['title']}" if row["title"] else "")
    return (
        str(row["number"]),
        french(date.fromisoformat(row["on_date"])),
        nature,
        row["partners"] or "",
        "" if row["participants"] is None else str(row["participants"]),
        str(row["cases"] or ""),
        ACT_STATES[row["state"]],
    )
