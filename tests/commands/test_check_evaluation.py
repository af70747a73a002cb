"""What is missing before January, as the evaluations of our agreements count it.

Everybody here is fictional.
"""

from datetime import date, timedelta

import pytest
from exchanges import founded_cell

YEAR = str((date.today() - timedelta(days=1)).year)  # noqa: DTZ011 - of what is told of « hier »


@pytest.fixture
def cell(tmp_path, capsys, monkeypatch):
    made = founded_cell(tmp_path, capsys, monkeypatch)
    made("convention", "ajouter", "btp34-carsat-lr")
    return made


def missing(cell, year=YEAR):
    found = cell.json("verifier", "--bilan", "--annee", year)
    return {(one["fact"], one["ref"]) for one in found["gaps"]}


def test_what_an_evaluation_reads_and_nobody_said_is_listed_with_its_command(cell):
    cell.sent(sexe=None)
    (ref,) = (row["ref"] for row in cell.rows("SELECT ref FROM case_file"))
    assert missing(cell) == {("sex", ref)}
    said = cell("verifier", "--bilan", "--annee", YEAR)
    assert "Sans sexe (1) : btp34-carsat-lr" in said
    assert f"pdp situation corriger {ref}" in said
    fix = cell.file("fix.toml", sexe="femme")
    cell("situation", "corriger", ref, "--fichier", fix, "--erreur")
    assert missing(cell) == set()
    assert "Rien ne manque" in cell("verifier", "--bilan", "--annee", YEAR)


def test_a_risk_is_missing_during_a_leave_only_and_the_leave_when_it_is_not_known(cell):
    cell.sent(risque=None)
    assert {fact for fact, _ in missing(cell)} == {"risk"}
    cell.sent(nom="Deux-Fictive", en_arret="non", arret_debut=None, risque=None)
    assert {fact for fact, _ in missing(cell)} == {"risk"}
    cell.sent(nom="Trois-Fictive", en_arret="nsp", arret_debut=None, risque=None)
    assert {fact for fact, _ in missing(cell)} == {"risk", "on_leave"}


def test_a_situation_closed_without_an_outcome_is_listed_until_it_has_one(cell):
    cell.sent()
    (ref,) = (row["ref"] for row in cell.rows("SELECT ref FROM case_file"))
    cell("situation", "clore", ref, "--motif", "terminé")
    assert missing(cell) == {("outcome", ref)}
    assert f"pdp acte ajouter {ref} issue" in cell("verifier", "--bilan", "--annee", YEAR)
    cell("acte", "ajouter", ref, "issue", "--nature", "reprise à temps partiel thérapeutique")
    assert {fact for fact, _ in missing(cell)} == {"look"}
    cell("acte", "ajouter", ref, "issue", "--nature", "maintien au poste")
    assert missing(cell) == set()


def read_more(cell, *dimensions):
    """A convention of hers whose evaluation breaks the persons down by more than ours does."""
    from pdpcli.store.home import user_agreements

    cell("convention", "copier", "btp34-carsat-lr", "la-notre")
    path = user_agreements() / "la-notre" / "evaluation.toml"
    text = path.read_text("utf-8")
    declared = "".join(f'[dimension.{one}]\nlabel = "{one}"\n\n' for one in dimensions)
    listed = "".join(f', "{one}"' for one in dimensions)
    text = text.replace("[dimension.sex]", f"{declared}[dimension.sex]")
    path.write_text(text.replace('"age", "sex"]', f'"age", "sex"{listed}]'), "utf-8")
    cell("convention", "ajouter", "la-notre")


def test_only_what_an_evaluation_of_ours_reads_is_asked(cell):
    cell.sent(regime=None, employeur_naf=None)
    assert missing(cell) == set()
    read_more(cell, "regime", "naf")
    (ref,) = (row["ref"] for row in cell.rows("SELECT ref FROM case_file"))
    said = cell.file("contact.toml", referent_tel="04 99 00 00 00")
    cell("accord", "enregistrer", ref, "--convention", "la-notre", "--signe-le", "hier",
         "--lieu", "Lattes")  # fmt: skip
    cell("fiche", "corriger", ref, "--convention", "la-notre", "--fichier", said)
    cell("fiche", "envoyer", ref, "--convention", "la-notre", "--canal", "courrier postal",
         "--oui")  # fmt: skip
    found = cell.json("verifier", "--bilan", "--annee", YEAR)["gaps"]
    told = {one["fact"]: one for one in found}
    assert set(told) == {"regime", "naf"}
    assert told["naf"]["command"] == "pdp entreprise corriger 1 --naf CODE"
    assert told["naf"]["agreements"] == ["la-notre"]


def test_nothing_is_asked_of_somebody_erased_nor_of_another_year(cell):
    cell.sent(sexe=None)
    (ref,) = (row["ref"] for row in cell.rows("SELECT ref FROM case_file"))
    assert missing(cell, "2019") == set()
    cell("droits", "effacer", ref, "--oui")
    assert missing(cell) == set()


def test_without_any_agreement_nothing_is_missing(tmp_path, capsys, monkeypatch):
    bare = founded_cell(tmp_path, capsys, monkeypatch)
    bare.registered(sexe=None)
    assert "Rien ne manque" in bare("verifier", "--bilan", "--annee", "2025")
