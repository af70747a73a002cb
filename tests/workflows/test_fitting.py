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
    row = case(regime=None, statut=None, adresse=None)
    assert found(both, row) == ["btp34-carsat-lr", "caire84-carsat-se"]


def test_what_is_known_not_to_hold_excludes(both, case):
    assert "btp34-carsat-lr" not in found(both, case(regime="régime agricole (MSA)"))
    assert "caire84-carsat-se" not in found(both, case(statut=None))  # Lattes: not the Vaucluse


def test_a_visit_or_a_stoppage_to_come_excludes_nothing(both, case):
    row = case(en_arret="non", prereprise="non", risque_inaptitude="non", adresse=None,
               arret_debut=None, risque=None, prereprise_date=None)  # fmt: skip
    assert "btp34-carsat-lr" in found(both, row)
