"""What an evaluation says of its report is checked like the rest; a sheet is kept as it was."""

from datetime import date

import pytest
from handmade import Handmade, evaluation_text
from hypothesis import given
from hypothesis import strategies as st

from pdpcli.errors import InputRefused
from pdpcli.evaluation.indicator import read_evaluation
from pdpcli.evaluation.line import Line
from pdpcli.evaluation.period import Period
from pdpcli.evaluation.sheet_json import read_sheet, sheet_value
from pdpcli.evaluation.sheets import Figure, Hypothesis, Sheet
from pdpcli.evaluation.units import units_of

MINIMAL = 'agreement = "x"\nsource = "art. 5"\n'
PARAMETER = """
[parameter.writer]
label = "qui commence"
default = "one"
[parameter.writer.choice.one]
text = "l'un"
[parameter.writer.choice.two]
text = "l'autre"
"""
TURN = '[report]\nturn = "writer"\nwriters = { one = "a", two = "b" }\n'


def refused(text):
    with pytest.raises(InputRefused) as error:
        read_evaluation(text)
    return [(one.place, one.reason) for one in error.value.problems]


def test_without_a_report_nothing_is_said():
    assert read_evaluation(MINIMAL).report.addressed_to == ()
    terms = read_evaluation(MINIMAL + PARAMETER + TURN).report
    assert (terms.turn, terms.writers) == ("writer", {"one": "a", "two": "b"})


@pytest.mark.parametrize(
    ("report", "place"),
    [
        ('[report]\nturn = "nobody"\n', "report · turn"),
        ('[report]\nturn = "writer"\n', "report · writers"),
        ('[report]\nwriters = { one = "a" }\n', "report · writers"),
        ('[report]\n[report.headings]\nother = "Autre"\n', "report · headings"),
        ("[report]\nunknown = 1\n", "report · unknown"),
        ('[report]\n[[report.context]]\ntext = "Un chiffre."\n', "report · context 1 · source"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(report, place):
    assert f"evaluation.toml · {place}" in [one for one, _ in refused(MINIMAL + PARAMETER + report)]


def test_cap_emploi_and_the_cpom_say_what_their_texts_say():
    cape = read_evaluation(evaluation_text("prevy-cap-emploi"))
    assert cape.report.addressed_to == ("État", "Agefiph", "FIPHFP")
    assert set(cape.report.writers) == set(cape.parameters[cape.report.turn].choices)
    cpom = read_evaluation(evaluation_text("cpom-prevy"))
    said = " ".join(one.text for one in cpom.report.context)
    for number in ("87 %", "84 %", "27,7 %", "69 %", "77 %", "42,8 %", "21,3 %", "60,3", "47,7"):
        assert number in said
    assert all(one.source for one in cpom.report.context)


_VALUES = st.lists(
    st.one_of(st.none(), st.integers(0, 9999), st.floats(0, 200).map(lambda x: round(x, 1))),
    min_size=3, max_size=3,
).map(tuple)  # fmt: skip
_LINES = st.builds(
    Line, st.sampled_from("abc"), st.text("éa «»", max_size=8), st.just("case"), _VALUES,
    dimension=st.sampled_from(["", "âge"]), target=st.sampled_from(["", "au moins 2"]),
    at_least=st.one_of(st.none(), st.floats(0, 9)), reached=st.sampled_from([None, True, False]),
)  # fmt: skip
PERIOD = Period("2025", date(2025, 1, 1), date(2025, 12, 31))


@given(st.lists(_LINES, max_size=4).map(tuple))
def test_a_sheet_is_read_as_it_was_kept(lines):
    hypotheses = (Hypothesis("year", "année", "calendar", "civile", modifiable=True),)
    figure = Figure("X-1", "un chiffre", "art. 5", (PERIOD,) * 3, lines, hypotheses)
    sheet = Sheet("x", "X", PERIOD, (figure,))
    assert read_sheet(sheet_value(sheet)) == sheet
    later = {**sheet_value(sheet), "added_by_a_later_program": 1}
    assert read_sheet(later) == sheet


def test_the_units_of_a_count_name_the_acts_behind_them():
    made = Handmade()
    case = made.case(1)
    first = made.act(case, "referral", "2025-02-01", direction="out", agreement=made.agreement)
    second = made.act(case, "referral", "2025-03-01", direction="in", agreement=made.agreement)
    made.act(case, "referral", "2024-03-01", direction="in", agreement=made.agreement)
    evaluation = read_evaluation(evaluation_text())
    counts = units_of(made.db, evaluation, PERIOD, {}, lambda _, code: code)
    found = {(one.indicator, one.count): one for one in counts}
    (unit,) = found["BTP34-1", "total"].units
    assert (unit.key, unit.acts, unit.weight) == (case, (first, second), 1)
    assert unit.codes == ("1", "1")
    assert found["BTP34-1", "total"].labels == ("a", "b")
