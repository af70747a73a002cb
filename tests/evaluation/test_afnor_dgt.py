"""CPOM § 5.3, 5.4 and 6: certification, the DGT's survey, what comes back; known by hand."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from handmade import Handmade

from pdpcli.evaluation.explain import explain
from pdpcli.evaluation.period import quarters, years
from pdpcli.evaluation.sheets import Figure, figure_of
from pdpcli.evaluation.terms import Evaluation

BTP, SHOP = {"naf": "43.99C"}, {"naf": "47.11A"}
Seen = Callable[..., dict[tuple[str, str], float | None]]


@pytest.fixture(scope="module")
def agreement() -> str:
    return "cpom-prevy"


@pytest.fixture
def seen(figure: Callable[..., Figure]) -> Seen:
    """(line, code) -> the value of 2025."""

    def values(figure_id: str, **said: str) -> dict[tuple[str, str], float | None]:
        return {(x.id, x.code): x.values[0] for x in figure(figure_id, **said).lines}

    return values


def outcomes(store: Handmade) -> None:
    """Of the BTP: kept at the same post, redeployed inside, lost; a fourth file without outcome."""
    for number, nature in enumerate(("same_job", "same_employer", "no_solution"), 1):
        store.act(store.case(number), "outcome", "2025-05-01", nature=nature, **BTP)
    store.act(store.case(4), "interview", "2025-05-01", **BTP)
    store.act(store.case(5), "outcome", "2025-05-01", nature="same_job", **SHOP)
    store.act(store.case(6), "outcome", "2025-05-01", nature="other_employer", **SHOP)
    store.act(store.case(7), "outcome", "2024-05-01", nature="same_job", **BTP)
    store.act(store.case(8), "outcome", "2025-05-01", nature="same_job", state="planned", **BTP)
    store.act(store.case(9), "outcome", "2025-05-01", nature="other_activity", **SHOP)


def test_kept_at_the_post_is_within_kept_in_employment(store: Handmade, seen: Seen) -> None:
    outcomes(store)
    assert seen("AFNOR-1") == {("kept", ""): 1, ("treated", ""): 4, ("rate", ""): 25.0}
    assert seen("AFNOR-2") == {("kept", ""): 2, ("treated", ""): 4, ("rate", ""): 50.0}


def test_redeployments_are_of_all_sectors_over_all_files(store: Handmade, seen: Seen) -> None:
    outcomes(store)
    assert seen("AFNOR-3") == {("redeployed", ""): 2, ("treated", ""): 7, ("rate", ""): 28.6}
    external = seen("AFNOR-3", redeployed="external")
    assert external["redeployed", ""] == 1


def test_files_treated_may_be_those_closed_and_a_rate_exceed_one_hundred(
    store: Handmade, seen: Seen
) -> None:
    outcomes(store)
    store.act(1, "closure", "2025-06-01", nature="completed", **BTP)
    assert seen("AFNOR-2", treated="closed")["rate", ""] == 200.0


def test_nothing_treated_is_no_rate(seen: Seen) -> None:
    for figure_id in ("AFNOR-1", "AFNOR-2", "AFNOR-3", "AFNOR-7"):
        assert seen(figure_id)["rate", ""] is None


def test_the_last_outcome_of_the_year_speaks_unless_each_does(store: Handmade, seen: Seen) -> None:
    case = store.case(1)
    store.act(case, "outcome", "2025-02-01", nature="same_job", **BTP)
    store.act(case, "outcome", "2025-09-01", nature="dismissed_unfit", **BTP)
    assert seen("AFNOR-1")["kept", ""] == 0
    assert seen("AFNOR-1", outcomes="each")["kept", ""] == 1


def test_workshops_and_participants_of_the_btp_over_all_companies(
    store: Handmade, seen: Seen
) -> None:
    mixed = store.gathering("workshop", "2025-02-01", participants=12)
    store.insert("audience", gathering_id=mixed, naf="43.99C", n=9)
    store.insert("audience", gathering_id=mixed, naf="47.11A", n=3)
    store.gathering("workshop", "2025-03-01", participants=8)
    store.gathering("webinar", "2025-03-01", participants=50)
    store.gathering("workshop", "2025-03-01", participants=50, state="planned")
    assert seen("AFNOR-4") == {
        ("workshops", ""): 2,
        ("workshops_btp", ""): 1,
        ("workshops_btp", "share"): 50.0,
        ("participants", ""): 20,
        ("participants_btp", ""): 9,
        ("participants_btp", "share"): 45.0,
    }


def test_dismissals_are_acts_whatever_followed(store: Handmade, seen: Seen) -> None:
    twice = store.case(1)
    store.act(twice, "outcome", "2025-02-01", nature="dismissed_unfit", **BTP)
    store.act(twice, "outcome", "2025-11-01", nature="dismissed_unfit", **SHOP)
    store.act(store.case(2), "outcome", "2025-02-01", nature="dismissed_unfit", **SHOP)
    store.act(2, "outcome", "2025-09-01", nature="other_employer", **SHOP)
    store.act(store.case(3), "outcome", "2025-02-01", nature="resignation", **BTP)
    store.act(store.case(4), "unfit", "2025-02-01", **BTP)
    assert seen("AFNOR-5") == {("all", ""): 3, ("btp", ""): 1, ("btp", "share"): 33.3}


def test_rqth_are_persons_who_hold_one(store: Handmade, seen: Seen) -> None:
    first = store.case(1)
    store.act(first, "interview", "2025-02-01", rqth="no", **BTP)
    store.act(first, "interview", "2025-09-01", rqth="yes", **BTP)
    store.act(first, "interview", "2025-10-01", rqth="yes", **BTP)
    store.act(store.case(2), "interview", "2025-02-01", rqth="yes", **SHOP)
    store.act(store.case(3), "rqth_request", "2025-02-01", rqth="no", **BTP)  # asked for only
    store.act(store.case(4), "interview", "2025-02-01", rqth="unknown", **BTP)
    store.act(store.case(5), "interview", "2024-02-01", rqth="yes", **BTP)
    assert seen("AFNOR-6") == {("all", ""): 2, ("btp", ""): 1, ("btp", "share"): 50.0}


def test_social_support_over_what_was_signalled_for_it_may_exceed_one_hundred(
    store: Handmade, seen: Seen
) -> None:
    case = store.case(1)
    store.act(case, "entry", "2025-01-10", motive="social_support", **SHOP)
    store.act(store.case(2), "entry", "2025-01-10", motive="job_retention", **BTP)
    for month in ("02", "03", "04"):
        store.act(case, "interview", f"2025-{month}-10", done_by_function="social_worker", **BTP)
    store.act(case, "interview", "2025-05-10", done_by_function="social_worker", **SHOP)
    store.act(case, "interview", "2025-05-10", done_by_function="nurse", **BTP)
    assert seen("AFNOR-7") == {("actions", ""): 3, ("signalled", ""): 1, ("rate", ""): 300.0}


def member(store: Handmade, *functions: str, **said: Any) -> None:
    named = {"first_name": "Exemple", "last_name": "FICTIF", **said}
    store.insert("member", functions=json.dumps(functions), **named)


def the_cell_of_the_source(store: Handmade) -> None:
    """S1 4.3: nine persons, two of whom have two functions."""
    for functions in (
        ("coordinating_doctor",),
        ("coordinating_doctor",),
        ("nurse", "retention_officer"),
        ("nurse", "retention_officer"),
        ("social_worker",),
        ("psychologist",),
        ("psychologist",),
        ("ergonomist",),
        ("assistant",),
    ):
        member(store, *functions)


def test_the_cell_is_nine_persons_though_eleven_functions(store: Handmade, seen: Seen) -> None:
    the_cell_of_the_source(store)
    found = {line: value for (line, _), value in seen("DGT-1").items()}
    assert found == {"1": 1, "2": 2, "3": 2, "4": 2, "5": 1, "6": 1, "7": 2, "8": 0, "9": 9}


def test_members_are_those_of_the_last_day(
    store: Handmade, figure: Callable[..., Figure], evaluation: Evaluation
) -> None:
    member(store, "doctor", since="2025-12-31")
    member(store, "other", until="2025-12-30")
    member(store, "ergonomist", since="2024-01-01", until="2025-12-31")
    member(store, "nurse", since="2026-01-01")
    values = {line.id: line.values for line in figure("DGT-1").lines}
    assert (values["9"], values["8"], values["6"]) == ((2, 2, 1), (1, 1, 1), (1, 1, 0))
    indicator = next(one for one in evaluation.indicators if one.id == "DGT-1")
    counted = figure_of(store.db, evaluation, indicator, quarters(2025, 3), {})
    assert counted.lines[-1].values[0] == 2


def test_two_functions_are_said(store: Handmade, evaluation: Evaluation) -> None:
    the_cell_of_the_source(store)
    member(store)
    indicator = next(one for one in evaluation.indicators if one.id == "DGT-1")
    found = explain(store.db, evaluation, indicator, years(2025), {})
    assert [(one.good, one.text) for one in found.verdicts] == [
        (True, "2 personnes à plusieurs fonctions : une fois au total"),
        (False, "1 membre sans fonction : au total seulement"),
    ]
    assert found.counted[0].startswith("des personnes : 10 membres au dernier jour")


def test_declared_unfit_are_persons_and_those_dispensed_from_redeployment(
    store: Handmade, seen: Seen
) -> None:
    first = store.case(1)
    store.act(first, "unfit", "2025-02-01", dispensation="no", **BTP)
    store.act(first, "unfit", "2025-03-01", dispensation="yes", **BTP)
    store.act(store.case(2), "unfit", "2025-02-01", dispensation="yes", **SHOP)
    store.act(store.case(3), "unfit", "2025-02-01", dispensation="unknown", **BTP)
    store.act(store.case(4), "unfit_exam", "2025-02-01", **BTP)
    store.act(store.case(5), "unfit", "2025-02-01", state="planned", **BTP)
    store.act(store.case(6), "unfit", "2026-01-01", **BTP)
    assert seen("DGT-2.1") == {
        ("all", ""): 3,
        ("dispensed", ""): 2,
        ("btp", ""): 2,
        ("btp", "share"): 66.7,
        ("btp_dispensed", ""): 1,
        ("dispensed_share", ""): 50.0,
    }


def test_unfitness_after_a_visit_of_return(store: Handmade, seen: Seen) -> None:
    store.act(store.case(1), "unfit", "2025-02-01", after="visit_reprise", **BTP)
    store.act(store.case(2), "unfit", "2025-02-01", after="visit_reprise", **SHOP)
    store.act(store.case(3), "unfit", "2025-02-01", after=None, **BTP)
    store.act(store.case(4), "visit_reprise", "2025-02-01", **BTP)
    assert seen("DGT-2.2") == {("all", ""): 2, ("btp", ""): 1, ("btp", "share"): 50.0}


SAME = {
    "DGT-3.1": "CPOM-5.2A-9",
    "DGT-3.2": "CPOM-5.2B-7",
    "DGT-3.3": "CPOM-5.2B-8",
    "DGT-3.4": "CPOM-5.2B-2",
}


@pytest.mark.parametrize("figure_id", SAME)
def test_a_device_of_the_dgt_counts_what_the_cpom_counts(
    store: Handmade, figure: Callable[..., Figure], figure_id: str
) -> None:
    for kind in ("adjustment", "essai_encadre", "crpe", "liaison_meeting"):
        said = {"requester": "occupational_doctor", "mode": "video", **BTP}
        store.act(store.case(len(kind)), kind, "2025-02-01", **said)
    assert figure(figure_id).lines == figure(SAME[figure_id]).lines
    assert figure(figure_id).lines[0].values[0] == 1


@pytest.mark.parametrize(
    ("figure_id", "function", "other"),
    [("DGT-4.1", "social_worker", "psychologist"), ("DGT-4.2", "psychologist", "social_worker")],
)
def test_who_was_accompanied_is_persons(
    store: Handmade, seen: Seen, figure_id: str, function: str, other: str
) -> None:
    for day in ("2025-02-01", "2025-03-01"):
        store.act(store.case(int(day[6])), "interview", day, done_by_function=function, **BTP)
    store.act(store.case(4, person_key="p2025-2"), "interview", "2025-03-01",
              done_by_function=function, **SHOP)  # fmt: skip
    store.act(store.case(5), "interview", "2025-02-01", done_by_function=other, **BTP)
    store.act(store.case(6), "orientation", "2025-02-01", nature="psychologist", **BTP)
    assert seen(figure_id) == {("all", ""): 2, ("btp", ""): 2, ("btp", "share"): 100.0}


def test_oriented_to_two_partners_is_in_both_lines_and_once_in_the_total(
    store: Handmade, seen: Seen
) -> None:
    case = store.case(1)
    for nature in ("cap_emploi", "mdph", "mdph"):
        store.act(case, "orientation", "2025-02-01", nature=nature)
    store.act(store.case(2), "orientation", "2025-02-01", nature="ssam")
    store.act(store.case(3), "orientation", "2025-02-01", nature="health_professional")
    store.act(store.case(4), "orientation", "2025-02-01", nature="spsti_social_worker")
    store.act(store.case(5), "orientation", "2024-02-01", nature="mdph")
    found = {line: value for (line, _), value in seen("DGT-4.3").items()}
    assert found == {"total": 3, "a": 1, "b": 1, "c": 1, "d": 1}


def test_who_is_followed_is_by_where_they_came_from(store: Handmade, seen: Seen) -> None:
    origins = ("health_professional", "employer", "self", "partner", "other", None)
    for number, origin in enumerate(origins, 1):
        sector = BTP if number != 2 else SHOP
        store.act(store.case(number), "interview", "2025-02-01", origin=origin, **sector)
    store.act(1, "visit_prereprise", "2025-09-01", origin="health_professional", **SHOP)
    store.act(store.case(7), "interview", "2024-02-01", origin="self", **BTP)
    found = seen("DGT-5")
    assert [found["all", ""], found["btp", ""], found["share", ""]] == [6, 5, 83.3]
    assert [found[line, ""] for line in "abcd"] == [1, 1, 1, 1]
    assert [found[f"btp_{line}", ""] for line in "abcd"] == [1, 0, 1, 1]
    assert [found[f"share_{line}", ""] for line in "abcd"] == [100.0, 0.0, 100.0, 100.0]


def test_a_person_is_followed_once_by_the_origin_of_her_last_situation(
    store: Handmade, seen: Seen
) -> None:
    first, second = store.case(1, person_key="one"), store.case(2, person_key="one")
    store.act(first, "interview", "2025-02-01", origin="employer", **BTP)
    store.act(second, "interview", "2025-09-01", origin="self", **BTP)
    found = seen("DGT-5")
    assert [found[line, ""] for line in ("all", "a", "b", "c", "d")] == [1, 0, 0, 1, 0]


def recurring(store: Handmade) -> None:
    garage = store.insert("employer", name="Maçonnerie Fictive", folded="maconnerie fictive")
    for number, (kind, job) in enumerate(
        [("entry", "Maçon"), ("unfit", "maçon"), ("adjustment", "Vendeuse"), ("entry", None)], 1
    ):
        said = {"job": job, "employer_id": garage if job != "Vendeuse" else None, **BTP}
        store.act(store.case(number), kind, "2025-02-01", **said)
    store.act(1, "restriction", "2025-06-01", job="Maçon", employer_id=garage, **BTP)
    store.act(store.case(5), "interview", "2025-02-01", job="Vendeuse", **BTP)
    store.act(store.case(6), "entry", "2024-02-01", job="Vendeuse", **BTP)


def test_posts_that_come_back(store: Handmade, seen: Seen) -> None:
    recurring(store)
    found = {code: value for (_, code), value in seen("SPST-1").items()}
    assert found == {"": 4, "maçon": 2, "once": 1, "unknown": 1}
    found = {code: value for (_, code), value in seen("SPST-1", recurring="three").items()}
    assert found == {"": 4, "once": 3, "unknown": 1}


def test_companies_that_come_back_are_named(store: Handmade, figure: Callable[..., Figure]) -> None:
    recurring(store)
    found = {line.label: line.values[0] for line in figure("SPST-2").lines[1:]}
    assert found == {"Maçonnerie Fictive": 3, "non renseignée": 1}


def test_activities_that_come_back(store: Handmade, seen: Seen) -> None:
    recurring(store)
    found = {code: value for (_, code), value in seen("SPST-3").items()}
    assert found == {"": 4, "43.99C": 4}


def test_what_comes_back_is_by_its_nature(store: Handmade, seen: Seen) -> None:
    recurring(store)
    found = {line: value for (line, _), value in seen("SPST-4").items()}
    assert found == {"cases": 4, "a": 2, "b": 1, "c": 1, "d": 1}
