"""Three-state answers deduced from several facts, each with the facts that give it.

What is not known yet never makes a « oui » nor a « non »: once an answer is deduced, no further
fact that was unknown changes it. ``deduced.*`` paths are read by the conditions of a convention.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from pdpcli.rules.dates import months_later
from pdpcli.rules.orientation.known import Fact, Known, Noted
from pdpcli.rules.vocabulary import CHOICES, NO, UNKNOWN, YES

INDEPENDENT = frozenset({"craftsman", "trader", "liberal", "micro", "farmer"})
_EMPLOYEE = frozenset({"employee"})
_PENSIONS = frozenset({"cat1", "cat2", "cat3", "granted"})
_ACTIVE = frozenset({"working", "part_time", "working_invalidity", "adapted"})
_CONTRACTS = frozenset({"cdi", "cdd", "interim"})
_RISKS = frozenset(CHOICES["risk"])
_SUPPORT = ("redeployment", "workstation", "adjustment")
_ENDINGS = frozenset(
    {"dismissed_unfit", "mutual_termination", "resignation", "jobseeker", "activity_ended"}
)
_KEPT = frozenset({"same_job", "same_employer", "part_time_return", "adapted_return"})
_MONTHS = 3  # S1 annexe 2: « dans les 3 mois au moment de la prise en charge »


@dataclass(frozen=True)
class Found:
    """yes, no or unknown; ``by`` are the facts that say so, or what is known of it so far."""

    value: str
    by: tuple[Fact, ...] = ()


_NOTHING = Found(UNKNOWN)


def told(known: Known, path: str, yes: Iterable[str], no: Iterable[str] | None = None) -> Found:
    """Whether the answer is one of ``yes``; any other is a « non », or only those of ``no``."""
    fact = known.fact(path)
    if fact is None:
        return _NOTHING
    if fact.value in set(yes):
        return Found(YES, (fact,))
    return Found(NO if no is None or fact.value in set(no) else UNKNOWN, (fact,))


def any_of(*found: Found) -> Found:
    """One « oui » is enough, a « non » needs them all."""
    return _combined(found, YES, NO)


def all_of(*found: Found) -> Found:
    """One « non » is enough, a « oui » needs them all."""
    return _combined(found, NO, YES)


def _combined(found: Iterable[Found], enough: str, needed: str) -> Found:
    each = list(found)
    decisive = [one for one in each if one.value == enough]
    if decisive:
        return Found(enough, _facts(decisive))
    value = needed if all(one.value == needed for one in each) else UNKNOWN
    return Found(value, _facts(each))


def _facts(found: Iterable[Found]) -> tuple[Fact, ...]:
    return tuple(dict.fromkeys(fact for one in found for fact in one.by))


def _only_yes(found: Found) -> Found:
    """What proves something when it is so, and says nothing otherwise."""
    return found if found.value == YES else Found(UNKNOWN, found.by)


def _acts(noted: Iterable[Noted]) -> Found:
    """The last of these acts as a proof; nothing follows from there being none."""
    facts = tuple(one.fact for one in noted)
    return Found(YES, facts[-1:]) if facts else _NOTHING


def _pension(known: Known) -> Found:
    return told(known, "situation.invalidity", _PENSIONS)


def title(known: Known) -> Found:
    """A title in force: RQTH, pension, rente, another one (L.5212-13; dossier §4.10)."""
    return any_of(
        told(known, "situation.rqth", {YES}),
        _pension(known),
        told(known, "situation.rente_at", {YES}),
        told(known, "situation.boeth_other", {YES}),
    )


def boe(known: Known) -> Found:
    """« BOE ou en voie de l'être »: a title, or a file at the MDPH, or a RQTH being asked for."""
    asked = [one for one in known.held_or_planned() if one.kind == "rqth_request"]
    return any_of(title(known), told(known, "situation.mdph", {YES}), _asked(asked))


def _asked(requests: Iterable[Noted]) -> Found:
    found = _acts(requests)
    return found if found.value == YES else Found(NO)  # an act that is not noted was not done


def _leave_or_pension(known: Known) -> Found:
    return any_of(told(known, "leave.on_leave", {YES}), _pension(known))


def _resumed(known: Known) -> Found:
    """« en reprise à temps partiel thérapeutique, ou en activité avec pension d'invalidité »."""
    position = "situation.position"
    active = told(known, position, _ACTIVE, {"on_leave"})
    return any_of(
        told(known, position, {"part_time"}),
        told(known, "situation.part_time", {YES}),
        told(known, position, {"working_invalidity"}),
        all_of(active, _pension(known)),
    )


def _difficulty(known: Known) -> Found:
    """Difficulty or impossibility to keep or resume the post, by what the notebook shows."""
    return any_of(
        _only_yes(told(known, "situation.unfit_risk", {YES})),
        _only_yes(told(known, "situation.horizon", {"short"})),
        _acts(known.done(("adjustment", "unfit_exam", "unfit"))),
    )


def _ended(known: Known, kinds: Iterable[str]) -> Found:
    """What ends the contract, done or foreseen in the three months; a « non » to its keeping."""
    limit = months_later(known.on, _MONTHS)
    kept = [one.on for one in known.done(("outcome",)) if one.nature in _KEPT]
    ends = [
        one
        for one in sorted(known.held_or_planned(), key=lambda one: one.on)
        if one.on <= limit
        and (one.kind in set(kinds) or (one.kind == "outcome" and one.nature in _ENDINGS))
        and not any(day >= one.on for day in kept)
    ]
    return Found(NO, (ends[-1].fact,)) if ends else _NOTHING


def _contract_kept(known: Known) -> Found:
    """Criterion 4 of the CEP: only a « non » can be deduced, keeping a contract is to be said."""
    ended = _ended(known, ("unfit",))
    none = told(known, "employment.contract", {"none"})
    employed = told(known, "situation.status", _EMPLOYEE, INDEPENDENT)
    without = all_of(none, employed)
    if ended.value == NO or without.value == YES:
        return Found(NO, ended.by or without.by)
    return _NOTHING


def _three_months(known: Known) -> Found:
    """Still employed in three months: asked of who is on leave (S1 annexe 2, annexe 2)."""
    ended = _ended(known, ())
    if told(known, "leave.on_leave", {YES}).value == NO:
        return Found(YES, told(known, "leave.on_leave", {YES}).by)
    return ended if ended.value == NO and known.value("leave.on_leave") == YES else _NOTHING


def _sought(known: Known) -> Found:
    """Helped to look for a solution: a measure done proves it, an interview is only a sign."""
    proof = _acts(known.done(_SUPPORT))
    signs = known.done(("interview",))
    return proof if proof.value == YES else Found(UNKNOWN, tuple(one.fact for one in signs[-1:]))


def _seen_by_ssam(known: Known) -> Found:
    proof = _acts(known.done(("ssam_evaluation",)))
    if proof.value == YES:
        return proof
    return Found(UNKNOWN, told(known, "case.known_to_ssam", {YES}).by)


def _insured_worker(known: Known) -> Found:
    """« salariés titulaires d'un contrat […] ; travailleurs indépendants » (S4)."""
    status = "situation.status"
    return any_of(
        all_of(
            told(known, status, _EMPLOYEE, INDEPENDENT),
            told(known, "employment.contract", _CONTRACTS),
        ),
        told(known, status, INDEPENDENT, _EMPLOYEE),
    )


def _compensated(known: Known) -> Found:
    """« indemnisés au titre de la maladie, de l'invalidité, d'un AT ou d'une MP » (S4)."""
    return any_of(
        all_of(told(known, "leave.on_leave", {YES}), told(known, "leave.risk", _RISKS)),
        _pension(known),
    )


def _disabling(known: Known) -> Found:
    """A handicap or an invalidity that a title shows; a pathology is never asked."""
    return _only_yes(title(known))


@dataclass(frozen=True)
class Deduced:
    """An answer that is deduced: the question when it cannot be, and how it is."""

    ask: str
    read: Callable[[Known], Found]


#: Every path a condition may read that no single fact answers.
DEDUCED: Mapping[str, Deduced] = MappingProxyType(
    {
        "deduced.boe": Deduced(
            "A-t-elle un titre (RQTH, pension d'invalidité, rente AT/MP d'au moins 10 %, autre),"
            " ou un dossier à la MDPH ?",
            boe,
        ),
        "deduced.leave_or_pension": Deduced(
            "Est-elle en arrêt, ou a-t-elle une pension d'invalidité ?", _leave_or_pension
        ),
        "deduced.resumed": Deduced(
            "A-t-elle repris à temps partiel thérapeutique, ou travaille-t-elle avec une pension"
            " d'invalidité ?",
            _resumed,
        ),
        "deduced.difficulty": Deduced(
            "Sa santé ou son handicap rendent-ils difficile ou impossible de garder ou de"
            " reprendre le poste ?",
            _difficulty,
        ),
        "deduced.contract_kept": Deduced(
            "Le contrat sera-t-il maintenu, sans inaptitude ni rupture dans les trois mois ?",
            _contract_kept,
        ),
        "deduced.three_months": Deduced(
            "Sera-t-elle toujours salariée dans les trois prochains mois ?", _three_months
        ),
        "deduced.sought": Deduced(
            "A-t-elle été accompagnée dans la recherche d'un maintien ou d'un reclassement"
            " interne ?",
            _sought,
        ),
        "deduced.seen_by_ssam": Deduced(
            "A-t-elle été reçue par un assistant social ?", _seen_by_ssam
        ),
        "deduced.insured_worker": Deduced(
            "Avait-elle un contrat de travail au moment de l'arrêt, ou est-elle indépendante ?",
            _insured_worker,
        ),
        "deduced.compensated": Deduced("Est-elle indemnisée, et au titre de quoi ?", _compensated),
        "deduced.disabling": Deduced(
            "La pathologie est-elle chronique, handicapante ou invalidante ? (sans la nommer)",
            _disabling,
        ),
    }
)
