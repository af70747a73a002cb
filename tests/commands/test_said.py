"""What commands accept and say: French option names, stable keys, refusals that name the way.

Persons and services are fictional.
"""

import json
import shutil
from contextlib import closing
from pathlib import Path

import pytest
from fictional import PASSPHRASE, answers_file

from pdpcli.agreements import loader
from pdpcli.commands.clock import moment
from pdpcli.commands.registering import _doctor
from pdpcli.store import envelope
from pdpcli.store.open import opened
from pdpcli.store.vault import unwrap


@pytest.fixture
def cell(pdp, founded, tmp_path):
    """A command runner on a store with one agreement and one situation."""
    founded(last_name="Référente-Fictive", phone="06 39 98 00 00")

    def run(*args, code=0):
        done = pdp(*args, cwd=tmp_path)
        assert done.returncode == code, done.stderr
        return (done.stdout + done.stderr).replace("\N{NO-BREAK SPACE}", " ")

    run("convention", "ajouter", "btp34-carsat-lr")
    run("situation", "nouveau", "--fichier", str(answers_file(tmp_path, date_signalement="hier")))
    return run


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("acte", "ajouter", "1", "issue"), "--nature : à préciser pour « issue »"),
        (("acte", "ajouter", "1", "visite à la demande"), "--demandeur : à préciser"),
        (("acte", "ajouter", "1", "entretien", "--jours", "3"), "--jours : sans objet"),
        (("acte", "ajouter", "1", "essai encadré", "--jours", "x"), "--jours : il faut"),
        (("acte", "corriger", "1"), "Rien n'a été changé."),
        (("entreprise", "corriger", "1"), "Rien n'a été changé."),
        (("entreprise", "corriger", "1", "--naf-2025"), "--naf-2025 : dit de quelle NAF"),
        (("entreprise", "ajouter", "Fictive", "--medecin", "\u0001"), "--medecin :"),
        (("fiche", "envoyer", "1", "--canal", "pigeon"), "--canal : réponse inconnue"),
        (("reunion", "ajouter", "bal"), "NATURE : réponse inconnue"),
        (("reunion", "ajouter", "cellule", "--instance", "bal"), "--instance : réponse inconnue"),
        (("action", "ajouter", "atelier", "--mode", "bal"), "--mode : réponse inconnue"),
        (("situation", "liste", "--etat", "perdue"), "--etat : réponse inconnue"),
        (("situation", "liste", "--referent", "Personne"), "Aucun membre de la cellule"),
        (("situation", "liste", "--partenaire", "Personne"), "Cet organisme n'est pas connu."),
        (("situation", "voir", "1", "--vu-le", "jamais"), "--vu-le :"),
        (("accord", "enregistrer", "1"), "--signe-le : la date"),
        (("accord", "enregistrer", "1", "--qualite", "roi"), "--qualite : réponse inconnue"),
        (("--vu-le", "jamais"), "--vu-le :"),
    ],
)
def test_a_refusal_names_the_french_option(cell, args, said):
    assert said in " ".join(cell(*args, code=2).split())


def test_an_act_lacking_two_details_says_both_at_once(cell):
    told = cell("acte", "ajouter", "1", "orientation", "--jours", "2", code=2)
    assert "--nature" in told
    assert "--jours" in told


def test_a_planned_act_says_how_it_is_done_wherever_it_is_shown(cell):
    told = cell("acte", "ajouter", "1", "entretien", "--le", "demain", "--prevu")
    number = told.split()[1]
    way = f"pdp acte corriger {number} --fait"
    assert way in told
    assert way in " ".join(cell("situation", "voir", "1").split())
    assert "--fait" in cell("acte", "liste", "1")
    cell("acte", "corriger", number, "--fait", "--le", "aujourd'hui")
    acts = json.loads(cell("acte", "liste", "1", "--json"))
    assert [one["state"] for one in acts if str(one["number"]) == number] == ["done"]


def test_an_act_that_lasts_has_a_last_day(cell):
    cell("acte", "ajouter", "1", "essai encadré", "--le", "hier", "--au", "demain", "--jours", "2")
    assert "L'acte finirait" in cell(
        "acte", "ajouter", "1", "entretien", "--le", "hier", "--au", "avant-hier", code=2
    )


def test_json_has_ids_for_keys_and_labels_beside(cell):
    cell("fiche", "nouveau", "1")
    shown = json.loads(cell("fiche", "voir", "1", "--json"))
    name = next(one for one in shown["answers"] if one["shown"].startswith("Fictif"))
    assert set(name) == {"id", "label", "shown"}
    assert name["id"].isascii()
    assert all(set(one) == {"ids", "label"} for one in shown["missing"])
    checked = json.loads(cell("verifier", "--json"))
    assert {one["id"] for one in checked} >= {"file", "schema", "journal", "data", "envelope"}
    assert all(one["id"].isascii() and one["id"].islower() for one in checked)


def test_situations_are_found_by_the_name_of_a_partner_and_of_a_member(cell):
    cell("fiche", "nouveau", "1")

    def refs(*args):
        return [one["ref"] for one in json.loads(cell("situation", "liste", *args, "--json"))]

    every = refs()
    assert len(every) == 1
    for partner in ("SSAM Carsat LR", "ssam-carsat-lr", "btp34-carsat-lr"):
        assert refs("--partenaire", partner) == every
    assert refs("--referent", "referente fictive") == every
    assert refs("--etat", "toutes") == every
    assert refs("--etat", "close") == []


def test_a_cut_list_says_so(cell, store_of_many):
    store_of_many(205)
    assert "200 premières" in cell("situation", "liste")
    assert "200 premières" not in cell("situation", "liste", "--texte", "fictif")


@pytest.fixture
def store_of_many(home):
    def make(count):
        kept = envelope.load(home)
        store = opened(home, kept, *unwrap(kept, PASSPHRASE))
        with closing(store.read()) as db:
            columns = [row["name"] for row in db.execute("PRAGMA table_info(case_file)")]
        copied = [one for one in columns if one not in ("id", "number", "ref", "person_id")]
        with store.write("test") as write:
            write.db.execute(
                f"""WITH RECURSIVE n(i) AS
                  (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < {count})
                INSERT INTO case_file (number, ref, {", ".join(copied)})
                SELECT i, year || '-' || printf('%04d', i), {", ".join(copied)}
                FROM case_file, n WHERE number = 1"""
            )

    return make


def test_a_file_that_exists_names_the_options_that_help(cell, tmp_path):
    cell("accord", "imprimer", "1", "--sortie", "a.pdf")
    told = cell("accord", "imprimer", "1", "--sortie", "a.pdf", code=14)
    assert "--remplacer" in told
    assert "--sortie" in told
    (tmp_path / "a.csv").write_text("", encoding="utf-8")
    told = cell("chiffres", "--csv", "a.csv", code=14)
    assert "--remplacer" in told
    assert "--csv" in told


def test_a_meeting_under_two_agreements_asks_which(cell, pdp, home, tmp_path):
    source = Path(loader.__file__).parent / "btp34-carsat-lr"
    folder = home / "conventions" / "seconde-fictive"
    shutil.copytree(source, folder)
    for path in folder.glob("*.toml"):
        text = path.read_text("utf-8")
        for key in ("id", "agreement"):
            text = text.replace(f'\n{key} = "btp34-carsat-lr"', f'\n{key} = "seconde-fictive"')
        path.write_text(text, encoding="utf-8")
    said = ("reunion", "ajouter", "services", "--le", "hier", "--partenaire", "SSAM Carsat LR")
    cell(*said)
    cell("convention", "ajouter", "seconde-fictive")
    told = cell(*said, code=2)
    assert "--convention" in told
    assert "seconde-fictive" in told
    cell(*said, "--convention", "seconde-fictive")


def test_a_function_is_said_by_its_label(pdp, home, tmp_path):
    key = str(tmp_path / "key")
    said = ("--nom", "Santé Fictive", "--auteur", "Ève Fictive", "--fichier-cle-de-secours", key)
    done = pdp("init", *said, "--fonction", "infirmier")
    assert done.returncode == 0, done.stderr
    shown = json.loads(pdp("referent", "voir", "--json").stdout)
    assert shown[0]["functions"] == ["nurse"]


@pytest.mark.parametrize("typed", ["Dr Roux", "dr. Roux", "Docteur Roux"])
def test_a_doctor_is_titled_once(typed):
    assert _doctor(typed) == typed
    assert _doctor("Roux") == "Dr Roux"
    assert _doctor("") == ""


def test_a_moment_is_french_and_local():
    assert moment("2026-11-21T13:05:00+00:00").startswith("21/11/2026 à ")
