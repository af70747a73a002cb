"""Counting the year: our agreements, their declared evaluations, the store."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from pdpcli.agreements.loader import find
from pdpcli.errors import InputRefused
from pdpcli.evaluation.explain import Explanation, explain
from pdpcli.evaluation.indicator import read_evaluation
from pdpcli.evaluation.sheets import Sheet, count_over
from pdpcli.evaluation.terms import Evaluation
from pdpcli.store.home import user_agreements
from pdpcli.store.our_agreements import OurAgreement, our_agreement, our_agreements

if TYPE_CHECKING:
    from sqlite3 import Connection


def count(db: "Connection", year: int, wanted: str | None) -> list[Sheet]:
    """The figures of ``year`` for the agreement ``wanted`` names, or for all of ours.

    Raises:
        InputRefused: no agreement yet, an unknown one, or a declaration that is wrong.
    """
    sheets = []
    for ours in _ours(db, wanted):
        evaluation, said = evaluation_of(ours), choices_of(ours)
        periods = evaluation.years(year, said)
        figures = count_over(db, evaluation, periods, said)
        sheets.append(Sheet(ours.id, ours.title, periods[0], tuple(figures)))
    return sheets


def explained(db: "Connection", year: int, wanted: str | None, figure: str) -> Explanation:
    """What stands behind one figure of ``year``, named by its id in any case.

    Raises:
        InputRefused: the same, or no such figure.
    """
    known: list[str] = []
    for ours in _ours(db, wanted):
        evaluation, said = evaluation_of(ours), choices_of(ours)
        for indicator in evaluation.indicators:
            if figure.strip().casefold() in {indicator.id.casefold(), _short(indicator.id)}:
                return explain(db, evaluation, indicator, evaluation.years(year, said), said)
            known.append(indicator.id)
    if not known:
        raise InputRefused("Cette convention ne demande pas de chiffres.")
    raise InputRefused(
        "Aucun chiffre ne porte cet identifiant.", todo=f"Les chiffres : {', '.join(known)}"
    )


def _short(indicator_id: str) -> str:
    """« BTP34-5 » may be said « 5 »."""
    return indicator_id.rpartition("-")[2].casefold()


def _ours(db: "Connection", wanted: str | None) -> list[OurAgreement]:
    found = [] if wanted else our_agreements(db)
    return found or [our_agreement(db, wanted)]


def evaluation_of(ours: OurAgreement) -> Evaluation:
    """The evaluation that an agreement of ours declares. InputRefused when it is wrong."""
    return read_evaluation(find(ours.id, user_agreements()).evaluation_text)


def choices_of(ours: OurAgreement) -> Mapping[str, str]:
    """The choices she made for this agreement, where they are choices (not delays)."""
    return {name: value for name, value in ours.parameters.items() if isinstance(value, str)}
