"""Plans, préconisations, contacts and the person's history, through the commands.

Everybody here is fictional.
"""

import pytest
from exchanges import founded_cell
from pypdf import PdfReader


@pytest.fixture
def cell(tmp_path, capsys, monkeypatch):
    return founded_cell(tmp_path, capsys, monkeypatch)


@pytest.fixture
def ref(cell):
    return cell.registered(date_signalement="01/02/2025", prereprise=None, prereprise_date=None)


def test_plans_are_dated_and_none_replaces_another(cell, ref, tmp_path):
    text = tmp_path / "plan.txt"
    text.write_text("1. Essai encadré.\n2. Mi-temps.", encoding="utf-8")
    assert "noté sur" in cell(
        "situation", "plan", ref, "--fichier", str(text), "--le", "01/03/2025"
    )
    cell("situation", "plan", ref, "--texte", "Reprise complète (fictif).", "--le", "01/06/2025")
    cell("situation", "plan", ref, "--preconisation", "--texte", "Demander la RQTH (fictif).")
    told = cell.json("situation", "plan", ref)["plans"]
    assert [(one["kind"], one["on_date"]) for one in told[:2]] == [
        ("return_plan", "2025-03-01"), ("return_plan", "2025-06-01"),
    ]  # fmt: skip
    card = cell("situation", "voir", ref)
    assert "plan de retour à l'emploi du 01/03/2025" in card
    assert "    1. Essai encadré.\n    2. Mi-temps." in card
    assert "préconisation du" in card


def test_one_noted_by_mistake_is_taken_away(cell, ref):
    other = cell.registered(nom="Autre-Fictive")
    cell("situation", "plan", ref, "--texte", "Erreur (fictif).")
    assert "pas de texte de ce numéro" in cell("situation", "plan", other, "--retirer", "1", code=2)
    cell("situation", "plan", ref, "--retirer", "1")
    assert "Rien encore" in cell("situation", "plan", ref)


def test_who_is_to_be_spoken_to_is_on_the_card_until_told_otherwise(cell, ref):
    cell("situation", "plan", ref, "--interlocuteur-salarie", "Mme Inventée, conseillère",
         "--interlocuteur-employeur", "M. Imaginaire")  # fmt: skip
    card = cell("situation", "voir", ref)
    assert "Interlocuteur du salarié      Mme Inventée, conseillère" in card
    cell("situation", "plan", ref, "--interlocuteur-employeur", "-")
    assert cell.json("situation", "plan", ref)["contacts"] == {
        "employee_contact": "Mme Inventée, conseillère"
    }


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("--ajouter",), "--texte TEXTE"),
        (("--texte", "x", "--le", "01/01/2025"), "précède le signalement"),
        (("--texte", "x", "--le", "01/01/2099"), "dans le futur"),
        (("--texte", "x\u0007"), "caractère"),
        (("--fichier", "absent.txt"), "ne peut pas être lu"),
        (("--sortie", "x.pdf"), "ni plan ni préconisation"),
    ],
)
def test_what_cannot_be_noted_is_refused(cell, ref, args, said):
    assert said in cell("situation", "plan", ref, *args, code=2)


def test_the_person_gets_her_plan_as_a_letter_whose_name_says_nothing(cell, ref, tmp_path):
    cell("situation", "plan", ref, "--texte", "Essai encadré,\npuis mi-temps (fictif).")
    cell("situation", "plan", ref, "--sortie", ".")
    page = PdfReader(tmp_path / f"plan-{ref}.pdf").pages[0].extract_text()
    assert "Œdipe Fictif-Nguyễn" in page
    assert "Essai encadré," in page
    assert "Santé BTP 34" in page
    assert cell.rows("SELECT row FROM journal WHERE \"table\" = ''") == [{"row": "plan"}]


def test_a_person_back_after_two_years_has_a_new_situation_that_shows_the_first(cell, ref):
    cell("situation", "clore", ref, "--motif", "terminé", "--le", "05/06/2025",
         "--issue", "maintien au poste")  # fmt: skip
    again = cell.registered(date_signalement="hier", prereprise=None, prereprise_date=None)
    assert again != ref
    card = " ".join(cell("situation", "voir", again).split())
    assert (
        f"SES AUTRES SITUATIONS {ref} signalée le 01/02/2025, close le 05/06/2025 : "
        "accompagnement terminé ; maintien au poste" in card
    )
    assert again in cell("situation", "voir", ref)


def test_an_erasure_leaves_no_plan_and_no_contact(cell, ref):
    cell("situation", "plan", ref, "--texte", "Marque-plan (fictif).")
    cell("situation", "plan", ref, "--interlocuteur-salarie", "Marque-contact")
    cell("droits", "effacer", ref, "--oui")
    assert cell.count("plan") == 0
    assert cell.rows("SELECT employee_contact FROM case_file") == [{"employee_contact": None}]
    assert "Marque" not in cell("situation", "voir", ref)
    assert "effacée" in cell("situation", "plan", ref, "--texte", "x", code=2)
