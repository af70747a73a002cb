"""Meetings and actions are noted, put right and cancelled, with what was examined in them."""

from contextlib import closing
from datetime import date

import pytest

from pdpcli.errors import InputRefused
from pdpcli.store.our_agreements import agreements_with
from pdpcli.workflows import gathering
from pdpcli.workflows.gathering import GatheringSaid

MEETING = GatheringSaid("cell", date(2025, 6, 20))


@pytest.fixture
def noted(case, signed_store):
    row = case(prereprise=None, prereprise_date=None)
    with signed_store.write("meeting add") as write:
        return gathering.add(write, MEETING, [row], None)


def examinations(store):
    with closing(store.read()) as db:
        found = "SELECT nature, on_date, year, state FROM act WHERE kind = 'examination'"
        return [tuple(row) for row in db.execute(found).fetchall()]


def test_a_meeting_of_the_cell_examines_as_the_cell(noted, signed_store):
    assert examinations(signed_store) == [("cell", "2025-06-20", 2025, "done")]


def test_a_meeting_moved_moves_its_examinations(noted, signed_store):
    with signed_store.write("meeting edit") as write:
        gathering.edit(write, noted, {"on": date(2024, 6, 20)})
    assert examinations(signed_store) == [("cell", "2024-06-20", 2024, "done")]


def test_a_meeting_cancelled_cancels_its_examinations_once(noted, signed_store):
    with signed_store.write("meeting cancel") as write:
        gathering.cancel(write, noted, "doublon")
    assert examinations(signed_store) == [("cell", "2025-06-20", 2025, "cancelled")]
    with pytest.raises(InputRefused, match="déjà annulé"), signed_store.write("x") as write:
        gathering.cancel(write, noted, "encore")


def test_examining_elsewhere_says_by_which_instance(case, signed_store):
    said = GatheringSaid("instances", date(2025, 6, 20))
    row = case()
    with pytest.raises(InputRefused, match="quelle instance"), signed_store.write("x") as write:
        gathering.add(write, said, [row], None)


@pytest.mark.parametrize("body", ["carsat-lr-ssam", "carsat-lr"])
def test_the_service_and_the_organisme_it_belongs_to_are_the_partner(signed_store, body):
    with closing(signed_store.read()) as db:
        assert [one.id for one in agreements_with(db, [body])] == ["btp34-carsat-lr"]
        assert agreements_with(db, ["sante-btp-34"]) == []
