"""An agreement of ours as it lives: who is reached and how, what was held, what happened."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from pdpcli.agreements.agreement import PER, Frequency
from pdpcli.rules.dates import french
from pdpcli.rules.vocabulary import label
from pdpcli.views.partners import contact_words


@dataclass(frozen=True)
class Held:
    """A minimum frequency: how many were held in the period running; None: not counted."""

    frequency: Frequency
    period: str
    done: int | None


@dataclass(frozen=True)
class Life:
    """Bodies as they are reached, frequencies with what was held, events by date."""

    bodies: Sequence[Mapping[str, Any]] = ()
    held: Sequence[Held] = ()
    events: Sequence[Mapping[str, Any]] = ()

    @property
    def ends_on(self) -> date | None:
        """The day it ends, once terminated."""
        ended = [one["on_date"] for one in self.events if one["kind"] == "terminated"]
        return date.fromisoformat(max(ended)) if ended else None


def life_value(life: Life) -> dict[str, Any]:
    """As plain values, for ``--json``."""
    return {
        "contacts": list(life.bodies),
        "held": [
            {**asdict(one.frequency), "period": one.period, "done": one.done} for one in life.held
        ],
        "events": list(life.events),
        "ends_on": life.ends_on,
    }


def body_lines(life: Life) -> Iterator[str]:
    """How each body is reached, its DPD, and who answers there."""
    for one in life.bodies:
        reached = ", ".join(filter(None, (one["email"], one["phone"])))
        yield f"{one['short']} : {reached or 'ni courriel ni téléphone notés'}"
        yield f"{one['short']}, DPD : {one['dpo'] or 'non noté'}"
        for contact in one["contacts"]:
            yield f"{one['short']}, {contact_words(contact)}"


def held_line(one: Frequency, life: Life) -> str:
    """« Informations collectives : 3 faites sur 4 en 2026, au moins 4 par an (art. 2) »."""
    rule = f"au moins {one.at_least} {PER[one.per]} ({one.source})"
    held = next((each for each in life.held if each.frequency == one), None)
    if held is None or held.done is None:
        return f"{one.label} : {rule}"
    made = "faites" if held.done > 1 else "faite"
    return f"{one.label} : {held.done} {made} sur {one.at_least}, {held.period} ; {rule}"


def event_lines(life: Life) -> Iterator[str]:
    """What happened, by date, with the number by which it is removed."""
    for one in life.events:
        said = f" : {one['note']}" if one["note"] else ""
        on = french(date.fromisoformat(one["on_date"]))
        yield f"{on}, {label('agreement_event', one['kind'])}{said} (n° {one['number']})"
