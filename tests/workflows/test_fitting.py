"""A convention is proposed while nothing known speaks against it. Persons are fictional."""

from contextlib import closing
from datetime import date

import pytest

from pdpcli.agreements.loader import find
from pdpcli.workflows import agreement
from pdpcli.workflows.fitting import fitting

TODAY = date(2025, 7, 1)


@pytest.fixture
def both(signed_store):
    with signed_store.write("agreement add") as write:
        agreement.add(write, find("caire84-carsat-se"), "caire84", TODAY)
    return signed_store


def found(store, row):
    with closing(store.read()) as db:
        return [one.id for one in fitting(db, row, TODAY)]


def test_what_is_not_known_excludes_nothing(both, case):
    assert found(both, case(regime=None, statut=None)) == ["btp34-carsat-lr", "caire84-carsat-se"]


def test_what_is_known_not_to_hold_excludes(both, case):
    assert "btp34-carsat-lr" not in found(both, case(regime="régime agricole (MSA)"))
