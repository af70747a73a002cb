"""Deadlines of a leave: what becomes possible on its 30th, 31st, 60th day, and the return.

Consecutive periods are one absence, and the risk decides (C. trav., R.4624-31).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from pdpcli.rules.dates import french, months_later
from pdpcli.rules.deadlines.catalogue import RULES
from pdpcli.rules.deadlines.deadline import Deadline, after, joined, later_of
from pdpcli.rules.deadlines.facts import ActFact, CaseFacts
from pdpcli.rules.deadlines.leaves_seen import (
    absences,
    contract_ended,
    day_of,
    is_employee,
    lasts_until,
    told,
)
from pdpcli.rules.deadlines.settings import Settings
from pdpcli.rules.delays import after_days
from pdpcli.rules.leaves import Absence
from pdpcli.rules.vocabulary import CHOICES

#: R.4624-31: from how many days of absence a visite de reprise is mandatory, by risk.
REPRISE_FROM = {"occupational_disease": 1, "work_accident": 30, "illness": 60}
_OLD_LAW = date(2022, 4, 1)  # leaves begun before: three months and thirty days instead
_OF_EMPLOYEES = {"liaison_meeting_info", "liaison_meeting_possible"}
#: What becomes possible on a day of the absence -> the acts that show it was done.
_POSSIBLE = {
    "liaison_meeting_info": ("liaison_request", "liaison_meeting"),
    "liaison_meeting_possible": ("liaison_meeting",),
    "prereprise_possible": ("visit_prereprise",),
    "ssam_requests": (),
}


def leave_deadlines(facts: CaseFacts, settings: Settings) -> Iterator[Deadline]:
    """Every deadline of every absence that was not over when the situation was opened."""
    for whole in absences(facts):
        if lasts_until(whole, facts.opened_on):
            yield from _informations(facts, whole, settings)
        yield from _reprise(facts, whole, settings)


def _informations(facts: CaseFacts, whole: Absence, settings: Settings) -> Iterator[Deadline]:
    employee = is_employee(facts, facts.opened_on)
    for rule, kinds in _POSSIBLE.items():
        if (employee or rule not in _OF_EMPLOYEES) and not _is_elsewhere(facts, rule):
            day = day_of(whole, RULES[rule].number)
            yield from _information(_Said(facts, whole, rule, day, kinds), settings)
    months = months_later(whole.started_on, RULES["three_months"].number)
    yield from _information(_Said(facts, whole, "three_months", months, ()), settings)
    if employee and (from_day := _reprise_from(whole)):
        day = day_of(whole, from_day)
        yield from _information(_Said(facts, whole, "reprise_ahead", day, ()), settings)


def _is_elsewhere(facts: CaseFacts, rule: str) -> bool:
    """The requests of the Assurance maladie do not see those of the MSA."""
    return rule == "ssam_requests" and told(facts, facts.opened_on).regime == "agricultural"


@dataclass(frozen=True)
class _Said:
    """An information: of which absence, its day, and the acts that make it pointless."""

    facts: CaseFacts
    whole: Absence
    rule: str
    on: date
    kinds: tuple[str, ...]

    @property
    def acts(self) -> list[ActFact]:
        """The acts within the absence that it is about, done or planned."""
        start = self.whole.started_on
        found = self.facts.of(*self.kinds)
        return [one for one in found if one.on >= start and lasts_until(self.whole, one.on)]


def _information(said: _Said, settings: Settings) -> Iterator[Deadline]:
    """An information of a day, shown some days from when it could be known."""
    whole, rule = said.whole, RULES[said.rule]
    if not lasts_until(whole, said.on):
        return
    known = max(said.on, said.facts.opened_on)
    shown = timedelta(settings.number("information_days"))
    rank = f"{whole.day(said.on)}e jour" if said.on > whole.started_on else "premier jour"
    done = [one.on for one in said.acts if one.state == "done"]
    planned = [one.on for one in said.acts if one.state == "planned"]
    yield Deadline(
        rule=rule,
        occurrence=whole.started_on.isoformat(),
        on=said.on,
        opens_on=said.on,
        closes_on=min(known + shown, whole.ended_on or date.max),
        met_on=min(done, default=None),
        planned_on=min(planned, default=None),
        why=f"{rank} d'arrêt, commencé le {french(whole.started_on)}",
        counted="prolongations comprises, premier jour compté",
        doubt=joined(rule.doubt, _old_law(whole)),
    )


def _old_law(whole: Absence) -> str:
    """Thresholds changed on 31 March 2022."""
    if whole.started_on >= _OLD_LAW:
        return ""
    return "arrêt commencé avant le 01/04/2022 : anciens seuils (3 mois ; 30 jours), à vérifier"


def _risks(whole: Absence) -> set[str]:
    return {one.risk for one in whole.periods if one.risk}


def _reprise_from(whole: Absence) -> int:
    """From which day of this absence the visit is mandatory; 60 when the risk is not known."""
    return min((REPRISE_FROM.get(one, 60) for one in _risks(whole)), default=60)


def _reprise(facts: CaseFacts, whole: Absence, settings: Settings) -> Iterator[Deadline]:
    """The visit due within eight days of the return, if the absence was long enough."""
    if whole.ended_on is None or not is_employee(facts, whole.ended_on):
        return
    back = whole.ended_on + timedelta(1)
    rule = RULES["reprise"]
    on = after_days(back, rule.number)
    if not _is_due(whole) or _is_away(facts, whole, on) or contract_ended(facts, on):
        return
    done = [one.on for one in facts.done("visit_reprise", "unfit") if one.on >= back]
    planned = [one.on for one in facts.planned("visit_reprise") if one.on >= back]
    yield Deadline(
        rule=rule,
        occurrence=whole.started_on.isoformat(),
        on=on,
        opens_on=back,
        closes_on=later_of(on, facts.opened_on, settings.number("missed_days")),
        met_on=min(done, default=None),
        planned_on=min(planned, default=None),
        why=_return(whole, back),
        counted=after(rule, back, "le jour de la reprise"),
        doubt=joined(rule.doubt, _of_risk(whole), _old_law(whole), _public(facts, back)),
    )


def _is_due(whole: Absence) -> bool:
    """Long enough for its risk; from 30 days on when the risk is not known."""
    days = _length(whole)
    return days >= (_reprise_from(whole) if _risks(whole) else REPRISE_FROM["work_accident"])


def _length(whole: Absence) -> int:
    return whole.day(whole.ended_on) if whole.ended_on else 0


def _is_away(facts: CaseFacts, whole: Absence, on: date) -> bool:
    """Whether another absence began before the last day of the visit."""
    end = whole.ended_on or date.max
    return any(end < one.started_on <= on for one in absences(facts))


def _return(whole: Absence, back: date) -> str:
    risk = CHOICES["risk"].get(whole.risk or "", "nature non précisée")
    days = f"{_length(whole)} jours d'arrêt ({risk})"
    return f"reprise le {french(back)} après {days}, sauf prolongation"


def _of_risk(whole: Absence) -> str:
    """What is uncertain when the risk is not known, or changed."""
    if not _risks(whole) and _length(whole) < REPRISE_FROM["illness"]:
        return "nature de l'arrêt non précisée : obligatoire pour un AT ou une MP seulement"
    if len(_risks(whole)) > 1:
        return "arrêts de natures différentes, comptés en un seul"
    return ""


def _public(facts: CaseFacts, on: date) -> str:
    regime = told(facts, on).regime
    return "agent public : d'autres règles, à vérifier" if regime == "civil_service" else ""
