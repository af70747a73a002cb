"""Counting a period: our agreements, their declared evaluations, the store."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pdpcli.agreements.loader import find
from pdpcli.errors import InputRefused
from pdpcli.evaluation.indicator import read_evaluation
from pdpcli.evaluation.period import Period
from pdpcli.evaluation.sheets import Sheet, count_over
from pdpcli.evaluation.terms import Evaluation
from pdpcli.store.bodies import bodies_named
from pdpcli.store.home import user_agreements
from pdpcli.store.our_agreements import (
    OurAgreement,
    agreements_with,
    our_agreement,
    our_agreements,
)

if TYPE_CHECKING:
    from sqlite3 import Connection


@dataclass(frozen=True)
class Wanted:
    """Which figures are asked for.

    ``periods``: a quarter or a span, the same for all; without them ``year`` as each agreement
    begins it. ``partner``: the agreements with it, and the figures go to it.
    """

    year: int
    periods: tuple[Period, ...] = ()
    agreement: str = ""
    partner: str = ""
    by: str = ""


@dataclass(frozen=True)
class Counted:
    """The figures of one agreement of ours, and what they were counted with."""

    ours: OurAgreement
    evaluation: Evaluation
    said: Mapping[str, str]
    sheet: Sheet


def count(db: "Connection", year: int, wanted: str | None) -> list[Sheet]:
    """The figures of ``year`` for the agreement ``wanted`` names, or for all of ours.

    Raises:
        InputRefused: no agreement yet, an unknown one, or a declaration that is wrong.
    """
    return [one.sheet for one in counted(db, Wanted(year, agreement=wanted or ""))]


def counted(db: "Connection", wanted: Wanted) -> list[Counted]:
    """The figures that are ``wanted``, an agreement each; not cut by anything yet.

    Raises:
        InputRefused: the same, or a partner with whom none binds us.
    """
    return [_counted(db, ours, wanted) for ours in agreements_of(db, wanted)]


def _counted(db: "Connection", ours: OurAgreement, wanted: Wanted) -> Counted:
    evaluation, said = evaluation_of(ours), choices_of(ours)
    periods = wanted.periods or evaluation.years(wanted.year, said)
    figures = count_over(db, evaluation, periods, said)
    return Counted(ours, evaluation, said, Sheet(ours.id, ours.title, periods[0], tuple(figures)))


def agreements_of(db: "Connection", wanted: Wanted) -> Sequence[OurAgreement]:
    """Our agreements that are ``wanted``; all of them when nothing is said.

    Raises:
        InputRefused: none yet, an unknown one, or none with this partner.
    """
    if wanted.agreement:
        found = [our_agreement(db, wanted.agreement)]
    else:
        found = our_agreements(db) or [our_agreement(db, None)]
    if not wanted.partner:
        return found
    ids = {one.id for one in agreements_with(db, bodies_named(db, [wanted.partner]))}
    if kept := [one for one in found if one.id in ids]:
        return kept
    raise InputRefused(
        "Aucune de ces conventions ne nous lie à ce partenaire.", todo="pdp convention liste"
    )


def evaluation_of(ours: OurAgreement) -> Evaluation:
    """The evaluation that an agreement of ours declares. InputRefused when it is wrong."""
    return read_evaluation(find(ours.id, user_agreements()).evaluation_text)


def choices_of(ours: OurAgreement) -> Mapping[str, str]:
    """The choices she made for this agreement, where they are choices (not delays)."""
    return {name: value for name, value in ours.parameters.items() if isinstance(value, str)}
