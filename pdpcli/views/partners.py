"""Bodies in a table, and one as a card: how it is reached, now and before."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from pdpcli.rules.dates import french
from pdpcli.views.table import WIDTH, table
from pdpcli.views.wrap import wrapped


def partner_table(rows: Sequence[Mapping[str, Any]], width: int = WIDTH) -> str:
    """One line a body: id, name, mailbox, telephone, how many contacts; ours last."""
    headings = ("Identifiant", "Organisme", "Courriel", "Téléphone", "Interl.")
    return table(headings, map(_cells, rows), width)


def _cells(row: Mapping[str, Any]) -> tuple[str, ...]:
    return (
        row["id"],
        f"{row['short']} (nous)" if row["is_us"] else row["short"],
        row["email"] or "",
        row["phone"] or "",
        str(row["contacts"] or ""),
    )


def partner_card(row: Mapping[str, Any], on: date) -> str:
    """Everything known of one body at ``on``; its former mailboxes and contacts last."""
    said = {
        "Identifiant": row["id"],
        "Organisme": row["organisation"],
        "Services": ", ".join(row["services"]),
        "Adresse": row["address"],
        "Téléphone": row["phone"],
        "Courriel": row["email"],
        "DPD": row["dpo"],
        "Conventions": ", ".join(row["agreements"]),
    }
    lines = wrapped(row["name"])
    for title, value in said.items():
        if value:
            lines += wrapped(str(value), f"  {title:<13}")
    return "\n".join([*lines, *_contacts(row["contacts"], on)])


def _contacts(rows: Sequence[Mapping[str, Any]], on: date) -> Iterator[str]:
    now = [row for row in rows if not _over(row, on) and (row["name"] or row["since"])]
    past = [row for row in rows if _over(row, on)]
    for title, shown in (("INTERLOCUTEURS ET BOÎTES", now), ("AVANT", past)):
        if shown:
            yield from ("", title)
            for row in shown:
                yield from wrapped(contact_words(row), "  - ")


def _over(row: Mapping[str, Any], on: date) -> bool:
    return bool(row["until"]) and date.fromisoformat(row["until"]) < on


def contact_words(row: Mapping[str, Any]) -> str:
    """« Nom, fonction : téléphone, courriel (depuis le …) »; a mailbox has no name."""
    who = ", ".join(filter(None, (row["name"] or "boîte de messagerie", row["function"])))
    how = ", ".join(filter(None, (row["phone"], row["email"])))
    return f"{who}{f' : {how}' if how else ''}{_when(row)}"


def _when(row: Mapping[str, Any]) -> str:
    days = {"depuis le": row["since"], "jusqu'au": row["until"]}
    said = [f"{word} {french(date.fromisoformat(day))}" for word, day in days.items() if day]
    return f" ({', '.join(said)})" if said else ""
