"""« chiffres saisir »: what is asked, by file or on the line; nothing entered is forgotten."""

from datetime import date
from pathlib import Path

import pytest
from exchanges import Cell, founded_cell

LAST = date.today().year - 1  # noqa: DTZ011
BILAN = "bilan-regional"


@pytest.fixture
def cell(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Cell:
    made = founded_cell(tmp_path, capsys, monkeypatch)
    made("convention", "ajouter", BILAN, "--en-tant-que", "spsti-bfc")
    return made


def enter(cell: Cell, *args: str, year: int = LAST, code: int = 0) -> str:
    return cell("chiffres", "saisir", "--annee", str(year), *args, code=code)


def listed(cell: Cell, *args: str) -> dict[str, object]:
    rows = cell.json("chiffres", "liste", "--annee", str(LAST), *args)
    assert isinstance(rows, list)
    return {row["key"]: row["value"] for row in rows if row["value"] is not None}


def test_a_value_on_the_line_is_kept_and_says_what_was_there(cell: Cell) -> None:
    assert "essais_encadres : 260" in enter(cell, "essais_encadres=260", "satisfaits_pourcent=96 %")
    assert "essais_encadres : 265 (avant : 260)" in enter(cell, "essais_encadres=265")
    assert "étaient déjà saisies" in enter(cell, "essais_encadres=265")
    assert listed(cell) == {"essais_encadres": 265, "satisfaits_pourcent": 96}
    assert "retiré (avant : 265)" in enter(cell, "--retirer", "essais_encadres")
    assert listed(cell) == {"satisfaits_pourcent": 96}
    past = cell("chiffres", "liste", "--annee", str(LAST), "--toutes")
    assert past.count("essais_encadres") == 3
    assert "retiré" in past
    assert past.count("Camille Exemple") == 4


@pytest.mark.parametrize(
    ("args", "reason"),
    [
        (("essais_encadrés=3",), "« essais_encadres »"),
        (("accompagnes_dept=3",), "accompagnes_dept.21"),
        (("accompagnes_dept.75=3",), "Vouliez-vous dire"),
        (("ti=3,5",), "entier"),
        (("ti=trois",), "chiffres"),
        (("ti",), "CLÉ=VALEUR"),
        (("ti=",), "CLÉ=VALEUR"),
        (("ti", "ti_help=3"), "CLÉ=VALEUR"),
        (("BFC-114",), "« bfc-14 »"),
        (("ti=3", "ti=4"), "deux fois"),
        (("--retirer", "ti"), "rien à retirer"),
        ((), "Que faut-il saisir"),
        (("ti=3", "--convention", "nulle-part"), "pas des nôtres"),
        (("ti=3", "--cote", "partenaire"), "les deux services"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_written(
    cell: Cell, args: tuple[str, ...], reason: str
) -> None:
    assert reason in enter(cell, *args, code=2)
    assert cell.count("figure") == 0


def test_the_year_is_said_and_is_not_to_come(cell: Cell) -> None:
    assert "De quelle année" in cell("chiffres", "saisir", "ti=3", code=2)
    assert "pas commencé" in enter(cell, "ti=3", year=LAST + 2, code=2)
    assert cell.count("figure") == 0


def test_the_file_to_fill_is_read_back_and_shows_the_year_before(cell: Cell) -> None:
    enter(cell, "essais_encadres=265", year=LAST - 1)
    enter(cell, "points_accueil=70")
    model = enter(cell, "--modele")
    assert f'#   {LAST - 1} : 265\nessais_encadres = ""' in model
    part = enter(cell, "bfc-15", "BFC-17", "--modele")
    assert [line for line in part.splitlines() if line.startswith("ti")] == [
        'ti = ""', 'ti_en_activite = ""', 'ti_help = ""',
    ]  # fmt: skip
    filled = model.replace('essais_encadres = ""', 'essais_encadres = "360"')
    filled = filled.replace('accompagnes_dept.21 = ""', "accompagnes_dept.21 = 1501")
    filled = filled.replace('entretiens_moyenne = ""', "entretiens_moyenne = 6.5")
    filled = filled.replace('points_accueil = "70"', 'points_accueil = "-"')
    path = cell.folder / "chiffres.toml"
    path.write_text(filled, "utf-8")
    said = cell("chiffres", "saisir", "--fichier", str(path), "--essai")
    assert "essais_encadres : 360" in said
    assert listed(cell) == {"points_accueil": 70}
    cell("chiffres", "saisir", "--fichier", str(path))
    assert listed(cell) == {
        "essais_encadres": 360,
        "accompagnes_dept.21": 1501,
        "entretiens_moyenne": 6.5,
    }


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[chiffres]\n", "aucun chiffre"),
        ("annee = 2024\nkey = 3\n[chiffres]\nti = 3", "clé inconnue"),
        ("chiffres = 3", "[chiffres]"),
        ("[chiffres]\nti = [3]\nfe = {}", "réponse simple"),
        ("[chiffres.accompagnes_dept]\n75 = 3", "rien de ce nom"),
        ("annee = 2019\n[chiffres]\nti = 3", "la même année"),
        ('convention = "btp34-carsat-lr"\n[chiffres]\nti = 3', "pas des nôtres"),
        ('cote = "gauche"\n[chiffres]\nti = 3', "cote"),
        ('annee = "hier"\n[chiffres]\nti = 3', "annee"),
    ],
)
def test_a_file_that_is_wrong_says_where(cell: Cell, text: str, reason: str) -> None:
    path = cell.folder / "faux.toml"
    path.write_text(text, "utf-8")
    assert reason in enter(cell, "--fichier", str(path), code=2)
    assert cell.count("figure") == 0


def test_the_partners_own_count_is_shown_beside_ours(cell: Cell) -> None:
    cell("convention", "ajouter", "btp34-carsat-lr")
    assert "BTP34-1/b : 4" in enter(cell, "--cote", "partenaire", "BTP34-1/b=4")
    assert listed(cell, "--cote", "partenaire") == {"BTP34-1/b": 4}
    assert listed(cell) == {}
    shown = cell("chiffres", "--annee", str(LAST), "--convention", "btp34-carsat-lr")
    under = shown.partition("b) par Santé BTP 34")[2].splitlines()
    assert [line.split()[:2] for line in under[1:3]] == [["selon", "le"], ["écart", ":"]]
    assert "-4" in under[2]


def test_what_was_published_is_shown_as_it_was_printed(cell: Cell) -> None:
    enter(cell, "satisfaits_pourcent=96", "couples_pourcent=62,5")
    shown = cell("chiffres", "--annee", str(LAST))
    lines = {line.partition("  ")[0]: line.split()[-3:] for line in shown.splitlines()}
    assert lines["publié, assurés satisfaits"] == ["96", "n.d.", "n.d."]
    assert lines["publié, de couples avec ou sans enfant"] == ["62,5", "n.d.", "n.d."]


def test_a_remark_is_kept_and_names_nobody(cell: Cell) -> None:
    cell.registered(nom="Zébulon", prenom="Fictive")
    assert "nomme" in enter(cell, "ti=3", "--note", "dont Fictive ZÉBULON", code=2)
    enter(cell, "ti=3", "--note", "relevé du 5 janvier")
    assert "relevé du 5 janvier" in cell("chiffres", "liste", "--annee", str(LAST), "--toutes")


def test_an_erasure_takes_a_name_out_of_a_remark_and_leaves_the_figure(cell: Cell) -> None:
    enter(cell, "ti=3", "--note", "d'après Fictive Zébulon")  # not recorded yet
    ref = cell.registered(nom="Zébulon", prenom="Fictive")
    cell("droits", "effacer", ref, "--oui")
    assert cell.rows("SELECT value, note FROM figure") == [
        {"value": 3.0, "note": "d'après (effacé)"}
    ]
    assert "✗" not in cell("verifier")


def test_the_convention_is_the_one_that_knows_the_name(cell: Cell) -> None:
    cell("convention", "ajouter", "cpom-prevy", "--en-tant-que", "prevy")
    assert "ti : 3" in enter(cell, "ti=3")
    assert cell.rows("SELECT agreement FROM figure") == [{"agreement": BILAN}]
    assert "De quelle convention" in enter(cell, code=2)
    assert "Rien de ce nom" in enter(cell, "inconnu=3", code=2)
    shown = cell("chiffres", "liste", "--annee", str(LAST))
    assert "À SAISIR" in shown
    assert "CPOM PREVY" in shown
    assert "Bilan régional" in shown


def test_a_key_that_no_convention_has_is_said_before_asking_which(cell: Cell) -> None:
    cell("convention", "ajouter", "cpom-prevy")
    refused = enter(cell, "essais_encadre=3", code=2)
    assert "« essais_encadres »" in refused
    assert "--convention" not in refused


def test_a_name_near_nothing_is_refused_without_a_dangling_colon(cell: Cell) -> None:
    said = cell("chiffres", "saisir", "--annee", "2025", "zzzzzzzzqq", code=2)
    assert "Rien de ce nom ne se saisit." in said
    assert "- zzzzzzzzqq\n" in said
