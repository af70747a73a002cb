"""The local instance is seized of a situation by its fiche, or asked by a letter without a name.

Everybody here is fictional.
"""

import pytest
from exchanges import founded_cell
from fictional import NIR
from golden.markers import everything_told
from meetings import IDENTITY, SSAM, agenda, known, planned


@pytest.fixture
def cell(places, tmp_path, capsys, monkeypatch):
    made = founded_cell(tmp_path / "a", capsys, monkeypatch)
    made("convention", "ajouter", "btp34-carsat-lr")
    return made


def test_seizing_the_instance_is_an_act_and_sends_to_the_fiche(cell):
    ref = known(cell)
    told = cell("reunion", "saisir", ref, "--nature", "urgente", "--texte", "Avant le 15.")
    assert "Comité local PDP saisi, via SSAM Carsat LR" in told
    assert "saisi via le SSAM" in told
    assert f"pdp fiche nouveau {ref}" in told
    assert cell.rows("SELECT kind, nature, agreement, body FROM act ORDER BY id DESC LIMIT 1") == [
        {"kind": "instance_request", "nature": "urgent", "agreement": "btp34-carsat-lr",
         "body": SSAM}]  # fmt: skip
    assert cell.count("release") == 0
    number = planned(cell, "--convention", "btp34-carsat-lr", "--instance", "assurance",
                     kind="instances")  # fmt: skip
    assert [(row["ref"], row["reason"], row["why"]) for row in agenda(cell, number)["waiting"]] == [
        (ref, "urgent", "seized")]  # fmt: skip


def test_where_to_say_it_follows_the_fiche(cell):
    said = ("--nature", "complexe", "--texte", "À décider.")
    sent = cell.sent().stem
    assert f"pdp fiche suite {sent}/1" in cell("reunion", "saisir", sent, *said)
    ref = known(cell, nom="Zfictif-Deux")
    cell("fiche", "nouveau", ref)
    assert f"pdp accord imprimer {ref}/1" in cell("reunion", "saisir", ref, *said)
    cell("accord", "refuser", ref)
    assert "rien d'elle ne part" in cell("reunion", "saisir", ref, *said)


def test_off_a_terminal_what_is_missing_is_said(cell):
    ref = known(cell)
    told = cell("reunion", "saisir", ref, code=2)
    assert "--nature" in told
    assert "--texte" in told
    assert "Quelle situation" in cell(
        "reunion", "saisir", "--nature", "urgente", "--texte", "x", code=2
    )


def test_a_question_on_the_regulations_is_a_letter_that_names_nobody(cell):
    known(cell)
    out = cell.folder / "q.pdf"
    question = "Un assuré en invalidité peut-il suivre un essai encadré ?"
    cell("reunion", "saisir", "--texte", question, "--sortie", str(out))
    told = everything_told(out.read_bytes())
    assert "essaiencadré" in told
    assert "ComitélocalPDP" in told
    assert [word for word in IDENTITY if word in told] == []
    assert cell.rows("SELECT 1 FROM act WHERE kind = 'instance_request'") == []


@pytest.mark.parametrize(
    "said",
    ["Pour Fictif Nguyen ?", "Pour ŒDIPE ?", "Né le 04/03/1968 ?", f"Le {NIR} ?",
     "Le 1 68 03 34 998 990 ?"],
)  # fmt: skip
def test_a_question_that_says_who_it_is_about_is_refused(cell, said):
    ref = known(cell)
    told = cell("reunion", "saisir", ref, "--nature", "réglementation", "--texte", said, code=2)
    assert not [word for word in ("Nguy", "DIPE", NIR, "1968") if word in told]
    assert not list(cell.folder.glob("question-*.pdf"))


def test_a_name_of_anybody_recorded_is_asked_about_without_being_repeated(cell):
    known(cell)
    said = ("reunion", "saisir", "--texte", "Le cas de Fictif se présente.")
    told = cell(*said, code=2)
    assert "mot n° 4" in told
    assert "Fictif" not in told
    cell(*said, "--oui")
    assert list(cell.folder.glob("question-*.pdf"))
