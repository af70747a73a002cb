"""Deadlines of an inaptitude: second examination, contestation, salary."""

from collections.abc import Iterator
from datetime import date, timedelta

from pdpcli.rules.dates import french, months_later
from pdpcli.rules.deadlines.catalogue import RULES
from pdpcli.rules.deadlines.deadline import Deadline, after
from pdpcli.rules.deadlines.facts import ActFact, CaseFacts
from pdpcli.rules.deadlines.leaves_seen import is_employee
from pdpcli.rules.deadlines.settings import Settings
from pdpcli.rules.delays import after_days, falls_badly, postponed

#: « ni reclassé ni licencié » (L.1226-4): the outcomes that end the waiting.
_SETTLED = frozenset(
    {"same_job", "same_employer", "dismissed_unfit", "mutual_termination", "resignation",
     "other_employer", "other_activity"}
)  # fmt: skip


def unfitness_deadlines(facts: CaseFacts, settings: Settings) -> Iterator[Deadline]:
    """After a first examination, then after each avis d'inaptitude."""
    yield from _seconds(facts, settings)
    for unfit in facts.done("unfit"):
        if is_employee(facts, unfit.on):
            yield _contestation(facts, unfit)
            yield _salary(facts, unfit, settings)


def _seconds(facts: CaseFacts, settings: Settings) -> Iterator[Deadline]:
    """Each first examination; the one after it, or the avis, is what it waited for."""
    waiting: ActFact | None = None
    both = facts.done("unfit_exam", "unfit")
    for one in sorted(both, key=lambda act: (act.on, act.kind == "unfit")):
        if waiting is not None:
            yield _second(facts, waiting, one.on, settings)
            waiting = None
        elif one.kind == "unfit_exam":
            waiting = one
    if waiting is not None:
        yield _second(facts, waiting, None, settings)


def _second(facts: CaseFacts, exam: ActFact, met_on: date | None, settings: Settings) -> Deadline:
    """Not needed by everybody (« s'il estime »): that it did not come is said for a while."""
    rule = RULES["second_exam"]
    on = after_days(exam.on, rule.number)
    planned = [one.on for one in facts.planned("unfit", "unfit_exam") if one.on >= exam.on]
    return Deadline(
        rule=rule,
        occurrence=str(exam.number),
        on=on,
        opens_on=exam.on,
        closes_on=on + timedelta(settings.number("missed_days")),
        met_on=met_on,
        planned_on=min(planned, default=None),
        why=f"premier examen le {french(exam.on)}",
        counted=after(rule, exam.on, "le premier examen"),
        doubt=rule.doubt,
        act=exam.number,
    )


def _contestation(facts: CaseFacts, unfit: ActFact) -> Deadline:
    """Fifteen days of procedure; afterwards there is nothing more to say."""
    rule = RULES["contestation"]
    last = after_days(unfit.on, rule.number)
    on = postponed(last, facts.dept)
    put_off = f", reporté ({falls_badly(last, facts.dept)})" if on != last else ""
    return Deadline(
        rule=rule,
        occurrence=str(unfit.number),
        on=on,
        opens_on=unfit.on,
        closes_on=on,
        why=f"avis d'inaptitude du {french(unfit.on)}",
        counted=after(rule, unfit.on, "l'avis") + put_off,
        doubt=rule.doubt,
        act=unfit.number,
    )


def _salary(facts: CaseFacts, unfit: ActFact, settings: Settings) -> Deadline:
    """The employer pays again after a month, unless the employee is placed or dismissed."""
    rule = RULES["salary"]
    on = months_later(unfit.on, rule.number)
    settled = [
        one.on for one in facts.done("outcome") if one.nature in _SETTLED and one.on >= unfit.on
    ]
    return Deadline(
        rule=rule,
        occurrence=str(unfit.number),
        on=on,
        opens_on=unfit.on,
        closes_on=on + timedelta(settings.number("information_days")),
        met_on=min(settled, default=None),
        why=f"avis d'inaptitude du {french(unfit.on)}",
        counted=after(rule, unfit.on, "l'examen"),
        doubt=rule.doubt,
        act=unfit.number,
    )
