"""What is known on a day is what was told by then, each with its day. Persons are fictional."""

from contextlib import closing
from datetime import date

import pytest
from fictional import ANSWERS

from pdpcli.agreements.loader import find
from pdpcli.forms.form import registration
from pdpcli.store.cases import case_by_ref
from pdpcli.store.known import absent_days, known
from pdpcli.workflows.register import Known, register

OPENED, TODAY = date(2025, 6, 15), date(2025, 7, 1)


@pytest.fixture
def case(store):
    def make(**changed):
        form = registration(find("btp34-carsat-lr").form)
        said = {key: one for key, one in {**ANSWERS, **changed}.items() if one is not None}
        parsed = form.parse(said, stage="register", today=TODAY)
        assert not parsed.problems
        with store.write("signal new") as write:
            ref = register(write, form.record(parsed.values), Known())
        with closing(store.read()) as db:
            return case_by_ref(db, ref, TODAY)

    return make


def read(store, row, on=TODAY):
    with closing(store.read()) as db:
        found = known(db, row, on)
    return {path: (one.value, one.on) for path, one in found.facts.items()}


def put(store, sql, *values):
    with store.write("test") as write:
        write.db.execute(sql, values)


def test_each_answer_has_the_day_it_was_told_or_begins(store, case):
    found = read(store, case())
    assert found["situation.regime"] == ("general", OPENED)
    assert found["leave.on_leave"] == ("yes", date(2025, 5, 2))
    assert found["leave.risk"] == ("illness", None)
    assert found["visit_prereprise.state"] == ("planned", date(2025, 6, 24))
    assert found["employer.member"] == ("yes", None)
    assert found["employment.contract"] == ("cdi", OPENED)
    assert found["person.dept"] == ("34", None)
    assert "situation.rqth" not in found


def test_a_change_holds_from_its_day_and_not_before(store, case):
    row = case(rqth="non")
    put(store, "INSERT INTO situation (case_id, from_date, rqth) VALUES (?, '2025-06-25', 'yes')",
        row.id)  # fmt: skip
    assert read(store, row, date(2025, 6, 24))["situation.rqth"] == ("no", OPENED)
    assert read(store, row, date(2025, 6, 25))["situation.rqth"] == ("yes", date(2025, 6, 25))
    assert read(store, row, date(2025, 6, 25))["situation.regime"] == ("general", OPENED)


def test_facts_hold_from_the_origin(store, case):
    row = case()
    assert read(store, row, date(2024, 1, 1)) == read(store, row, OPENED)


def test_a_visit_is_held_from_its_day_whatever_is_foreseen_after(store, case):
    row = case()
    put(store, "UPDATE act SET state = 'done' WHERE kind = 'visit_prereprise' AND case_id = ?",
        row.id)  # fmt: skip
    put(store, """INSERT INTO act (case_id, person_key, kind, state, on_date, year, author)
        VALUES (?, ?, 'visit_prereprise', 'planned', '2025-09-01', 2025, 'x')""",
        row.id, row.person_key)  # fmt: skip
    path, held = "visit_prereprise.state", date(2025, 6, 24)
    assert read(store, row, date(2025, 6, 23))[path][0] == "planned"
    assert read(store, row, held)[path] == ("yes", held)
    assert read(store, row)[path] == ("yes", held)


def test_a_leave_that_is_over_is_a_no_and_its_days_are_counted_while_it_lasts(store, case):
    row = case(arret_fin="20/06/2025")
    assert read(store, row, date(2025, 6, 20))["leave.on_leave"][0] == "yes"
    assert read(store, row, date(2025, 6, 21))["leave.on_leave"][0] == "no"
    with closing(store.read()) as db:
        assert absent_days(db, row.id, date(2025, 6, 20)) == 50
        assert absent_days(db, row.id, date(2025, 6, 21)) == 0


def test_what_is_not_known_yet_is_no_fact(store, case):
    row = case(en_arret=None, arret_debut=None, risque=None, prereprise=None,
               prereprise_date=None, adresse=None, statut=None)  # fmt: skip
    found = read(store, row)
    assert not {"leave.on_leave", "visit_prereprise.state", "person.dept", "situation.status"} & (
        found.keys()
    )
