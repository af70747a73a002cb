"""A convention that asks for figures only is ours like the others, and never meant for a fiche."""

from pathlib import Path

import pytest
from exchanges import Cell, founded_cell

from pdpcli.agreements.loader import find

BTP34, BILAN = "btp34-carsat-lr", "bilan-regional"


@pytest.fixture
def cell(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Cell:
    made = founded_cell(tmp_path, capsys, monkeypatch)
    made("convention", "ajouter", BTP34)
    said = made("convention", "ajouter", BILAN, "--en-tant-que", "spsti-bfc")
    assert f"pdp chiffres liste --convention {BILAN}" in said
    return made


def test_a_fiche_goes_under_the_only_one_that_exchanges_some(cell: Cell) -> None:
    ref = cell.registered()
    assert "Fiche" in cell("fiche", "nouveau", ref)
    assert cell.rows("SELECT agreement FROM liaison") == [{"agreement": BTP34}]
    cell("accord", "enregistrer", ref, "--signe-le", "hier", "--lieu", "Lattes")
    assert "Bilan régional" not in cell("orientation", ref)
    assert "--convention" not in cell("situation", "voir", ref)


def test_it_has_no_fiche_and_no_consent_to_take(cell: Cell) -> None:
    ref = cell.registered()
    refused = cell("fiche", "nouveau", ref, "--convention", BILAN, code=2)
    assert "elle n'a pas de fiche" in refused
    assert "ACCORD DE LA PERSONNE" not in cell("convention", "voir", BILAN)
    assert "consent" not in cell("convention", "voir", BILAN)
    assert cell.rows(f"SELECT parameters FROM agreement WHERE id = '{BILAN}'") == [
        {"parameters": "{}"}
    ]
    assert cell.count("liaison") == 0


def test_which_party_we_are_is_refused_with_names_beside_ids(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = founded_cell(tmp_path, capsys, monkeypatch)
    bilan = find(BILAN)
    for wrong in ((), ("--en-tant-que", "personne")):
        said = " ".join(alone("convention", "ajouter", BILAN, *wrong, code=2).split())
        assert "Il faut dire laquelle des parties nous sommes." in said
        assert all(f"{one} ({bilan.body(one).name})" in said for one in bilan.parties)


def test_alone_it_leaves_the_notebook_without_a_fiche_to_begin(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = founded_cell(tmp_path, capsys, monkeypatch)
    alone("convention", "ajouter", BILAN, "--en-tant-que", "spsti-bfc")
    ref = alone.registered()
    assert "pas de fiche" in alone("fiche", "nouveau", ref, code=2)
    assert "Bilan régional PDP" in alone("chiffres")
    assert alone("verifier", "--bilan")
