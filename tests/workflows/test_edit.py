"""« Erreur ou changement ? »: a correction moves past counts, a change does not."""

from contextlib import closing
from datetime import date

import pytest

from pdpcli.errors import InputRefused
from pdpcli.store.cases import record
from pdpcli.workflows import act, employer
from pdpcli.workflows.edit import cancel, edit

TODAY = date(2025, 7, 1)


@pytest.fixture
def edited(signed_store):
    """Edit a situation; ``on`` is the date of a change, none for a correction."""

    def run(row, answers, on=None):
        with signed_store.write("signal edit") as write:
            edit(write, row, answers, change_on=on)

    return run


@pytest.fixture
def noted(signed_store):
    def run(row, kind, on, **details):
        with signed_store.write("act add") as write:
            return act.add(write, row, act.ActSaid(kind, on, details))

    return run


def seen(store, column, *values):
    with closing(store.read()) as db:
        rows = db.execute(f"SELECT on_date, {column} FROM act ORDER BY on_date", values)
        return {row["on_date"]: row[column] for row in rows.fetchall()}


def test_a_correction_holds_from_the_origin(case, signed_store, edited, noted):
    row = case(rqth="non")
    noted(row, "interview", date(2025, 6, 20))
    edited(row, {"situation.rqth": "yes"})
    assert set(seen(signed_store, "rqth").values()) == {"yes"}
    assert set(seen(signed_store, "boeth").values()) == {"yes"}


def test_a_change_leaves_earlier_acts_as_they_were(case, signed_store, edited, noted):
    row = case(rqth="non", prereprise=None, prereprise_date=None)
    noted(row, "interview", date(2025, 6, 20))
    noted(row, "interview", date(2025, 7, 1))
    edited(row, {"situation.rqth": "yes"}, on=date(2025, 6, 25))
    assert seen(signed_store, "rqth") == {
        "2025-06-15": "no", "2025-06-20": "no", "2025-07-01": "yes",
    }  # fmt: skip


def test_correcting_after_a_change_reaches_only_what_was_wrong(case, signed_store, edited, noted):
    """Two rows hold « sans contrat »'s statut wrongly; the RQTH obtained later stays later."""
    row = case(rqth="non", prereprise=None, prereprise_date=None)
    noted(row, "interview", date(2025, 7, 1))
    edited(row, {"situation.rqth": "yes"}, on=date(2025, 6, 25))
    edited(row, {"situation.status": "craftsman"})
    assert set(seen(signed_store, "status").values()) == {"craftsman"}
    assert seen(signed_store, "rqth") == {"2025-06-15": "no", "2025-07-01": "yes"}


def test_a_return_to_work_ends_the_leave_the_day_before(case, signed_store, edited, noted):
    row = case(prereprise=None, prereprise_date=None)
    noted(row, "interview", date(2025, 6, 24))
    noted(row, "interview", date(2025, 6, 25))
    edited(row, {"leave.on_leave": "no"}, on=date(2025, 6, 25))
    assert seen(signed_store, "on_leave") == {
        "2025-06-15": "yes", "2025-06-24": "yes", "2025-06-25": "no",
    }  # fmt: skip


def test_a_new_employer_mid_case_keeps_the_old_one_for_earlier_acts(
    case, signed_store, edited, noted
):
    row = case(prereprise=None, prereprise_date=None)
    noted(row, "interview", date(2025, 7, 1))
    edited(row, {"employer.name": "Autre Fictive", "employer.naf": "62.01Z"}, on=date(2025, 6, 25))
    assert seen(signed_store, "naf") == {"2025-06-15": "43.99C", "2025-07-01": "62.01Z"}


def test_an_employer_corrected_reaches_every_act_of_its_situations(case, signed_store):
    case()
    with signed_store.write("employer edit") as write:
        employer.edit(write, 1, {"naf": "41.20B"})
    assert set(seen(signed_store, "naf").values()) == {"41.20B"}


def test_a_wrong_signalement_date_moves_the_entry_and_its_year(case, signed_store, edited):
    row = case(prereprise=None, prereprise_date=None)
    edited(row, {"case.opened_on": date(2024, 12, 20)})
    assert seen(signed_store, "year") == {"2024-12-20": 2024}
    with closing(signed_store.read()) as db:
        assert record(db, row.id, TODAY)["case.opened_on"] == date(2024, 12, 20)


def test_a_person_corrected_reaches_her_other_situations(case, signed_store, edited):
    first = case()
    case(person_id=first.person_id, date_signalement="20/06/2025")
    edited(first, {"person.sex": "female"})
    assert set(seen(signed_store, "sex").values()) == {"female"}


def test_a_change_cannot_precede_the_situation(case, edited):
    with pytest.raises(InputRefused, match="avant le signalement"):
        edited(case(), {"situation.rqth": "yes"}, on=date(2025, 1, 1))


def test_a_closure_closes_and_its_cancellation_opens_again(case, signed_store, noted):
    row = case()
    number = noted(row, "closure", date(2025, 6, 30), nature="completed")
    with closing(signed_store.read()) as db:
        held = db.execute("SELECT state, closed_on FROM case_file").fetchone()
        assert tuple(held) == ("closed", "2025-06-30")
    with signed_store.write("act cancel") as write:
        act.cancel(write, number, "notée par erreur")
    with closing(signed_store.read()) as db:
        held = db.execute("SELECT state, closed_on FROM case_file").fetchone()
        assert tuple(held) == ("open", None)


def test_a_cancelled_situation_stays_readable(case, signed_store):
    row = case()
    with signed_store.write("signal cancel") as write:
        cancel(write, row, "doublon")
    with closing(signed_store.read()) as db:
        held = db.execute("SELECT state, cancel_reason FROM case_file").fetchone()
    assert tuple(held) == ("cancelled", "doublon")
