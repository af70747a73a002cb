"""Deadlines after the end: recall at six months, purge; and privacy: rights, breaches."""

from collections.abc import Iterator
from datetime import UTC, date, timedelta

from pdpcli.rules.breach import NOTIFY_WITHIN
from pdpcli.rules.dates import french, months_later
from pdpcli.rules.deadlines.catalogue import RULES
from pdpcli.rules.deadlines.deadline import Deadline, after, amount
from pdpcli.rules.deadlines.facts import ActFact, BreachFact, CaseFacts, RequestFact
from pdpcli.rules.deadlines.settings import Settings
from pdpcli.rules.moments import french_moment

_EXTENDED = 2  # months more, told within the first one (RGPD, art. 12(3))
_NO_ANSWER = "no_answer"


def closed_deadlines(facts: CaseFacts, settings: Settings) -> Iterator[Deadline]:
    """Of a closed situation: the call, unless she wanted no more of us, and what is kept of it."""
    if facts.closed_on and facts.closure_reason != "declined":
        yield _recall(facts, facts.closed_on, settings)
    if last := facts.last_contact or facts.closed_on:
        rule = RULES["purge"]
        months = settings.number("retention_months")
        on = months_later(last, months)
        yield Deadline(
            rule=rule,
            occurrence=last.isoformat(),
            on=on,
            opens_on=on,
            why=f"dernier contact le {french(last)}",
            counted=f"{months} mois après le dernier contact ({french(last)})",
            doubt=rule.doubt,
        )


def _recall(facts: CaseFacts, closed_on: date, settings: Settings) -> Deadline:
    """Six months after, then some days after each attempt; met when reached, or given up."""
    rule = RULES["recall"]
    calls = [one for one in facts.done("follow_up") if one.on >= closed_on]
    tried = [one for one in calls if one.nature == _NO_ANSWER]
    planned = [one.on for one in facts.planned("follow_up") if one.on >= closed_on]
    on = months_later(closed_on, rule.number)
    if tried:
        on = max(on, tried[-1].on + timedelta(settings.number("recall_retry_days")))
    return Deadline(
        rule=rule,
        occurrence=closed_on.isoformat(),
        on=on,
        opens_on=on,
        met_on=_reached(calls, tried, settings.number("recall_attempts")),
        planned_on=min(planned, default=None),
        why=f"situation close le {french(closed_on)}{_attempts(tried, settings)}",
        counted=after(rule, closed_on, "la clôture"),
        doubt=rule.doubt,
    )


def _reached(calls: list[ActFact], tried: list[ActFact], most: int) -> date | None:
    """The day she was reached, else that of the attempt after which there is no news of her."""
    reached = [one.on for one in calls if one.nature != _NO_ANSWER]
    given_up = [tried[most - 1].on] if len(tried) >= most else []
    return min([*reached, *given_up], default=None)


def _attempts(tried: list[ActFact], settings: Settings) -> str:
    most = settings.number("recall_attempts")
    if len(tried) >= most:
        return f" ; sans nouvelles après {len(tried)} essais"
    return f" ; {len(tried)} essai(s) sur {most}" if tried else ""


def privacy_deadlines(facts: CaseFacts) -> Iterator[Deadline]:
    """What is owed to the person and to the CNIL, whatever became of the situation."""
    yield from (_request(one) for one in facts.requests)
    yield from (_breach(one) for one in facts.breaches)


def _request(request: RequestFact) -> Deadline:
    rule = RULES["rights"]
    months = rule.number + (_EXTENDED if request.extended else 0)
    right = f" ({request.right})" if request.right else ""
    longer = f", prolongé de {_EXTENDED} mois" if request.extended else ""
    return Deadline(
        rule=rule,
        occurrence=str(request.number),
        on=months_later(request.received_on, months),
        opens_on=request.received_on,
        met_on=request.answered_on,
        why=f"demande{right} reçue le {french(request.received_on)}",
        counted=after(rule, request.received_on, "la réception") + longer,
        doubt=rule.doubt,
    )


def _breach(breach: BreachFact) -> Deadline:
    """Hours that pass, nights and changes of clock included, said in the zone they were known."""
    rule, aware = RULES["breach"], breach.aware_at
    before = (aware.astimezone(UTC) + NOTIFY_WITHIN).astimezone(aware.tzinfo)
    known = french_moment(aware.replace(tzinfo=None))
    return Deadline(
        rule=rule,
        occurrence=breach.key,
        on=before.date(),
        opens_on=aware.date(),
        met_on=breach.settled_on,
        why=f"partie au mauvais destinataire, su le {known}",
        counted=f"{amount(rule)} après l'avoir su",
        hour=f"{before.hour} h {before.minute:02}",
        doubt=rule.doubt,
        fiche=breach.fiche,
    )
