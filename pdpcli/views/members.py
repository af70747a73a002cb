"""The members of the cell, a line each."""

from collections.abc import Mapping, Sequence
from typing import Any

from pdpcli.rules.names import display_name
from pdpcli.rules.vocabulary import label


def member_lines(rows: Sequence[Mapping[str, Any]]) -> str:
    """Name, functions, telephone and mail of each member."""
    return "\n".join(_line(row) for row in rows)


def _line(row: Mapping[str, Any]) -> str:
    functions = [label("function", code) for code in row["functions"]]
    said = [*functions, row["phone"] or "sans téléphone", row["email"] or "sans courriel"]
    return f"{display_name(row['last_name'], row['first_name'])} : {', '.join(said)}"
