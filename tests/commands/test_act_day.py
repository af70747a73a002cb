"""`pdp acte journee`: a day's acts at once, from a file or at the terminal; all is fictional."""

import json
from pathlib import Path

import pytest
from exchanges import Cell, founded_cell
from fictional import answers_file

pytest.importorskip("pexpect", reason="no pseudo-terminal on this system")
terminals = pytest.importorskip("terminals")


@pytest.fixture
def cell(tmp_path, capsys, monkeypatch) -> Cell:
    made = founded_cell(tmp_path, capsys, monkeypatch)
    made.registered()
    made.registered(nom="Fictive-Deux")
    return made


def acts(cell: Cell) -> list[tuple]:
    rows = cell.rows(
        """SELECT case_id, kind, on_date, mode, nature, state, days FROM act
        WHERE kind NOT IN ('entry', 'visit_prereprise') ORDER BY id"""
    )
    return [tuple(row.values()) for row in rows]


def written(cell: Cell, name: str, text: str) -> str:
    path = cell.folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_a_table_is_noted_on_the_day_said_once(cell):
    path = written(cell, "jour.csv", "Situation;Acte;Mode;Nature;Jours;Prévu\n"
                   "25-1;entretien;téléphone;;;\n25-2;issue;;maintien au poste;;\n"
                   "25-2;PMSMP;;;10;\n")  # fmt: skip
    said = cell("acte", "journee", "--fichier", path, "--le", "01/07/2025")
    assert "2025-0002 : PMSMP" in said
    assert "3 actes, mardi 1er juillet 2025." in said
    assert acts(cell) == [
        (1, "interview", "2025-07-01", "phone", None, "done", None),
        (2, "outcome", "2025-07-01", None, "same_job", "done", None),
        (2, "pmsmp", "2025-07-01", None, None, "done", 10),
    ]


def test_toml_says_its_day_and_lines_or_fields(cell):
    path = written(cell, "jour.toml", 'le = "01/07/2025"\n[[acte]]\n'
                   'ligne = "25-1 entretien, visio"\n[[acte]]\n'
                   'situation = "25-2"\nacte = "essai encadré"\njours = 5\n')  # fmt: skip
    cell("acte", "journee", "--fichier", path)
    assert [one[1:4] for one in acts(cell)] == [
        ("interview", "2025-07-01", "video"),
        ("essai_encadre", "2025-07-01", None),
    ]
    said = cell("acte", "journee", "--fichier", path, "--le", "02/07/2025", code=2)
    assert "ne disent pas le même jour" in said


def test_a_trial_writes_nothing(cell):
    path = written(cell, "jour.csv", "situation;acte\n25-1;entretien\n")
    assert "2025-0001 : entretien" in cell("acte", "journee", "--fichier", path, "--essai")
    assert acts(cell) == []


def test_every_line_refused_is_told_and_none_is_noted(cell):
    path = written(cell, "jour.csv", "situation;acte;mode\n25-1;entretien;\n25-9;entretien;\n"
                   "25-1;chapeau;\nx;entretien;\n25-1;issue;\n25-2;entretien;pigeon\n")  # fmt: skip
    said = cell("acte", "journee", "--fichier", path, code=2)
    for place in ("ligne 4", "ligne 5", "ligne 6", "ligne 7"):
        assert place in said
    assert "chapeau" not in said
    path = written(cell, "jour.csv", "situation;acte\n25-1;entretien\n25-9;entretien\n")
    said = cell("acte", "journee", "--fichier", path, code=2)
    assert "ligne 3 : Aucune situation" in said
    assert "ligne 2" not in said
    assert acts(cell) == []


def test_a_day_to_come_takes_only_what_is_planned(cell):
    path = written(cell, "jour.csv", "situation;acte;prévu\n25-1;entretien;oui\n25-2;entretien;\n")
    assert "ligne 3" in cell("acte", "journee", "--fichier", path, "--le", "01/07/2099", code=2)
    path = written(cell, "jour.csv", "situation;acte;prévu\n25-1;entretien;oui\n")
    cell("acte", "journee", "--fichier", path, "--le", "01/07/2099")
    assert acts(cell)[0][5] == "planned"


@pytest.mark.parametrize(
    "text",
    ["situation;chapeau\n1;x\n", "acte;mode\nentretien;visio\n", "situation;acte\n", ""],
)
def test_a_file_that_is_no_day_is_refused(cell, text):
    cell("acte", "journee", "--fichier", written(cell, "jour.csv", text), code=2)


def test_off_a_terminal_the_file_is_asked_for(cell):
    assert "--fichier FICHIER" in cell("acte", "journee", code=2)


def test_suspended_lines_about_somebody_erased_go_with_her(cell):
    from pdpcli.commands.opening import open_store
    from pdpcli.store.drafts import Draft

    lines = ["2025-0001 entretien, note=x", "2025-0002 entretien"]
    Draft("act day", {}).keep(open_store(), {"on": "2025-07-01", "lines": lines})
    cell("droits", "effacer", "25-1", "--oui")
    assert [
        json.loads(one["answers"])["lines"] for one in cell.rows("SELECT answers FROM draft")
    ] == [["2025-0002 entretien"]]
    cell("droits", "effacer", "25-2", "--oui")
    assert cell.count("draft") == 0


@pytest.fixture
def place(tmp_path: Path) -> dict[str, str]:
    made = terminals.make_place(tmp_path)
    terminals.run(made, "situation", "nouveau", "--fichier", str(answers_file(tmp_path)))
    return made


def test_at_the_terminal_a_refused_line_is_kept_to_be_put_right(place):
    child = terminals.spawn(place, "acte", "journee", "--le", "hier")
    child.expect("ACTES DU")
    child.expect(r"1\.")
    child.send("25-1 entretein\r")
    child.expect("n'est pas reconnu")
    child.expect("25-1 entretein")
    child.send("\x7f" * 9 + "entretien visio\r")
    child.expect("2025-0001 FICTIF-NGUYỄN Œdipe : entretien")
    child.expect(r"2\.")
    child.send("25-1 entretien visio\r")
    child.expect("déjà noté ce jour-là")
    child.expect(r"3\.")
    child.send("-2\r")
    child.expect("ligne 2 ôtée")
    child.send("\r")
    child.expect("Enregistrer 1 acte,")
    child.send("\r")
    child.expect("1 acte, ")
    assert terminals.ended(child) == 0
    assert "entretien" in terminals.run(place, "acte", "liste", "25-1")


def test_suspended_the_lines_are_found_again(place):
    child = terminals.spawn(place, "acte", "journee")
    child.expect(r"1\.")
    child.send("25-1 entretien\r")
    child.expect(r"2\.")
    child.send("\x03")
    assert terminals.ended(child) == 130
    child = terminals.spawn(place, "acte", "journee")
    child.expect("Reprendre 1 ligne suspendue")
    child.send("\r")
    child.expect("FICTIF-NGUYỄN Œdipe : entretien")
    child.expect(r"2\.")
    child.send("\r")
    child.expect("Enregistrer 1 acte")
    child.send("\r")
    child.expect("1 acte, ")
    assert terminals.ended(child) == 0
    child = terminals.spawn(place, "acte", "journee")
    child.expect(r"1\.")
    assert "Reprendre" not in child.before
    child.send("fin\r")
    assert terminals.ended(child) == 130
