"""Deadlines of measures: what must precede an action, and how long it may last."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from pdpcli.rules.dates import french, months_later
from pdpcli.rules.deadlines.catalogue import RULES
from pdpcli.rules.deadlines.deadline import Deadline, after, joined
from pdpcli.rules.deadlines.facts import ActFact, CaseFacts
from pdpcli.rules.deadlines.leaves_seen import absences, is_employee, is_on_leave
from pdpcli.rules.deadlines.settings import Settings
from pdpcli.rules.delays import after_working_days, working_days
from pdpcli.rules.vocabulary import ACT_KINDS, NO, UNKNOWN

#: The actions that a leave submits to the agreement of the CPAM (S3).
ACTIONS = tuple(code for code, kind in ACT_KINDS.items() if kind.group == "remobilisation")
_BY_THE_SSAM = ("essai_encadre", "crpe")  # always with the CPAM, whatever is noted of the leave
_UNSURE = {
    UNKNOWN: "on ne sait pas si elle est en arrêt ce jour-là",
    NO: "aucun arrêt noté ce jour-là : l'essai encadré en suppose un",
}
_NOT_FOR_THEM = "les textes n'ouvrent l'essai encadré qu'aux salariés : à vérifier"
_ALSO = {
    "essai_encadre": " ; il faut aussi l'accord du médecin traitant, du médecin-conseil et du "
    "médecin du travail",
    "crpe": " ; la CPAM signe la convention avec l'employeur et le salarié",
}


def measure_deadlines(facts: CaseFacts, settings: Settings) -> Iterator[Deadline]:
    """The steps before each action begun or planned, then its longest length."""
    yield from _agreements(facts, settings)
    yield from _evaluations(facts, settings)
    yield from _essais(facts, settings)
    yield from (_crpe(one, settings) for one in facts.of("crpe"))


def _agreements(facts: CaseFacts, settings: Settings) -> Iterator[Deadline]:
    """An agreement of the CPAM, of this absence, for each action; one serves one action."""
    left = facts.done("cpam_agreement")
    lead = settings.number("cpam_lead_days")
    for action in facts.of(*ACTIONS):
        leave = is_on_leave(facts, action.on)
        if leave != NO or action.kind in _BY_THE_SSAM:
            since = _since(facts, action.on)
            found = _agreed([one for one in left if one.on >= since], action)
            left = [one for one in left if one is not found]
            unsure = _UNSURE.get(leave, "") if action.kind != "crpe" else ""
            step = _before(facts, action, "cpam_agreement", lead, (found, unsure))
            yield _until(step, action, settings)


def _agreed(left: Sequence[ActFact], action: ActFact) -> ActFact | None:
    """The agreement that is for this action: named so, or else named for nothing."""
    for nature in (action.kind, ""):
        for one in left:
            if one.nature == nature:
                return one
    return None


def _evaluations(facts: CaseFacts, settings: Settings) -> Iterator[Deadline]:
    """The appointment with the SSAM, once for an absence, before an essai encadré or a CRPE."""
    lead = settings.number("ssam_lead_days")
    for action in facts.of(*_BY_THE_SSAM):
        since = _since(facts, action.on)
        done = [one for one in facts.done("ssam_evaluation") if one.on >= since]
        step = _before(facts, action, "ssam_evaluation", lead, (done[0] if done else None, ""))
        yield _until(step, action, settings)


def _until(deadline: Deadline, action: ActFact, settings: Settings) -> Deadline:
    """Once the action is over, what was missed is said for a while, and no more."""
    last = action.ended_on or action.on
    return replace(deadline, closes_on=last + timedelta(settings.number("missed_days")))


def _since(facts: CaseFacts, on: date) -> date:
    """The beginning of the last absence begun by that day."""
    starts = [one.started_on for one in absences(facts) if one.started_on <= on]
    return max(starts, default=date.min)


def _before(
    facts: CaseFacts, action: ActFact, rule_id: str, lead: int, said: tuple[ActFact | None, str]
) -> Deadline:
    """A step to be done ``lead`` days before an action, backwards and never postponed."""
    rule, (met, unsure) = RULES[rule_id], said
    waiting = [one.on for one in facts.planned(rule_id)]
    self_employed = action.kind == "essai_encadre" and not is_employee(facts, action.on)
    return Deadline(
        rule=rule,
        occurrence=str(action.number),
        on=action.on - timedelta(lead),
        opens_on=action.on - timedelta(2 * lead),
        met_on=met.on if met else None,
        planned_on=min(waiting, default=None),
        why=f"{ACT_KINDS[action.kind].label}, début le {french(action.on)}{_way(rule_id, action)}",
        counted=f"{lead} jours avant le début, jamais reporté",
        doubt=joined(rule.doubt, unsure, _NOT_FOR_THEM if self_employed else ""),
        act=action.number,
    )


def _way(rule_id: str, action: ActFact) -> str:
    """Whom to ask: the SSAM is the door of two measures, the CPAM's référent of the others."""
    if rule_id != "cpam_agreement":
        return ""
    if action.kind in _BY_THE_SSAM:
        return f" : par le service social{_ALSO[action.kind]}"
    return " : directement le référent PDP de la CPAM"


def _essais(facts: CaseFacts, settings: Settings) -> Iterator[Deadline]:
    """Each essai encadré within fourteen working days, all of them within twenty-eight."""
    used = 0
    for essai in facts.of("essai_encadre"):
        days, doubt = _worked(essai, facts.dept)
        room = min(RULES["essai_length"].number, RULES["essai_total"].number - used)
        if room <= 0 or (days is not None and used + days > RULES["essai_total"].number):
            too_many = _too_many(essai, used + (days or 1), doubt, settings)
            yield _until(too_many, essai, settings)
        length = _essai(facts, essai, max(room, 1), (days, doubt))
        yield length if days is None else _until(length, essai, settings)
        used += days or 0


def _worked(essai: ActFact, dept: str) -> tuple[int | None, str]:
    """How many days, as noted, else the « jours ouvrables » of the span; None: not known."""
    if essai.days is not None:
        return essai.days, ""
    if essai.ended_on is None:
        return None, "fin non notée"
    return working_days(essai.on, essai.ended_on, dept), (
        "jours travaillés non notés : comptés en jours ouvrables du début à la fin"
    )


def _too_many(essai: ActFact, total: int, doubt: str, settings: Settings) -> Deadline:
    rule = RULES["essai_total"]
    return Deadline(
        rule=rule,
        occurrence=str(essai.number),
        on=essai.on,
        opens_on=essai.on - timedelta(settings.number("information_days")),
        why=f"{total} jours en tout avec l'essai du {french(essai.on)} : {rule.number} au plus",
        counted=f"{rule.number} jours ouvrables en tout",
        doubt=joined(rule.doubt, doubt),
        act=essai.number,
    )


def _essai(facts: CaseFacts, essai: ActFact, room: int, worked: tuple[int | None, str]) -> Deadline:
    """The last day it may last; met once its length is known and short enough."""
    rule, (days, doubt) = RULES["essai_length"], worked
    fits = days is not None and days <= room
    on = after_working_days(essai.on - timedelta(1), room, facts.dept)
    said = "durée non notée" if days is None else f"{days} jours notés"
    return Deadline(
        rule=rule,
        occurrence=str(essai.number),
        on=on if days is None or fits else essai.on,
        opens_on=essai.on,
        met_on=(essai.ended_on or essai.on) if fits else None,
        why=f"essai encadré du {french(essai.on)}, {said} : {room} jours ouvrables au plus",
        counted=f"{room} jours ouvrables, premier jour compté ({french(essai.on)})",
        doubt=joined(rule.doubt, doubt),
        act=essai.number,
    )


def _crpe(crpe: ActFact, settings: Settings) -> Deadline:
    """The last day it may end; that it ended too late is said for a while."""
    rule, missed = RULES["crpe_length"], timedelta(settings.number("missed_days"))
    on = months_later(crpe.on, rule.number)
    in_time = crpe.ended_on is not None and crpe.ended_on <= on
    return Deadline(
        rule=rule,
        occurrence=str(crpe.number),
        on=on,
        opens_on=crpe.on,
        closes_on=max(crpe.ended_on, on) + missed if crpe.ended_on else None,
        met_on=crpe.ended_on if in_time else None,
        why=f"CRPE commencée le {french(crpe.on)}",
        counted=after(rule, crpe.on, "le début"),
        doubt=rule.doubt,
        act=crpe.number,
    )
