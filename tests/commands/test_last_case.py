"""« - » is the last situation she wrote today: named, confirmed before a write; all fictional."""

import pytest
from exchanges import Cell, founded_cell
from fictional import answers_file

pytest.importorskip("pexpect", reason="no pseudo-terminal on this system")
terminals = pytest.importorskip("terminals")


@pytest.fixture
def place(tmp_path):
    made = terminals.make_place(tmp_path)
    for name in ("Fictif", "Fictive"):
        said = answers_file(tmp_path, nom=name, prereprise=None, prereprise_date=None)
        terminals.run(made, "situation", "nouveau", "--fichier", str(said))
    return made


def test_a_read_names_it_and_shows_it(place):
    terminals.run(place, "acte", "ajouter", "25-1", "entretien")
    child = terminals.spawn(place, "situation", "voir", "-")
    child.expect(r"Situation 2025-0001, FICTIF Œdipe \(votre dernière, ")
    child.expect("Maçon")
    assert terminals.ended(child) == 0


@pytest.mark.parametrize("word", ["-", "dernier", "Dernière"])
def test_a_write_asks_first(place, word):
    child = terminals.spawn(place, "acte", "ajouter", word, "entretien")
    child.expect("Situation 2025-0002, FICTIVE Œdipe")
    child.expect("C'est bien elle")
    child.send("\r")
    child.expect("noté sur 2025-0002")
    assert terminals.ended(child) == 0


def test_no_leaves_everything_as_it_is(place):
    child = terminals.spawn(place, "acte", "ajouter", "-", "entretien")
    child.expect("C'est bien elle")
    child.send("n\r")
    child.expect("rien n'a été changé")
    assert terminals.ended(child) == 130
    assert "entretien" not in terminals.run(place, "acte", "liste", "25-2")


def test_off_a_terminal_or_having_written_nothing_it_is_refused(place, tmp_path):
    assert "qu'au terminal" in terminals.run(place, "situation", "voir", "-", code=2)
    (tmp_path / "autre").mkdir()
    other = terminals.make_place(tmp_path / "autre")
    child = terminals.spawn(other, "situation", "voir", "-")
    child.expect("rien noté aujourd'hui")
    assert terminals.ended(child) == 2


def test_a_dash_that_is_no_reference_is_left_alone(tmp_path, capsys, monkeypatch):
    cell: Cell = founded_cell(tmp_path, capsys, monkeypatch)
    cell("recherche", "-")
    assert cell.count("case_file") == 0
