"""Deadlines of meetings and visits: rendez-vous de liaison, SSAM, mi-carrière."""

from collections.abc import Iterator
from datetime import date, timedelta

from pdpcli.rules.dates import french, months_later
from pdpcli.rules.deadlines.catalogue import RULES
from pdpcli.rules.deadlines.deadline import Deadline, after, amount
from pdpcli.rules.deadlines.facts import ActFact, CaseFacts
from pdpcli.rules.deadlines.leaves_seen import is_employee
from pdpcli.rules.deadlines.settings import Settings
from pdpcli.rules.delays import after_days

_SECOND_INTERVIEW = (58, 60)  # between these birthdays
_YEARS_AHEAD = 2  # mi-carrière may be joined to a visit of the two years before
_FOLLOWED_YEARS = 3  # a situation is not asked about the visits of ten years on


def visit_deadlines(facts: CaseFacts, settings: Settings) -> Iterator[Deadline]:
    """Those of meetings asked for or planned, and of the person's age."""
    for asked in facts.done("liaison_request"):
        yield _offer(facts, asked, settings)
    for meeting in facts.of("liaison_meeting"):
        yield _notice(meeting)
    for orientation in facts.done("orientation"):
        if orientation.nature == "ssam":
            yield _ssam(facts, orientation, settings)
    if facts.born_on and is_employee(facts, facts.opened_on):
        yield from _midcareer(facts, facts.born_on, settings)


def _offer(facts: CaseFacts, asked: ActFact, settings: Settings) -> Deadline:
    """A date is offered to whoever asks for a rendez-vous de liaison, or accepts one."""
    rule = RULES["liaison_meeting_offer"]
    on = after_days(asked.on, rule.number)
    met = [one.on for one in facts.of("liaison_meeting") if one.on >= asked.on]
    return Deadline(
        rule=rule,
        occurrence=str(asked.number),
        on=on,
        opens_on=asked.on,
        closes_on=on + timedelta(settings.number("missed_days")),
        met_on=min(met, default=None),
        why=f"demandé ou accepté par le salarié le {french(asked.on)}",
        counted=after(rule, asked.on, "la demande"),
        doubt=rule.doubt,
        act=asked.number,
    )


def _notice(meeting: ActFact) -> Deadline:
    """The service is told eight days before; once the meeting took place, it was."""
    rule = RULES["liaison_meeting_notice"]
    return Deadline(
        rule=rule,
        occurrence=str(meeting.number),
        on=meeting.on - timedelta(rule.number),
        opens_on=meeting.on - timedelta(2 * rule.number),
        closes_on=meeting.on,
        met_on=meeting.on if meeting.state == "done" else None,
        why=f"rendez-vous de liaison prévu le {french(meeting.on)}",
        counted=f"{amount(rule)} avant, jamais reporté",
        doubt=rule.doubt,
        act=meeting.number,
    )


def _ssam(facts: CaseFacts, orientation: ActFact, settings: Settings) -> Deadline:
    rule, days = RULES["ssam_offer"], settings.number("ssam_offer_days")
    on = after_days(orientation.on, days)
    met = [one.on for one in facts.done("ssam_evaluation") if one.on >= orientation.on]
    return Deadline(
        rule=rule,
        occurrence=str(orientation.number),
        on=on,
        opens_on=orientation.on,
        closes_on=on + timedelta(settings.number("information_days")),
        met_on=min(met, default=None),
        why=f"orientation vers le service social le {french(orientation.on)}",
        counted=f"{days} jours après l'orientation ({french(orientation.on)})",
        doubt=rule.doubt,
        act=orientation.number,
    )


def _midcareer(facts: CaseFacts, born_on: date, settings: Settings) -> Iterator[Deadline]:
    """31 December of the year she is 45, when that comes while the cell follows her."""
    age = settings.number("midcareer_age")
    on = date(born_on.year + age, 12, 31)
    opens_on = months_later(on, -12 * _YEARS_AHEAD)
    visits = [one.on for one in facts.done("visit_midcareer")]
    if _concerns(facts, opens_on, on):
        yield Deadline(
            rule=RULES["midcareer"],
            occurrence=str(on.year),
            on=on,
            opens_on=opens_on,
            met_on=min((day for day in visits if day >= opens_on), default=None),
            why=f"{age} ans en {on.year} ; peut se faire lors d'une visite des deux ans d'avant",
            counted=f"31 décembre de l'année des {age} ans",
            doubt=RULES["midcareer"].doubt,
        )
    yield from _interviews(facts, born_on, settings)


def _concerns(facts: CaseFacts, opens_on: date, on: date) -> bool:
    """Whether it may be acted on while the cell follows her."""
    return facts.opened_on <= on and opens_on <= months_later(facts.opened_on, 12 * _FOLLOWED_YEARS)


def _interviews(facts: CaseFacts, born_on: date, settings: Settings) -> Iterator[Deadline]:
    """The « entretiens de parcours professionnel » that the employer holds."""
    rule = RULES["career_interview"]
    for visit in facts.done("visit_midcareer"):
        on = months_later(visit.on, rule.number)
        yield Deadline(
            rule=rule,
            occurrence=visit.on.isoformat(),
            on=on,
            opens_on=visit.on,
            closes_on=on + timedelta(settings.number("information_days")),
            why=f"visite de mi-carrière le {french(visit.on)}",
            counted=after(rule, visit.on, "la visite"),
            doubt=rule.doubt,
            act=visit.number,
        )
    opens_on, on = (months_later(born_on, 12 * years) for years in _SECOND_INTERVIEW)
    if _concerns(facts, opens_on, on):
        yield Deadline(
            rule=RULES["career_interview_60"],
            occurrence=on.isoformat(),
            on=on,
            opens_on=opens_on,
            closes_on=on,
            why=f"60 ans le {french(on)}",
            counted="dans les deux ans qui précèdent le soixantième anniversaire",
            doubt=RULES["career_interview_60"].doubt,
        )
