"""What was sent about a person: to whom, when, how."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from pdpcli.rules.dates import french
from pdpcli.rules.vocabulary import label
from pdpcli.views.table import WIDTH, table


def sent_table(sent: Sequence[Mapping[str, Any]], width: int = WIDTH) -> str:
    """One line a dispatch: fiche, partner, day, channel."""
    return table(("Fiche", "Reçue par", "Envoyée le", "Comment"), map(_cells, sent), width)


def _cells(row: Mapping[str, Any]) -> tuple[str, ...]:
    late = " (sans accord valable)" if row["breach"] else ""
    return (
        f"{row['case_ref']}/{row['liaison_number']}",
        str(row["partner"]),
        french(date.fromisoformat(row["on_date"])),
        f"{label('channel', row['channel'])}{late}",
    )
