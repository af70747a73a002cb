"""A meeting on screen: its agenda, and the situations that wait for one like it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from pdpcli.rules.dates import french, french_long
from pdpcli.rules.hours import french_hour
from pdpcli.rules.names import display_name
from pdpcli.rules.vocabulary import label
from pdpcli.views.table import WIDTH, table
from pdpcli.views.wrap import wrapped

if TYPE_CHECKING:
    from pdpcli.store.agenda import Meeting

Row = Mapping[str, Any]

_STATES = {"planned": "prévue", "done": "tenue", "cancelled": "annulée"}
_WHY = {
    "asked": "examen prévu le {since}, sans réunion encore",
    "seized": "instance saisie le {since} : {reason}",
    "cancelled": "à l'ordre du jour d'une réunion annulée, {since}",
    "postponed": "reportée de la réunion du {since}",
    "short": "court terme (menace d'inaptitude immédiate), pas encore examinée",
    "shared": "fiche échangée sous cette convention, {since} : jamais revue",
    "reviewed": "revue le {since}",
}


def agenda_screen(
    one: "Meeting", items: Sequence[Row], waiting: Sequence[Row], width: int = WIDTH
) -> str:
    """The meeting, what is on its agenda in order, what waits and why."""
    hour = french_hour(one.starts_at)
    head = f"{one.label[:1].upper()}{one.label[1:]} n° {one.number}, {french_long(one.on)}"
    lines = [head + (f", {hour}" if hour else "") + f" ({_STATES[one.state]})"]
    lines += [f"  {one.place}"] if one.place else []
    lines += ["", f"À L'ORDRE DU JOUR ({len(items)})", *_items(items, width)]
    if waiting:
        lines += ["", f"ATTENDENT UNE RÉUNION ({len(waiting)})", *_waiting(waiting, width)]
    return "\n".join(lines)


def _items(items: Sequence[Row], width: int) -> list[str]:
    if not items:
        return ["  rien encore"]
    rows = [
        (str(place), item["ref"], _name(item), _why(item), _state(item))
        for place, item in enumerate(items, 1)
    ]
    lines = table(("", "Situation", "Personne", "Pourquoi", ""), rows, width).split("\n")
    return lines + [
        line
        for item in items
        if item["decision"]
        for line in wrapped(str(item["decision"]), f"  {item['ref']} : ")
    ]


def _waiting(waiting: Sequence[Row], width: int) -> list[str]:
    rows = [(row["ref"], _name(row), _reason(row)) for row in waiting]
    return table(("Situation", "Personne", "Pourquoi"), rows, width).split("\n")


def _name(row: Row) -> str:
    return display_name(row["last_name"] or "", row["first_name"] or "")


def _why(item: Row) -> str:
    reason = label("agenda_reason", item["reason"]) if item["reason"] else ""
    return " : ".join(filter(None, (reason, item["motive"])))


def _state(item: Row) -> str:
    """« examinée », « reportée »; nothing while it is planned."""
    return {"done": "examinée", "cancelled": "reportée"}.get(item["act_state"] or "", "")


def _reason(row: Row) -> str:
    since = french(date.fromisoformat(row["since"]))
    return _WHY[row["why"]].format(since=since, reason=label("agenda_reason", row["reason"]))
