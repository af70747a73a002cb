"""The one reading of a convention's conditions: met, unmet or unknown, and by what.

A condition that the notebook cannot answer is a question to ask. What is not known is neither met
nor unmet; what is known not to hold today may still come, unless it is lasting.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from pdpcli.rules.orientation.deduced import DEDUCED, INDEPENDENT, Found, told
from pdpcli.rules.orientation.known import LASTING, QUESTIONS, Fact, Known
from pdpcli.rules.vocabulary import CHOICES, NO, PATHS, UNKNOWN, YES

MET, UNMET = "met", "unmet"
STATUS = "situation.status"
#: Whom a condition is for, when the text parts its public: name -> statuses.
PUBLICS: Mapping[str, frozenset[str]] = MappingProxyType(
    {"employee": frozenset({"employee"}), "independent": INDEPENDENT}
)


@dataclass(frozen=True)
class Condition:
    """A condition of a referral; with ``path``, the notebook answers it by one of ``codes``.

    ``ask_otherwise``: another answer leaves it to be said. ``public`` (PUBLICS): it is only for
    these. ``ask`` is the question, ``source`` the article when it is not that of the referral.
    """

    text: str
    path: str = ""
    codes: tuple[str, ...] = ()
    ask_otherwise: bool = False
    public: str = ""
    ask: str = ""
    source: str = ""


@dataclass(frozen=True)
class Judged:
    """A condition as it stands: ``by`` are the facts, ``ask`` the question while it is unknown."""

    condition: Condition
    state: str
    by: tuple[Fact, ...] = ()
    ask: str = ""

    @property
    def excludes(self) -> bool:
        """Whether it is unmet for good: no visit nor stoppage to come changes it."""
        return self.state == UNMET and self.condition.path in LASTING


def codes_of_path(path: str) -> Mapping[str, str] | None:
    """The codes that a condition may name for ``path``; empty when they are free, None if unknown.

    A departement is free: "34", "2A".
    """
    if path in DEDUCED:
        return {YES: "", NO: ""}
    if path == "person.dept":
        return {}
    if path == "consent.given":
        return {YES: "", NO: ""}
    return CHOICES.get(PATHS.get(path, "")) if path in PATHS else None


def paths() -> list[str]:
    """Every path that a condition may read."""
    closed = [one for one, kind in PATHS.items() if kind in CHOICES]
    return sorted([*closed, *DEDUCED, "person.dept", "consent.given"])


def judge(condition: Condition, known: Known) -> Judged | None:
    """How ``condition`` stands; None when it is for another public."""
    if condition.public:
        status = known.fact(STATUS)
        others = [codes for name, codes in PUBLICS.items() if name != condition.public]
        if status is not None and any(status.value in codes for codes in others):
            return None
        if status is None or status.value not in PUBLICS[condition.public]:
            by = () if status is None else (status,)
            return Judged(condition, UNKNOWN, by, QUESTIONS[STATUS][1])
    found = _found(condition, known)
    if found.value == YES:
        return Judged(condition, MET, found.by)
    if found.value == NO and not condition.ask_otherwise:
        return Judged(condition, UNMET, found.by)
    return Judged(condition, UNKNOWN, found.by, _question(condition, found))


def judge_all(conditions: Iterable[Condition], known: Known) -> tuple[Judged, ...]:
    """Each one that is for this person's public."""
    found = (judge(one, known) for one in conditions)
    return tuple(one for one in found if one is not None)


def _found(condition: Condition, known: Known) -> Found:
    if not condition.path:
        return Found(UNKNOWN)
    if condition.path not in DEDUCED:
        return told(known, condition.path, condition.codes)
    deduced = DEDUCED[condition.path].read(known)
    if deduced.value == UNKNOWN:
        return deduced
    return Found(YES if deduced.value in condition.codes else NO, deduced.by)


def _question(condition: Condition, found: Found) -> str:
    """Its own question, else that of its path; a path already answered has only its own."""
    if condition.ask or not condition.path:
        return condition.ask or f"{condition.text} ?"
    if condition.path in DEDUCED:
        return DEDUCED[condition.path].ask
    if found.by:
        return f"{condition.text} ?"
    return QUESTIONS.get(condition.path, ("", f"{condition.text} ?"))[1]


def standing(judged: Sequence[Judged]) -> str:
    """Where a referral stands by its conditions.

    ``met`` all are; ``excluded`` one is unmet for good; ``not_now`` one is unmet today; ``to_say``
    what is left is not known.
    """
    if any(one.excludes for one in judged):
        return "excluded"
    if any(one.state == UNMET for one in judged):
        return "not_now"
    return "met" if all(one.state == MET for one in judged) else "to_say"
