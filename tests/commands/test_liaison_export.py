"""`pdp liaison export` at the keyboard: alone, together, protected. Persons are fictional."""

from io import BytesIO
from pathlib import Path

import pytest
from exchanges import founded_cell
from fictional import NIR
from pypdf import PdfReader

PASSWORD = "agrafe cheval batterie"


@pytest.fixture
def cell(places, tmp_path, capsys, monkeypatch):
    made = founded_cell(tmp_path / "a", capsys, monkeypatch)
    made("convention", "ajouter", "btp34-carsat-lr")
    return made


def ready(cell, *, signed=True, **changed):
    """A fiche that may leave, or that only lacks its consent; its reference."""
    ref = cell.registered(**{"date_signalement": "hier", "prereprise_date": "hier", **changed})
    contact = cell.file("contact.toml", referent_tel="04 99 00 00 00")
    cell("fiche", "corriger", ref, "--fichier", contact)
    if signed:
        cell("accord", "enregistrer", ref, "--signe-le", "hier", "--lieu", "Lattes")
    return ref


def pdfs(cell):
    return sorted(path.name for path in Path(cell.folder).glob("fiche-*.pdf"))


def test_several_are_produced_and_the_refused_one_is_said_with_its_reason(cell):
    one, two = ready(cell), ready(cell, signed=False, nom="Autre-Fictif")
    three = ready(cell, nom="Tierce-Fictif")
    said = " ".join(cell("fiche", "produire", one, two, three, code=15).split())
    assert f"{two} : La fiche n'a pas été produite : la situation {two} n'a pas d'accord" in said
    assert "1 fiche sur 3 n'a pas été produite : voir ci-dessus" in said
    assert pdfs(cell) == [f"fiche-{one}-1.pdf", f"fiche-{three}-1.pdf"]
    assert cell.count("release") == 2


def test_all_those_that_wait_and_only_those(cell):
    ready(cell)
    ready(cell, nom="Autre-Fictif")
    ready(cell, signed=False, nom="Tierce-Fictif")
    cell("fiche", "produire", "--toutes")
    assert cell.count("release") == 2
    assert "Aucune fiche n'attend cela" in cell("fiche", "produire", "--toutes", code=2)


def test_of_one_partner_or_of_one_meeting(cell):
    ready(cell)
    examined = ready(cell, nom="Autre-Fictif")
    cell("reunion", "ajouter", "cellule", "--le", "hier", "--situation", examined,
         "--instance", "cell", "--convention", "btp34-carsat-lr")  # fmt: skip
    cell("fiche", "produire", "--reunion", "1")
    assert pdfs(cell) == [f"fiche-{examined}-1.pdf"]
    cell("fiche", "produire", "--partenaire", "SSAM Carsat LR")
    assert len(pdfs(cell)) == 2
    assert "Aucune réunion" in cell("fiche", "produire", "--reunion", "7", code=2)


@pytest.mark.parametrize("words", [(), ("1", "--toutes")])
def test_which_ones_is_said_one_way(cell, words):
    assert "--toutes" in cell("fiche", "produire", *words, code=2)


def test_several_do_not_go_into_one_file(cell):
    one, two = ready(cell), ready(cell, nom="Autre-Fictif")
    target = str(cell.folder / "une.pdf")
    assert "Plusieurs fiches" in cell("fiche", "produire", one, two, "--sortie", target, code=2)
    assert cell.count("release") == 0


def test_a_folder_that_is_not_there_is_made_and_a_file_gets_its_extension(cell):
    one, two = ready(cell), ready(cell, nom="Autre-Fictif")
    cell("fiche", "produire", one, two, "--sortie", "prot")
    assert len(list((cell.folder / "prot").glob("*.pdf"))) == 2
    cell("fiche", "produire", one, "--sortie", "seul/")
    assert len(list((cell.folder / "seul").glob("*.pdf"))) == 1
    cell("fiche", "produire", one, "--sortie", "sans-extension")
    assert (cell.folder / "sans-extension.pdf").is_file()


def test_what_looks_like_a_number_stops_it_until_she_says_that_she_looked(cell):
    ref = ready(cell, contexte=f"Son numéro : {NIR} (fictif)")
    said = cell("fiche", "produire", ref, code=2)
    assert "Contexte du signalement : un numéro de sécurité sociale semble s'y trouver" in said
    assert NIR not in said
    assert cell.count("release") == 0
    cell("fiche", "produire", ref, "--oui")
    assert cell.count("release") == 1


def test_her_own_words_stop_it_too(cell):
    ref = ready(cell)
    cell("fiche", "mots", "--ajouter", "PORTÉR, douleur")
    assert "« porter », de vos mots à relire" in cell("fiche", "produire", ref, code=2)
    cell("fiche", "mots", "--retirer", "porter")
    cell("fiche", "produire", ref)


def test_a_protected_pdf_opens_with_the_password_of_the_file_only(cell):
    ref = ready(cell)
    secret = cell.folder / "secret"
    secret.write_text(f"{PASSWORD}\n", encoding="utf-8")
    said = cell("fiche", "produire", ref, "--cachet", "--fichier-mot-de-passe", secret)
    assert PASSWORD not in said
    assert "le cachet n'y tiendrait plus" in said
    written = (cell.folder / f"fiche-{ref}-1-protegee.pdf").read_bytes()
    assert PdfReader(BytesIO(written)).decrypt(PASSWORD)
    assert cell.count("clear_copy") == 0
    assert cell.rows("SELECT kind FROM document WHERE kind = 'protected'")


@pytest.mark.parametrize("content", [b"court", b"\xff\xfe", None])
def test_a_password_file_that_will_not_do_produces_nothing(cell, content):
    ref = ready(cell)
    secret = cell.folder / "secret"
    if content is not None:
        secret.write_bytes(content)
    cell("fiche", "produire", ref, "--fichier-mot-de-passe", secret, code=2)
    assert cell.count("release") == 0


def test_without_a_terminal_the_password_is_not_asked(cell):
    assert "--fichier-mot-de-passe" in cell("fiche", "produire", ready(cell), "--proteger", code=2)


def test_a_file_that_cannot_be_written_produces_nothing(cell):
    ref = ready(cell)
    target = cell.folder / "a.pdf"
    target.write_bytes(b"mine")
    cell("fiche", "produire", ref, "--sortie", target, code=14)
    assert target.read_bytes() == b"mine"
    assert cell.count("release") == cell.count("clear_copy") == 0


def test_each_production_is_a_release_of_its_own(cell):
    ref = ready(cell)
    for _ in range(2):
        cell("fiche", "produire", ref, "--remplacer")
    assert cell.count("release") == cell.count("document") == 2


def test_a_folder_that_a_cloud_synchronises_is_said(cell):
    ref = ready(cell)
    folder = cell.folder / "OneDrive"
    folder.mkdir()
    assert "synchronisé (OneDrive)" in cell("fiche", "produire", ref, "--sortie", folder)
