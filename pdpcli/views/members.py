"""The members of the cell, a line each; who is away and who stands in."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pdpcli.rules.dates import french_iso
from pdpcli.rules.names import display_name
from pdpcli.rules.vocabulary import label
from pdpcli.views.wrap import wrapped


def member_lines(rows: Sequence[Mapping[str, Any]]) -> str:
    """Name, functions, telephone and mail of each member."""
    return "\n".join(_line(row) for row in rows)


def _line(row: Mapping[str, Any]) -> str:
    functions = [label("function", code) for code in row["functions"]]
    gone = [f"jusqu'au {french_iso(row['until'])}"] if row["until"] else []
    said = [*functions, row["phone"] or "sans téléphone", row["email"] or "sans courriel", *gone]
    return f"{display_name(row['last_name'], row['first_name'])} : {', '.join(said)}"


def absence_lines(rows: Sequence[Mapping[str, Any]]) -> str:
    """« EXEMPLE Camille : du … au …, remplacée par … », those of today first."""
    return "\n".join(_absences(rows)) or "Personne n'est absent, et aucune absence n'est prévue."


def _absences(rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    for row in rows:
        by = display_name(row["by_last_name"], row["by_first_name"]) if row["replaced_by"] else ""
        said = f"absence du {french_iso(row['from_date'])} au {french_iso(row['until'])}"
        stands = f"remplacement : {by}" if by else "personne ne remplace"
        who = display_name(row["last_name"], row["first_name"])
        yield from wrapped(f"{who} : {said}, {stands}", "" if row["now"] else "(à venir) ")
