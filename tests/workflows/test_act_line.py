"""A line of the grid says a situation, an act and its details; what is wrong has its reason."""

from datetime import date

import pytest

from pdpcli.errors import InputRefused, Refusal
from pdpcli.workflows.act_line import read_line

TODAY = date(2026, 6, 15)


@pytest.mark.parametrize(
    ("text", "kind", "details"),
    [
        ("42 entretien", "interview", {}),
        ("42 entretien téléphone", "interview", {"mode": "phone"}),
        ("42 Entretien, par téléphone, psychologue", "interview",
         {"mode": "phone", "done_by_function": "psychologist"}),
        ("26-42 issue maintien au poste", "outcome", {"nature": "same_job"}),
        ("2026-0042 visite de pré-reprise", "visit_prereprise", {}),
        ("42 visite à la demande, médecin du travail", "visit_requested",
         {"requester": "occupational_doctor"}),
        ("42 PMSMP, 10 jours, demandeur=employeur", "pmsmp",
         {"days": 10, "requester": "employer"}),
        ("42 pmsmp, 5 j, au=20/06", "pmsmp", {"days": 5, "ended_on": "2026-06-20"}),
        ("42 essai encadré, note=revoir le chef", "essai_encadre", {"note": "revoir le chef"}),
        ("42 orientation cap emploi", "orientation", {"nature": "cap_emploi"}),
        ("42 indice, iri=2,5", None, None),
        ("42 clôture décès", "closure", {"nature": "deceased"}),
    ],
)  # fmt: skip
def test_a_line_reads(text, kind, details):
    if kind is None:
        with pytest.raises(Refusal):  # a comma separates: « iri=2.5 » is the way
            read_line(text, TODAY)
        return
    line = read_line(text, TODAY)
    assert (line.kind, dict(line.details), line.planned) == (kind, details, False)


def test_planned_is_a_word_of_the_line():
    line = read_line("42 visite de reprise, prévu", TODAY)
    assert (line.planned, line.label) == (True, "visite de reprise (prévu)")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "la situation, puis l'acte"),
        ("entretien", "la situation, puis l'acte"),
        ("42", "la situation, puis l'acte"),
        ("0 entretien", "référence"),
        ("42 chapeau", "l'acte n'est pas reconnu"),
        ("42 entretien, chapeau", "un détail n'est pas reconnu"),
        ("42 entretien, chapeau=1", "ce détail n'existe pas"),
        ("42 entretien, nature=x", "sans objet"),
        ("42 issue", "à préciser pour « issue »"),
        ("42 entretien, autre, 10 jours", "sans objet"),
        ("42 pmsmp, au=31/02", "n'existe pas"),
    ],
)
def test_what_is_wrong_has_its_reason_and_is_not_repeated(text, why):
    with pytest.raises(Refusal) as caught:
        read_line(text, TODAY)
    assert why in caught.value.reason
    assert "chapeau" not in caught.value.reason


def test_an_act_of_another_command_says_which():
    with pytest.raises(InputRefused) as caught:
        read_line("42 signalement échangé", TODAY)
    assert "pdp fiche envoyer" in caught.value.todo
