"""Two employers at the same time, intérim, a change of employer: what is counted and printed.

Everybody here is fictional.
"""

import pytest
from exchanges import founded_cell
from pypdf import PdfReader

BTP = "btp34-carsat-lr"
TWO = {
    "plusieurs_employeurs": "oui",
    "autre_employeur": "Nettoyage Fictif",
    "autre_employeur_naf": "81.21Z",
    "autre_employeur_effectif": 300,
    "autre_poste": "Agente d'entretien",
    "autre_contrat": "CDD",
}


@pytest.fixture
def cell(tmp_path, capsys, monkeypatch):
    made = founded_cell(tmp_path, capsys, monkeypatch)
    made("convention", "ajouter", BTP)
    return made


def counted(cell, *columns):
    (row,) = cell.rows(f"SELECT {', '.join(columns)} FROM act WHERE kind = 'entry'")
    return tuple(row.values())


def facts(cell, ref):
    return cell.json("situation", "voir", ref)["facts"]


@pytest.mark.parametrize(
    ("concerned", "expected"),
    [
        ("le premier", ("43.99C", 14, "Maçon", "cdi")),
        ("l'autre", ("81.21Z", 300, "Agente d'entretien", "cdd")),
        ("nsp", ("43.99C", 14, "Maçon", "cdi")),
    ],
)
def test_the_employer_in_question_is_the_one_counted(cell, concerned, expected):
    ref = cell.registered(**TWO, emploi_concerne=concerned)
    assert counted(cell, "naf", "size", "job", "contract") == expected
    known = facts(cell, ref)
    assert known["employer.name"] == "Bâti Fictif"
    assert known["second_employer.name"] == "Nettoyage Fictif"
    card = cell("situation", "voir", ref)
    assert "Autre employeur               Nettoyage Fictif" in card


def printed(cell, **changed):
    path = cell.sent(**changed)
    return PdfReader(path).pages[0].extract_text()


def test_the_fiche_prints_the_employer_in_question_and_nothing_of_the_other(cell):
    page = printed(cell, **TWO, emploi_concerne="l'autre",
                   autre_employeur_adresse="8 rue du Port, 34200 Sète")  # fmt: skip
    assert "Nettoyage Fictif" in page
    assert "8 rue du Port" in page
    assert "Agente d'entretien" in page
    assert "Bâti Fictif" not in page
    assert "Maçon" not in page


def test_the_fiche_prints_the_first_when_it_is_in_question(cell):
    page = printed(cell, **TWO, emploi_concerne="le premier")
    assert "Bâti Fictif" in page
    assert "Nettoyage" not in page


def change(cell, ref, on, **said):
    path = cell.file("change.toml", **said)
    return cell("situation", "corriger", ref, "--fichier", path, "--changement", "--le", on)


def seen(cell, ref, *days):
    for day in days:
        cell("acte", "ajouter", ref, "entretien", "--le", day)
    rows = cell.rows("SELECT job, naf FROM act WHERE kind = 'interview' ORDER BY on_date")
    return [(row["job"], row["naf"]) for row in rows]


def test_a_second_employer_begun_and_ended_mid_case_counts_between_the_two_days(cell):
    ref = cell.registered(date_signalement="01/02/2025", prereprise=None, prereprise_date=None)
    change(cell, ref, "01/03/2025", **TWO, emploi_concerne="l'autre")
    change(cell, ref, "01/05/2025", plusieurs_employeurs="non")
    own, other = ("Maçon", "43.99C"), ("Agente d'entretien", "81.21Z")
    days = ("28/02/2025", "01/03/2025", "30/04/2025", "01/05/2025")
    assert seen(cell, ref, *days) == [own, other, other, own]
    assert "second_employer.name" not in facts(cell, ref)
    card = " ".join(cell("situation", "voir", ref).split())
    assert "01/03/2025 changement : Plusieurs employeurs : oui" in card
    assert "30/04/2025 changement : Plusieurs employeurs : non" in card


def test_a_second_employer_told_by_mistake_never_was(cell):
    ref = cell.registered(**TWO, emploi_concerne="l'autre", date_signalement="01/02/2025",
                          prereprise=None, prereprise_date=None)  # fmt: skip
    fix = cell.file("fix.toml", plusieurs_employeurs="non")
    cell("situation", "corriger", ref, "--fichier", fix, "--erreur")
    assert counted(cell, "naf", "job") == ("43.99C", "Maçon")
    assert cell.rows("SELECT 1 FROM employment WHERE slot = 2") == []


def test_which_one_is_in_question_may_change_from_a_day(cell):
    ref = cell.registered(**TWO, emploi_concerne="le premier", date_signalement="01/02/2025",
                          prereprise=None, prereprise_date=None)  # fmt: skip
    change(cell, ref, "01/03/2025", emploi_concerne="l'autre")
    days = ("28/02/2025", "01/03/2025")
    assert [job for job, _ in seen(cell, ref, *days)] == ["Maçon", "Agente d'entretien"]


def test_a_new_employer_mid_case_leaves_the_other_one_alone(cell):
    ref = cell.registered(**TWO, emploi_concerne="le premier", date_signalement="01/02/2025",
                          prereprise=None, prereprise_date=None)  # fmt: skip
    change(cell, ref, "01/03/2025", employeur="Pierre Fictive", employeur_naf="43.21A",
           poste="Électricien")  # fmt: skip
    days = ("28/02/2025", "01/03/2025")
    assert seen(cell, ref, *days) == [("Maçon", "43.99C"), ("Électricien", "43.21A")]
    assert facts(cell, ref)["second_employer.name"] == "Nettoyage Fictif"


def test_an_agency_changes_from_a_day_and_the_company_is_the_one_counted(cell):
    ref = cell.registered(contrat="intérim", agence="Agence Fictive", date_signalement="01/02/2025",
                          prereprise=None, prereprise_date=None)  # fmt: skip
    change(cell, ref, "01/03/2025", agence="Autre Agence Fictive")
    assert facts(cell, ref)["agency.name"] == "Autre Agence Fictive"
    assert counted(cell, "naf", "contract") == ("43.99C", "interim")
    assert "Agence d'intérim : Autre Agence" in " ".join(cell("situation", "voir", ref).split())
