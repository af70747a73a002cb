"""The figures as they are shown: the partner's beside ours, cut, masked, their hypotheses said."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from pdpcli.agreements.small_cells import SMALL_CELLS, threshold
from pdpcli.evaluation.crossing import Table, tables_of
from pdpcli.evaluation.cut import cut
from pdpcli.evaluation.definitions import Definition, definitions_of
from pdpcli.evaluation.dimensions import dimension_named
from pdpcli.evaluation.sheets import Figure, Hypothesis
from pdpcli.evaluation.terms import Dimension, Evaluation
from pdpcli.store.our_agreements import our_agreements
from pdpcli.workflows.stats import Counted, Wanted, counted, evaluation_of

if TYPE_CHECKING:
    from sqlite3 import Connection

_MASKED = (
    "masqués en dessous de {}, avec ce qui les ferait retrouver, dans ce croisement seulement"
    " (bonne pratique, non une règle de droit)"
)


def shown(db: "Connection", wanted: Wanted) -> list[Counted]:
    """The figures ``wanted``; cut by a dimension when one is, and masked when they go to a partner.

    Raises:
        InputRefused: as for counting, or nothing is cut by what is named.
    """
    found = counted(db, wanted)
    if not wanted.by:
        return found
    by = dimension_named(wanted.by, _evaluations(db, found))
    least = threshold(one.ours.parameters for one in found) if wanted.partner else None
    figures = cut([pair for one in found for pair in _with_tables(db, one, by)], least)
    rest = iter(figures)
    return [_replaced(one, [next(rest) for _ in one.sheet.figures], least) for one in found]


def _evaluations(db: "Connection", found: Sequence[Counted]) -> Iterator[Evaluation]:
    """Those counted, then our other ones: an age or a size is cut in bands that one declares."""
    yield from (one.evaluation for one in found)
    yield from (evaluation_of(ours) for ours in our_agreements(db))


def _with_tables(
    db: "Connection", one: Counted, by: Dimension
) -> Iterator[tuple[Figure, Sequence[Table]]]:
    for figure, indicator in zip(one.sheet.figures, one.evaluation.indicators, strict=True):
        settled = [one.evaluation.settle(count, one.said) for count in indicator.counts]
        yield figure, tables_of(db, one.evaluation, settled, figure.periods, by)


def _replaced(one: Counted, figures: Sequence[Figure], least: int | None) -> Counted:
    if least is not None:
        figures = [_saying(figure, least) for figure in figures]
    return replace(one, sheet=replace(one.sheet, figures=tuple(figures)))


def _saying(figure: Figure, least: int) -> Figure:
    """That small cells are masked, as an hypothesis of the figure."""
    text = _MASKED.format(least)
    said = Hypothesis(SMALL_CELLS.id, "petits effectifs", str(least), text, modifiable=True)
    return replace(figure, hypotheses=(*figure.hypotheses, said))


def definitions_of_counted(one: Counted) -> list[tuple[str, Definition]]:
    """What each line of each figure counts, by the id of the figure."""
    return [
        (indicator.id, definition)
        for indicator in one.evaluation.indicators
        for definition in definitions_of(one.evaluation, indicator, one.said)
    ]
