"""Which of our conventions a situation may go through: one reading, for a list and for a choice."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from pdpcli.agreements.agreement import Agreement, Referral
from pdpcli.agreements.loader import find
from pdpcli.rules.orientation.conditions import (
    UNMET,
    Condition,
    Judged,
    judge_all,
    standing,
)
from pdpcli.rules.orientation.known import Fact, Known
from pdpcli.rules.orientation.regimes import REGIMES, Competence, actor_of, competence, regime_of
from pdpcli.rules.vocabulary import NO, YES
from pdpcli.store.home import user_agreements
from pdpcli.store.our_agreements import OurAgreement, with_fiche

if TYPE_CHECKING:
    from sqlite3 import Connection

    from pdpcli.store.cases import CaseRow

#: The convention whose criteria help a cell that has none with Cap emploi (S1 annexe 2).
CAP_EMPLOI = "prevy-cap-emploi"
_REGIME = "situation.regime"
_ORDER = ("met", "to_say", "not_now", "excluded")


@dataclass(frozen=True)
class Way:
    """A referral of a convention as this situation stands: each condition, and the whole.

    ``ours`` is None for a convention read as an example; ``referral`` when the text has none.
    """

    agreement: Agreement
    ours: OurAgreement | None
    referral: Referral | None
    outward: bool
    judged: tuple[Judged, ...]

    @property
    def partner(self) -> str:
        """The id of the other party."""
        if self.ours:
            return self.ours.partner
        return self.referral.recipient if self.referral else ""

    @property
    def state(self) -> str:
        """met, to_say, not_now or excluded (see ``standing``)."""
        return standing(self.judged)


def ways(db: "Connection", case: "CaseRow", held: Known) -> list[Way]:
    """Every referral of our conventions, towards the partner first, those that hold first."""
    found = [way for ours in with_fiche(db) for way in _of(db, case, ours, held)]
    return sorted(found, key=lambda one: (not one.outward, _ORDER.index(one.state)))


def example_ways(held: Known, agreement: str = CAP_EMPLOI) -> list[Way]:
    """The criteria of a convention that is not ours, by default those of Cap emploi.

    Raises:
        InputRefused: no convention of that name is known.
    """
    folder = find(agreement, user_agreements())
    return [_way(folder, None, one, held, outward=True) for one in folder.referrals]


def _of(db: "Connection", case: "CaseRow", ours: OurAgreement, held: Known) -> Iterator[Way]:
    folder = find(ours.id, user_agreements())
    held = _with_consent(db, case, ours, held)
    outward = [one for one in folder.referrals if _parties(one) == (ours.as_body, ours.partner)]
    inward = [one for one in folder.referrals if _parties(one) == (ours.partner, ours.as_body)]
    if not outward:
        yield _way(folder, ours, None, held, outward=True)
    for referral in outward:
        yield _way(folder, ours, referral, held, outward=True)
    for referral in inward:
        yield _way(folder, ours, referral, held, outward=False)


def _parties(one: Referral) -> tuple[str, str]:
    return one.sender, one.recipient


def _way(
    folder: Agreement,
    ours: OurAgreement | None,
    referral: Referral | None,
    held: Known,
    *,
    outward: bool,
) -> Way:
    judged = judge_all(referral.conditions, held) if referral else ()
    way = Way(folder, ours, referral, outward, judged)
    barred = _barred(way, held)
    return replace(way, judged=(barred, *judged)) if barred else way


def _barred(way: Way, held: Known) -> Judged | None:
    """What the régime forbids whatever the convention says; None when it says so, or nothing."""
    if not way.outward or any(one.excludes and one.condition.path == _REGIME for one in way.judged):
        return None
    actor = partner_actor(way)
    may = competence(actor, held) if actor else Competence(YES)
    if may.value != NO:
        return None
    source = REGIMES[regime_of(held)].source
    return Judged(Condition(may.why, _REGIME, source=source), UNMET, may.by)


def partner_actor(way: Way) -> str:
    """Who the other party is, by its names (see ``actor_of``)."""
    return actor_of(*_names(way.agreement, way.partner))


def _names(folder: Agreement, body_id: str) -> Iterator[str]:
    """The names of a body and of those it belongs to."""
    bodies = {one.id: one for one in folder.bodies}
    while body_id in bodies:
        body = bodies.pop(body_id)
        yield from (body.name, body.short)
        body_id = body.parent


def _with_consent(db: "Connection", case: "CaseRow", ours: OurAgreement, held: Known) -> Known:
    """What she said of this pair of bodies by then: the gate alone decides what may leave."""
    row = db.execute(
        """SELECT act, on_date FROM consent WHERE person_key = ? AND pair = ? AND on_date <= ?
        ORDER BY id DESC LIMIT 1""",
        (case.person_key, ours.pair, held.on.isoformat()),
    ).fetchone()
    if row is None:
        return held
    said = Fact(
        "consent.given", YES if row["act"] == "given" else NO, date.fromisoformat(row["on_date"])
    )
    return replace(held, facts={**held.facts, said.path: said})
