"""What a report draws of its figures, and what it notes of them."""

from types import SimpleNamespace

import pytest

from pdpcli.evaluation.line import Line
from pdpcli.evaluation.period import years
from pdpcli.evaluation.sheets import Figure
from pdpcli.forms.report import Chart, Table
from pdpcli.views.report_figure import figure_blocks
from pdpcli.views.report_method import method_parts


def figure(*lines: Line, id_: str = "X-1") -> Figure:
    return Figure(id_, "un chiffre", "source", years(2025), lines, ())


def breakdown(unit: str) -> list[Line]:
    return [Line("b", f"{unit} {n}", unit, (n + 9, 5, 5), "branche", str(n)) for n in range(4)]


def test_percents_are_read_in_the_table_and_never_drawn() -> None:
    blocks = list(figure_blocks(figure(*breakdown("percent"), *breakdown("case"))))
    charts = [one for one in blocks if isinstance(one, Chart)]
    assert [bar.label for one in charts for bar in one.bars] == [f"case {n}" for n in range(4)]


@pytest.mark.parametrize(("over", "said"), [(True, "non atteinte"), (False, "pas encore atteinte")])
def test_a_target_is_not_missed_before_its_period_is_over(*, over: bool, said: str) -> None:
    line = Line("a", "l", "case", (1, 2, 3), target="2 par an", at_least=2, reached=False)
    (table,) = figure_blocks(figure(line), over=over)
    assert isinstance(table, Table)
    assert table.rows[-1].label == f"cible : 2 par an · {said}"


def test_what_was_not_entered_is_one_list() -> None:
    seen = ("à voir", "non saisi pour 2025 : l'un", "non saisi pour 2025 : l'autre")
    method = {name: SimpleNamespace(counted=(), seen=seen) for name in ("X-1", "X-2")}
    figures = tuple(figure(id_=name) for name in method)
    annual = SimpleNamespace(
        sheet=SimpleNamespace(figures=figures), method=method, source="s", definition="d"
    )
    (noted,) = [one for one in method_parts(annual) if one.title == "À noter"]  # type: ignore[arg-type]
    assert [one.text for one in noted.blocks] == [
        "X-1 : à voir",
        "X-2 : à voir",
        "non saisi pour 2025 : X-1 (l'un ; l'autre), X-2 (l'un ; l'autre)",
    ]
