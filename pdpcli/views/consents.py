"""The consents of a person: as rows with stable keys, and as a table."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from pdpcli.rules.dates import french
from pdpcli.rules.vocabulary import label
from pdpcli.views.table import WIDTH, table

_ACTS = {"given": "accord signé", "refused": "refus", "withdrawn": "retrait"}


def consent_rows(acts: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """What may be shown of each act: never the opaque key nor the salt."""
    rows = []
    for act in acts:
        said = json.loads(act["content"]) if act["content"] else {}
        columns = (
            "act",
            "on_date",
            "expires_on",
            "pair",
            "bodies",
            "form_id",
            "recorded_at",
            "author",
        )
        rows.append({**{column: act[column] for column in columns}, **said})
    return rows


def consent_table(rows: Sequence[Mapping[str, Any]], width: int = WIDTH) -> str:
    """One line an act: day, what, between whom, where and by whom it was signed."""
    headings = ("Date", "Acte", "Entre", "Fait à", "Signataire", "Original gardé par")
    return table(headings, map(_consent_cells, rows), width)


def _consent_cells(row: Mapping[str, Any]) -> tuple[str, ...]:
    signer = row.get("signer", "")
    capacity = row.get("capacity", "person")
    return (
        french(date.fromisoformat(row["on_date"])),
        _ACTS[row["act"]],
        row["bodies"],
        row.get("place", ""),
        signer if capacity == "person" else f"{signer}, {label('signer_capacity', capacity)}",
        row.get("kept_by", ""),
    )
