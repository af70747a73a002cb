"""What deadlines are computed from: frozen plain values, read from the store by others."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from pdpcli.rules.leaves import Leave
from pdpcli.rules.snapshot import SituationFact


@dataclass(frozen=True)
class ActFact:
    """An act: its number in the store, its kind (ACT_KINDS), its state; ``days`` are worked ones.

    ``on`` is the day it is done, planned or begins; ``ended_on`` its last day.
    """

    number: int
    kind: str
    on: date
    state: str = "done"
    ended_on: date | None = None
    days: int | None = None
    nature: str = ""


@dataclass(frozen=True)
class FicheFact:
    """A round of a fiche; ``theirs``: the request is the partner's, the reply is ours.

    Days are those recorded, ``None`` when not yet. ``ended_on`` is the day the exchange ended
    without an answer: declined, dropped, cancelled, refused or withdrawn by the person.
    """

    number: int
    agreement: str
    partner: str
    round: int = 0
    theirs: bool = False
    sent_on: date | None = None
    received_on: date | None = None
    acknowledged_on: date | None = None
    taken_on: date | None = None
    answered_on: date | None = None
    ended_on: date | None = None
    news_on: Sequence[date] = ()  # news, and « fiches de synthèse »
    reviewed_on: Sequence[date] = ()  # « fiches de synthèse »; acts ``case_review`` count too
    reminded_on: Sequence[date] = ()

    @property
    def key(self) -> str:
        """« 1/0 »: the fiche and the round."""
        return f"{self.number}/{self.round}"


@dataclass(frozen=True)
class RequestFact:
    """A right that the person exercises (RGPD, art. 15 to 22); ``extended``: told so in time."""

    number: int
    received_on: date
    right: str = ""  # as it is said: « accès », « rectification »
    extended: bool = False
    answered_on: date | None = None


@dataclass(frozen=True)
class BreachFact:
    """Data that reached somebody else; ``aware_at`` carries its zone.

    ``settled_on`` is the day the CNIL was told, or that there is no risk was written down.
    """

    key: str  # of the dispatch
    aware_at: datetime
    fiche: int | None = None
    settled_on: date | None = None


@dataclass(frozen=True)
class CaseFacts:
    """All that the deadlines of a situation are made of; state and codes as in the store.

    ``deceased`` is of the person, in this situation or in another; ``last_contact`` is the last
    day anything was exchanged with or about her.
    """

    opened_on: date
    state: str = "open"
    closed_on: date | None = None
    closure_reason: str = ""
    deceased: bool = False
    limited_on: date | None = None
    born_on: date | None = None
    dept: str = ""
    leaves: Sequence[Leave] = ()
    situations: Sequence[SituationFact] = ()
    acts: Sequence[ActFact] = ()
    fiches: Sequence[FicheFact] = ()
    requests: Sequence[RequestFact] = ()
    breaches: Sequence[BreachFact] = ()
    last_contact: date | None = None

    @property
    def died(self) -> bool:
        """Whether the person is dead, by what is noted of her or of why this was closed."""
        return self.deceased or self.closure_reason == "deceased"

    def done(self, *kinds: str) -> list[ActFact]:
        """The acts of these kinds that took place, in the order of time."""
        return [one for one in self.of(*kinds) if one.state == "done"]

    def planned(self, *kinds: str) -> list[ActFact]:
        """The acts of these kinds that are planned, in the order of time."""
        return [one for one in self.of(*kinds) if one.state == "planned"]

    def of(self, *kinds: str) -> list[ActFact]:
        """The acts of these kinds that were not cancelled, in the order of time."""
        found = [one for one in self.acts if one.kind in kinds and one.state != "cancelled"]
        return sorted(found, key=lambda one: (one.on, one.number))


@dataclass(frozen=True)
class FrequencyFact:
    """At least so many gatherings of a kind ``per`` month, quarter, half_year or year.

    Without a kind, nothing is counted: it is marked as done by hand.
    """

    id: str
    label: str
    at_least: int
    per: str
    source: str
    gathering: str = ""


@dataclass(frozen=True)
class GatheringFact:
    """A gathering that took place; ``partners``: how many bodies came."""

    kind: str
    on: date
    partners: int = 0


@dataclass(frozen=True)
class FormalStep:
    """A « mise en demeure » (formal-notice) or a conciliation that was begun."""

    delay: str
    started_on: date
    ended_on: date | None = None


@dataclass(frozen=True)
class AgreementFacts:
    """An agreement of ours: its terms, and what was held, evaluated and communicated.

    ``gatherings`` are those of this agreement; ``added_on`` is when it became ours in the store.
    ``communicate_to`` are the bodies that its text wants informed « dès sa signature ».
    """

    id: str
    short: str
    added_on: date
    signed_on: date | None = None
    term_months: int = 0
    tacit: bool = False
    notice_months: int = 0
    evaluation_months: int = 0
    terms_source: str = ""
    notice_source: str = ""
    evaluation_source: str = ""
    ended_on: date | None = None
    evaluated_on: Sequence[date] = ()
    amended_on: Sequence[date] = ()
    communicate_to: Sequence[str] = ()
    communicated: Sequence[tuple[str, date]] = ()
    frequencies: Sequence[FrequencyFact] = ()
    gatherings: Sequence[GatheringFact] = ()
    steps: Sequence[FormalStep] = ()
    dept: str = ""


@dataclass(frozen=True)
class MeetingFact:
    """A planned meeting of the cell, and whether its agenda was sent."""

    number: int
    on: date
    agenda_sent_on: date | None = None


@dataclass(frozen=True)
class CellFacts:
    """What is of the cell and of no agreement; ``cpom``: it asked for the calendar of S1 §7."""

    dept: str = ""
    cpom: bool = False
    meetings: Sequence[MeetingFact] = ()
    gatherings: Sequence[GatheringFact] = ()
