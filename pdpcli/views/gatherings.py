"""Meetings and actions in a table."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from pdpcli.rules.dates import french
from pdpcli.rules.vocabulary import ACT_STATES, GATHERING_KINDS, label
from pdpcli.views.table import WIDTH, table

if TYPE_CHECKING:
    from pdpcli.rules.audience import Audience


def gathering_table(rows: Sequence[Mapping[str, Any]], width: int = WIDTH) -> str:
    """One line a gathering: number, date, nature, partners, participants, situations, state."""
    headings = ("N°", "Date", "Nature", "Avec", "Pers.", "Situations", "État")
    return table(headings, map(_gathering_cells, rows), width)


def _gathering_cells(row: Mapping[str, Any]) -> tuple[str, ...]:
    theme = f" ({label('theme', row['theme'])})" if row["theme"] else ""
    title = f" : {row['title']}" if row["title"] else ""
    return (
        str(row["number"]),
        french(date.fromisoformat(row["on_date"])),
        f"{GATHERING_KINDS[row['kind']].label}{theme}{title}",
        row["partners"] or "",
        "" if row["participants"] is None else str(row["participants"]),
        str(row["cases"] or ""),
        ACT_STATES[row["state"]],
    )


def audience_table(rows: "Sequence[Audience]", width: int = WIDTH) -> str:
    """The participants by activity and size, and their total."""
    cells = [(row.naf or "non précisé", row.size_band or "non précisé", str(row.n)) for row in rows]
    total = sum(row.n for row in rows)
    return table(("NAF", "Effectif", "Pers."), [*cells, ("Total", "", str(total))], width)
