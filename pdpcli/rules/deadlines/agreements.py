"""Deadlines of an agreement: term, notice, evaluation, communication, disputes, frequencies."""

from collections.abc import Iterator
from datetime import date, timedelta

from pdpcli.rules.dates import french, months_later
from pdpcli.rules.deadlines.catalogue import RULES
from pdpcli.rules.deadlines.deadline import Deadline, finished, joined, later_of
from pdpcli.rules.deadlines.facts import AgreementFacts, FormalStep, FrequencyFact
from pdpcli.rules.deadlines.periods import LENGTHS, Minimum, minimum_deadlines
from pdpcli.rules.deadlines.settings import Settings
from pdpcli.rules.delays import after_days

_STEP_RULES = {"formal-notice": "formal_notice", "conciliation": "conciliation"}


def agreement_deadlines(
    facts: AgreementFacts, today: date, settings: Settings
) -> tuple[Deadline, ...]:
    """What an agreement of ours wants, around ``today``; once terminated, its disputes only."""
    return finished(_every(facts, today, settings), today, facts.dept)


def _every(facts: AgreementFacts, today: date, settings: Settings) -> Iterator[Deadline]:
    yield from (_step(facts, one, settings) for one in facts.steps if one.delay in _STEP_RULES)
    if facts.ended_on and facts.ended_on <= today:
        return
    if facts.signed_on:
        yield from _terms(facts, facts.signed_on, today, settings)
        yield from _evaluations(facts, facts.signed_on, today, settings)
        yield from _communications(facts, facts.signed_on, settings)
    for one in facts.frequencies:
        if one.per in LENGTHS:
            yield from minimum_deadlines(_minimum(facts, one), today, settings)


def terms(signed_on: date, months: int, today: date) -> list[tuple[date, date]]:
    """The term before and the one running: from its first day to the anniversary."""
    rank = 0
    while months_later(signed_on, months * (rank + 1)) <= today:
        rank += 1
    ranks = [rank - 1, rank] if rank else [rank]
    return [
        (months_later(signed_on, months * one), months_later(signed_on, months * (one + 1)))
        for one in ranks
    ]


def _terms(
    facts: AgreementFacts, signed_on: date, today: date, settings: Settings
) -> Iterator[Deadline]:
    """The anniversary of the running term, and the last day of notice before it."""
    if not facts.term_months:
        return
    _, end = terms(signed_on, facts.term_months, today)[-1]
    warned = timedelta(settings.number("agreement_warning_days"))
    becomes = "reconduite tacitement" if facts.tacit else "prend fin"
    yield Deadline(
        rule=RULES["term"],
        occurrence=end.isoformat(),
        on=end,
        opens_on=end - warned,
        closes_on=end,
        why=f"{facts.short} : {becomes} le {french(end)}",
        counted=joined(
            f"{facts.term_months} mois de date à date, signature du {french(signed_on)}",
            facts.terms_source,
        ),
    )
    if facts.notice_months:
        yield _notice(facts, end, warned)


def _notice(facts: AgreementFacts, end: date, warned: timedelta) -> Deadline:
    """Backwards from the anniversary: a Saturday or a holiday is never put off."""
    last = months_later(end, -facts.notice_months)
    return Deadline(
        rule=RULES["notice"],
        occurrence=end.isoformat(),
        on=last,
        opens_on=last - warned,
        closes_on=last,
        why=f"{facts.short} : échéance le {french(end)}",
        counted=joined(
            f"{facts.notice_months} mois avant l'échéance, jamais reporté", facts.notice_source
        ),
        doubt=RULES["notice"].doubt,
    )


def _evaluations(
    facts: AgreementFacts, signed_on: date, today: date, settings: Settings
) -> Iterator[Deadline]:
    """Done before each anniversary, since the tacit renewal depends on it."""
    if not facts.evaluation_months:
        return
    for start, end in terms(signed_on, facts.evaluation_months, today):
        on = end - timedelta(1)
        done = [day for day in facts.evaluated_on if start <= day < end]
        yield Deadline(
            rule=RULES["evaluation"],
            occurrence=end.isoformat(),
            on=on,
            opens_on=on - timedelta(settings.number("agreement_warning_days")),
            closes_on=on + timedelta(settings.number("missed_days")),
            met_on=min(done, default=None),
            why=f"{facts.short} : période du {french(start)} au {french(on)}",
            counted=joined("veille de l'anniversaire", facts.evaluation_source),
            doubt=RULES["evaluation"].doubt,
        )


def _communications(
    facts: AgreementFacts, signed_on: date, settings: Settings
) -> Iterator[Deadline]:
    """To each body named by the text, at the signature and at each amendment."""
    days = settings.number("communication_days")
    for start in [signed_on, *facts.amended_on]:
        on = after_days(start, days)
        for body in facts.communicate_to:
            told = [day for who, day in facts.communicated if who == body and day >= start]
            yield Deadline(
                rule=RULES["communication"],
                occurrence=f"{body}/{start.isoformat()}",
                on=on,
                opens_on=start,
                closes_on=later_of(on, facts.added_on, settings.number("missed_days")),
                met_on=min(told, default=None),
                why=f"{facts.short} : à communiquer à {body}, texte du {french(start)}",
                counted=f"{days} jours après la signature (votre délai ; « dès sa signature »)",
            )


def _step(facts: AgreementFacts, step: FormalStep, settings: Settings) -> Deadline:
    """When a « mise en demeure » or a conciliation has run out, by the delay of the text."""
    rule = RULES[_STEP_RULES[step.delay]]
    delay = settings.delay(facts.id, step.delay)
    usual = {"formal-notice": after_days(step.started_on, 30),
             "conciliation": months_later(step.started_on, 2)}  # fmt: skip
    on = delay.after(step.started_on) if delay else usual[step.delay]
    source = f" ; {delay.source}" if delay else " ; délai des autres conventions"
    return Deadline(
        rule=rule,
        occurrence=step.started_on.isoformat(),
        on=on,
        opens_on=step.started_on,
        met_on=step.ended_on,
        why=f"{facts.short} : commencée le {french(step.started_on)}",
        counted=f"compté du {french(step.started_on)}{source}",
        doubt=rule.doubt,
    )


def _minimum(facts: AgreementFacts, wanted: FrequencyFact) -> Minimum:
    held = [one.on for one in facts.gatherings if one.kind == wanted.gathering]
    return Minimum(
        RULES["frequency"],
        wanted.id,
        f"{facts.short}, {wanted.label}",
        wanted.at_least,
        wanted.per,
        wanted.source,
        held if wanted.gathering else None,
    )
