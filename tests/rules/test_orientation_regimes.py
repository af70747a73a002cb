"""Régimes and what is said beside the matrix (dossier §2.1, §2.2, §2.5, §2.6)."""

import pytest
from test_orientation_matrix import known

from pdpcli.rules.orientation.regimes import REGIMES, actor_of, competence, regime_of
from pdpcli.rules.orientation.remarks import remarks
from pdpcli.rules.vocabulary import CHOICES, NO, UNKNOWN, YES

ACTORS = ("spst", "ssam", "msa", "cap_emploi", "cep")
GENERAL = {"situation__regime": "general"}
FARMER = {"situation__status": "farmer"}


def ids(days: int = 0, **said: str) -> dict[str, str]:
    return {one.id: one.text for one in remarks(known(**said), days)}


@pytest.mark.parametrize("regime", CHOICES["regime"])
def test_each_regime_says_who_it_is_for_who_answers_and_where_it_is_said(regime):
    one = REGIMES[regime]
    assert one.who
    assert one.body
    assert one.source


@pytest.mark.parametrize(
    ("said", "allowed"),
    [
        (GENERAL, {"spst", "ssam", "cap_emploi", "cep"}),
        ({"situation__regime": "agricultural"}, {"spst", "msa", "cap_emploi", "cep"}),
        (FARMER, {"spst", "msa", "cap_emploi", "cep"}),
        ({**FARMER, **GENERAL}, {"spst", "msa", "cap_emploi", "cep"}),
        ({"situation__regime": "civil_service"}, {"cap_emploi"}),
        ({"situation__status": "public_agent", **GENERAL}, {"cap_emploi"}),
        ({"situation__regime": "special"}, {"spst", "cap_emploi", "cep"}),
    ],
)
def test_each_regime_has_its_own(said, allowed):
    values = {actor: competence(actor, known(**said)).value for actor in ACTORS}
    assert {actor for actor, value in values.items() if value == YES} == allowed
    assert UNKNOWN not in values.values()


def test_the_service_of_the_msa_is_not_ours_and_a_non_member_is_nobody_s_of_ours():
    assert competence("spst", known(**FARMER)).why == "celui de la MSA, pas le nôtre"
    assert "non adhérent" in competence("spst", known(**GENERAL, employer__member=NO)).why
    assert competence("spst", known(**GENERAL)).why == ""
    assert "MSA si régime agricole" in competence("spst", known()).why


def test_msa_names_its_cell_and_says_that_nothing_goes_to_the_carsat():
    said = REGIMES["agricultural"].body
    assert "cellule de coordination MSA" in said
    assert "Rien ne va à la Carsat" in said


@pytest.mark.parametrize(
    ("names", "actor"),
    [
        (("SSAM Carsat LR",), "ssam"),
        (("Service social de l'Assurance maladie, Carsat Languedoc-Roussillon",), "ssam"),
        (("Service social CARSAT-SE",), "ssam"),
        (("Pôle social", "CARSAT Bourgogne"), "ssam"),
        (("Cap emploi Gard",), "cap_emploi"),
        (("CAP EMPLOI 34",), "cap_emploi"),
        (("MSA du Languedoc",), "msa"),
        (("CAIRE 84",), ""),
        (("Amsara",), ""),
    ],
)
def test_a_body_is_recognised_by_its_name(names, actor):
    assert actor_of(*names) == actor


def test_a_regime_that_contradicts_the_status_is_said():
    assert "corriger" in ids(**FARMER, **GENERAL)["contradiction"]
    assert (
        "vérifier"
        in ids(situation__regime="civil_service", situation__status="employee")["contradiction"]
    )
    assert "contradiction" not in ids(**FARMER)
    assert regime_of(known(**FARMER, **GENERAL)) == "agricultural"


@pytest.mark.parametrize("status", ["craftsman", "trader", "micro"])
def test_an_independent_is_of_the_general_regime_since_2020_and_has_the_ama(status):
    said = ids(situation__status=status)
    assert "1er janvier 2020" in said["general_since_2020"]
    assert "ex-MAPI" in said["ama"]


def test_the_ama_of_a_liberal_is_to_be_verified_and_a_spouse_is_taken_into_account():
    assert "à vérifier" in ids(situation__status="liberal")["ama"]
    assert "conjoint" in ids(situation__status="spouse")["ama"]
    assert "ama" not in ids(situation__status="employee")
    assert "ama" not in ids(**FARMER)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"situation__status": "trader", "person__dept": "84"}, "et leurs aidants"),
        ({"situation__status": "trader"}, "Si elle dépend du Vaucluse"),
        ({"situation__status": "employee", "person__dept": "84"}, "en est-elle une ?"),
        ({"person__dept": "84"}, "aidants"),
        ({**FARMER, "person__dept": "84"}, "et leurs aidants"),
        ({"situation__status": "trader", "person__dept": "34"}, ""),
        ({"situation__status": "employee"}, ""),
    ],
)
def test_caire_84_is_for_the_independent_of_the_vaucluse_and_who_cares_for_one(said, words):
    found = ids(**said).get("caire84", "")
    assert (words in found) if words else not found


def test_a_public_agent_is_told_of_the_fiphfp_and_another_regime_to_verify():
    assert "FIPHFP" in ids(situation__status="public_agent")["fiphfp"]
    assert "vérifier" in ids(situation__regime="special")["special"]


def test_on_leave_the_ways_of_the_assurance_maladie_are_said():
    said = ids(60, leave__on_leave=YES, **GENERAL)
    assert "obligatoire" in said["ssam_first"]
    assert "référent PDP de la CPAM" in said["ssam_first"]
    assert "accord de la CPAM avant de débuter" in said["cpam_agreement"].replace("\n", " ")
    assert "60e jour" in said["national_requests"]
    assert "national_requests" not in ids(59, leave__on_leave=YES, **GENERAL)
    assert "ssam_first" not in ids(leave__on_leave=NO, **GENERAL)
    assert "ssam_first" not in ids(60, leave__on_leave=YES, situation__regime="agricultural")
    independent = ids(1, leave__on_leave=YES, situation__status="trader")["ssam_first"]
    assert "à vérifier pour un indépendant" in independent


def test_the_matrix_is_that_of_occitanie():
    assert "elsewhere" in ids(person__dept="84")
    assert "elsewhere" not in ids(person__dept="34")
    assert "elsewhere" not in ids()
