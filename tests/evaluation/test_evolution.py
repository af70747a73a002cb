"""What moved: published figures give the published evolutions; nothing is divided by nothing."""

import pytest

from pdpcli.evaluation.evolution import NONE, Evolution, evolution


def test_the_published_figures_give_the_published_evolutions() -> None:
    """S3, « essais encadrés » : 265 en 2022, 360 en 2023 (+95, +36 %)."""
    assert evolution((360, 265)) == Evolution(95, 36)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ((3, 0, 5), Evolution(3, None)),
        ((0, 4), Evolution(-4, -100)),
        ((4, 4), Evolution(0, 0)),
        ((1, 8), Evolution(-7, -88)),
        ((9, 8), Evolution(1, 13)),
        ((2.5, 1.5), Evolution(1, 67)),
        ((None, 4), NONE),
        ((4, None), NONE),
        ((4,), NONE),
        ((), NONE),
    ],
)
def test_nothing_is_divided_by_nothing(
    values: tuple[float | None, ...], expected: Evolution
) -> None:
    assert evolution(values) == expected


def test_a_percentage_moves_by_points() -> None:
    assert evolution((33.3, 30.1), "percent") == Evolution(3.2, None)
