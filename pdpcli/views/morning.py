"""The morning screen: what waits, why, and the command that deals with it. Plain text."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from pdpcli.rules.dates import french, french_long
from pdpcli.rules.names import display_name

_HEADINGS = {
    "sign": ("À FAIRE SIGNER", "pdp accord imprimer {short}"),
    "produce": ("À PRODUIRE", "pdp fiche produire {short}"),
    "send": ("À ENVOYER", "pdp fiche envoyer {short}"),
    "answer": ("RÉPONSES ATTENDUES", "pdp situation voir {short}"),
}
_WIDTH = 80


def morning_screen(
    service: str, counts: Mapping[str, int], rows: Sequence[Mapping[str, Any]], today: date
) -> str:
    """The whole screen, at most 80 columns, readable without colour."""
    head = f"{service} · cellule PDP"
    lines = [head + french_long(today).rjust(_WIDTH - len(head)), _counted(counts), ""]
    for waits, (title, command) in _HEADINGS.items():
        lines += _block(title, command, [row for row in rows if row["waits"] == waits], today)
    if not rows:
        lines += _nothing(counts)
    if counts["drafts"]:
        lines += [f"Saisies suspendues : {counts['drafts']}      pdp situation reprendre", ""]
    return "\n".join([*lines, "Tout ce qu'on peut faire : pdp --aide"])


def _nothing(counts: Mapping[str, int]) -> list[str]:
    """A quiet morning, or the first one: where to begin."""
    if not counts["agreements"]:
        return ["Pour commencer, dites quelle convention est la vôtre :",
                "  pdp convention liste, puis pdp convention ajouter IDENTIFIANT", ""]  # fmt: skip
    if not counts["open"]:
        return ["Première situation : pdp situation nouveau", ""]
    return ["Rien n'attend : ni signature, ni envoi, ni réponse. Bonne journée.", ""]


def _counted(counts: Mapping[str, int]) -> str:
    return f"{_plural(counts['open'], 'situation ouverte', 'situations ouvertes')} · " + _plural(
        counts["month"], "nouvelle ce mois-ci", "nouvelles ce mois-ci"
    )


def _plural(count: int, one: str, many: str) -> str:
    return f"{count} {one if count <= 1 else many}"


def _block(
    title: str, command: str, rows: Sequence[Mapping[str, Any]], today: date
) -> Iterable[str]:
    if not rows:
        return []
    shown = [_line(row, today) for row in rows]
    return [f"{title} ({len(rows)})".ljust(41) + command.format(short="RÉF"), *shown, ""]


def _line(row: Mapping[str, Any], today: date) -> str:
    name = display_name(row["last_name"] or "", row["first_name"] or "")
    left, since = f"  {row['ref']}  {name[:26]:<26}  ", _since(row, today)
    room = _WIDTH - len(left) - len(f" : {since}")
    return f"{left}{row['partner'][:room]} : {since}"


def _since(row: Mapping[str, Any], today: date) -> str:
    if row["waits"] == "answer":
        sent = date.fromisoformat(row["sent_on"])
        return f"{_plural((today - sent).days, 'jour', 'jours')} ({french(sent)})"
    if row["waits"] == "send":
        return f"produite le {french(date.fromisoformat(row['produced_on']))}"
    if row["waits"] == "produce":
        return f"signé le {french(date.fromisoformat(row['consent_on']))}"
    return f"fiche du {french(date.fromisoformat(row['signalled_on']))}"
