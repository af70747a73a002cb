"""What is not said of an exchange is asked in a real terminal. Everybody is fictional."""

import re

import pytest
from fictional import answers_file

pexpect = pytest.importorskip("pexpect", reason="no pseudo-terminal on this system")
terminals = pytest.importorskip("terminals")


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A store where two fiches left on paper, one of them long ago; what is written goes here."""
    monkeypatch.chdir(tmp_path)
    made = terminals.make_place(tmp_path)

    def run(*args):
        return terminals.run(made, *args)

    run("convention", "ajouter", "btp34-carsat-lr")
    for name, ago in (("Un-Fictif", "01/02/2025"), ("Deux-Fictif", "hier")):
        said = answers_file(tmp_path, nom=name, date_signalement=ago, prereprise=None,
                            prereprise_date=None, arret_debut=ago)  # fmt: skip
        ref = run("situation", "nouveau", "--fichier", str(said)).split("Situation ")[1].split()[0]
        run("accord", "enregistrer", ref, "--signe-le", ago, "--lieu", "Lattes")
        run("fiche", "envoyer", ref, "--canal", "courrier postal", "--le", ago, "--oui")
        made[name] = ref
    return made


def answered(place, args, *exchange):
    """The exit code and what was said, each question being answered in turn."""
    given = {name: value for name, value in place.items() if "Fictif" not in name}
    child, said = terminals.spawn(given, *args), ""
    for question, answer in exchange:
        child.expect(question)
        said += child.before + child.after
        child.send(f"{answer}\r")
    child.expect(pexpect.EOF)
    said += child.before
    child.close()
    return child.exitstatus, re.sub(r"\s+", " ", said)


def test_a_moment_is_asked_until_it_is_understood_and_nothing_typed_is_lost(place):
    code, said = answered(
        place,
        ("fiche", "erreur-envoi", place["Deux-Fictif"]),
        ("À qui est-elle allée", "Cabinet Inventé"),
        ("Que s'est-il passé", "Mauvaise enveloppe"),
        ("Qu'avez-vous déjà fait", ""),
        ("Quand l'avez-vous su", "demain"),
        ("(?s)dans le futur.*Quand l'avez-vous su", ""),
    )
    assert code == 0
    assert "À notifier à la CNIL avant le" in said
    shown = terminals.run(place, "situation", "voir", place["Deux-Fictif"])
    assert "reçue par Cabinet Inventé" in re.sub(r"\s+", " ", shown)


def test_leaving_the_questions_notes_nothing(place):
    ref = place["Deux-Fictif"]
    code, said = answered(place, ("fiche", "prise-en-charge", ref), ("Nom du conseiller", "fin"))
    assert (code, "rien n'a été changé" in said) == (130, True)
    code, said = answered(
        place,
        ("fiche", "erreur-envoi", ref),
        ("À qui est-elle allée", "x"),
        ("Que s'est-il passé", "y"),
        ("Qu'avez-vous déjà fait", ""),
        ("Quand l'avez-vous su", "fin"),
    )
    assert (code, "rien n'a été changé" in said) == (130, True)
    assert "envoyée" in terminals.run(place, "fiche", "liste")


def test_what_is_not_late_is_left_out_of_a_reminder_and_the_reminder_is_confirmed(place):
    early, late = place["Deux-Fictif"], place["Un-Fictif"]
    code, said = answered(place, ("fiche", "relancer"), ("Relancer cette fiche", "n"))
    assert code != 0
    assert "rien n'a été noté" in said
    assert f"laissées : {early}/1 (attendue pour le" in said
    code, said = answered(place, ("fiche", "relancer"), ("Relancer cette fiche", ""))
    assert code == 0
    assert "1 relance notée" in said
    lines = terminals.run(place, "fiche", "relancer", "--toutes", "--essai").splitlines()
    told = {ref: next(line for line in lines if ref in line) for ref in (early, late)}
    assert "aucune" in told[early]
    assert "déjà" in told[late]


def test_whether_she_signs_again_is_asked_without_a_default_off_a_terminal(place):
    code, said = answered(
        place,
        ("fiche", "rectifier", place["Un-Fictif"]),
        ("Qu'est-ce qui était faux", "Adresse"),
        ("signer de nouveau", "oui"),
    )
    assert code == 0
    assert "version 2 commencée" in said
    assert "Faire signer de nouveau" in said
    assert "à signer" in terminals.run(place, "fiche", "liste", "--etat", "à signer")
