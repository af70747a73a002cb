"""Employers in a table, and one as a card."""

from collections.abc import Mapping, Sequence
from typing import Any

from pdpcli.rules.vocabulary import label
from pdpcli.views.table import WIDTH, table


def employer_table(rows: Sequence[Mapping[str, Any]], width: int = WIDTH) -> str:
    """One line an employer: number, name, NAF, size, adherence, médecin du travail."""
    headings = ("N°", "Entreprise", "NAF", "Salariés", "Adhérente", "Médecin du travail")
    return table(headings, map(_employer_cells, rows), width)


def _employer_cells(row: Mapping[str, Any]) -> tuple[str, ...]:
    return (
        str(row["id"]),
        row["name"],
        row["naf"] or "",
        "" if row["size"] is None else str(row["size"]),
        label("tristate", row["member"]) if row["member"] else "",
        row["occupational_doctor"] or "",
    )


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
