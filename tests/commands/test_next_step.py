"""The next thing to do is said, with its reference and convention. Everybody is fictional."""

import pytest
from exchanges import founded_cell
from fictional import answers_file

BTP, CAPE = "btp34-carsat-lr", "prevy-cap-emploi"


@pytest.fixture
def cell(places, tmp_path, capsys, monkeypatch):
    return founded_cell(tmp_path / "a", capsys, monkeypatch)


def new(cell, *more):
    file = str(answers_file(cell.folder, date_signalement="hier", prereprise_date="hier"))
    return cell("situation", "nouveau", "--fichier", file, *more)


def test_under_one_convention_the_fiche_to_begin_is_said(cell):
    cell("convention", "ajouter", BTP)
    told = new(cell)
    assert "pdp orientation " in told
    assert "pdp fiche nouveau " in told
    assert "--convention" not in told


def test_under_several_each_convention_of_ours_is_named(cell):
    cell("convention", "ajouter", BTP)
    cell("convention", "ajouter", CAPE)
    told = new(cell)
    for one in (BTP, CAPE):
        assert f"--convention {one}" in told


def test_the_convention_that_is_said_begins_its_fiche(cell):
    cell("convention", "ajouter", BTP)
    cell("convention", "ajouter", CAPE)
    told = new(cell, "--convention", CAPE)
    assert cell.rows("SELECT agreement FROM liaison") == [{"agreement": CAPE}]
    assert "pdp accord imprimer " in told


def test_several_sheets_refused_for_one_reason_are_refused_in_one_message(cell):
    cell("convention", "ajouter", BTP)
    cell("convention", "ajouter", CAPE)
    new(cell)
    new(cell)
    told = cell("accord", "imprimer", "1", "2", "--sortie", ".", code=2)
    assert told.count("onvention s'agit-il") == 1
    assert "(1, 2)" in told
    assert "→" in told
    assert BTP in told
    assert CAPE in told
