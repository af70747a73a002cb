"""Deadlines as a calendar (RFC 5545): stable identifiers, so that a second import updates."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from pdpcli.rules.deadlines.deadline import joined

_PRODUCT = "-//pdp//echeances//FR"


def calendar(rows: Sequence[Mapping[str, Any]], uids: Mapping[int, str]) -> bytes:
    """One event of a whole day for each row of ``views.due.due_rows``, by its stable uid.

    A row says a person's name only when its ``person`` was asked for.
    """
    from icalendar import Calendar, Event

    made = Calendar()
    made.add("prodid", _PRODUCT)
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    for row in rows:
        on = date.fromisoformat(row["due_on"])
        event = Event()
        event.add("uid", f"{uids[row['number']]}@pdp")
        event.add("dtstamp", datetime.now(UTC))
        event.add("dtstart", on)
        event.add("dtend", on + timedelta(1))
        event.add("summary", _summary(row))
        event.add("description", joined(row["counted"], row["source"]))
        event.add("class", "PRIVATE")
        event.add("transp", "TRANSPARENT")
        made.add_component(event)
    return bytes(made.to_ical())


def _summary(row: Mapping[str, Any]) -> str:
    about = " ".join(filter(None, (row["person"], row["ref"], row["agreement"])))
    return f"{row['label']} ({about})" if about else str(row["label"])
