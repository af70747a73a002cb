"""`pdp chiffres`: any period, the same numbers in any form; names when asked, and journaled."""

import csv
import io
import re
from datetime import date

import openpyxl
import pytest
from counting import SURNAMES, counted_cell, handmade
from exchanges import Cell

from pdpcli.commands.opening import open_store
from pdpcli.tabular.workbook import Workbook


@pytest.fixture
def cell(tmp_path, capsys, monkeypatch) -> Cell:
    return counted_cell(tmp_path, capsys, monkeypatch)


def figures(cell: Cell, *args: str) -> dict[str, dict[str, object]]:
    (sheet,) = cell.json("chiffres", *args)["agreements"]
    return {one["id"]: one for one in sheet["figures"]}


def values(figure: dict[str, object], line: str) -> list[object]:
    found = (one for one in figure["lines"] if one["id"] == line and not one["crossed"])
    return list(next(found)["values"].values())


def test_a_quarter_is_beside_the_same_of_the_two_years_before(cell: Cell) -> None:
    figure = figures(cell, "--trimestre", "2025-T2")["BTP34-1"]
    assert [one["label"] for one in figure["periods"]] == ["T2 2025", "T2 2024", "T2 2023"]
    assert values(figure, "b") == [3, 0, 0]
    assert values(figure, "a") == [0, 3, 0]


def test_a_span_has_its_first_and_last_day(cell: Cell) -> None:
    figure = figures(cell, "--du", "15/02/2025", "--au", "15/04/2025")["BTP34-1"]
    assert values(figure, "b") == [3, 0, 0]
    assert [one["first"] for one in figure["periods"]] == ["2025-02-15", "2024-02-15", "2023-02-15"]
    said = cell("chiffres", "--du", "15/02/2025", "--au", "15/04/2025")
    assert max(map(len, said.splitlines())) <= 80
    assert re.search(r"du +15/02/25 +15/02/24", said)
    assert "pdp chiffres --du 15/02/2025 --au 15/04/2025 --expliquer BTP34-1" in said


def test_an_explanation_is_of_the_period_asked(cell: Cell) -> None:
    said = cell("chiffres", "--trimestre", "2025-T1", "--expliquer", "BTP34-1")
    assert "BTP34-1 · T1 2025" in said
    assert "b) par Santé BTP 34 (3) : 2025-0001, 0002, 0003" in said
    assert "DIFFÉRENCE AVEC T1 2024" in said


def test_the_year_of_the_protocol_is_kept_and_shown(cell: Cell) -> None:
    assert "· année : civile" in cell("chiffres", "--annee", "2025")
    cell("convention", "regler", "btp34-carsat-lr", "year", "protocol")
    said = cell("chiffres", "--annee", "2025")
    assert "· année : celle du protocole, du 14 avril au 13 avril suivant" in said
    assert "2025-26 2024-25 2023-24" in said
    assert "· année" not in cell("chiffres", "--trimestre", "2025-T1")


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("--annee", "2025", "--trimestre", "2025-T1"), "Une seule façon de dire la période"),
        (("--au", "1/1/2025"), "Depuis quel jour"),
        (("--du", "2/1/2025", "--au", "1/1/2025"), "finit avant de commencer"),
        (("--trimestre", "2025-T5"), "un trimestre s'écrit 2025-T1"),
        (("--situations",), "--situations accompagne --expliquer"),
        (("--noms",), "--noms accompagne --expliquer"),
        (("--csv", "a.csv", "--xlsx", "a.xlsx"), "un seul à la fois"),
        (("--expliquer", "BTP34-1", "--csv", "-"), "--expliquer ne se combine pas"),
        (("--par", "humeur"), "Rien ne se ventile ainsi"),
        (("--par", "humeur"), "« nature du risque »"),
        (("--partenaire", "nulle part"), "n'est pas connu"),
        (("--partenaire", "sante-btp-34"), "Aucune de ces conventions"),
    ],
)
def test_what_cannot_be_is_refused(cell: Cell, args: tuple[str, ...], said: str) -> None:
    assert said in cell("chiffres", *args, code=2)


@pytest.mark.parametrize(
    ("agreement", "us", "more"),
    [
        ("btp34-carsat-lr", "", ("--par", "sexe", "--partenaire", "carsat-lr")),
        ("cpom-prevy", "prevy", ("--par", "statut")),
        ("bilan-regional", "spsti-bfc", ()),
    ],
)
def test_csv_json_workbook_and_screen_say_the_same(
    cell: Cell, agreement: str, us: str, more: tuple[str, ...]
) -> None:
    if us:
        cell("convention", "ajouter", agreement, "--en-tant-que", us)
    asked = ("chiffres", "--annee", "2025", "--convention", agreement, *more)
    told = [
        (figure, line, period, value)
        for figure, one in figures(cell, *asked[1:]).items()
        for line in one["lines"]
        for period, value in line["values"].items()
    ]
    cell(*asked, "--csv", "chiffres.csv")
    text = (cell.folder / "chiffres.csv").read_text("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert len(rows) == len(told)
    cell(*asked, "--xlsx", "chiffres.xlsx")
    sheet = openpyxl.load_workbook(cell.folder / "chiffres.xlsx").worksheets[0]
    cells = sheet.iter_rows(min_row=2, values_only=True)
    table = [row for row in cells if row[3]]
    in_workbook = [value for row in table if row[4] != "2025" for value in row[4:7]]
    screen = " ".join(cell(*asked).split())
    assert len(in_workbook) == len(told)
    for (figure, line, period, value), row, shown in zip(told, rows, in_workbook, strict=True):
        masked = period in line["masked"]
        expected = "masqué" if masked else "n.d." if value is None else value
        assert shown == expected
        said = str(expected) if isinstance(expected, str) else str(expected).replace(".", ",")
        assert row["valeur"] == said
        assert (row["chiffre"], row["ligne"], row["période"]) == (figure, line["id"], period)
        if period == "2025":
            words = line["crossed"]["label"] if line["crossed"] else line["label"]
            assert f"{words.split()[-1]} {said}" in screen, line


def test_a_workbook_is_ready_to_print_and_nothing_in_it_is_run(cell: Cell) -> None:
    cell("chiffres", "--annee", "2025", "--xlsx", "chiffres.xlsx")
    path = cell.folder / "chiffres.xlsx"
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["btp34-carsat-lr", "Définitions"]
    for sheet in book.worksheets:
        assert sheet.print_title_rows
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
        assert sheet.column_dimensions["D"].width > 10
        assert all(one.data_type != "f" for row in sheet.iter_rows() for one in row)
    numbers = {(row[0], row[1]): row[4] for row in book.worksheets[0].iter_rows(values_only=True)}
    assert numbers["BTP34-1", "b"] == 9
    defined = [row for row in book.worksheets[1].iter_rows(values_only=True) if row[2] == "b"]
    assert "sens : de nous vers le partenaire" in defined[0][5]
    read = [row for _, row in Workbook(path.read_bytes()).rows()]
    assert any("par Santé BTP 34" in row for row in read)
    assert "existe déjà" in cell("chiffres", "--xlsx", "chiffres.xlsx", code=14)


def test_small_cells_are_masked_only_for_a_partner_and_by_a_number_she_sets(cell: Cell) -> None:
    mine = cell("chiffres", "--annee", "2025", "--par", "sexe")
    assert "masqué" not in mine.partition("Pour la cellule")[0]
    assert "Pour un partenaire, ajoutez --partenaire" in mine
    asked = ("chiffres", "--annee", "2025", "--par", "sexe", "--partenaire", "carsat-lr")
    said = cell(*asked)
    assert "en dessous de 5" in said
    assert "bonne pratique, non une règle de droit" in " ".join(said.split())
    crpe = said[said.index("CRPE") :].splitlines()
    assert crpe[0].split()[1] == "1"
    assert [line.split()[2] for line in crpe[1:3]] == ["masqué", "masqué"]
    cell("convention", "regler", "btp34-carsat-lr", "small_cells", "0")
    assert "masqué " not in cell(*asked)
    assert "small_cells" in cell("convention", "voir", "btp34-carsat-lr")


def test_names_are_shown_only_when_asked_and_that_is_journaled(cell: Cell) -> None:
    asked = ("chiffres", "--annee", "2025", "--expliquer", "BTP34-1")
    before = cell.count("journal")
    plain = cell(*asked, "--situations")
    assert not any(name in plain for name in SURNAMES)
    assert cell.count("journal") == before
    named = " ".join(cell(*asked, "--situations", "--noms").split())
    assert "2025-0001 AUBÉPINE Fictive" in named
    assert "avec les noms :" in cell(*asked)
    assert "avec les noms :" not in named + cell(*asked, "--noms")
    assert all(name in named for name in SURNAMES)
    assert cell.count("journal") > before
    (last,) = cell.rows("SELECT * FROM journal ORDER BY rowid DESC LIMIT 1")
    assert "names behind BTP34-1 2025" in str(last)
    assert not any(name in str(last) for name in SURNAMES)
    assert cell.json(*asked, "--noms")["names"]["2025-0009"] == "LIERRE Fictive"
    assert "names" not in cell.json(*asked)


def test_the_filter_is_said_in_french_from_the_declaration(cell: Cell) -> None:
    said = " ".join(cell("chiffres", "--annee", "2025", "--expliquer", "5").split())
    assert "PAR QUEL FILTRE" in said
    assert "en arrêt : oui" in said
    assert "parmi : situations dont nous avons envoyé la fiche sous ce protocole" in said


def test_a_period_not_over_is_provisional(cell: Cell) -> None:
    year = date.today().year  # noqa: DTZ011
    assert f"{year} n'est pas terminée : chiffres provisoires." in cell("chiffres")
    assert cell.json("chiffres")["agreements"][0]["provisional"]
    assert "provisoires" not in cell("chiffres", "--annee", "2025")


def test_a_frozen_year_is_said_to_be_the_same_or_not(cell: Cell) -> None:
    cell("bilan", "figer", "--annee", "2024")
    asked = ("chiffres", "--annee", "2025", "--expliquer", "BTP34-1")
    same = " ".join(cell(*asked).split())
    assert "2024 recompté aujourd'hui, le chiffre est celui du bilan figé le" in same
    cell.place()
    with open_store().write("test rows") as write:
        handmade(write.db).referral(5, "2024-07-01", "in")
    other = " ".join(cell(*asked).split())
    assert "le chiffre n'est plus celui du bilan figé" in other
    assert "a par le SSAM : figé 3, recompté 4" in other
    assert cell.json(*asked)["moved"][0]["now"] == 4


def test_an_entered_figure_says_who_entered_it(cell: Cell) -> None:
    cell("convention", "ajouter", "cpom-prevy", "--en-tant-que", "prevy")
    entered = ("--convention", "cpom-prevy", "enterprises.lt11=120")
    cell("chiffres", "saisir", "--annee", "2025", *entered)
    said = " ".join(cell("chiffres", "--annee", "2025", "--expliquer", "CPOM-5.2C-1").split())
    assert "2025 enterprises.lt11 : 120, saisi le" in said
    assert "par Camille Exemple" in said
    assert "« entreprises adhérentes »" in said


def test_a_figure_is_named_without_doubt(cell: Cell) -> None:
    assert "Vouliez-vous dire « BTP34-5 »" in cell("chiffres", "--expliquer", "btp35-5", code=2)
    cell("convention", "ajouter", "prevy-cap-emploi", "--en-tant-que", "prevy")
    said = cell("chiffres", "--expliquer", "5", code=2)
    assert "L'un de : BTP34-5, CAPE-5" in said
    cell("convention", "copier", "btp34-carsat-lr", "la-mienne")
    cell("convention", "ajouter", "la-mienne", "--en-tant-que", "sante-btp-34")
    said = cell("chiffres", "--expliquer", "BTP34-5", code=2)
    assert "--convention avec l'une de : btp34-carsat-lr, la-mienne" in said
    assert "BTP34-5 ·" in cell("chiffres", "--expliquer", "5", "--convention", "la-mienne")


def test_the_published_figures_entered_give_the_published_evolutions(cell: Cell) -> None:
    """S3 : essais encadrés, 265 en 2022, 360 en 2023 (+95, +36 %)."""
    cell("convention", "ajouter", "bilan-regional", "--en-tant-que", "spsti-bfc")
    for year, value in ((2022, 265), (2023, 360)):
        entered = ("--annee", str(year), f"essais_encadres={value}")
        cell("chiffres", "saisir", "--convention", "bilan-regional", *entered)
    said = cell("chiffres", "--annee", "2023", "--convention", "bilan-regional")
    (line,) = [one for one in said.splitlines() if "360" in one]
    assert line.split()[-6:] == ["360", "265", "n.d.", "+95", "+36", "%"]
    figures_of = figures(cell, "--annee", "2023", "--convention", "bilan-regional")
    published = next(one for one in figures_of["BFC-14"]["lines"] if one["id"] == "published")
    assert published["evolution"] == {"change": 95, "percent": 36}


def test_nothing_is_cut_by_what_would_name_an_employer_or_a_post(cell: Cell) -> None:
    cell("convention", "ajouter", "cpom-prevy", "--en-tant-que", "prevy")
    for named in ("entreprise", "poste", "employer_id"):
        assert "Rien ne se ventile ainsi" in cell("chiffres", "--par", named, code=2)


def test_figures_that_name_employers_are_to_be_read_again_before_they_leave(cell: Cell) -> None:
    cell("convention", "ajouter", "cpom-prevy", "--en-tant-que", "prevy")
    said = cell("chiffres", "--annee", "2025", "--convention", "cpom-prevy")
    assert "À relire" not in said
    (partner,) = cell.rows("SELECT partner FROM agreement WHERE id = 'cpom-prevy'")
    asked = ("--convention", "cpom-prevy", "--partenaire", str(partner["partner"]))
    assert "SPST-2 nomment" in cell("chiffres", "--annee", "2025", *asked)


def test_a_folder_that_does_not_exist_is_to_be_made_first(cell: Cell) -> None:
    assert "Créez-le d'abord." in cell("chiffres", "--csv", "absent/chiffres.csv", code=14)
