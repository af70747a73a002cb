"""What was sent about a person: to whom, when, how."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from pdpcli.rules.dates import french
from pdpcli.rules.vocabulary import label
from pdpcli.views.table import WIDTH, table


def sent_table(sent: Sequence[Mapping[str, Any]], width: int = WIDTH) -> str:
    """One line a dispatch: fiche, partner, day, channel, and whether it was a breach."""
    return table(("Fiche", "Envoyée à", "Envoyée le", "Comment"), map(_cells, sent), width)


def _cells(row: Mapping[str, Any]) -> tuple[str, ...]:
    return (
        f"{row['case_ref']}/{row['liaison_number']}",
        str(row["partner"]),
        french(date.fromisoformat(row["on_date"])),
        f"{label('channel', row['channel'])}{_breach(row)}",
    )


def _breach(row: Mapping[str, Any]) -> str:
    """What makes a dispatch a breach of personal data, in brackets."""
    said = ["mauvais destinataire"] * row["misdirected"]
    said += ["sans accord valable"] * row["without_consent"]
    return f" ({', '.join(said)})" if said else ""
