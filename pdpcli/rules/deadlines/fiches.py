"""Deadlines of a fiche: answers, what Cap emploi says of a signalement, reviews, reminders.

Every delay is the agreement's own, fixed by its text or by one of its parameters. A fiche that was
declined, dropped, cancelled or refused waits for nothing any more.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from pdpcli.rules.dates import french
from pdpcli.rules.deadlines.catalogue import RULES
from pdpcli.rules.deadlines.deadline import Deadline
from pdpcli.rules.deadlines.facts import CaseFacts, FicheFact
from pdpcli.rules.deadlines.settings import AgreementDelay, Settings

_RULE_OF = {"answer": "answer_theirs", "acknowledge": "acknowledge", "taken-on": "taken_on"}
#: A reply awaited from a partner: by what delays, the first that is not met is chased.
_AWAITED = ("answer", "acknowledge", "taken-on")


def fiche_deadlines(facts: CaseFacts, settings: Settings) -> Iterator[Deadline]:
    """Those of every round of every fiche; of one that ended, only what was met."""
    for fiche in facts.fiches:
        for one in _of_fiche(facts, fiche, settings):
            if one.met_on or not fiche.ended_on:
                yield one


def _of_fiche(facts: CaseFacts, fiche: FicheFact, settings: Settings) -> Iterator[Deadline]:
    if fiche.theirs:
        yield from _ours(fiche, settings)
        return
    yield from _awaited(fiche, settings)
    yield from _reminders(fiche, settings)
    if fiche.taken_on:
        yield from _recurring(fiche, fiche.taken_on, "news", fiche.news_on, settings)
        reviews = [*fiche.reviewed_on, *(one.on for one in facts.done("case_review"))]
        yield from _recurring(fiche, fiche.taken_on, "review", reviews, settings)


def _ours(fiche: FicheFact, settings: Settings) -> Iterator[Deadline]:
    delay = settings.delay(fiche.agreement, "answer")
    if delay and fiche.received_on:
        yield _deadline(
            fiche, "answer_ours", delay, fiche.received_on, ("reçue", fiche.answered_on)
        )


def _awaited(fiche: FicheFact, settings: Settings) -> Iterator[Deadline]:
    for id_ in _AWAITED:
        delay = settings.delay(fiche.agreement, id_)
        if delay and fiche.sent_on:
            met_on = _met(fiche, id_)
            yield _deadline(fiche, _RULE_OF[id_], delay, fiche.sent_on, ("envoyée", met_on))


def _met(fiche: FicheFact, delay: str) -> date | None:
    """What came later shows what was awaited before it: a reply, that it was received."""
    later = {
        "answer": (fiche.answered_on,),
        "taken-on": (fiche.taken_on, fiche.answered_on),
        "acknowledge": (fiche.acknowledged_on, fiche.taken_on, fiche.answered_on),
    }
    return min((day for day in later[delay] if day), default=None)


def _deadline(
    fiche: FicheFact,
    rule_id: str,
    delay: AgreementDelay,
    start: date,
    said: tuple[str, date | None],
) -> Deadline:
    rule, (verb, met_on) = RULES[rule_id], said
    return Deadline(
        rule=rule,
        occurrence=fiche.key,
        on=delay.after(start),
        opens_on=start,
        met_on=met_on,
        why=f"{fiche.partner} : fiche {verb} le {french(start)}",
        counted=f"{delay.said}, après le {french(start)} ; {delay.source}",
        doubt=rule.doubt,
        fiche=fiche.number,
    )


def _recurring(
    fiche: FicheFact, taken_on: date, id_: str, done: Sequence[date], settings: Settings
) -> Iterator[Deadline]:
    """From the taking on, then from each time it was done; the last one is still to come."""
    delay = settings.delay(fiche.agreement, id_)
    if delay is None:
        return
    since = sorted({day for day in done if day > taken_on})
    starts = [taken_on, *since]
    for start, met_on in zip(starts, [*since, None], strict=True):
        yield Deadline(
            rule=RULES[id_],
            occurrence=f"{fiche.key}/{start.isoformat()}",
            on=delay.after(start),
            opens_on=start,
            met_on=met_on,
            why=f"{fiche.partner} : {_since(start, taken_on)} le {french(start)}",
            counted=f"{delay.said}, après le {french(start)} ; {delay.source}",
            doubt=RULES[id_].doubt,
            fiche=fiche.number,
        )


def _since(start: date, taken_on: date) -> str:
    return "prise en charge" if start == taken_on else "la dernière fois"


def _reminders(fiche: FicheFact, settings: Settings) -> Iterator[Deadline]:
    """One rung for each reminder made, and the next while nothing came."""
    id_ = _chased(fiche, settings)
    delay = settings.delay(fiche.agreement, id_)
    if delay is None or fiche.sent_on is None:
        return
    due, made = delay.after(fiche.sent_on), _made(fiche, id_)
    ladder = settings.ladder(fiche.agreement)
    for rank, rung in enumerate(ladder[: len(made) + (_met(fiche, id_) is None)]):
        on = due + timedelta(rung)
        if rank:  # not sooner after the reminder before than the ladder says
            on = max(on, made[rank - 1] + timedelta(rung - ladder[rank - 1]))
        yield Deadline(
            rule=RULES["reminder"],
            occurrence=f"{fiche.key}/{id_}/{rank + 1}",
            on=on,
            opens_on=on,
            met_on=made[rank] if rank < len(made) else None,
            why=f"{fiche.partner} : fiche envoyée le {french(fiche.sent_on)}{_told(made[:rank])}",
            counted=_rung(rung, due),
            fiche=fiche.number,
        )


def _chased(fiche: FicheFact, settings: Settings) -> str:
    """The first delay that is not met, else the last one that was."""
    known = [one for one in _AWAITED if settings.delay(fiche.agreement, one)]
    late = [one for one in known if _met(fiche, one) is None]
    return [*late[:1], *known[-1:], ""][0]


def _made(fiche: FicheFact, delay: str) -> list[date]:
    """The reminders that were about this delay: those since what was awaited before it came."""
    start = fiche.sent_on or date.min
    if delay == "taken-on" and fiche.acknowledged_on:
        start = fiche.acknowledged_on
    return sorted(day for day in fiche.reminded_on if day >= start)


def _rung(rung: int, due: date) -> str:
    when = f"{rung} jours après le dernier jour" if rung else "le dernier jour"
    return f"{when} du délai ({french(due)})"


def _told(made: Sequence[date]) -> str:
    days = " et le ".join(map(french, made))
    return f", déjà relancée le {days}" if days else ""
