"""The fiches in progress, in a table."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from rich.table import Table

from pdpcli.rules.dates import french
from pdpcli.views.cases import person_name
from pdpcli.views.table import plain_table

WAITS = {"sign": "à signer", "send": "à envoyer", "answer": "réponse attendue"}


def fiche_table(rows: Sequence[Mapping[str, Any]]) -> Table:
    """One line a fiche: reference, person, partner, date, what it waits for."""
    table = plain_table("Fiche", "Personne", "Partenaire", "Signalement", "Attend")
    for row in rows:
        table.add_row(
            f"{row['ref']}/{row['number']}",
            person_name(row),
            row["partner"],
            french(date.fromisoformat(row["signalled_on"])),
            WAITS[row["waits"]],
        )
    return table
