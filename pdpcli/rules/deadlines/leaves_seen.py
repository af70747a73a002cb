"""Absences of a situation and what was told of the person on a day: read by several rules."""

from datetime import date, timedelta

from pdpcli.rules.deadlines.facts import CaseFacts
from pdpcli.rules.leaves import Absence, absence
from pdpcli.rules.snapshot import Facts, SituationFact, on_leave_at
from pdpcli.rules.told import told_at

#: Statuses to which the rules about an employee and an employer do not apply.
SELF_EMPLOYED = frozenset({"craftsman", "trader", "liberal", "micro", "farmer", "spouse"})
#: Outcomes after which there is no return to this employer.
_CONTRACT_ENDED = frozenset(
    {"dismissed_unfit", "mutual_termination", "resignation", "jobseeker", "activity_ended",
     "other_employer", "other_activity"}
)  # fmt: skip


def absences(facts: CaseFacts) -> list[Absence]:
    """Every absence, prolongations chained, in the order of time."""
    seen = (absence(facts.leaves, one.started_on) for one in facts.leaves)
    whole = {one.started_on: one for one in seen if one}
    return [whole[day] for day in sorted(whole)]


def told(facts: CaseFacts, on: date) -> SituationFact:
    """What was told of the situation by ``on``."""
    return told_at(facts.situations, on) or SituationFact(on)


def is_employee(facts: CaseFacts, on: date) -> bool:
    """Whether the rules of an employment contract apply; somebody unknown is taken for one."""
    return told(facts, on).status not in SELF_EMPLOYED


def is_on_leave(facts: CaseFacts, on: date) -> str:
    """yes, no or unknown."""
    return on_leave_at(Facts(situations=facts.situations, leaves=facts.leaves), on)


def contract_ended(facts: CaseFacts, by: date) -> bool:
    """Whether an outcome by that day ended the contract."""
    return any(one.nature in _CONTRACT_ENDED and one.on <= by for one in facts.done("outcome"))


def day_of(whole: Absence, rank: int) -> date:
    """The ``rank``-th day of an absence, the first being 1."""
    return whole.started_on + timedelta(rank - 1)


def lasts_until(whole: Absence, on: date) -> bool:
    """Whether the absence reaches that day, as far as is known."""
    return whole.ended_on is None or on <= whole.ended_on
