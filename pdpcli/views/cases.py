"""Situations in a table, a person's name, and what a search finds."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from pdpcli.rules.dates import french, french_iso
from pdpcli.rules.names import display_name
from pdpcli.rules.vocabulary import CASE_STATES
from pdpcli.views.table import WIDTH, table


def case_table(rows: Sequence[Mapping[str, Any]], width: int = WIDTH) -> str:
    """One line a situation: reference, person, employer, since, state, partners.

    Of silent ones, the last day that something was noted of them.
    """
    silent = any("last_contact" in row for row in rows)
    headings = ("Réf.", "Personne", "Entreprise", "Signalée", "État", "Fiches")
    more = ("Rien depuis",) if silent else ()
    return table((*headings, *more), map(_case_cells, rows), width)


def _case_cells(row: Mapping[str, Any]) -> tuple[str, ...]:
    return (
        row["ref"],
        person_name(row),
        row["employer"] or "",
        french(date.fromisoformat(row["opened_on"])),
        CASE_STATES[row["state"]],
        row["partners"] or "",
        *([french(date.fromisoformat(row["last_contact"]))] if "last_contact" in row else []),
    )


def person_name(row: Mapping[str, Any]) -> str:
    """« MARTINEZ Luc », or what stands for somebody erased."""
    if not row["last_name"]:
        return "(identité effacée)"
    name = display_name(row["last_name"], row["first_name"] or "")
    return f"{name} (limité)" if row.get("limited_on") else name


def limited_line(since: str | None) -> list[str]:
    """That she asked us to use her data no more (RGPD, art. 18), since an ISO day; or nothing."""
    if not since:
        return []
    return [f"TRAITEMENT LIMITÉ depuis le {french_iso(since)}, à sa demande : rien ne part"]


def found_text(found: Mapping[str, Sequence[Mapping[str, Any]]]) -> str:
    """What a search found, a line each; what to try when nothing was."""
    lines = [
        f"{row['ref']}  {person_name(row)} · {row['employer'] or 'entreprise non connue'} · "
        f"{CASE_STATES[row['state']]}, signalée le {french(date.fromisoformat(row['opened_on']))}"
        for row in found["cases"]
    ]
    lines += [f"Entreprise {row['id']}  {row['name']}" for row in found["employers"]]
    if lines:
        return "\n".join(lines)
    return "Rien ne correspond. Essayez le début du nom de famille, ou une référence."
