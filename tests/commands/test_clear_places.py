"""Whatever writes in clear says that a synchronised folder carries it away; all is fictional."""

import os

import pytest
from exchanges import Cell, founded_cell, reopened_cell

WRITERS = {
    "a fiche to sign": "accord imprimer 1 --sortie {}",
    "the deadlines": "echeances --ics {}/e.ics",
    "the figures, for a program": "chiffres --csv {}/c.csv",
    "the figures, to be read": "chiffres --xlsx {}/c.xlsx",
    "the annual report": "bilan imprimer --sortie {}/b.pdf",
    "the journal": "journal exporter --sortie {}/j.jsonl",
    "everything": "exporter {}/tout.jsonl --oui",
    "what is held of a person": "droits acces 1 --identite connue --sortie {}/acces",
    "the register": "droits registre --sortie {}/r.pdf",
    "a letter": "droits limiter 1 --identite connue --sortie {}/l.pdf",
    "the meetings": "reunion calendrier --sortie {}/m.pdf",
    "a recovery key": "mot-de-passe cle-de-secours --fichier-cle-de-secours {}/cle.txt",
    "a backup": "sauvegarde creer --sortie {}/s.sauvegarde",
    "the folder of the backups": "sauvegarde dossier {}",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("cellule")


@pytest.fixture(scope="module")
def founded(folder):
    """Whether the store of the module is founded: the first test that needs it does."""
    return set()


@pytest.fixture
def cell(folder, founded, capsys, monkeypatch) -> Cell:
    if founded:
        return reopened_cell(folder, capsys, monkeypatch)
    made = founded_cell(folder, capsys, monkeypatch)
    made("convention", "ajouter", "btp34-carsat-lr")
    made.registered(date_signalement="hier")
    (folder / "OneDrive").mkdir()
    founded.add(folder)
    return made


@pytest.mark.parametrize("what", WRITERS)
def test_a_synchronised_folder_is_said(cell, what):
    said = cell(*WRITERS[what].format("OneDrive").split())
    assert "synchronisé (OneDrive)" in said


@pytest.mark.skipif(os.name == "nt", reason="a link needs rights")
def test_a_link_to_a_synchronised_folder_is_followed(cell):
    (cell.folder / "ici").symlink_to(cell.folder / "OneDrive")
    assert "OneDrive" in cell("chiffres", "--csv", "ici/lien.csv")


def test_a_folder_of_this_laptop_is_not_warned_about(cell):
    assert "Attention" not in cell("chiffres", "--csv", "ailleurs.csv")
