"""CPOM, § 5.1 and 5.2, employees: each figure known by hand, with the neighbours left out."""

from collections.abc import Callable
from typing import Any

import pytest
from handmade import Handmade

from pdpcli.evaluation.explain import explain
from pdpcli.evaluation.period import years
from pdpcli.evaluation.sheets import Figure
from pdpcli.evaluation.terms import Evaluation

CARSAT = "prevy-carsat-lr"
BTP: dict[str, Any] = {"naf": "43.99C", "contract": "cdi"}
SHOP: dict[str, Any] = {"naf": "47.11A", "contract": "cdi"}
Values = dict[tuple[str, str, str], float | None]
Seen = Callable[..., Values]


@pytest.fixture(scope="module")
def agreement() -> str:
    return "cpom-prevy"


@pytest.fixture
def seen(figure: Callable[..., Figure]) -> Seen:
    """(line, code, unit when it is a percentage) -> the value of 2025."""

    def values(figure_id: str, **said: str) -> Values:
        lines = figure(figure_id, **said).lines
        return {
            (x.id, x.code, "percent" if x.unit == "percent" else ""): x.values[0] for x in lines
        }

    return values


def noted(store: Handmade, kind: str, **said: Any) -> None:
    """Three acts to count, two of them of the BTP and one of somebody of 50; then neighbours."""
    store.act(store.case(1), kind, "2025-01-01", age=50, **BTP, **said)
    store.act(store.case(2), kind, "2025-06-01", age=49, **BTP, **said)
    store.act(store.case(3), kind, "2025-12-31", age=None, **SHOP, **said)
    store.act(store.case(4), kind, "2025-06-01", state="planned", **BTP, **said)
    store.act(store.case(5), kind, "2025-06-01", state="cancelled", **BTP, **said)
    store.act(store.case(6, state="cancelled"), kind, "2025-06-01", **BTP, **said)
    store.act(store.case(7), kind, "2024-12-31", age=60, **BTP, **said)
    store.act(store.case(8), kind, "2026-01-01", age=60, **BTP, **said)


#: what ``noted`` gives: all sectors and the BTP, by age, and the share
NOTED: Values = {
    ("all", "", ""): 3,
    ("all", "yes", ""): 1,
    ("all", "no", ""): 1,
    ("all", "unknown", ""): 1,
    ("btp", "", ""): 2,
    ("btp", "share", "percent"): 66.7,
    ("btp", "yes", ""): 1,
    ("btp", "no", ""): 1,
}
AT_WORK, ON_LEAVE = {"on_leave": "no"}, {"on_leave": "yes"}
SAME: list[tuple[str, str, dict[str, Any], dict[str, Any]]] = [
    ("CPOM-5.2A-2", "visit_midcareer", {}, {}),
    ("CPOM-5.2A-3", "entry", AT_WORK, ON_LEAVE),
    ("CPOM-5.2A-4", "orientation", {"nature": "spsti_social_worker", **AT_WORK}, ON_LEAVE),
    ("CPOM-5.2A-5", "orientation", {"nature": "psychologist", **AT_WORK}, ON_LEAVE),
    ("CPOM-5.2A-6", "orientation", {"nature": "cap_emploi", **AT_WORK}, ON_LEAVE),
    ("CPOM-5.2A-7", "orientation", {"nature": "mdph", **AT_WORK}, ON_LEAVE),
    ("CPOM-5.2A-9", "adjustment", {}, {}),
    ("CPOM-5.2B-1", "visit_prereprise", {}, {}),
    ("CPOM-5.2B-3", "entry", ON_LEAVE, AT_WORK),
    ("CPOM-5.2B-4", "orientation", {"nature": "spsti_social_worker", **ON_LEAVE}, AT_WORK),
    ("CPOM-5.2B-5", "orientation", {"nature": "psychologist", **ON_LEAVE}, AT_WORK),
    ("CPOM-5.2B-6", "orientation", {"nature": "ssam", **ON_LEAVE}, AT_WORK),
    (
        "CPOM-5.2B-7",
        "essai_encadre",
        {"requester": "occupational_doctor"},
        {"requester": "employee"},
    ),
    ("CPOM-5.2B-8", "crpe", {}, {}),
    ("CPOM-5.2B-9", "orientation", {"nature": "cap_emploi", **ON_LEAVE}, AT_WORK),
]
OTHERS = {"orientation": {"nature": "ergonomist"}}


@pytest.mark.parametrize("one", SAME, ids=[one[0] for one in SAME])
def test_acts_of_the_btp_over_all_sectors_by_age(
    store: Handmade, seen: Seen, one: tuple[str, str, dict[str, Any], dict[str, Any]]
) -> None:
    figure_id, kind, said, other = one
    noted(store, kind, **said)
    if other:  # the same act, on the other side of the leave or at somebody else's demand
        store.act(store.case(9), kind, "2025-06-01", **BTP, **{**said, **other})
        store.act(store.case(10), kind, "2025-06-01", **BTP, **{**said, next(iter(other)): None})
    if kind in OTHERS:
        store.act(store.case(11), kind, "2025-06-01", **BTP, **{**said, **OTHERS[kind]})
    store.act(store.case(12), "interview", "2025-06-01", **BTP, **AT_WORK)
    assert seen(figure_id) == NOTED


def test_a_person_or_an_act_as_printed(store: Handmade, seen: Seen) -> None:
    """Two recommendations for one person are one « salarié »; two visits are two visits."""
    case, again = store.case(1, person_key="one"), store.case(2, person_key="one")
    for one in (case, again):
        store.act(one, "adjustment", "2025-06-01", **BTP)
        store.act(one, "visit_midcareer", "2025-06-01", **BTP)
    assert seen("CPOM-5.2A-9")["all", "", ""] == 1
    assert seen("CPOM-5.2A-2")["all", "", ""] == 2


def test_an_index_above_two_is_strict_and_a_person_counts_once(store: Handmade, seen: Seen) -> None:
    """« IRI > 2 et/ou IRDP > 2 »: a union, and 2 is not above 2."""
    indices = [(3, None), (None, 2.5), (3, 3), (2, 2), (None, None), (0, 2)]
    for number, (iri, irdp) in enumerate(indices, 1):
        store.act(store.case(number), "risk_index", "2025-06-01", iri=iri, irdp=irdp, **BTP)
    again = store.case(7, person_key="p2025-1")
    store.act(again, "risk_index", "2025-08-01", irdp=4, **BTP)
    store.act(store.case(8), "risk_index", "2025-06-01", iri=4, age=50, **SHOP)
    store.act(store.case(9), "risk_index", "2024-06-01", iri=4, **BTP)
    found = seen("CPOM-5.2A-1")
    assert (found["all", "", ""], found["btp", "", ""]) == (4, 3)
    assert found["all", "yes", ""] == 1


def test_a_person_is_of_the_btp_when_one_of_her_acts_is(store: Handmade, seen: Seen) -> None:
    case = store.case(1)
    store.act(case, "adjustment", "2025-02-01", age=49, **BTP)
    store.act(case, "adjustment", "2025-09-01", age=50, **SHOP)
    found = seen("CPOM-5.2A-9")
    assert (found["all", "", ""], found["btp", "", ""]) == (1, 1)
    assert (found["btp", "yes", ""], found["all", "yes", ""]) == (1, 1)  # by her last act


@pytest.mark.parametrize(
    ("said", "btp", "without_development"),
    [
        ({"naf": "41.20A"}, 1, 1),
        ({"naf": "42.11Z"}, 1, 1),
        ({"naf": "43.99C", "status": "craftsman"}, 1, 1),  # a TI of the BTP
        ({"naf": "41.10A"}, 1, 0),
        ({"naf": "40.00Z"}, 0, 0),
        ({"naf": "44.00Z"}, 0, 0),
        ({"naf": "43.99C", "contract": "interim"}, 0, 0),
        ({"naf": "78.20Z", "contract": "interim"}, 0, 0),
        ({"naf": None}, 0, 0),
        ({"naf": ""}, 0, 0),
    ],
)
def test_the_btp_is_three_divisions_without_interim(
    store: Handmade, seen: Seen, said: dict[str, Any], btp: int, without_development: int
) -> None:
    """Intérimaires are out of the BTP side only: all sectors still hold them."""
    store.act(store.case(1), "visit_midcareer", "2025-06-01", **said)
    assert seen("CPOM-5.2A-2")["all", "", ""] == 1
    assert seen("CPOM-5.2A-2")["btp", "", ""] == btp
    found = seen("CPOM-5.2A-2", btp="without_development")
    assert found["btp", "", ""] == without_development


def test_an_unknown_activity_is_to_be_looked_at_never_a_no(
    store: Handmade, evaluation: Evaluation
) -> None:
    store.act(store.case(1), "visit_midcareer", "2025-06-01", naf=None)
    store.act(store.case(2), "visit_midcareer", "2025-06-01", contract="interim")
    indicator = next(one for one in evaluation.indicators if one.id == "CPOM-5.2A-2")
    found = explain(store.db, evaluation, indicator, years(2025), {})
    doubts = [(one.text, one.refs) for one in found.verdicts if not one.good]
    said = "1 acte non compté en btp, faute de savoir (code NAF)"
    assert doubts == [(said, ("2025-0001",))]


@pytest.mark.parametrize(
    ("choice", "seniors"), [("from_50", 3), ("from_51", 2), ("from_55", 1), ("from_60", 0)]
)
def test_the_age_of_a_senior_is_hers_to_choose(
    store: Handmade, seen: Seen, choice: str, seniors: int
) -> None:
    for number, age in enumerate((49, 50, 51, 59, None), 1):
        store.act(store.case(number), "visit_prereprise", "2025-06-01", age=age)
    found = seen("CPOM-5.2B-1", senior=choice)
    assert found["all", "yes", ""] == seniors
    assert found["all", "unknown", ""] == 1


def test_employees_alone_is_a_choice(store: Handmade, seen: Seen) -> None:
    for number, status in enumerate(("employee", "craftsman", None), 1):
        store.act(store.case(number), "crpe", "2025-06-01", status=status)
    assert seen("CPOM-5.2B-8")["all", "", ""] == 3
    assert seen("CPOM-5.2B-8", workers="employees")["all", "", ""] == 1


def test_a_liaison_meeting_is_in_person_by_video_or_by_documents_sent(
    store: Handmade, seen: Seen
) -> None:
    modes = ("in_person", "in_person", "video", "documents", "phone")
    for number, mode in enumerate(modes, 1):
        sector = BTP if number != 2 else SHOP
        store.act(store.case(number), "liaison_meeting", "2025-06-01", mode=mode, **sector)
    store.act(store.case(6), "liaison_request", "2025-06-01", **BTP)
    found = seen("CPOM-5.2B-2")
    assert found["all", "", ""] == 5
    assert [found["all", mode, ""] for mode in ("in_person", "video", "documents")] == [2, 1, 1]
    assert [found["btp", mode, ""] for mode in ("in_person", "video", "documents")] == [1, 1, 1]
    assert seen("DGT-3.4") == found


def test_a_printed_mode_that_nobody_used_is_nought(seen: Seen) -> None:
    found = seen("CPOM-5.2B-2")
    assert [found["all", mode, ""] for mode in ("in_person", "video", "documents")] == [0, 0, 0]
    assert found["btp", "share", "percent"] is None  # of nothing: « n.d. », no division


def test_a_visit_asked_for_is_by_whom_asked(store: Handmade, seen: Seen) -> None:
    asked = ("employee", "employee", "employer", "occupational_doctor", "treating_doctor")
    for number, requester in enumerate(asked, 1):
        said = {"requester": requester, **(BTP if number < 4 else SHOP)}
        store.act(store.case(number), "visit_requested", "2025-06-01", **said)
    store.act(store.case(6), "visit_prereprise", "2025-06-01", requester="employee", **BTP)
    found = seen("CPOM-5.2A-8")
    assert (found["all", "", ""], found["btp", "", ""]) == (4, 3)
    printed = ("employee", "employer", "occupational_doctor")
    assert [found["all", one, ""] for one in printed] == [2, 1, 1]
    assert [found["btp", one, ""] for one in printed] == [2, 1, 0]


def test_both_sides_of_a_fraction_have_the_same_filter_and_say_so(
    store: Handmade, figure: Callable[..., Figure]
) -> None:
    """§ 5.2: « hors arrêt » is printed on one side only; the hypothesis is shown."""
    store.act(store.case(1), "orientation", "2025-06-01", nature="mdph", **ON_LEAVE, **BTP)
    found = figure("CPOM-5.2A-7")
    assert found.lines[0].values[0] == 0
    shown = {one.parameter: one.text for one in found.hypotheses}
    assert "erreur de plume" in shown["same_filter"]
    for figure_id in ("CPOM-5.2A-5", "CPOM-5.2A-6", "CPOM-5.2B-5"):
        assert "same_filter" in {one.parameter for one in figure(figure_id).hypotheses}


def test_meetings_between_partners_are_those_of_the_cpom(store: Handmade, seen: Seen) -> None:
    store.gathering("services", "2025-02-01")
    store.gathering("instances", "2025-03-01")
    store.gathering("services", "2025-02-01", agreement=CARSAT)
    store.gathering("services", "2025-02-01", state="planned")
    store.gathering("cell", "2025-02-01")
    store.gathering("services", "2024-12-31")
    assert seen("CPOM-5.1-1") == {("meetings", "", ""): 2}


def test_awareness_with_a_partner_counts_under_any_convention(store: Handmade, seen: Seen) -> None:
    store.gathering("awareness", "2025-02-01", participants=40)
    store.gathering("awareness", "2025-02-01", agreement=CARSAT)
    store.gathering("awareness", "2025-02-01", agreement=None, joint=0)
    store.gathering("training", "2025-02-01")
    assert seen("CPOM-5.1-2") == {("awareness", "", ""): 2}


@pytest.mark.parametrize("figure_id", [one[0] for one in SAME] + ["CPOM-5.2A-8"])
def test_every_breakdown_by_age_adds_up(store: Handmade, seen: Seen, figure_id: str) -> None:
    kind, said = next(
        ((kind, said) for known, kind, said, _ in SAME if known == figure_id),
        ("visit_requested", {"requester": "employer"}),
    )
    noted(store, kind, **said)
    store.act(store.case(20, person_key="p2025-1"), kind, "2025-10-01", age=51, **SHOP, **said)
    found = seen(figure_id)
    for line in ("all", "btp"):
        ages = [found.get((line, code, "")) or 0 for code in ("yes", "no", "unknown")]
        assert sum(ages) == found[line, "", ""]


def test_seniors_come_first_whatever_their_number(
    store: Handmade, figure: Callable[..., Figure]
) -> None:
    for number, age in enumerate((49, 40, 30, 59), 1):
        store.act(store.case(number), "visit_prereprise", "2025-06-01", age=age, **BTP)
    told = [line.code for line in figure("CPOM-5.2B-1").lines if line.dimension]
    assert told == ["yes", "no"] * (len(told) // 2)
