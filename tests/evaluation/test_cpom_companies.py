"""CPOM, § 5.2, companies: what is entered, what is held, targets, coverage; known by hand."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from handmade import Handmade

from pdpcli.evaluation.explain import explain
from pdpcli.evaluation.line import Line
from pdpcli.evaluation.period import Period, quarters, years
from pdpcli.evaluation.sheets import figure_of
from pdpcli.evaluation.terms import Evaluation

SIZES = ("lt11", "11_to_49", "50_to_299", "300_up")
Lines = Callable[..., dict[tuple[str, str], Line]]


@pytest.fixture(scope="module")
def agreement() -> str:
    return "cpom-prevy"


@pytest.fixture
def store(agreement: str) -> Handmade:
    store = Handmade(agreement)
    for body in ("prevy", "dreets-occitanie"):
        store.insert("body", id=body, name=body, short=body)
    said = {
        "as_body": "prevy",
        "partner": "dreets-occitanie",
        "title": "t",
        "added_on": "2025-01-01",
    }
    store.insert("agreement", id=agreement, **said)
    return store


@pytest.fixture
def lines(store: Handmade, evaluation: Evaluation) -> Lines:
    """(line, code) -> the line, percentages of a breakdown left out."""

    def counted(
        figure_id: str, periods: tuple[Period, ...] = years(2025)
    ) -> dict[tuple[str, str], Line]:
        indicator = next(one for one in evaluation.indicators if one.id == figure_id)
        figure = figure_of(store.db, evaluation, indicator, periods, {})
        return {(line.id, line.code): line for line in figure.lines}

    return counted


def enter(store: Handmade, key: str, value: float | None, cell: str = "", year: int = 2025) -> None:
    said = {"agreement": "cpom-prevy", "added_at": "2026-01-10T08:00:00Z", "author": "Test"}
    store.insert("figure", year=year, key=key, cell=cell, value=value, **said)


def by_size(store: Handmade, key: str, *values: float) -> None:
    for cell, value in zip(SIZES, values, strict=True):
        enter(store, key, value, cell)


ENTERED = {
    "CPOM-5.2C-1": ("enterprises_btp", "enterprises"),
    "CPOM-5.2C-2": ("employees_btp", "employees"),
    "CPOM-5.2C-3": ("fe_todo_btp", "fe_todo"),
}


@pytest.mark.parametrize("figure_id", ENTERED)
def test_what_is_entered_by_size_adds_up_and_has_its_share(
    store: Handmade, lines: Lines, figure_id: str
) -> None:
    btp, everywhere = ENTERED[figure_id]
    by_size(store, btp, 900, 280, 60, 3)
    by_size(store, everywhere, 9000, 1400, 100, 0)
    enter(store, btp, 1, "lt11", year=2024)
    found = lines(figure_id)
    assert (found["btp", ""].values[0], found["all", ""].values[0]) == (1243, 10500)
    assert [found["btp", size].values[0] for size in SIZES] == [900, 280, 60, 3]
    assert found["share", ""].values[0] == 11.8
    shares = [found["share", size].values[0] for size in SIZES]
    assert shares == [10.0, 20.0, 60.0, None]  # no enterprise of 300: of nothing, « n.d. »


def test_what_is_not_entered_is_not_known_never_nought(store: Handmade, lines: Lines) -> None:
    for size in SIZES[:3]:
        enter(store, "enterprises_btp", 10, size)
    found = lines("CPOM-5.2C-1")
    assert found["btp", ""].values == (None, None, None)  # a size is missing: no sum
    assert found["btp", "lt11"].values == (10, None, None)
    assert found["share", ""].values[0] is None


def test_the_last_value_entered_holds_and_may_be_withdrawn(store: Handmade, lines: Lines) -> None:
    enter(store, "senior_employers_btp", 40)
    enter(store, "senior_employers_btp", 45.5)
    assert lines("CPOM-5.2C-9")["senior_employers", ""].values[0] == 45.5
    enter(store, "senior_employers_btp", None)
    assert lines("CPOM-5.2C-9")["senior_employers", ""].values[0] is None


def test_a_figure_of_the_year_is_not_one_of_a_quarter(store: Handmade, lines: Lines) -> None:
    by_size(store, "fe_done_btp", 50, 20, 10, 2)
    line = lines("CPOM-5.2C-4")["btp", ""]
    assert (line.values[0], line.target, line.reached) == (
        82,
        "80 fiches d'entreprise par an",
        True,
    )
    line = lines("CPOM-5.2C-4", quarters(2025, 1))["btp", ""]
    assert (line.values[0], line.reached) == (None, None)


@pytest.mark.parametrize(("done", "reached"), [(79, False), (80, True)])
def test_a_target_is_reached_from_its_number_on(
    store: Handmade,
    lines: Lines,
    done: int,
    reached: bool,  # noqa: FBT001 - a column of the table
) -> None:
    by_size(store, "fe_done_btp", done, 0, 0, 0)
    assert lines("CPOM-5.2C-4")["btp", ""].reached is reached


def test_the_target_of_the_duerp_is_on_the_rate_of_presence(store: Handmade, lines: Lines) -> None:
    by_size(store, "duerp_support_btp", 500, 0, 0, 0)  # many: not what the target is on
    by_size(store, "duerp_present_btp", 90, 8, 1, 0)
    by_size(store, "establishments_btp", 900, 80, 10, 10)
    found = lines("CPOM-5.2C-5")
    assert found["btp", ""].target == ""
    assert (found["coverage", ""].values[0], found["coverage", ""].reached) == (9.9, False)
    assert found["coverage", "lt11"].values[0] == 10.0
    by_size(store, "duerp_present_btp", 99, 8, 1, 0)
    assert lines("CPOM-5.2C-5")["coverage", ""].reached is True


def test_awareness_of_the_pdup_has_its_theme(store: Handmade, lines: Lines) -> None:
    store.gathering("awareness", "2025-02-01", nature="pdup")
    store.gathering("awareness", "2025-03-01", nature="pdup", agreement=None, joint=0)
    store.gathering("awareness", "2025-03-01", nature="seniors")
    store.gathering("awareness", "2025-03-01")
    store.gathering("training", "2025-03-01", nature="pdup")
    store.gathering("awareness", "2024-03-01", nature="pdup")
    line = lines("CPOM-5.2C-6")["actions", ""]
    assert (line.values, line.reached) == ((2, 1, 0), True)


def test_the_fipu_is_by_naf_code(store: Handmade, lines: Lines) -> None:
    for number, naf in enumerate(("43.99C", "43.99C", "47.11A", None), 1):
        store.act(store.case(number), "fipu", "2025-06-01", naf=naf)
    store.act(store.case(5), "fipu", "2025-06-01", state="planned", naf="43.99C")
    store.act(store.case(6), "aid", "2025-06-01", naf="43.99C")
    found = {code: line.values[0] for (_, code), line in lines("CPOM-5.2C-7").items()}
    assert found == {"": 4, "43.99C": 2, "47.11A": 1, "unknown": 1}


@pytest.mark.parametrize(
    ("figure_id", "line", "kind", "neighbour", "least"),
    [
        ("CPOM-5.2C-8", "webinars", "webinar", "workshop", 2),
        ("CPOM-5.2C-9", "workshops", "workshop", "webinar", 2),
        ("CPOM-5.2C-11", "forums", "forum", "collective", 2),
        ("CPOM-5.2C-12", "videos", "testimony_video", "institutional_video", 4),
        ("CPOM-5.2C-13", "videos", "institutional_video", "testimony_video", 1),
        ("CPOM-5.2C-14", "broadcasts", "broadcast", "webinar", None),
    ],
)
def test_what_is_held_or_made_in_the_year_and_its_minimum(  # noqa: PLR0913, PLR0917
    store: Handmade,
    lines: Lines,
    figure_id: str,
    line: str,
    kind: str,
    neighbour: str,
    least: int | None,
) -> None:
    for month in range(1, (least or 3) + 1):
        assert lines(figure_id)[line, ""].reached is (None if least is None else False)
        store.gathering(kind, f"2025-{month:02}-15", joint=0, agreement=None)
    store.gathering(kind, "2025-12-31", state="planned")
    store.gathering(kind, "2025-12-31", state="cancelled")
    store.gathering(kind, "2024-12-31")
    store.gathering(neighbour, "2025-06-01")
    found = lines(figure_id)[line, ""]
    assert found.values[:2] == (least or 3, 1)
    assert found.reached is (None if least is None else True)


def came(store: Handmade, number: int, *rows: tuple[str, str, int]) -> None:
    for naf, size, n in rows:
        store.insert("audience", gathering_id=number, naf=naf, size_band=size, n=n)


def held(store: Handmade) -> Iterator[int]:
    for kind in ("workshop", "forum"):
        number = store.gathering(kind, "2025-02-01", participants=15)
        came(store, number, ("43.99C", "moins de 11", 6), ("43.99C", "11 à 49", 4), ("", "", 5))
        store.gathering(kind, "2025-03-01", participants=7)  # nothing said of who came
        store.gathering(kind, "2025-04-01", participants=None)
        other = store.gathering(kind, "2025-05-01", participants=2)
        came(store, other, ("47.11A", "", 2))
        store.gathering(kind, "2025-05-02", participants=100, state="cancelled")
        yield number


@pytest.mark.parametrize("figure_id", ["CPOM-5.2C-9", "CPOM-5.2C-11"])
def test_participants_are_by_naf_and_by_size(store: Handmade, lines: Lines, figure_id: str) -> None:
    list(held(store))
    found = {key: line.values[0] for key, line in lines(figure_id).items()}
    assert found["participants", ""] == 24
    assert [found["participants", naf] for naf in ("43.99C", "47.11A")] == [10, 2]
    assert [found["participants", size] for size in ("moins de 11", "11 à 49")] == [6, 4]


def test_both_breakdowns_of_participants_add_up(store: Handmade, evaluation: Evaluation) -> None:
    list(held(store))
    indicator = next(one for one in evaluation.indicators if one.id == "CPOM-5.2C-9")
    figure = figure_of(store.db, evaluation, indicator, years(2025), {})
    sums: dict[str, float] = {}
    for line in figure.lines:
        if line.dimension:
            sums[line.dimension] = sums.get(line.dimension, 0) + (line.values[0] or 0)
    assert sums == {"code NAF": 24, "effectif de l'entreprise": 24}


def test_a_cssct_of_the_btp_is_one_where_the_btp_came(store: Handmade, lines: Lines) -> None:
    for naf in ("43.99C", "41.10A", "47.11A", ""):
        came(store, store.gathering("cssct", "2025-02-01", participants=5), (naf, "50 à 299", 5))
    both = store.gathering("cssct", "2025-03-01", participants=4)
    came(store, both, ("43.99C", "", 2), ("47.11A", "", 2))
    store.gathering("cssct", "2025-03-01", participants=4)  # nothing said: not known
    enter(store, "cssct_covered_btp", 12)
    enter(store, "cssct_btp", 100)
    found = lines("CPOM-5.2C-10")
    assert found["cssct", ""].values[0] == 3
    assert (found["coverage", ""].values[0], found["coverage", ""].reached) == (12.0, True)


def test_actions_whose_public_is_not_known_are_named(
    store: Handmade, evaluation: Evaluation
) -> None:
    store.gathering("cssct", "2025-03-01", participants=4)
    indicator = next(one for one in evaluation.indicators if one.id == "CPOM-5.2C-10")
    found = explain(store.db, evaluation, indicator, years(2025), {})
    doubts = {one.text: one.refs for one in found.verdicts if not one.good}
    said = "1 réunion ou action non comptée, faute de savoir (code NAF)"
    assert doubts[said] == ("2025-03-01",)
    assert "non saisi pour 2025 : établissements du BTP qui ont un CSSCT" in doubts


def test_every_figure_of_the_cpom_cites_its_paragraph(evaluation: Evaluation) -> None:
    for indicator in evaluation.indicators:
        assert indicator.source.startswith("CPOM de PREVY, fiche action 1, § ")
        assert indicator.section


def test_every_figure_can_be_explained(store: Handmade, evaluation: Evaluation) -> None:
    said: dict[str, Any] = {"naf": "43.99C", "age": 30, "on_leave": "no", "origin": "self"}
    store.act(store.case(1), "unfit", "2025-04-20", **said)
    for indicator in evaluation.indicators:
        assert explain(store.db, evaluation, indicator, years(2025), {}).counted
