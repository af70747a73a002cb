from collections.abc import Callable

import pytest
from handmade import AGREEMENT, Handmade, count_year, evaluation_text

from pdpcli.evaluation.indicator import read_evaluation
from pdpcli.evaluation.period import years
from pdpcli.evaluation.sheets import Figure, figure_of
from pdpcli.evaluation.terms import Evaluation


@pytest.fixture(scope="module")
def agreement() -> str:
    """The convention that is evaluated; a module about another one says which."""
    return AGREEMENT


@pytest.fixture
def store(agreement: str) -> Handmade:
    return Handmade(agreement)


@pytest.fixture(scope="module")
def evaluation(agreement: str) -> Evaluation:
    return read_evaluation(evaluation_text(agreement))


@pytest.fixture
def counted(store: Handmade, evaluation: Evaluation) -> Callable[..., dict[str, tuple[int, ...]]]:
    """Values of one figure's own lines (a, b…) for 2025, 2024 and 2023."""

    def count(figure_id: str, **said: str) -> dict[str, tuple[int, ...]]:
        figure = next(f for f in count_year(store.db, evaluation, 2025, said) if f.id == figure_id)
        return own_lines(figure)

    return count


@pytest.fixture
def figure(store: Handmade, evaluation: Evaluation) -> Callable[..., Figure]:
    """One figure over 2025 and the two years before."""

    def count(figure_id: str, **said: str) -> Figure:
        indicator = next(one for one in evaluation.indicators if one.id == figure_id)
        return figure_of(store.db, evaluation, indicator, years(2025), said)

    return count


def own_lines(figure: Figure) -> dict[str, tuple[int, ...]]:
    return {line.id: line.values for line in figure.lines if not line.code}
