"""`pdp importer` in a real terminal: columns confirmed, duplicates decided; fictional."""

import pytest

pytest.importorskip("pexpect", reason="no pseudo-terminal on this system")
terminals = pytest.importorskip("terminals")

HEAD = "Date;Origine;Nom;Prénom;Né(e) le\n"
LUC = "12/03/2024;Médecin;Fictif;Luc;04/03/1968\n"
EVE = "13/03/2024;Carsat;Exemple;Ève;05/03/1970\n"


def test_duplicates_are_shown_then_decided(tmp_path):
    place = terminals.make_place(tmp_path)
    path = tmp_path / "suivi.csv"
    path.write_text(HEAD + LUC, encoding="utf-8")
    child = terminals.spawn(place, "importer", str(path))
    child.expect("Ces colonnes sont bien lues")
    child.send("\r")
    child.expect("Enregistrer 1 situation")
    child.send("\r")
    child.expect("Repris : 1 situation")
    assert terminals.ended(child) == 0
    path.write_text(HEAD + LUC + EVE, encoding="utf-8")
    child = terminals.spawn(place, "importer", str(path))
    child.expect("déjà au cahier")
    assert "bien lues" not in child.before
    child.expect("Que faire de ces lignes")
    child.send("laisser\r")
    child.expect("Repris : 1 situation")
    assert terminals.ended(child) == 0


def test_left_at_the_question_nothing_is_taken(tmp_path):
    place = terminals.make_place(tmp_path)
    path = tmp_path / "suivi.csv"
    path.write_text(HEAD + LUC, encoding="utf-8")
    child = terminals.spawn(place, "importer", str(path), "--colonne", "Origine=Signalé par")
    child.expect("Enregistrer 1 situation")
    child.send("n\r")
    child.expect("rien n'a été repris")
    assert terminals.ended(child) == 130
