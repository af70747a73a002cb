"""The fiches in progress, in a table."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from pdpcli.rules.dates import french
from pdpcli.views.cases import person_name
from pdpcli.views.table import WIDTH, table

WAITS = {
    "sign": "à signer",
    "produce": "à produire",
    "send": "à envoyer",
    "answer": "réponse attendue",
}


def fiche_table(rows: Sequence[Mapping[str, Any]], width: int = WIDTH) -> str:
    """One line a fiche: reference, person, partner, date, what it waits for."""
    headings = ("Fiche", "Personne", "Partenaire", "Signalement", "Attend")
    return table(headings, map(_fiche_cells, rows), width)


def _fiche_cells(row: Mapping[str, Any]) -> tuple[str, ...]:
    return (
        f"{row['ref']}/{row['number']}",
        person_name(row),
        row["partner"],
        french(date.fromisoformat(row["signalled_on"])),
        WAITS[row["waits"]],
    )
