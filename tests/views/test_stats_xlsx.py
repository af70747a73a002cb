"""The workbook holds numbers and inert texts, whatever a label is made of."""

import io
from datetime import date

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pdpcli.evaluation.definitions import Definition
from pdpcli.evaluation.line import Line
from pdpcli.evaluation.period import years
from pdpcli.evaluation.sheets import Figure, Hypothesis, Sheet
from pdpcli.views.stats_xlsx import Defined, stats_xlsx

TODAY = date(2026, 1, 1)


def workbook(label: str, *lines: Line, agreements: tuple[str, ...] = ("une-convention",)):
    said = (Hypothesis("x", label, "y", label, modifiable=True),)
    figure = Figure("X-1", label, label, years(2025), lines, said)
    found = [
        Defined(
            Sheet(agreement, label, figure.periods[0], (figure,)),
            [("X-1", Definition("a", label, label, label))],
        )
        for agreement in agreements
    ]
    data = stats_xlsx(found, TODAY)
    assert data == stats_xlsx(found, TODAY)
    return openpyxl.load_workbook(io.BytesIO(data))


@pytest.mark.parametrize(
    "label", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "http://exemple.invalid", "12", "a\x07b"]
)
def test_no_text_is_run_nor_read_as_something_else(label: str) -> None:
    book = workbook(label, Line("a", label, "case", (1, 2, 3), label, label))
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for one in row:
                assert one.data_type in {"s", "n"}
                assert one.hyperlink is None
                assert not (isinstance(one.value, str) and one.value.startswith(("=", "+", "@")))
                assert "\x07" not in str(one.value)


@pytest.mark.parametrize(
    ("today", "said"),
    [(TODAY, "non atteinte"), (date(2025, 12, 31), "pas encore atteinte")],
)
def test_a_target_is_not_missed_before_its_period_is_over(today: date, said: str) -> None:
    line = Line("a", "l", "case", (1, 2, 3), target="2 par an", at_least=2, reached=False)
    figure = Figure("X-1", "l", "l", years(2025), (line,), ())
    data = stats_xlsx([Defined(Sheet("x", "l", figure.periods[0], (figure,)), [])], today)
    cells = [
        one for row in openpyxl.load_workbook(io.BytesIO(data)).worksheets[0].values for one in row
    ]
    assert f"2 par an : {said}" in cells


@settings(max_examples=40)
@given(st.text(max_size=60))
def test_any_text_makes_a_workbook_that_opens(label: str) -> None:
    assert workbook(label, Line("a", label, "case", (1, None, 0)))


def test_numbers_are_numbers_and_what_is_not_known_is_said() -> None:
    rates = Line("b", "taux", "percent", (33.3, None, 100.0), target="au moins 80 %", at_least=80)
    mask = Line("a", "x", "case", (None, 4, 0), masked=(True, False, False))
    sheet = workbook("x", Line("a", "x", "case", (3, 0, 5)), rates, mask).worksheets[0]
    rows = [row[4:10] for row in sheet.iter_rows(values_only=True) if row[3]][1:]
    assert rows[0] == (3, 0, 5, 3, "n.d.", "")
    assert rows[1] == (33.3, "n.d.", 100, "", "", "au moins 80 % : n.d.")
    assert rows[2] == ("masqué", 4, 0, "", "", "")


def test_agreements_whose_names_are_too_long_have_a_sheet_each() -> None:
    long = "une-convention-dont-le-nom-est-vraiment-long"
    book = workbook("x", agreements=(f"{long}-1", f"{long}-2", long))
    assert len({name.casefold() for name in book.sheetnames}) == 4
    assert max(map(len, book.sheetnames)) <= 31


def test_only_the_letters_and_numbers_of_the_article_are_shown_beside_a_line() -> None:
    lines = [Line(id_, "x", "case", (1, 1, 1)) for id_ in ("a", "9", "published_men", "ours")]
    sheet = workbook("x", *lines).worksheets[0]
    rows = [row[1] for row in sheet.iter_rows(values_only=True) if row[3]][1:]
    assert [one or "" for one in rows] == ["a", "9", "", ""]
