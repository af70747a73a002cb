"""The annual report: drawn from the store, written beside, alternately; it names nobody.

Everybody here is fictional; the clock stands on 20 January 2026.
"""

import subprocess
import sys
from datetime import UTC, datetime
from io import BytesIO

import pytest
import time_machine
from exchanges import founded_cell
from golden.markers import everything_told
from pypdf import PdfReader

from pdpcli.agreements.loader import find, shipped

BTP34, CAPE = "btp34-carsat-lr", "prevy-cap-emploi"
NOW = datetime(2026, 1, 20, 9, 0, tzinfo=UTC)
IDENTITY = ("Zmarqueun", "Ymarquedeux", "Xmarquetrois", "Wmarquequatre", "0612345678")
SAID = {
    "nom": "Zmarqueun",
    "prenom": "Ymarquedeux",
    "employeur": "Xmarquetrois",
    "contexte": "Wmarquequatre",
    "date_signalement": "15/06/2025",
}


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=True) as moved:
        yield moved


@pytest.fixture
def cell(tmp_path, capsys, monkeypatch, clock):
    made = founded_cell(tmp_path, capsys, monkeypatch)
    made("convention", "ajouter", BTP34)
    return made


def drawn(cell, *args):
    """The PDF that is written, its text on one line."""
    out = cell.folder / "b.pdf"
    cell("bilan", *args, "--sortie", str(out), "--remplacer")
    return out.read_bytes()


def text(pdf):
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


def written(cell, said, *args, code=0):
    path = cell.folder / "t.txt"
    path.write_text(said, encoding="utf-8")
    return cell("bilan", "rediger", "--texte", str(path), *args, code=code)


def test_the_report_has_everything_a_director_signs(cell):
    cell.registered(**SAID)
    told = text(drawn(cell))
    for said in (
        "Bilan annuel 2025",
        "Protocole de collaboration",
        "Santé BTP 34 Service social de l'Assurance maladie",
        "le 14 avril 2025 à Montpellier",
        "du 1er janvier 2025 au 31 décembre 2025",
        "Protocole Santé BTP 34 / Carsat LR, article 5",
        "Évolution",
        "Ce que le texte ne dit pas",
        "« précoce » : commencée pendant un arrêt de travail",
        "Partie qualitative",
        "Perspectives",
        "Pour Santé BTP 34",
        "Nom et qualité :",
        "non figé",
    ):
        assert said in told
    at = [told.index(f"BTP34-{number} ·") for number in range(1, 7)]
    assert at == sorted(at)  # the order of the article
    assert "PROVISOIRE" not in told


def test_the_year_of_the_report_is_the_one_that_ended_until_june(cell, clock):
    assert "Bilan annuel 2025" in text(drawn(cell))
    clock.move_to(datetime(2026, 7, 1, tzinfo=UTC))
    told = text(drawn(cell))
    assert "Bilan annuel 2026" in told
    assert "PROVISOIRE : la période se termine le 31 décembre 2026" in told


def test_once_drawn_the_paper_is_not_advised_again(cell):
    assert "Le PDF à faire signer" in cell("bilan", "voir")
    told = cell("bilan")
    assert "Le PDF à faire signer" not in told
    assert "pdp bilan figer" in told


def test_the_same_store_gives_the_same_bytes(cell):
    cell.registered(**SAID)
    assert drawn(cell) == drawn(cell)


def test_it_is_written_beside_the_store_under_a_name_that_says_what_it_is(cell):
    cell("bilan")
    assert (cell.folder / f"bilan-2025-{BTP34}.pdf").is_file()
    assert "existe" in cell("bilan", code=14)


@pytest.mark.parametrize("agreement", shipped())
def test_no_report_of_any_agreement_names_anybody(cell, agreement):
    if agreement != BTP34:
        us = find(agreement, cell.folder).us[0]
        cell("convention", "ajouter", agreement, "--en-tant-que", us)
    ref = cell.registered(**SAID, poste="Zmarqueun Ymarquedeux", statut="artisan")
    for kind in ("essai encadré", "visite de reprise"):
        cell("acte", "ajouter", ref, kind, "--le", "01/12/2025")
    cell("reunion", "ajouter", "cellule", "--le", "02/12/2025", "--objet", "Zmarqueun Ymarquedeux")
    cell("bilan", "figer", "--convention", agreement)
    for told in (
        everything_told(drawn(cell, "--convention", agreement)),
        cell("bilan", "voir", "--convention", agreement),
        cell("bilan", "comparer", "--convention", agreement),
    ):
        assert [one for one in IDENTITY if one.casefold() in told.casefold()] == []
        assert "Exemple" not in told  # the author, who founded the cell


def test_what_is_written_is_kept_with_its_author_and_printed(cell):
    written(cell, "Une année dense.\n\nDeuxième paragraphe.\n# Perspectives\nUn atelier de plus.")
    told = text(drawn(cell))
    assert "Une année dense. Deuxième paragraphe. 4. Perspectives Un atelier de plus." in told
    said = cell.json("bilan", "voir")["texts"]
    assert said == {
        "qualitative": "Une année dense.\n\nDeuxième paragraphe.",
        "perspectives": "Un atelier de plus.",
    }
    written(cell, "# Perspectives\nDeux ateliers.")
    assert cell.json("bilan", "voir")["texts"]["perspectives"] == "Deux ateliers."
    assert "Une année dense" in cell.json("bilan", "voir")["texts"]["qualitative"]
    assert cell.count("report_text") == 3
    rows = cell.rows("SELECT author FROM report_text")
    assert {row["author"] for row in rows} == {"Camille Exemple"}
    (journaled,) = cell.rows(
        "SELECT count(*) AS n FROM journal WHERE \"table\" = 'report_text' "
        "AND action = 'report write'"
    )
    assert journaled["n"] == 3
    cell("bilan", "rediger", "--retirer", "perspectives")
    assert list(cell.json("bilan", "voir")["texts"]) == ["qualitative"]
    assert cell.json("bilan", "voir", "--annee", "2024")["texts"] == {}
    assert "✗" not in cell("verifier")


def test_a_text_given_with_the_paper_is_kept_too(cell):
    path = cell.folder / "t.txt"
    path.write_text("Une année (fictive).", encoding="utf-8")
    assert "Une année (fictive)." in text(drawn(cell, "--texte", str(path)))
    assert "Une année (fictive)." in text(drawn(cell))


@pytest.mark.parametrize(
    "said",
    [
        "Merci à Ymarquedeux Zmarqueun.",
        "Le cas ZMARQUEUN Ymarquedeux, maçon.",
        "Nous avons revu Mme Zmarqueun.",
        "Nous avons revu M. zmarqueun",
    ],
)
def test_a_text_that_names_somebody_is_refused_without_repeating_it(cell, said):
    cell.registered(**SAID)
    told = written(cell, f"Une année.\n{said}", code=2)
    assert "nomme une personne" in told
    assert "ligne 2" in told
    assert "marque" not in told.casefold()
    assert cell.count("report_text") == 0


def test_a_common_word_that_is_also_a_first_name_is_not_a_person(cell):
    cell.registered(**SAID | {"nom": "Rose", "prenom": "Pierre"})
    written(cell, "La pierre et la rose. Un nouveau partenaire : Pierre Fictif.")
    assert cell.count("report_text") == 1


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"\xff\xfe", "UTF-8"),
        (b"", "rien dedans"),
        ("漢字".encode(), "caractères"),
        (b"a" * 400_001, "lu"),
        (b"a" * 50_000, "trop long"),
    ],
)
def test_a_file_that_cannot_be_kept_is_refused(cell, content, why):
    path = cell.folder / "t.txt"
    path.write_bytes(content)
    assert why in cell("bilan", "rediger", "--texte", str(path), code=2)
    assert cell.count("report_text") == 0


def test_without_a_terminal_what_is_to_be_written_is_asked_for(cell):
    assert "--texte" in cell("bilan", "rediger", code=2)
    assert "--texte absent.txt" not in cell("bilan", "--texte", "absent.txt", code=2)


def test_cap_emploi_is_written_alternately_and_it_says_whose_turn_it_is(cell):
    cell("convention", "ajouter", CAPE)
    told = text(drawn(cell, "--convention", CAPE))
    assert "Adressé à État, Agefiph, FIPHFP" in told
    assert "Rédigé par PREVY ; le suivant le sera par Cap emploi Gard" in told
    assert "le SPST, nommé le premier par l'article 5 ; aucune notée auparavant" in told
    cell("convention", "noter", CAPE, "évaluation", "--le", "03/03/2025")
    assert cell.json("bilan", "voir", "--convention", CAPE)["writer"] == "Cap emploi Gard"
    cell("convention", "regler", CAPE, "writer", "Cap emploi")
    assert cell.json("bilan", "voir", "--convention", CAPE)["writer"] == "PREVY"
    said = cell.json("bilan", "voir", "--convention", CAPE, "--par", "cap emploi gard")
    assert (said["writer"], said["next_writer"]) == ("Cap emploi Gard", "PREVY")
    assert "n'est pas partie" in cell("bilan", "--convention", CAPE, "--par", "Agefiph", code=2)


def test_a_cell_with_several_agreements_says_which(cell):
    cell("convention", "ajouter", CAPE)
    assert "--convention" in cell("bilan", code=2)


def test_an_agreement_that_asks_for_no_figure_has_a_report_too(cell):
    cell("convention", "ajouter", "caire84-carsat-se", "--en-tant-que", "caire84")
    told = text(drawn(cell, "--convention", "caire84-carsat-se"))
    assert "ne demande pas de chiffres" in told
    cell("bilan", "figer", "--convention", "caire84-carsat-se")


def test_reading_a_report_imports_neither_the_orm_nor_the_pdf_library():
    script = (
        "import sys, pdpcli.commands.report, pdpcli.workflows.report, pdpcli.workflows.compare\n"
        "import pdpcli.views.report, pdpcli.views.comparison\n"
        "print([n for n in ('sqlmodel', 'sqlalchemy', 'reportlab', 'rich', 'questionary')"
        " if n in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
    assert done.stdout.decode().strip() == "[]"
