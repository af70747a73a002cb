"""Before and after a fiche leaves, in a real terminal: asked, never done silently. Fictional."""

import re

import pytest
from fictional import answers_file

pexpect = pytest.importorskip("pexpect", reason="no pseudo-terminal on this system")
terminals = pytest.importorskip("terminals")


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A store where one fiche may leave; what is written goes here."""
    monkeypatch.chdir(tmp_path)
    made = terminals.make_place(tmp_path)

    def run(*args):
        return terminals.run(made, *args)

    run("convention", "ajouter", "btp34-carsat-lr")
    said = answers_file(tmp_path, date_signalement="hier", prereprise_date="hier")
    run("situation", "nouveau", "--fichier", str(said))
    contact = tmp_path / "contact.toml"
    contact.write_text('referent_tel = "04 99 00 00 00"', encoding="utf-8")
    run("fiche", "corriger", "1", "--fichier", str(contact))
    run("accord", "enregistrer", "1", "--signe-le", "hier", "--lieu", "Lattes")
    return made


def answered(place, args, *exchange):
    """The exit code and what was said, each question being answered in turn."""
    child, said = terminals.spawn(place, *args), ""
    for question, answer in exchange:
        child.expect(question)
        said += child.before + child.after
        child.send(f"{answer}\r")
    child.expect(pexpect.EOF)
    said += child.before
    child.close()
    return child.exitstatus, re.sub(r"\s+", " ", said)


def test_a_word_of_hers_is_asked_about_and_a_password_is_never_shown(place, tmp_path):
    terminals.run(place, "fiche", "mots", "--ajouter", "porter")
    code, said = answered(place, ("fiche", "produire", "1"), ("telle quelle", "n"))
    assert code == 130
    assert "« porter », de vos mots à relire" in said
    assert "pdp fiche corriger" in said
    assert not list(tmp_path.glob("fiche-*.pdf"))
    code, said = answered(
        place,
        ("fiche", "produire", "1", "--proteger"),
        ("telle quelle", "o"),
        ("Mot de passe", "agrafe cheval"),
        ("encore une fois", "agrafe cheval"),
    )
    assert code == 0
    assert "agrafe" not in said
    assert len(list(tmp_path.glob("fiche-*-protegee.pdf"))) == 1


def test_two_passwords_that_differ_are_asked_again(place, tmp_path):
    code, _ = answered(
        place,
        ("fiche", "produire", "1", "--proteger"),
        ("Mot de passe", "agrafe cheval"),
        ("encore une fois", "agrafe cheva"),
        ("pas pareils(?s:.*)Mot de passe", "agrafe cheval"),
        ("encore une fois", "agrafe cheval"),
    )
    assert code == 0
    assert len(list(tmp_path.glob("fiche-*-protegee.pdf"))) == 1


def test_a_doubt_answered_no_goes_back_to_what_was_typed(place):
    child = terminals.spawn(place, "fiche", "repondre", "1")
    child.expect(r"1\. Date")
    child.send("hier\r")
    while child.expect([r" \d\. [^\r]*:", r"Enregistrer \("]) == 0:
        blank = re.search("léphone|lectronique", child.after)
        child.send("\r" if blank else "Rendez-vous pris\r")
    child.send("\r")
    child.expect("Aucun envoi de cette fiche")
    child.send("n\r")
    child.expect("Rien n'est noté")
    child.expect(r"Enregistrer \(")
    assert "Rendez-vous pris" in child.before
    child.send("\r")
    child.expect("Aucun envoi de cette fiche")
    child.send("o\r")
    assert terminals.ended(child) == 0


def test_the_file_in_clear_is_deleted_only_when_she_agrees(place, tmp_path):
    terminals.run(place, "fiche", "produire", "1")
    (written,) = tmp_path.glob("fiche-*.pdf")
    send = ("fiche", "envoyer", "1", "--canal", "post", "--oui")
    assert answered(place, send, ("L'effacer", "n"))[0] == 0
    assert written.exists()
    code, said = answered(place, send, ("L'effacer", "o"))
    assert code == 0
    assert "Effacé" in said
    assert not written.exists()


def test_leaving_at_the_last_question_keeps_what_was_noted(place, tmp_path):
    terminals.run(place, "fiche", "produire", "1")
    code, said = answered(
        place, ("fiche", "envoyer", "1", "--canal", "post"), ("L'effacer", "\x03")
    )
    assert code == 0
    assert "Envoi noté" in said
    assert len(list(tmp_path.glob("fiche-*.pdf"))) == 1
