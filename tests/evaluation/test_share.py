"""A convention may ask for no figures; a line may say its share of what is counted."""

import pytest

from pdpcli.errors import InputRefused
from pdpcli.evaluation.indicator import read_evaluation

NOTHING = 'agreement = "une-convention"\nsource = "Convention fictive, article 1"\n'
COUNT = """
[[indicator]]
id = "X-1"
label = "un chiffre"
[[indicator.count]]
id = "a"
label = "entretiens"
unit = "row"
where = { kind = "interview" }
[[indicator.count.line]]
id = "b"
label = "dont en arrêt"
where = { on_leave = "yes" }
share = true
"""


def test_a_convention_may_ask_for_no_figures() -> None:
    assert read_evaluation(NOTHING).indicators == ()


def test_a_share_is_one_of_something_counted() -> None:
    assert read_evaluation(NOTHING + COUNT).indicators[0].counts[0].lines[0].share
    with pytest.raises(InputRefused) as refused:
        read_evaluation(NOTHING + COUNT.replace('label = "entretiens"\n', ""))
    (problem,) = refused.value.problems
    assert "une part est celle d'un label" in problem.reason
