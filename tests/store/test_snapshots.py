"""The snapshot rule on rows: a correction moves past counts, a change does not."""

import sqlite3

import pytest
from handmade import Handmade, count_year, evaluation_text

from pdpcli.evaluation.indicator import read_evaluation
from pdpcli.store.snapshots import refresh, refresh_employer


@pytest.fixture
def store() -> Handmade:
    return Handmade()


@pytest.fixture
def case(store: Handmade) -> int:
    """A situation of 2025 with a fiche sent in March and an action begun in May."""
    person = store.person("p1", born_on="1975-03-02", sex="male", dept="34")
    case = store.case(1, person_id=person, person_key="p1", origin="self")
    employer = store.insert("employer", name="FICTIVE SARL", folded="x", naf="43.99C", size=14)
    store.insert(
        "employment", case_id=case, employer_id=employer, from_date="2025-01-05", contract="cdi"
    )
    store.insert("situation", case_id=case, from_date="2025-01-05", on_leave="no", rqth="no")
    store.referral(case, "2025-03-01")
    store.act(case, "essai_encadre", "2025-05-01")
    refresh(store.db, case)
    return case


def column(store: Handmade, name: str) -> list[object]:
    return [row[0] for row in store.db.execute(f"SELECT {name} FROM act ORDER BY on_date")]


def remobilised(store: Handmade) -> int:
    figures = count_year(store.db, read_evaluation(evaluation_text()), 2025, {})
    return next(line.values[0] for f in figures for line in f.lines if f.id == "BTP34-5")


def test_a_refresh_writes_what_was_true_at_each_act(store: Handmade, case: int) -> None:
    assert case
    for name, expected in {
        "origin": "self", "sex": "male", "dept": "34", "naf": "43.99C", "size": 14,
        "contract": "cdi", "age": 49, "rqth": "no", "boeth": "unknown", "employer_id": 1,
    }.items():  # fmt: skip
        assert column(store, name)[0] == expected, name
    assert column(store, "age") == [49, 50]


def test_a_correction_moves_past_acts_and_their_count(store: Handmade, case: int) -> None:
    assert remobilised(store) == 0
    store.db.execute("UPDATE situation SET on_leave = 'yes' WHERE case_id = ?", (case,))
    refresh(store.db, case)
    assert column(store, "on_leave") == ["yes", "yes"]
    assert remobilised(store) == 1


def test_a_change_leaves_earlier_acts_as_they_were(store: Handmade, case: int) -> None:
    store.insert("situation", case_id=case, from_date="2025-04-01", on_leave="yes", rqth="yes")
    refresh(store.db, case)
    assert column(store, "on_leave") == ["no", "yes"]
    assert column(store, "boeth") == ["unknown", "yes"]
    assert remobilised(store) == 1
    store.insert("situation", case_id=case, from_date="2025-05-02", on_leave="no")
    refresh(store.db, case)
    assert remobilised(store) == 1


def test_an_employer_corrected_is_corrected_in_every_case(store: Handmade, case: int) -> None:
    assert case
    store.db.execute("UPDATE employer SET naf = '41.20B' WHERE id = 1")
    refresh_employer(store.db, 1)
    assert column(store, "naf") == ["41.20B", "41.20B"]


def test_only_the_acts_that_changed_are_touched(store: Handmade, case: int) -> None:
    refresh(store.db, case)
    store.db.commit()
    before = store.db.total_changes
    refresh(store.db, case)
    assert store.db.total_changes == before
    store.insert("situation", case_id=case, from_date="2025-04-01", rqth="yes")
    before = store.db.total_changes
    refresh(store.db, case)
    assert store.db.total_changes == before + 1


def test_an_erased_person_keeps_the_snapshot_of_her_acts(store: Handmade, case: int) -> None:
    store.db.execute("UPDATE case_file SET person_id = NULL")
    store.db.execute("DELETE FROM person")
    refresh(store.db, case)
    assert column(store, "age") == [49, 50]


def test_plain_tuples_are_read_as_well_as_named_rows(store: Handmade, case: int) -> None:
    store.db.row_factory = None
    store.db.execute("UPDATE act SET age = NULL")
    refresh(store.db, case)
    assert column(store, "age") == [49, 50]
    store.db.row_factory = sqlite3.Row
