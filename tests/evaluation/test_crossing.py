"""A figure cut by one more dimension adds up to itself; what would designate someone is masked."""

from collections import Counter

import pytest
from handmade import AGREEMENT, Handmade, evaluation_text
from hypothesis import given, settings
from hypothesis import strategies as st

from pdpcli.agreements import loader
from pdpcli.evaluation.crossing import tables_of
from pdpcli.evaluation.cut import cut
from pdpcli.evaluation.dimensions import _known
from pdpcli.evaluation.indicator import read_evaluation
from pdpcli.evaluation.period import years
from pdpcli.evaluation.sheets import Figure, Line, figure_of
from pdpcli.evaluation.terms import Dimension, Evaluation

SEX = Dimension("sex", "sex", "sexe", "non renseigné")
YEARS = years(2025)


def crossed(
    store: Handmade, evaluation: Evaluation, by: Dimension = SEX, threshold: int | None = None
) -> dict[str, Figure]:
    cuts = []
    for indicator in evaluation.indicators:
        figure = figure_of(store.db, evaluation, indicator, YEARS, {})
        settled = [evaluation.settle(count, {}) for count in indicator.counts]
        cuts.append((figure, tables_of(store.db, evaluation, settled, YEARS, by)))
    return {figure.id: figure for figure in cut(cuts, threshold)}


def under(figure: Figure, line: str, dimension: str = "") -> dict[str, tuple[float | None, ...]]:
    return {
        one.crossed.label: one.values
        for one in figure.lines
        if one.crossed and (one.id, one.dimension) == (line, dimension)
    }


def fill(store: Handmade, people: list[tuple[str | None, str, str]]) -> None:
    """(sex, status, what happened in 2025), a person each."""
    for number, (sex, status, what) in enumerate(people, 1):
        case = store.case(number)
        store.referral(case, "2025-02-01", sex=sex, status=status)
        if what:
            store.act(case, "outcome", "2025-06-01", nature=what, sex=sex, status=status)


def test_each_line_is_cut_and_adds_up(store: Handmade, evaluation: Evaluation) -> None:
    fill(store, [("female", "employee", "same_job")] * 3 + [("male", "employee", "other_employer")])
    figures = crossed(store, evaluation)
    assert under(figures["BTP34-1"], "b") == {"femme": (3, 0, 0), "homme": (1, 0, 0)}
    assert under(figures["BTP34-5"], "b") == {"femme": (3, 0, 0)}
    assert under(figures["BTP34-5"], "c") == {"homme": (1, 0, 0)}


def test_a_breakdown_is_not_cut_by_itself(store: Handmade, evaluation: Evaluation) -> None:
    fill(store, [("female", "employee", "")])
    figure = crossed(store, evaluation)["BTP34-public"]
    assert under(figure, "public") == {"femme": (1, 0, 0)}
    assert under(figure, "public", "statut") == {"femme": (1, 0, 0)}
    assert under(figure, "public", "sexe") == {}


def test_the_last_act_tells_on_which_side_a_person_is(
    store: Handmade, evaluation: Evaluation
) -> None:
    case = store.case(1)
    store.referral(case, "2025-02-01", on_leave="yes")
    store.referral(case, "2025-05-01", on_leave="no")
    by = Dimension("on_leave", "on_leave", "en arrêt", "non renseigné")
    assert under(crossed(store, evaluation, by)["BTP34-1"], "b") == {"non": (1, 0, 0)}


def test_a_meeting_is_cut_by_no_person(store: Handmade, evaluation: Evaluation) -> None:
    store.gathering("collective", "2025-03-14", participants=2)
    figure = crossed(store, evaluation, threshold=5)["BTP34-3"]
    assert not any(line.crossed for line in figure.lines)
    assert figure.lines[1].values == (2, 0, 0)


def test_nothing_is_masked_inside_the_cell(store: Handmade, evaluation: Evaluation) -> None:
    fill(store, [("female", "employee", "same_job")])
    figures = crossed(store, evaluation)
    assert not any(any(line.masked) for one in figures.values() for line in one.lines)


def test_a_contractual_crpe_stays_one_and_what_it_hides_is_masked(
    store: Handmade, evaluation: Evaluation
) -> None:
    fill(store, [("female", "employee", "")] * 6 + [("male", "employee", "")] * 6)
    store.act(1, "crpe", "2025-03-01", on_leave="yes", sex="female")
    figure = crossed(store, evaluation, threshold=5)["BTP34-5"]
    crpe = next(line for line in figure.lines if line.label == "CRPE" and not line.crossed)
    assert crpe.values == (1, 0, 0)
    assert under(figure, "a", "nature")["femme"] == (None, 0, 0)
    masked = [line for line in figure.lines if any(line.masked)]
    assert {one.crossed.label for one in masked if one.crossed} == {"femme", "homme"}


def test_the_same_count_is_masked_alike_in_two_figures(store: Handmade) -> None:
    fill(store, [("female", "employee", "")] * 9 + [("male", "craftsman", "")] * 7)
    store.act(1, "interview", "2025-03-01", sex="male", status="employee")
    person = 'unit = "person"\ntake = "last"\nwhere = { kind = "referral" }\n'
    text = f"""agreement = "{AGREEMENT}"\nsource = "s"
[dimension.status]\nlabel = "statut"
[[indicator]]\nid = "X-1"\nlabel = "x"
[[indicator.count]]\nid = "a"\nlabel = "a"\n{person}by = ["status"]
[[indicator]]\nid = "X-2"\nlabel = "y"
[[indicator.count]]\nid = "a"\nlabel = "a"\n{person}
"""
    figures = crossed(store, read_evaluation(text), threshold=8)
    assert under(figures["X-1"], "a") == under(figures["X-2"], "a")
    assert under(figures["X-1"], "a")["homme"] == (None, 0, 0)


people = st.lists(
    st.tuples(
        st.sampled_from(["female", "male", None]),
        st.sampled_from(["employee", "craftsman", "trader"]),
        st.sampled_from(["", "same_job", "other_employer", "no_solution"]),
    ),
    max_size=25,
)


@settings(max_examples=30, deadline=None)
@given(people, st.integers(2, 9))
def test_no_cell_is_the_difference_of_those_shown(
    evaluation: Evaluation, told: list[tuple[str | None, str, str]], threshold: int
) -> None:
    """Whoever subtracts what is shown on a line, or under a total, is left with two unknowns."""
    store = Handmade()
    fill(store, told)
    plain = crossed(store, evaluation)
    for name, figure in crossed(store, evaluation, threshold=threshold).items():
        groups: dict[tuple[str, str, str], list[Line]] = {}
        for line in figure.lines:
            if line.crossed:
                groups.setdefault((line.id, line.dimension, line.code), []).append(line)
                small = line.values[0] is not None and 0 < line.values[0] < threshold
                assert not small, line
        assert all(sum(one.masked[0] for one in lines) != 1 for lines in groups.values())
        under_total: Counter[tuple[str, str, str]] = Counter()
        for line in figure.lines:
            if line.crossed and line.dimension:
                under_total[line.id, line.dimension, line.crossed.label] += line.masked[0]
        for (line_id, _, label), hidden in under_total.items():
            total_shown = under(figure, line_id).get(label, (0,))[0] is not None
            assert not (hidden == 1 and total_shown)
        contractual = [line for line in figure.lines if not line.crossed]
        assert contractual == [line for line in plain[name].lines if not line.crossed]


@pytest.mark.parametrize("column", ["status", "risk", "contract"])
def test_every_line_adds_up_to_itself(store: Handmade, evaluation: Evaluation, column: str) -> None:
    fill(store, [("female", "employee", "same_job"), (None, "trader", "other_employer")] * 4)
    by = Dimension("by", column, column, "non renseigné")
    for figure in crossed(store, evaluation, by).values():
        lines = [line for line in figure.lines if not line.crossed and line.unit != "percent"]
        for line in lines:
            parts = [
                one.values[0]
                for one in figure.lines
                if one.crossed
                and (one.id, one.dimension, one.code) == (line.id, line.dimension, line.code)
            ]
            assert not parts or sum(filter(None, parts)) == line.values[0]


@pytest.mark.parametrize("agreement", loader.shipped())
def test_every_figure_of_every_convention_is_cut_by_every_dimension(agreement: str) -> None:
    declared = read_evaluation(evaluation_text(agreement))
    store = Handmade(agreement)
    fill(store, [("female", "employee", "same_job"), ("male", "trader", "no_solution")] * 3)
    store.gathering("workshop", "2025-03-14", participants=12)
    for by in _known([declared]):
        for figure in crossed(store, declared, by, threshold=5).values():
            assert all(line.label for line in figure.lines)
