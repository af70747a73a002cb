"""The fiches in tables: where each one stands, and what a partner owes."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from pdpcli.rules.dates import french, french_iso
from pdpcli.rules.vocabulary import label
from pdpcli.views.cases import person_name
from pdpcli.views.table import WIDTH, table


def fiche_table(rows: Sequence[Mapping[str, Any]], width: int = WIDTH) -> str:
    """One line a fiche: reference, person, partner, state, since when; the last reminder if any."""
    headings = ("Fiche", "Personne", "Partenaire", "État", "Depuis", "Relancée")
    cells = [_fiche_cells(row) for row in rows]
    shown = len(headings) if any(row[-1] for row in cells) else len(headings) - 1
    return table(headings[:shown], (row[:shown] for row in cells), width)


def _fiche_cells(row: Mapping[str, Any]) -> tuple[str, ...]:
    return (
        f"{row['ref']}/{row['number']}",
        person_name(row),
        row["partner"],
        state_words(row),
        french_iso(row["since"]),
        french_iso(row["notices"].get("reminded")),
    )


def state_words(row: Mapping[str, Any]) -> str:
    """The state in words: what is ready to send, the version, the round, a misdirection."""
    words = [label("fiche_state", row["state"])]
    if row["waits"] == "produce":
        words = ["à produire" if row["state"] == "send" else "à répondre : à produire"]
    elif row["state"] == "to_answer" and row["waits"] in ("sign", "send"):
        words = [f"à répondre : à {'signer' if row['waits'] == 'sign' else 'envoyer'}"]
    if row["version"] > 1:
        words.append(f"version {row['version']}")
    if row["round"]:
        words.append(f"suite {row['round']}")
    if row["misdirected_on"]:
        words.append("PARTIE AU MAUVAIS DESTINATAIRE")
    return ", ".join(words)


def owed_table(owed: Sequence[Any], today: date, width: int = WIDTH) -> str:
    """What a partner owes: the fiche, when and how it was sent, for how long, the reminders."""
    headings = ("Fiche", "Envoyée le", "Par", "Depuis", "Relances")
    return table(
        headings,
        [
            (
                f"{one.ref}/{one.number}",
                french(one.sent_on),
                one.channel,
                days((today - one.sent_on).days),
                one.history or "aucune",
            )
            for one in owed
        ],
        width,
    )


def days(count: int) -> str:
    """« 26 jours »."""
    return f"{count} jour{'s' if count > 1 else ''}"
