"""`pdp liaison new`: the agreement inferred, several at once, one already there. Fictional."""

import pytest
from exchanges import founded_cell


@pytest.fixture
def cell(places, tmp_path, capsys, monkeypatch):
    made = founded_cell(tmp_path / "a", capsys, monkeypatch)
    made("convention", "ajouter", "btp34-carsat-lr")
    return made


def test_the_only_agreement_is_the_one(cell):
    said = cell("fiche", "nouveau", cell.registered())
    assert "/1 commencée pour SSAM Carsat LR" in said


def test_the_only_one_that_fits_is_inferred_and_said(cell):
    cell("convention", "ajouter", "caire84-carsat-se", "--en-tant-que", "caire84")
    said = cell("fiche", "nouveau", cell.registered(statut="salarié"))
    assert "Convention déduite de la situation : Protocole Santé BTP 34 / Carsat LR" in said


def test_several_that_fit_are_named_when_there_is_nobody_to_ask(cell):
    cell("convention", "ajouter", "prevy-cap-emploi", "--en-tant-que", "prevy")
    ref = cell.registered()
    said = cell("fiche", "nouveau", ref, code=2)
    assert "btp34-carsat-lr" in said
    assert "prevy-cap-emploi" in said
    assert cell.count("liaison") == 0


def test_one_for_each_agreement_that_is_said(cell):
    cell("convention", "ajouter", "prevy-cap-emploi", "--en-tant-que", "prevy")
    ref = cell.registered()
    said = cell("fiche", "nouveau", ref, "--convention", "prevy-cap-emploi",
                "--convention", "btp34-carsat-lr", "--convention", "btp34-carsat-lr")  # fmt: skip
    assert said.count("commencée") == 2
    assert cell.count("liaison") == 2


def test_the_one_already_there_is_said_with_its_state(cell):
    ref = cell.registered()
    cell("fiche", "nouveau", ref)
    said = " ".join(cell("fiche", "nouveau", ref).split())
    assert f"La fiche {ref}/1 est en cours avec ce partenaire (à signer)" in said
    assert f"pdp fiche suite {ref}/1" in said
    assert f"Fiche {ref}/2 commencée" in said
