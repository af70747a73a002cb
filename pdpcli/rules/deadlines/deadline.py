"""A deadline: its day, why, how it was counted, what met it, and where it stands on a day."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from pdpcli.rules.dates import french
from pdpcli.rules.deadlines.rule import Rule
from pdpcli.rules.delays import falls_badly

_NOT_BINDING = frozenset({"information", "recommendation"})


@dataclass(frozen=True, kw_only=True)
class Deadline:
    """One occurrence of a rule, without any name of a person.

    ``occurrence`` is stable: (subject, rule.id, occurrence) is the key of the stored row.
    ``opens_on``: from when it may be acted on; ``closes_on``: the last day it is worth showing,
    None while it is not met. ``act`` and ``fiche`` are what it is about. ``hour`` is of ``on``.
    """

    rule: Rule
    occurrence: str
    on: date
    opens_on: date
    why: str
    counted: str
    closes_on: date | None = None
    met_on: date | None = None
    planned_on: date | None = None
    hour: str = ""
    awkward: str = ""
    doubt: str = ""
    act: int | None = None
    fiche: int | None = None

    @property
    def key(self) -> tuple[str, str]:
        """The rule and the occurrence."""
        return self.rule.id, self.occurrence

    @property
    def status(self) -> str:
        """How binding: a code of CHOICES "deadline_status"."""
        return self.rule.status


def standing(deadline: Deadline, today: date) -> str:
    """Where it stands: met, over, planned, coming, open, due or late.

    ``over``: nothing more to show; ``planned``: the act that meets it is on a day to come;
    ``coming``: not yet to be acted on; an information is ``due`` while it is shown.
    """
    if deadline.met_on:
        return "met"
    if deadline.closes_on and deadline.closes_on < today:
        return "over"
    if _is_planned(deadline, today):
        return "planned"
    if today < deadline.on:
        return "coming" if today < deadline.opens_on else "open"
    return "due" if today == deadline.on or deadline.rule.informs else "late"


def _is_planned(deadline: Deadline, today: date) -> bool:
    """Whether an act is planned that meets it, in time unless there is no last day to keep."""
    planned = deadline.planned_on
    if planned is None or planned < today:
        return False
    return deadline.status in _NOT_BINDING or planned <= deadline.on


def finished(found: Iterable[Deadline], today: date, dept: str) -> tuple[Deadline, ...]:
    """Those worth keeping on ``today``, by day; each says if its last day is a bad one."""
    kept = [one for one in found if standing(one, today) != "over"]
    complete = (replace(one, awkward=_awkward(one, dept)) for one in kept)
    return tuple(sorted(complete, key=lambda one: (one.on, one.key)))


def _awkward(deadline: Deadline, dept: str) -> str:
    """Why the last day is a bad one; nobody minds of an information, or of the end of a year."""
    if deadline.rule.informs or deadline.rule.counting == "period":
        return ""
    return falls_badly(deadline.on, dept)


def joined(*sentences: str) -> str:
    """The sentences that there are, as one text."""
    return " ; ".join(one for one in sentences if one)


def after(rule: Rule, start: date, what: str) -> str:
    """« 15 jours après le premier examen (02/03/2026) », as the rule counts."""
    return f"{amount(rule)} après {what} ({french(start)})"


def amount(rule: Rule) -> str:
    """« 15 jours », « 6 mois », « 72 heures »."""
    unit = {"months": "mois", "hours": "heures", "working": "jours ouvrables"}
    return f"{rule.number} {unit.get(rule.counting, 'jours')}"


def later_of(on: date, known_from: date, days: int) -> date | None:
    """When to stop showing what was already past when it became known; None otherwise."""
    return known_from + timedelta(days) if on < known_from else None
