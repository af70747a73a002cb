"""Withdrawing and erasing at a real terminal: what is shown, what is asked. Fictional people."""

import pytest
from fictional import answers_file

pexpect = pytest.importorskip("pexpect", reason="no pseudo-terminal on this system")
terminals = pytest.importorskip("terminals")


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A store with one situation whose fiche was sent on paper, with a consent."""
    monkeypatch.chdir(tmp_path)
    made = terminals.make_place(tmp_path)
    terminals.run(made, "convention", "ajouter", "btp34-carsat-lr", "--en-tant-que", "sante-btp-34")
    said = answers_file(tmp_path, date_signalement="hier", prereprise_date="hier")
    terminals.run(made, "situation", "nouveau", "--fichier", str(said))
    terminals.run(made, "accord", "enregistrer", "1", "--signe-le", "hier", "--lieu", "Lattes")
    terminals.run(made, "fiche", "envoyer", "1", "--canal", "courrier postal", "--oui")
    return made


def test_a_withdrawal_shows_what_left_and_asks_once(place):
    child = terminals.spawn(place, "accord", "retirer", "1")
    child.expect("courrier postal")
    child.expect("Plus rien ne partira")
    child.send("\r")
    child.expect("l'accord n'est pas retiré")
    assert terminals.ended(child) == 130
    child = terminals.spawn(place, "accord", "retirer", "1")
    child.expect("Plus rien ne partira")
    child.send("o\r")
    child.expect("Accord retiré pour SSAM Carsat LR")
    child.expect("Lettre pour SSAM Carsat LR")
    assert terminals.ended(child) == 0


@pytest.mark.parametrize("typed", ["1", "oui", ""])
def test_an_erasure_wants_the_whole_reference(place, typed):
    child = terminals.spawn(place, "droits", "effacer", "1")
    child.expect("sans retour possible")
    child.expect("tapez la référence [0-9]{4}-0001")
    child.send(f"{typed}\r")
    child.expect("rien n'a été effacé")
    assert terminals.ended(child) == 130
    assert "Fictif" in terminals.run(place, "situation", "liste")


def test_the_reference_typed_erases_and_says_what_is_left_to_do(place):
    ref = terminals.run(place, "situation", "liste").split("\n")[1].split()[0]
    child = terminals.spawn(place, "droits", "effacer", "1")
    child.expect("tapez la référence")
    child.send(f"{ref}\r")
    child.expect(f"Personne effacée : {ref}")
    child.expect("envoyer la lettre à SSAM Carsat LR")
    assert terminals.ended(child) == 0
    assert "identité effacée" in terminals.run(place, "situation", "liste", "--etat", "toutes")


def test_a_request_received_asks_which_right(place):
    child = terminals.spawn(place, "droits", "recevoir", "1")
    child.expect("Que demande-t-elle")
    child.send("lim\r")
    child.expect("DEMANDE 1 : limitation")
    child.expect("pdp droits limiter")
    assert terminals.ended(child) == 0


def test_what_is_past_its_term_wants_its_number_typed(place, tmp_path):
    terminals.run(place, "conservation", "regler", "part", "100")
    nothing = dict.fromkeys(("arret_debut", "prereprise_date"))
    said = answers_file(tmp_path, nom="Ancien-Fictif", date_signalement="01/02/2020",
                        en_arret="non", prereprise="non", **nothing)  # fmt: skip
    ref = terminals.run(place, "situation", "nouveau", "--fichier", str(said)).split()[1]
    terminals.run(place, "situation", "clore", ref, "--motif", "terminé", "--issue",
                  "maintien au poste", "--le", "03/03/2020", "--oui")  # fmt: skip
    for typed, ended in (("effacer 2", 130), ("effacer 1", 0)):
        child = terminals.spawn(place, "conservation", "effacer")
        child.expect("Figez d'abord")
        child.expect("Effacer sans les figer")
        child.send("o\r")
        child.expect("tapez : effacer 1")
        child.send(f"{typed}\r")
        child.expect("rien n'a été effacé" if ended else f"Personne effacée : {ref}")
        assert terminals.ended(child) == ended
