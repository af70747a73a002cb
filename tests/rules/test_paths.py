"""A path with a selector reads a fact for some answers only; what is not known stays unknown."""

from datetime import date

import pytest

from pdpcli.rules.paths import fact_of, path_type, value_at

SINCE = date(2026, 5, 2)
AT_MP = "leave.started_on[work_accident, occupational_disease]"


@pytest.mark.parametrize(
    ("path", "type_"),
    [
        ("leave.started_on", "date"),
        ("leave.started_on[illness]", "date"),
        (AT_MP, "date"),
        ("situation.invalidity[cat1,cat2]", "tristate"),
        ("situation.rqth[yes]", "tristate"),
        ("situation.status[craftsmen]", None),
        ("leave.started_on[cdi]", None),
        ("person.last_name[a]", None),
        ("leave.started_on[]", None),
        ("leave.started_on[illness", None),
        ("leave.begun_on[illness]", None),
        ("[illness]", None),
    ],
)
def test_a_selector_is_of_a_closed_list(path: str, type_: str | None) -> None:
    assert path_type(path) == type_


def test_the_date_of_a_leave_is_that_of_its_risk() -> None:
    record = {"leave.started_on": SINCE, "leave.risk": "occupational_disease"}
    assert value_at(record, "leave.started_on[illness]") is None
    assert value_at(record, AT_MP) == SINCE
    assert value_at({"leave.started_on": SINCE}, AT_MP) is None
    assert value_at(record, "leave.started_on") == SINCE


@pytest.mark.parametrize(
    ("said", "box"), [("cat3", "yes"), ("none", "no"), ("unknown", "unknown"), (None, None)]
)
def test_a_box_stands_for_several_answers(said: str | None, box: str | None) -> None:
    record = {"situation.invalidity": said} if said else {}
    assert value_at(record, "situation.invalidity[cat1, cat2, cat3, granted]") == box


def test_the_fact_behind_a_selector_is_the_one_that_is_asked() -> None:
    assert fact_of(AT_MP) == "leave.started_on"
