"""Meetings and actions in a table."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from rich.table import Table

from pdpcli.rules.dates import french
from pdpcli.rules.vocabulary import ACT_STATES, GATHERING_KINDS
from pdpcli.views.table import plain_table


def gathering_table(rows: Sequence[Mapping[str, Any]]) -> Table:
    """One line a gathering: number, date, nature, partners, participants, situations, state."""
    table = plain_table("N°", "Date", "Nature", "Avec", "Pers.", "Situations", "État")
    for row in rows:
        participants = "" if row["participants"] is None else str(row["participants"])
        nature = GATHERING_KINDS[row["kind"]].label + (f" : {row['title']}" if row["title"] else "")
        table.add_row(
            str(row["number"]),
            french(date.fromisoformat(row["on_date"])),
            nature,
            row["partners"] or "",
            participants,
            str(row["cases"] or ""),
            ACT_STATES[row["state"]],
        )
    return table
