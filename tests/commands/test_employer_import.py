"""`pdp entreprise importer`: the list of adhérents, taken whole or not at all; all is fictional."""

from pathlib import Path

import pytest
from exchanges import Cell, founded_cell
from workbooks import workbook

HEAD = ["Raison sociale", "N° SIRET", "Code NAF", "Effectif", "Adresse", "CP", "Ville",
        "Téléphone", "Médecin du travail"]  # fmt: skip
BATI = ["Bâti Fictif", "73282932000074", "4399C", "14", "1 rue des Lilas", "34970", "Lattes",
        "0467000000", "Dr Roux"]  # fmt: skip
TOITS = ["Toits de Papier", "", "43.91B", "", "", "34200", "Sète", "", ""]


@pytest.fixture
def cell(tmp_path, capsys, monkeypatch) -> Cell:
    return founded_cell(tmp_path, capsys, monkeypatch)


@pytest.fixture
def csv(tmp_path):
    def made(*rows: list[str], head: list[str] | None = None, name: str = "liste.csv") -> str:
        path = tmp_path / name
        lines = [";".join(cells) for cells in [head or HEAD, *rows]]
        path.write_text("\n".join(lines), encoding="cp1252")
        return str(path)

    return made


def take(cell: Cell, path: str, *more: str, code: int = 0) -> str:
    return cell("entreprise", "importer", path, "--oui", *more, code=code)


def known(cell: Cell) -> list[dict]:
    return sorted(cell.json("entreprise", "liste"), key=lambda one: one["name"])


def test_a_list_becomes_the_directory_each_adherente(cell, csv):
    said = take(cell, csv(BATI, TOITS))
    assert "Windows-1252, séparateur « ; »" in said
    assert "2 nouvelles" in said
    bati, toits = known(cell)
    assert bati == {
        "id": bati["id"], "name": "Bâti Fictif", "siret": "73282932000074", "naf": "43.99C",
        "naf_version": "rev2", "size": 14, "member": "yes",
        "address": "1 rue des Lilas, 34970 Lattes", "phone": "04 67 00 00 00",
        "occupational_doctor": "Dr Roux",
    }  # fmt: skip
    assert (toits["address"], toits["siret"], toits["member"]) == ("34200 Sète", None, "yes")
    assert cell.json("entreprise", "liste", "bati")[0]["name"] == "Bâti Fictif"


def test_a_workbook_gives_back_the_zeros_its_numbers_lost(cell, tmp_path):
    path = tmp_path / "liste.xlsx"
    rows = [HEAD, ["Zéro Perdu", 5880070700018, "01.11Z", 3.0, "", 1000, "Bourg", 474000000, ""]]
    path.write_bytes(workbook(rows))
    assert "feuille « Adhérents »" in take(cell, str(path))
    (one,) = known(cell)
    assert (one["siret"], one["size"]) == ("05880070700018", 3)
    assert (one["address"], one["phone"]) == ("01000 Bourg", "04 74 00 00 00")


def test_the_second_time_the_siret_tells_what_changed(cell, csv):
    take(cell, csv(BATI, TOITS))
    moved = ["Bâti Fictif 34", *BATI[1:3], "16", *BATI[4:8], ""]
    seen = cell("entreprise", "importer", csv(moved, TOITS), "--essai")
    assert "0 nouvelle, 1 modifiée, 1 inchangée" in seen
    flat = " ".join(seen.split())
    assert "ligne 2, Bâti Fictif : raison sociale Bâti Fictif → Bâti Fictif 34" in flat
    assert "effectif 14 → 16" in flat
    assert known(cell)[0]["size"] == 14
    take(cell, csv(moved, TOITS))
    bati = known(cell)[0]
    assert (bati["name"], bati["size"], bati["occupational_doctor"]) == (
        "Bâti Fictif 34", 16, "Dr Roux",
    )  # fmt: skip
    assert cell.json("entreprise", "liste", "fictif 34")[0]["id"] == bati["id"]
    assert cell.count("employer") == 2


def test_without_siret_the_name_and_the_postcode_tell(cell, csv):
    take(cell, csv(TOITS))
    elsewhere = ["TOITS DE PAPIER", "", "", "9", "", "34500", "Béziers", "", ""]
    here = ["TOITS DE PAPIER", "", "", "9", "", "34200", "Sète", "", ""]
    said = take(cell, csv(elsewhere, here))
    assert "1 nouvelle, 1 modifiée" in said
    assert cell.count("employer") == 2


def test_the_name_alone_is_a_doubt_to_confirm(cell, csv):
    cell("entreprise", "ajouter", "Bâti Fictif")
    refused = cell("entreprise", "importer", csv(BATI), code=2)
    assert "reconnues à leur nom seul" in refused
    assert "--oui" in refused
    assert cell.count("employer") == 1
    take(cell, csv(BATI))
    assert known(cell)[0]["siret"] == "73282932000074"
    assert cell.count("employer") == 1


def test_the_acts_of_its_situations_follow(cell, csv):
    cell("convention", "ajouter", "btp34-carsat-lr")
    cell.registered()
    take(cell, csv([*BATI[:2], "43.91B", "62", *BATI[4:]]))
    assert cell.rows("SELECT DISTINCT naf, size FROM act") == [{"naf": "43.91B", "size": 62}]


def test_every_refusal_has_its_line_and_column_and_nothing_is_written(cell, csv):
    wrong = [
        ["Une", "732", "x", "beaucoup", "", "34", "", "12", "Dr 3"],
        ["", "", "", "4", "", "", "", "", ""],
        ["Trois\x07", "7,32829E+13", "#N/A", "", "", "", "", "", ""],
        BATI,
        BATI,
    ]
    said = take(cell, csv(BATI, *wrong), code=2)
    for place in (
        "ligne 3, colonne B (SIRET)", "ligne 3, colonne C (NAF)", "ligne 3, colonne D (effectif)",
        "ligne 3, colonne F (code postal)", "ligne 3, colonne H (téléphone)",
        "ligne 3, colonne I (médecin du travail)", "ligne 4, colonne A (raison sociale)",
        "ligne 5, colonne A", "ligne 5, colonne B (SIRET) : le tableur a abrégé",
        "ligne 5, colonne C (NAF) : le tableur", "ligne 6 : la même entreprise que la ligne 2",
        "ligne 7 : la même entreprise que la ligne 2",
    ):  # fmt: skip
        assert place in said, place
    assert "Trois" not in said
    assert "beaucoup" not in said
    assert "12 cases à corriger" in said
    assert cell.count("employer") == 0


def test_many_refusals_are_counted_and_the_first_said(cell, csv):
    said = take(cell, csv(*([["", "x", *[""] * 7]] * 300)), code=2)
    assert "300 cases à corriger" in said
    assert "… et 100 autres." in said


def test_what_the_columns_say_is_remembered(cell, csv):
    head = ["LIBELLÉ COURT", "SIRET", "ETP 2025"]
    path = csv(["Bâti Fictif", "73282932000074", "14"], head=head)
    assert "raison sociale" in take(cell, path, code=2)
    take(cell, path, "--colonne", "libellé court=raison sociale", "--colonne", "C=effectif")
    again = csv(["Bâti Fictif", "73282932000074", "15"], head=head)
    assert "1 modifiée," in take(cell, again)
    take(cell, csv(["Bâti Fictif", "73282932000074", "x"], head=head), "--colonne", "ETP 2025=rien")
    assert known(cell)[0]["size"] == 15


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Inconnu=effectif", "un titre du fichier"),
        ("Effectif", "un titre du fichier"),
        ("Effectif=chapeau", "au choix"),
        ("Ville=raison sociale", "Deux colonnes"),
    ],
)
def test_a_column_that_cannot_be_is_refused(cell, csv, said, told):
    more = ["--colonne", "A=raison sociale"] if told == "Deux colonnes" else []
    assert told in take(cell, csv(BATI), "--colonne", said, *more, code=2)


def test_a_column_of_adhesion_is_read_and_a_left_one_is_no_adherente(cell, csv):
    head = ["Adhérent", "Statut"]
    take(cell, csv(["Partie", "Radié"], ["Restée", "actif"], head=head))
    assert {one["name"]: one["member"] for one in known(cell)} == {"Partie": "no", "Restée": "yes"}


def test_other_naf_is_said_of_the_whole_file(cell, csv):
    take(cell, csv(BATI), "--naf-2025")
    assert known(cell)[0]["naf_version"] == "2025"


def test_off_a_terminal_without_oui_nothing_is_taken(cell, csv):
    said = cell("entreprise", "importer", csv(BATI), code=2)
    assert "--oui" in said
    assert cell.count("employer") == 0


def test_the_list_itself_is_not_kept(cell, csv, tmp_path: Path):
    take(cell, csv(BATI))
    assert sorted(one.name for one in tmp_path.iterdir() if one.is_file()) == ["liste.csv"]
