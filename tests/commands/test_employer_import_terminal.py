"""`pdp entreprise importer` in a real terminal: a column put right, then remembered; fictional."""

import pytest

pytest.importorskip("pexpect", reason="no pseudo-terminal on this system")
terminals = pytest.importorskip("terminals")


def test_a_column_is_put_right_by_its_letter_and_remembered(tmp_path):
    place = terminals.make_place(tmp_path)
    path = tmp_path / "liste.csv"
    path.write_text("Raison sociale;ETP;Ville\nBâti Fictif;14;Lattes\n", encoding="utf-8")
    child = terminals.spawn(place, "entreprise", "importer", str(path))
    child.expect("Ces colonnes sont bien lues")
    child.send("n\r")
    child.expect("Quelle colonne")
    child.send("b\r")
    child.expect("Elle dit")
    child.send("eff\r")
    child.expect("Ces colonnes sont bien lues")
    child.send("\r")
    child.expect(r"Enregistrer \(1 nouvelle")
    child.send("\r")
    child.expect("Repris : 1 nouvelle")
    assert terminals.ended(child) == 0
    path.write_text("Raison sociale;ETP;Ville\nBâti Fictif;15;Lattes\n", encoding="utf-8")
    child = terminals.spawn(place, "entreprise", "importer", str(path))
    child.expect("effectif 14 → 15")
    assert "bien lues" not in child.before
    child.expect("Enregistrer")
    child.send("\x03")
    assert terminals.ended(child) == 130
