"""`pdp orient`: an explanation in 80 columns, that writes nothing. Persons are fictional."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from exchanges import founded_cell

import pdpcli

SHIPPED = Path(pdpcli.__file__).parent / "agreements"


@pytest.fixture
def cell(places, tmp_path, capsys, monkeypatch):
    made = founded_cell(tmp_path / "a", capsys, monkeypatch)
    made("convention", "ajouter", "btp34-carsat-lr")
    return made


def own_convention(cell, agreement, **replaced):
    """A convention of her own, from a shipped one, some texts changed; ours."""
    folder = cell.folder / "coffre" / "conventions" / agreement
    source = SHIPPED / replaced.pop("like")
    shutil.copytree(source, folder)
    for path in folder.glob("*.toml"):
        text = path.read_text("utf-8").replace(source.name, agreement)
        for old, new in replaced.items():
            text = text.replace(old, new)
        path.write_text(text, "utf-8")


def told(cell, ref, *more):
    return cell.json("orientation", ref, *more)


def way(said, referral):
    return next(one for one in said["agreements"] if one["referral"] == referral)


def test_it_says_that_it_is_no_decision_fits_80_columns_and_has_no_name(cell):
    for changed in ({}, {"regime": "régime agricole (MSA)"}, {"statut": "artisan (travailleur "
                    "indépendant)"}, {"horizon": "court terme", "rqth": "oui"}):  # fmt: skip
        ref = cell.registered(**changed)
        for more in (
            (),
            ("--convention", "btp34-carsat-lr"),
            ("--convention", "caire84-carsat-se"),
        ):
            said = cell("orientation", ref, *more)
            assert "Une explication, pas une décision" in said
            assert max(map(len, said.splitlines())) <= 80
            assert "Fictif" not in said


def test_it_never_writes(cell):
    ref = cell.registered()
    before = cell.count("journal")
    cell("orientation", ref)
    assert cell.count("journal") == before


def test_it_names_who_is_competent_what_is_met_and_offers_the_fiche(cell):
    ref = cell.registered(horizon="court terme", rqth="oui", risque_inaptitude="oui",
                          prereprise="oui", prereprise_date="14/06/2025")  # fmt: skip
    said = " ".join(cell("orientation", ref).split())
    assert "en arrêt : SPST*, Service social Carsat, Cap emploi (axe 2)" in said
    assert "écarté : Service social MSA (régime agricole seulement)" in said
    assert "visite de pré-reprise : oui le 14/06/2025" in said
    assert "Toutes les conditions sont remplies." in said
    assert f"pdp fiche nouveau {ref} --convention btp34-carsat-lr" in said
    assert "accord signé" in said


def test_what_is_not_known_is_a_question(cell):
    ref = cell.registered(regime=None)
    said = told(cell, ref)
    assert "De quel régime" in " ".join(said["matrix"]["missing"])
    conditions = {one["text"]: one for one in way(said, "btp34-prereprise")["conditions"]}
    assert conditions["assuré du régime général"]["state"] == "unknown"
    assert conditions["assuré du régime général"]["ask"]


def test_nothing_of_the_msa_is_offered_to_the_carsat(cell):
    said = told(cell, cell.registered(regime="régime agricole (MSA)"))
    assert way(said, "btp34-prereprise")["state"] == "excluded"
    assert way(said, "btp34-prereprise")["offer"] is None
    named = [one["name"] for c in said["matrix"]["cells"] for one in c["competent"]]
    assert "Service social Carsat" not in named
    assert "Service social MSA" in named


@pytest.mark.parametrize(
    "changed",
    [{"regime": "régime agricole (MSA)"}, {"regime": None, "statut": "agriculteur (MSA)"},
     {"statut": "agriculteur (MSA)"}, {"statut": "agent public"}],
)  # fmt: skip
def test_even_by_a_convention_of_ours_that_says_nothing_of_the_regime(cell, changed):
    asked = '[[referral.condition]]\ntext = "assuré du régime général"'
    rest = '\npath = "situation.regime"\nis = ["general"]\n'
    own_convention(cell, "la-notre", like="btp34-carsat-lr", **{asked + rest: ""})
    cell("convention", "ajouter", "la-notre")
    ref = cell.registered(**changed)
    found = [one for one in told(cell, ref)["agreements"] if one["agreement"] == "la-notre"]
    assert [(one["state"], one["offer"]) for one in found] == [("excluded", None)]
    assert found[0]["conditions"][0]["lasting"]


def test_cap_emploi_without_a_convention_is_an_example_with_its_criteria(cell):
    ref = cell.registered(horizon="court terme", rqth="oui")
    assert "--convention prevy-cap-emploi" in cell("orientation", ref)
    said = told(cell, ref)
    assert not way(said, "prevy-maintien")["ours"]
    assert way(said, "prevy-cep")["offer"] is None
    shown = " ".join(cell("orientation", ref, "--convention", "prevy-cap-emploi").split())
    for example in ("siège ergonomique seul", "autres besoins", "déficient auditif",
                    "renouvellement de prothèses", "3 prochains mois", "mésentente"):  # fmt: skip
        assert example in shown
    assert "le statut BOETH sans besoin de compensation" in shown


def test_cap_emploi_is_ours_when_it_is_and_the_only_one_for_a_public_agent(cell):
    cell("convention", "ajouter", "prevy-cap-emploi", "--en-tant-que", "prevy")
    ref = cell.registered(statut="agent public", regime="fonction publique", rqth="oui",
                          horizon="moyen terme")  # fmt: skip
    said = told(cell, ref)
    (place,) = said["matrix"]["cells"]
    assert [one["name"] for one in place["competent"]] == ["Cap emploi (axe 2)"]
    assert way(said, "prevy-maintien")["ours"]
    assert way(said, "prevy-maintien")["offer"].endswith("--convention prevy-cap-emploi")
    assert way(said, "btp34-prereprise")["state"] == "excluded"
    assert "fiphfp" in {one["id"] for one in said["remarks"]}


def test_one_convention_says_the_way_back_too(cell):
    ref = cell.registered()
    said = told(cell, ref, "--convention", "btp34-carsat-lr")
    ways = [(one["referral"], one["direction"]) for one in said["agreements"]]
    assert sorted(ways) == [
        ("btp34-prereprise", "out"), ("ssam-maintien", "in"), ("ssam-prereprise", "in"),
    ]  # fmt: skip
    assert {one["referral"] for one in told(cell, ref)["agreements"] if one["ours"]} == {
        "btp34-prereprise"
    }
    assert "n'est pas connue" in cell("orientation", ref, "--convention", "inconnue", code=2)


def test_the_facts_are_those_of_the_day_that_is_said(cell):
    ref = cell.registered(arret_fin="20/06/2025")
    on_leave = told(cell, ref, "--vu-le", "20/06/2025")
    assert on_leave["at"] == "2025-06-20"
    assert {one["position"] for one in on_leave["matrix"]["cells"]} == {"on_leave"}
    after = told(cell, ref, "--vu-le", "21/06/2025")
    assert "on_leave" not in {one["position"] for one in after["matrix"]["cells"]}


def test_a_fiche_already_begun_is_named_instead_of_another(cell):
    ref = cell.registered()
    cell("fiche", "nouveau", ref)
    said = way(told(cell, ref), "btp34-prereprise")
    assert (said["fiche"], said["offer"]) == (f"{ref}/1", None)
    assert f"pdp fiche voir {ref}/1" in cell("orientation", ref)


def test_the_accord_of_the_person_is_read_for_who_asks_it_first(cell):
    cell("convention", "ajouter", "caire84-carsat-se", "--en-tant-que", "carsat-se-ssam")
    ref = cell.registered(statut="commerçant (travailleur indépendant)",
                          adresse="1 rue Fictive, 84000 Avignon")  # fmt: skip

    def accord():
        conditions = way(told(cell, ref), "ssam-caire84")["conditions"]
        return next(one for one in conditions if one["text"].startswith("accord"))

    assert accord()["state"] == "unknown"
    cell("accord", "enregistrer", ref, "--convention", "caire84-carsat-se", "--signe-le",
         "hier", "--lieu", "Avignon", "--recueilli-par", "Camille Exemple")  # fmt: skip
    assert accord()["state"] == "met"
    assert accord()["by"][0]["on"] < date.today().isoformat()  # noqa: DTZ011
    assert {"ama", "caire84"} <= {one["id"] for one in told(cell, ref)["remarks"]}


def test_an_erased_person_is_nobody_to_refer(cell):
    ref = cell.registered()
    cell("droits", "effacer", ref, "--oui")
    assert "est effacée" in cell("orientation", ref, code=2)


def test_nothing_is_offered_of_a_situation_that_is_not_open(cell):
    ref = cell.registered()
    cell("situation", "annuler", ref, "--motif", "essai")
    said = told(cell, ref)
    assert (said["state"], way(said, "btp34-prereprise")["offer"]) == ("cancelled", None)


def test_a_convention_that_says_nothing_of_who_refers_whom_is_offered_as_such(cell):
    own_convention(cell, "muette", like="btp34-carsat-lr")
    path = cell.folder / "coffre" / "conventions" / "muette" / "agreement.toml"
    text = path.read_text("utf-8")
    start, end = text.index("[[referral]]"), text.index("[[population]]")
    path.write_text(text[:start] + text[end:], "utf-8")
    cell("convention", "ajouter", "muette")
    said = " ".join(cell("orientation", cell.registered()).split())
    assert "Cette convention ne dit pas qui oriente vers qui." in said
    assert "--convention muette" in said
