"""What is kept to be fast is compared with what it comes from; looking ahead changes nothing."""

import json
from contextlib import closing
from datetime import date, timedelta

import pytest
from exchanges import founded_cell

from pdpcli.commands.opening import open_store
from pdpcli.store.connection import connect

_RAW = {
    "deadlines": "UPDATE deadline SET due_on = '2020-01-01', closes_on = NULL WHERE state = 'open'",
    "snapshots": "UPDATE act SET sex = CASE sex WHEN 'female' THEN 'male' ELSE 'female' END",
    "tally": "UPDATE case_tally SET n = n + 1",
    "words": "DELETE FROM person_word",
}


@pytest.fixture
def cell(tmp_path, capsys, monkeypatch):
    """A cell with a situation on leave, its deadlines computed for today."""
    made = founded_cell(tmp_path, capsys, monkeypatch)
    made("convention", "ajouter", "btp34-carsat-lr")
    made.registered(date_signalement="hier", prereprise_date="hier")
    made()
    return made


def alter(statement):
    store = open_store()
    with closing(connect(store.path, store.key, store.salt, mode="rw", busy_ms=0)) as db:
        db.execute(statement)


def unsound(cell, code=13):
    said = json.loads(cell("verifier", "--json", code=code).partition("\nLe cahier n'est")[0])
    return {one["id"]: one for one in said if not one["sound"]}


@pytest.mark.parametrize("name", ["deadlines", "tally", "words"])
def test_a_cache_that_lies_is_found_nothing_is_lost_and_it_is_computed_anew(cell, name):
    alter(_RAW[name])
    found = unsound(cell)
    assert list(found) == [name]
    assert "recalculent" in found[name]["lost"]
    assert "pdp verifier --recalculer" in found[name]["todo"]
    cell("verifier", "--recalculer")
    assert unsound(cell, code=0) == {}


def test_a_breakdown_that_lies_is_found_by_the_facts_and_by_the_journal(cell):
    alter(_RAW["snapshots"])
    assert set(unsound(cell)) == {"data", "snapshots"}
    alter(_RAW["snapshots"])
    assert unsound(cell, code=0) == {}


def test_looking_at_another_day_changes_no_deadline(cell):
    before = cell.rows("SELECT * FROM deadline ORDER BY id")
    ahead = (date.today() + timedelta(200)).strftime("%d/%m/%Y")  # noqa: DTZ011
    cell("--vu-le", ahead)
    cell("echeances", "--vu-le", ahead)
    assert cell.rows("SELECT * FROM deadline ORDER BY id") == before
    assert unsound(cell, code=0) == {}


def test_deadlines_put_away_by_a_clock_that_was_ahead_come_back(cell):
    before = cell.rows("SELECT * FROM deadline ORDER BY id")
    alter("UPDATE deadline SET state = 'void' WHERE state = 'open'")
    alter("UPDATE setting SET value = '1 2999-01-01' WHERE key = 'due.computed'")
    cell()
    assert cell.rows("SELECT * FROM deadline ORDER BY id") == before


def test_nothing_is_computed_anew_from_what_is_damaged(cell):
    alter(_RAW["tally"])
    alter("UPDATE person SET last_name = 'Autre'")
    assert "tally" in unsound(cell)
    said = cell("verifier", code=13)
    assert "pdp sauvegarde restaurer" in said
    assert "--recalculer" not in said
