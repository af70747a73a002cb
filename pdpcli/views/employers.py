"""Employers in a table, and one as a card."""

from collections.abc import Mapping, Sequence
from typing import Any

from rich.table import Table

from pdpcli.rules.vocabulary import label
from pdpcli.views.table import plain_table


def employer_table(rows: Sequence[Mapping[str, Any]]) -> Table:
    """One line an employer: number, name, NAF, size, adherence, médecin du travail."""
    table = plain_table("N°", "Entreprise", "NAF", "Salariés", "Adhérente", "Médecin du travail")
    for row in rows:
        table.add_row(
            str(row["id"]),
            row["name"],
            row["naf"] or "",
            "" if row["size"] is None else str(row["size"]),
            label("tristate", row["member"]) if row["member"] else "",
            row["occupational_doctor"] or "",
        )
    return table


def employer_card(row: Mapping[str, Any]) -> str:
    """Everything known of one employer, a line each."""
    naf = row["naf"] and f"{row['naf']} ({label('naf_version', row['naf_version'])})"
    lines = {
        "SIRET": row["siret"],
        "NAF": naf,
        "Salariés": row["size"],
        "Adhérente": row["member"] and label("tristate", row["member"]),
        "Adresse": row["address"],
        "Téléphone": row["phone"],
        "Médecin du travail": row["occupational_doctor"],
        "Situations": ", ".join(row["cases"]),
    }
    shown = [f"  {name:<20}{value}" for name, value in lines.items() if value not in (None, "")]
    return "\n".join([str(row["name"]), *shown])
