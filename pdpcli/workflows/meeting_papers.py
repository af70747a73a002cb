"""What a meeting prints: its agenda for the cell and for those invited, its minutes, the calendar.

The agenda for a guest carries references and reasons of a closed list: neither names, unless they
passed the gate (workflows.named_agenda), nor her own words (law 1). The calendar names nobody.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from sqlite3 import Connection
from typing import Any

from pdpcli.forms.agenda_pdf import Paper, Part, Point
from pdpcli.rules.dates import french, french_long
from pdpcli.rules.hours import french_hour
from pdpcli.rules.names import display_name
from pdpcli.rules.vocabulary import CHOICES, GATHERING_KINDS, label
from pdpcli.store.agenda import Item, Meeting, fiche_refs, items, kept_from
from pdpcli.store.attendance import cell_members, invited_bodies
from pdpcli.store.bodies import service_name

_INTERNAL = "Document interne à la cellule : il porte des noms. Il ne se transmet pas tel quel."
_BY_REFERENCE = (
    "Pour protéger les personnes, cet ordre du jour ne porte pas de nom : la référence de la fiche "
    "de liaison, imprimée au bas de chacune de ses pages, suffit à qui l'a reçue."
)
_NAMED = (
    "Cet ordre du jour ne nomme que des personnes dont vous avez la fiche de liaison, avec leur "
    "accord ; les autres situations y sont par leur référence."
)


@dataclass(frozen=True)
class Guest:
    """Whom an agenda is for: a body, and the names it may read by situation."""

    body: str
    short: str
    names: Mapping[str, str] = field(default_factory=dict)


def agenda_paper(db: Connection, one: Meeting, today: date) -> Paper:
    """The agenda of the cell, with names."""
    points = tuple(
        Point(f"{place}. {item['ref']}   {named(item)}", tuple(_why(item)))
        for place, item in enumerate(items(db, one.number), 1)
    )
    return Paper(
        service_name(db),
        f"Ordre du jour : {one.label}",
        today,
        (*_when(one), *_invited(db, one)),
        (Part(_counted(len(points)), points),),
        _INTERNAL,
        f"Ordre du jour n° {one.number}, interne",
    )


def guest_paper(db: Connection, one: Meeting, guest: Guest, today: date) -> Paper:
    """The agenda for an invited body: references, and the names that passed the gate."""
    hidden = kept_from(db, one.number, guest.body)
    refs = fiche_refs(db, one.number, guest.body)
    every = items(db, one.number)
    shown = [item for item in every if item["case_id"] not in hidden]
    points = [
        Point(f"{place}. {_reference(item, refs, guest)}", _reason(item))
        for place, item in enumerate(shown, 1)
    ]
    if len(shown) < len(every):
        points.append(Point("D'autres points propres à la cellule."))
    return Paper(
        service_name(db),
        f"Ordre du jour : {one.label}",
        today,
        (*_when(one), ("Pour", guest.short)),
        (Part(_counted(len(shown)), tuple(points)),),
        _NAMED if guest.names else _BY_REFERENCE,
        f"Ordre du jour n° {one.number}, pour {guest.short}",
    )


def minutes_paper(db: Connection, one: Meeting, today: date) -> Paper:
    """The minutes of a meeting that was held, for the cell."""
    points = tuple(
        Point(f"{place}. {item['ref']}   {named(item)}", tuple(_decided(item)))
        for place, item in enumerate(items(db, one.number), 1)
    )
    told = Part("Compte rendu", (Point("", tuple(one.minutes.split("\n"))),))
    return Paper(
        service_name(db),
        f"Compte rendu : {one.label}",
        today,
        (*_when(one), *_present(db, one)),
        (Part(_counted(len(points)), points), *([told] if one.minutes else [])),
        _INTERNAL,
        f"Compte rendu n° {one.number}, interne",
    )


def calendar_paper(
    sender: str, partner: str, meetings: Sequence[Mapping[str, Any]], today: date
) -> Paper:
    """The meetings planned: no personal data, and no title, which is typed freely."""
    points = tuple(Point(*_date_and_rest(row)) for row in meetings)
    return Paper(
        sender,
        "Calendrier des réunions",
        today,
        (("Pour", partner),) if partner else (),
        (Part(_planned(len(points)), points),),
        f"Établi le {french(today)}. L'ordre du jour suit, avant chaque réunion.",
        "Calendrier des réunions",
    )


def calendar_lines(meetings: Sequence[Mapping[str, Any]]) -> list[str]:
    """The same, one line a meeting."""
    return [" · ".join([head, *lines]) for head, lines in map(_date_and_rest, meetings)]


def _date_and_rest(row: Mapping[str, Any]) -> tuple[str, tuple[str, ...]]:
    day = french_long(date.fromisoformat(row["on_date"]))
    hour = french_hour(row["starts_at"] or "")
    kind = GATHERING_KINDS[row["kind"]].label
    where = [row["place"] or "", CHOICES["mode"].get(row["mode"] or "", "")]
    rest = ", ".join(filter(None, (kind, *where)))
    return f"{day}{f', {hour}' if hour else ''}", (rest[:1].upper() + rest[1:],)


def named(item: Item) -> str:
    """« DUPUIS Alain, Bâti Sud »; what is left of somebody erased is her reference."""
    name = display_name(item["last_name"] or "", item["first_name"] or "")
    return ", ".join(filter(None, (name, item["employer"])))


def _why(item: Item) -> Iterator[str]:
    yield from _reason(item)
    if item["motive"]:
        yield item["motive"]


def _reason(item: Item) -> tuple[str, ...]:
    text = label("agenda_reason", item["reason"]) if item["reason"] else ""
    return (text[:1].upper() + text[1:],) if text else ()


def _decided(item: Item) -> Iterator[str]:
    yield "Examinée." if item["act_state"] == "done" else "Reportée."
    if item["decision"]:
        yield item["decision"]


def _reference(item: Item, refs: Mapping[str, list[str]], guest: Guest) -> str:
    known = refs.get(item["ref"])
    said = f"fiche {', '.join(known)}" if known else f"situation {item['ref']}"
    name = guest.names.get(item["ref"])
    return f"{said[:1].upper()}{said[1:]}" + (f"   {name}" if name else "")


def _when(one: Meeting) -> Iterator[tuple[str, str]]:
    hour = french_hour(one.starts_at)
    yield "Le", f"{french_long(one.on)}{f', {hour}' if hour else ''}"
    where = ", ".join(filter(None, (one.place, CHOICES["mode"].get(one.mode, ""))))
    if where:
        yield "Où", where


def _invited(db: Connection, one: Meeting) -> Iterator[tuple[str, str]]:
    bodies = [row["short"] for row in invited_bodies(db, one.number)]
    if bodies:
        yield "Invités", ", ".join(bodies)


def _present(db: Connection, one: Meeting) -> Iterator[tuple[str, str]]:
    members = cell_members(db, one.number, one.on)
    bodies = invited_bodies(db, one.number)
    for title, wanted in (("Présents", "yes"), ("Absents", "no")):
        said = [
            *(display_name(row["last_name"], row["first_name"]) for row in members
              if row["present"] == wanted),
            *(row["short"] for row in bodies if row["present"] == wanted),
        ]  # fmt: skip
        if said:
            yield title, ", ".join(said)


def _counted(count: int) -> str:
    return f"{count} situation" + ("s" if count > 1 else "")


def _planned(count: int) -> str:
    return f"{count} réunion" + ("s prévues" if count > 1 else " prévue")
