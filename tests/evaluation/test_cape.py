"""Each figure of the Cap emploi convention's article 5: known by hand, with its neighbours.

Persons are fictional.
"""

from collections.abc import Callable
from datetime import date
from io import StringIO

import pytest
from handmade import Handmade, count_year

from pdpcli.evaluation.explain import explain
from pdpcli.evaluation.period import years
from pdpcli.evaluation.sheets import Sheet
from pdpcli.evaluation.terms import Evaluation
from pdpcli.views.explain import explanation_text
from pdpcli.views.stats import stats_text
from pdpcli.views.stats_data import stats_csv, stats_json

Counted = Callable[..., dict[str, tuple[int, ...]]]
OTHER = "prevy-carsat-lr"

LABELS = {
    "CAPE-1": "le nombre de travailleurs (BOETH et tout public) maintenus dans l'emploi",
    "CAPE-2": "le nombre de travailleurs maintenus en emploi",
    "CAPE-3": "le nombre de travailleurs sans aucune solution",
    "CAPE-4": "le nombre de travailleurs déclarés inaptes",
    "CAPE-5": "le nombre de travailleurs licenciés pour inaptitude",
    "CAPE-6": "la part des TH parmi ces licenciements",
    "CAPE-7": "synthétiser l'ensemble des actions menées conjointement, évaluer, quantitativement"
    " et qualitativement, ces dernières et envisager les perspectives qui pourront en découler",
}


@pytest.fixture(scope="module")
def agreement() -> str:
    return "prevy-cap-emploi"


@pytest.fixture
def sent(store: Handmade) -> Callable[..., int]:
    """A situation whose fiche was sent to Cap emploi."""

    def make(number: int, **said: str) -> int:
        case = store.case(number, **said)
        store.referral(case, "2024-11-01")
        return case

    return make


Sent = Callable[..., int]


def test_labels_are_those_of_the_convention_in_its_order(evaluation: Evaluation) -> None:
    assert {each.id: each.label for each in evaluation.indicators} == LABELS
    assert [each.id for each in evaluation.indicators] == list(LABELS)


def test_kept_in_the_job_is_the_same_employer_and_says_who_is_boeth(
    store: Handmade, counted: Counted, sent: Sent
) -> None:
    store.act(sent(1), "outcome", "2025-03-01", nature="same_job", boeth="yes")
    store.act(sent(2), "outcome", "2025-03-01", nature="same_employer", boeth="no")
    store.act(sent(3), "outcome", "2025-03-01", nature="same_employer", boeth="unknown")
    store.act(sent(4), "outcome", "2024-03-01", nature="same_job", boeth="yes")
    store.act(sent(5), "outcome", "2025-03-01", nature="other_employer", boeth="yes")
    store.act(sent(6), "outcome", "2025-03-01", nature="same_job", state="planned")
    store.act(sent(7, state="cancelled"), "outcome", "2025-03-01", nature="same_job")
    assert counted("CAPE-1") == {"a": (3, 1, 0), "b": (1, 1, 0)}
    assert counted("CAPE-2") == {"a": (1, 0, 0), "b": (1, 0, 0)}


def test_the_title_is_that_of_the_day_of_the_outcome(
    store: Handmade, counted: Counted, sent: Sent
) -> None:
    case = sent(1)
    store.act(case, "interview", "2025-02-01", boeth="no")
    store.act(case, "outcome", "2025-03-01", nature="same_job", boeth="yes")
    store.act(case, "interview", "2025-04-01", boeth="no")
    assert counted("CAPE-1")["b"] == (1, 0, 0)


def test_persons_are_counted_and_the_last_outcome_of_the_year_speaks(
    store: Handmade, counted: Counted, sent: Sent
) -> None:
    for number in (1, 2):  # one person, two situations
        case = sent(number, person_key="one")
        store.act(case, "outcome", f"2025-0{number}-01", nature="other_activity", boeth="no")
    changed = sent(3)
    store.act(changed, "outcome", "2025-03-01", nature="same_job")
    store.act(changed, "outcome", "2025-10-01", nature="no_solution")
    assert counted("CAPE-1")["a"] == (0, 0, 0)
    assert counted("CAPE-2")["a"] == (1, 0, 0)
    assert counted("CAPE-3")["a"] == (1, 0, 0)
    assert counted("CAPE-1", outcomes="each")["a"] == (1, 0, 0)


def test_only_situations_sent_to_this_partner_count(store: Handmade, counted: Counted) -> None:
    received, elsewhere, never = store.case(1), store.case(2), store.case(3)
    store.referral(received, "2025-01-10", "in")
    store.referral(elsewhere, "2025-01-10", agreement=OTHER)
    for case in (received, elsewhere, never):
        store.act(case, "outcome", "2025-03-01", nature="same_job")
        store.act(case, "unfit", "2025-03-01")
    assert (counted("CAPE-1")["a"], counted("CAPE-4")["a"]) == ((0, 0, 0), (0, 0, 0))
    assert counted("CAPE-1", universe="exchanged")["a"] == (1, 0, 0)
    assert counted("CAPE-4", universe="everyone")["a"] == (3, 0, 0)


def test_declared_unfit_then_dismissed_then_employed_elsewhere_counts_in_each(
    store: Handmade, counted: Counted, sent: Sent
) -> None:
    """The indicators are not exclusive (the case of Saône-et-Loire, bilan régional 2023)."""
    case = sent(1)
    store.act(case, "unfit", "2025-02-01", boeth="yes")
    store.act(case, "unfit", "2025-02-15", boeth="yes")  # twice: one person
    store.act(case, "outcome", "2025-03-01", nature="dismissed_unfit", boeth="yes")
    store.act(case, "outcome", "2025-09-01", nature="other_employer", boeth="yes")
    store.act(sent(2), "outcome", "2025-03-01", nature="mutual_termination", boeth="yes")
    for figure, value in {"CAPE-1": 0, "CAPE-2": 1, "CAPE-3": 0, "CAPE-4": 1, "CAPE-5": 1}.items():
        assert counted(figure) == {"a": (value, 0, 0), "b": (value, 0, 0)}, figure


@pytest.fixture
def dismissed(store: Handmade, sent: Sent) -> None:
    for number, boeth in enumerate(("yes", "no", None), 1):
        case = sent(number)
        store.act(case, "outcome", "2025-03-01", nature="dismissed_unfit", boeth=boeth)
    store.act(sent(4), "outcome", "2025-03-01", nature="same_job", boeth="yes")


@pytest.mark.usefixtures("dismissed")
def test_the_share_of_disabled_workers_among_the_dismissed(
    store: Handmade, evaluation: Evaluation
) -> None:
    figure = count_year(store.db, evaluation, 2025, {})[5]
    assert [(line.label, line.unit, line.values) for line in figure.lines] == [
        ("travailleurs licenciés pour inaptitude", "person", (3, 0, 0)),
        ("oui", "person", (1, 0, 0)),
        ("non", "person", (1, 0, 0)),
        ("titre non connu", "person", (1, 0, 0)),
        ("dont TH (BOETH)", "person", (1, 0, 0)),
        ("soit, en %", "percent", (33.3, None, None)),
    ]


@pytest.mark.usefixtures("dismissed")
def test_a_share_is_said_with_its_comma_and_a_share_of_nothing_is_not_available(
    store: Handmade, evaluation: Evaluation
) -> None:
    figures = tuple(count_year(store.db, evaluation, 2025, {}))
    sheets = [Sheet("prevy-cap-emploi", "Convention fictive", years(2025)[0], figures)]
    text = stats_text(sheets, date(2026, 1, 1))
    assert "     soit, en %".ljust(39) + "    33,3    n.d.    n.d." in text
    assert max(map(len, text.splitlines())) <= 80
    row = "soit, en %;;share;;;;percent;2025;2025-01-01;2025-12-31;non;33,3;;;"
    assert row in StringIO(stats_csv(sheets, date(2026, 1, 1))).read()
    line = stats_json(sheets, date(2026, 1, 1))["agreements"][0]["figures"][5]["lines"][-1]
    assert line["values"] == {"2025": 33.3, "2024": None, "2023": None}


@pytest.mark.usefixtures("dismissed")
def test_an_unknown_title_is_to_be_looked_at_and_a_line_within_another_is_not(
    store: Handmade, evaluation: Evaluation
) -> None:
    found = explain(store.db, evaluation, evaluation.indicators[4], years(2025), {})
    seen = [(verdict.text, verdict.refs) for verdict in found.verdicts if not verdict.good]
    text = "1 personne non comptée en b, faute de savoir (BOETH, ou non)"
    assert seen == [(text, ("2025-0003",))]
    assert "à la fois" not in explanation_text(found, cases=False)


def test_a_year_of_the_convention_runs_from_its_signature(
    store: Handmade, counted: Counted, sent: Sent
) -> None:
    for number, day in enumerate(("2025-05-26", "2025-05-27", "2026-05-26"), 1):
        store.act(sent(number), "unfit", day)
    assert counted("CAPE-4")["a"] == (2, 0, 0)
    assert counted("CAPE-4", year="agreement")["a"] == (2, 1, 0)


def test_what_was_carried_out_together_is_counted_and_written(
    store: Handmade, evaluation: Evaluation, counted: Counted
) -> None:
    store.gathering("information", "2025-02-01", participants=12)
    store.gathering("services", "2025-03-01")
    store.gathering("information", "2025-02-01", participants=50, joint=0)
    store.gathering("information", "2025-02-01", participants=50, agreement=OTHER)
    store.gathering("information", "2025-02-01", participants=50, state="planned")
    for number, agreement in enumerate(("prevy-cap-emploi", "prevy-cap-emploi", OTHER, None), 1):
        store.act(store.case(number), "case_review", "2025-04-01", agreement=agreement)
    assert counted("CAPE-7") == {"a": (2, 0, 0), "b": (12, 0, 0), "c": (2, 0, 0)}
    assert evaluation.indicators[-1].text
