"""Deadlines of the cell itself: agendas, and the calendar of the CPOM when it was asked for."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from pdpcli.rules.dates import french
from pdpcli.rules.deadlines.catalogue import RULES
from pdpcli.rules.deadlines.deadline import Deadline, finished, joined
from pdpcli.rules.deadlines.facts import CellFacts, GatheringFact, MeetingFact
from pdpcli.rules.deadlines.periods import Minimum, minimum_deadlines
from pdpcli.rules.deadlines.settings import Settings

_PROVISIONAL = "chiffres provisoires : la période n'est pas finie"


@dataclass(frozen=True)
class Milestone:
    """A step of the calendar of dossier §3.2, in each year ``first`` to ``last``.

    ``before`` is of days: the figures asked for are of a period that is not over.
    """

    id: str
    first: int
    last: int
    month: int
    label: str
    provisional: bool = False


#: S1 §7. A quarter is due on its last day; « décembre » and the last quarter on the 31st.
CPOM = (
    Milestone("signature", 2024, 2024, 12, "signature du CPOM"),
    Milestone("etat-des-lieux", 2025, 2025, 3, "état des lieux des entreprises et salariés du BTP"),
    Milestone("fe-duerp", 2025, 2025, 6, "action FE BTP et accompagnement au DUERP"),
    Milestone("bilan", 2026, 2029, 3, "statistiques de {before}, premier point sur tous les "
              "indicateurs, restitution du bilan"),
    Milestone("second-point", 2026, 2029, 6, "statistiques du 1er trimestre {year}, second point"),
    Milestone("indicateurs", 2026, 2029, 12, "recueil des indicateurs de suivi (5.1), rencontre "
              "avec les partenaires", provisional=True),
    Milestone("restitution-finale", 2029, 2029, 12, "restitution finale, statistiques arrêtées "
              "à la fin de 2029", provisional=True),
)  # fmt: skip


def cell_deadlines(facts: CellFacts, today: date, settings: Settings) -> tuple[Deadline, ...]:
    """Agendas of the meetings planned; with the CPOM, its calendar and its frequencies."""
    return finished(_every(facts, today, settings), today, facts.dept)


def _every(facts: CellFacts, today: date, settings: Settings) -> Iterator[Deadline]:
    yield from (_agenda(one, settings) for one in facts.meetings)
    if facts.cpom:
        yield from _calendar(today, settings)
        for minimum in _minimums(facts):
            yield from minimum_deadlines(minimum, today, settings)


def _agenda(meeting: MeetingFact, settings: Settings) -> Deadline:
    rule, days = RULES["agenda"], settings.number("agenda_lead_days")
    return Deadline(
        rule=rule,
        occurrence=str(meeting.number),
        on=meeting.on - timedelta(days),
        opens_on=meeting.on - timedelta(2 * days),
        closes_on=meeting.on,
        met_on=meeting.agenda_sent_on,
        why=f"réunion de cellule du {french(meeting.on)}",
        counted=f"{days} jours avant la réunion, jamais reporté (votre délai)",
    )


def _calendar(today: date, settings: Settings) -> Iterator[Deadline]:
    """The milestones of last year, of this one and of the next."""
    for year in range(today.year - 1, today.year + 2):
        for one in CPOM:
            if one.first <= year <= one.last:
                yield _milestone(one, year, settings)


def _milestone(one: Milestone, year: int, settings: Settings) -> Deadline:
    rule = RULES["cpom"]
    first = date(year, one.month, 1)
    on = (first + timedelta(31)).replace(day=1) - timedelta(1)
    return Deadline(
        rule=rule,
        occurrence=f"{one.id}/{year}",
        on=on,
        opens_on=on - timedelta(settings.number("agreement_warning_days")),
        closes_on=on + timedelta(settings.number("missed_days")),
        why=one.label.format(year=year, before=year - 1),
        counted="dernier jour de la période que nomme le calendrier",
        doubt=joined(rule.doubt, _PROVISIONAL if one.provisional else ""),
    )


def _minimums(facts: CellFacts) -> Iterator[Minimum]:
    """T14, T15 and T9, which no convention's folder declares."""

    def wanted(rule_id: str, at_least: int, per: str, held: list[GatheringFact]) -> Minimum:
        rule = RULES[rule_id]
        days = [one.on for one in held]
        return Minimum(rule, rule_id, rule.label, at_least, per, rule.source, days)

    met = [one for one in facts.gatherings if one.kind in {"services", "instances"}]
    yield wanted("cpom_meetings", 1, "half_year", [one for one in met if one.partners > 1])
    taught = [one for one in facts.gatherings if one.kind == "training" and not one.partners]
    yield wanted("cpom_trainings", 1, "month", taught)
    shops = [one for one in facts.gatherings if one.kind == "workshop" and one.partners]
    yield wanted("cpom_workshops", 8, "year", shops)
