"""Correcting: leaving writes nothing, help helps, and a file may say one conditional answer.

Persons are fictional.
"""

import json

import pytest
from fictional import answers_file

terminals = pytest.importorskip("terminals", reason="no pseudo-terminal on this system")


@pytest.fixture
def place(tmp_path):
    made = terminals.make_place(tmp_path)
    said = answers_file(tmp_path, date_signalement="hier", arret_debut="hier")
    terminals.run(made, "convention", "ajouter", "btp34-carsat-lr")
    terminals.run(made, "situation", "nouveau", "--fichier", str(said))
    return made


def facts(place):
    return json.loads(terminals.run(place, "situation", "voir", "1", "--json"))["facts"]


def corrected_job(place):
    """A correction of the job, up to « erreur ou changement ? »."""
    child = terminals.spawn(place, "situation", "corriger", "1")
    child.expect(r"(\d+) +Poste")
    line = child.match[1]
    child.expect(r"Enregistrer \(Entrée\)")
    child.send(f"{line}\r")
    child.expect(r"Maçon\]")
    child.send("Grutier fictif\r")
    child.expect(r"Enregistrer \(Entrée\)")
    child.send("\r")
    child.expect("Erreur ou changement")
    return child


@pytest.mark.parametrize("word", ["fin\r", "<\r", "\x03"])
def test_leaving_at_error_or_change_writes_nothing(place, word):
    before = facts(place)
    child = corrected_job(place)
    child.expect("une erreur de saisie")
    child.send(word)
    child.expect("rien n'a été changé")
    assert terminals.ended(child) == 130
    assert facts(place) == before


@pytest.mark.parametrize("word", ["fin\r", "\x03"])
def test_leaving_at_the_date_of_a_change_writes_nothing(place, word):
    before = facts(place)
    child = corrected_job(place)
    child.send("un ch\r")
    child.expect("partir du")
    child.send(word)
    child.expect("rien n'a été changé")
    assert terminals.ended(child) == 130
    assert facts(place) == before


def test_help_is_given_at_both_questions_and_back_returns_to_the_first(place):
    child = corrected_job(place)
    child.send("?\r")
    child.expect("change les comptes passés")
    child.send("un ch\r")
    child.expect("partir du")
    child.send("?\r")
    child.expect("changement ne vaut")
    child.send("<\r")
    child.expect("Erreur ou changement")
    child.send("une e\r")
    child.expect("enregistré")
    assert terminals.ended(child) == 0
    assert facts(place)["employment.job"] == "Grutier fictif"


@pytest.mark.parametrize("noun", ["situation", "fiche"])
def test_leaving_the_summary_says_that_nothing_changed(place, noun):
    before = facts(place)
    child = terminals.spawn(place, noun, "corriger", "1")
    child.expect(r"Enregistrer \(Entrée\)")
    child.send("fin\r")
    child.expect("rien n'a été changé")
    assert "tout est gardé" not in child.before
    assert terminals.ended(child) == 130
    assert facts(place) == before
    assert json.loads(terminals.run(place, "fiche", "liste", "--json")) == []


def test_what_an_act_requires_is_asked_with_help_and_may_be_left(place):
    for word, code in (("fin\r", 130), ("un ref\r", None), ("maint\r", 0)):
        child = terminals.spawn(place, "acte", "ajouter", "1", "issue")
        child.expect("De quelle nature")
        child.send(word)
        if code is None:
            child.expect("aucune réponse ne commence ainsi")
            child.send("\x03")
        assert terminals.ended(child) == (130 if code is None else code), child.before
    kinds = [
        one["kind"] for one in json.loads(terminals.run(place, "acte", "liste", "1", "--json"))
    ]
    assert kinds.count("outcome") == 1


def test_a_file_may_say_one_answer_whose_condition_is_known(place, tmp_path):
    said = tmp_path / "said.toml"
    said.write_text('arret_fin = "aujourd\'hui"', encoding="utf-8")
    shown = terminals.run(place, "situation", "corriger", "1", "--fichier", str(said), "--erreur")
    assert "sans objet" not in shown
    assert "leave.ended_on" in facts(place)


def test_a_file_with_nothing_new_is_refused(place, tmp_path):
    said = tmp_path / "said.toml"
    said.write_text("", encoding="utf-8")
    for noun in ("situation", "fiche"):
        shown = terminals.run(place, noun, "corriger", "1", "--fichier", str(said), code=2)
        assert "Rien n'a été changé." in shown


def test_a_refused_answer_is_said_without_the_known_ones(place, tmp_path):
    said = tmp_path / "said.toml"
    said.write_text('tel = "12"\nnomm = "Typo"', encoding="utf-8")
    shown = terminals.run(place, "situation", "corriger", "1", "--fichier", str(said), code=2)
    assert shown.count("  - ") == 2
