"""What an evaluation asks to be entered, in its order, each under a name that can be typed."""

import pytest
from handmade import evaluation_text

from pdpcli.agreements.loader import shipped
from pdpcli.errors import InputRefused
from pdpcli.evaluation.asked import of_partner, of_us
from pdpcli.evaluation.indicator import read_evaluation

FIGURES = """
agreement = "la-mienne"
source = "art. 1"
[[indicator]]
id = "MIEN-1"
label = "les fiches"
[[indicator.count]]
id = "a"
of = "figure"
key = "{key}"
unit = "number"
label = "faites"
heading = "secteur"
cells = {{ btp = "BTP", all = "tous secteurs" }}
[[indicator]]
id = "MIEN-2"
label = "la part"
[[indicator.count]]
id = "a"
of = "figure"
key = "fe_done"
unit = "number"
label = "faites"
heading = "secteur"
cells = {{ btp = "BTP", all = "tous secteurs" }}
[[indicator.count]]
id = "b"
of = "figure"
key = "pleased"
unit = "percent"
label = "contents"
"""


def test_a_figure_is_asked_once_cell_by_cell_and_says_what_it_is() -> None:
    asked = of_us(read_evaluation(FIGURES.format(key="fe_done")))
    assert [(one.name, one.label, one.indicator, one.about) for one in asked] == [
        ("fe_done.btp", "faites : BTP", "MIEN-1", "les fiches"),
        ("fe_done.all", "faites : tous secteurs", "MIEN-1", "les fiches"),
        ("pleased", "contents", "MIEN-2", "la part"),
    ]
    assert of_partner(read_evaluation(FIGURES.format(key="fe_done"))) == ()


@pytest.mark.parametrize("key", ["", "fe done", "fe=1", "Fe", "fé", "a.b", "_a"])
def test_a_key_that_could_not_be_typed_is_refused(key: str) -> None:
    with pytest.raises(InputRefused) as refused:
        read_evaluation(FIGURES.format(key=key))
    assert any("key" in one.place for one in refused.value.problems)


@pytest.mark.parametrize("agreement", shipped())
def test_every_name_of_a_shipped_convention_is_its_own(agreement: str) -> None:
    evaluation = read_evaluation(evaluation_text(agreement))
    asked = (*of_us(evaluation), *of_partner(evaluation))
    assert len({one.name.casefold() for one in asked}) == len(asked)
    assert all(one.label and one.about for one in asked)
