"""The deadlines of one situation: what became of it decides which rules still speak."""

from collections.abc import Iterator
from datetime import date

from pdpcli.rules.deadlines.afterwards import closed_deadlines, privacy_deadlines
from pdpcli.rules.deadlines.deadline import Deadline, finished
from pdpcli.rules.deadlines.facts import CaseFacts
from pdpcli.rules.deadlines.fiches import fiche_deadlines
from pdpcli.rules.deadlines.leave import leave_deadlines
from pdpcli.rules.deadlines.measures import measure_deadlines
from pdpcli.rules.deadlines.settings import Settings
from pdpcli.rules.deadlines.unfitness import unfitness_deadlines
from pdpcli.rules.deadlines.visits import visit_deadlines

_OPEN = (leave_deadlines, visit_deadlines, measure_deadlines, unfitness_deadlines, fiche_deadlines)


def case_deadlines(facts: CaseFacts, today: date, settings: Settings) -> tuple[Deadline, ...]:
    """Every deadline of the situation that is worth showing on ``today``, by day.

    Nothing about somebody who died. Of a situation that is cancelled, or whose person asked that
    we stop using her data (RGPD, art. 18), only what we owe her and the CNIL; of a closed one,
    also the call at six months and the review of what is kept.
    """
    if facts.died:
        return ()
    return finished(_every(facts, settings), today, facts.dept)


def _every(facts: CaseFacts, settings: Settings) -> Iterator[Deadline]:
    yield from privacy_deadlines(facts)
    if facts.limited_on:
        return
    if facts.state == "closed":
        yield from closed_deadlines(facts, settings)
    elif facts.state == "open":
        for family in _OPEN:
            yield from family(facts, settings)
