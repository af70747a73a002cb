"""What a partner sends, taken in at a real terminal: known persons, gaps, confirmations.

Everybody here is fictional.
"""

from pathlib import Path

import pytest
from fictional import answers_file
from fillers import by_hand

pexpect = pytest.importorskip("pexpect", reason="no pseudo-terminal on this system")
terminals = pytest.importorskip("terminals")

REPLY = {"reponse_texte": "Rendez-vous pris (fictif).", "reponse_tel": "poste 12"}


@pytest.fixture
def place(tmp_path):
    """An environment of its own, with a store whose cell has signed the protocole."""
    made = terminals.make_place(tmp_path)
    terminals.run(made, "convention", "ajouter", "btp34-carsat-lr", "--en-tant-que", "sante-btp-34")
    return made


def registered(place, folder, **changed):
    said = answers_file(folder, date_signalement="hier", prereprise_date="hier", **changed)
    told = terminals.run(place, "situation", "nouveau", "--fichier", str(said))
    return told.split("Situation ")[1].split()[0]


def sent(place, folder) -> Path:
    ref = registered(place, folder)
    terminals.run(place, "accord", "enregistrer", ref, "--signe-le", "hier", "--lieu", "Lattes")
    contact = folder / "c.toml"
    contact.write_text('referent_tel = "04 99 00 00 00"', encoding="utf-8")
    terminals.run(place, "fiche", "corriger", ref, "--fichier", str(contact))
    made = folder / f"{ref}.pdf"
    terminals.run(place, "fiche", "produire", ref, "--sortie", str(made))
    terminals.run(place, "fiche", "envoyer", ref, "--canal", "post", "--oui")
    return made


def received(place, ref):
    """A paper fiche being taken in, typed until its signature is."""
    child = terminals.spawn(
        place, "situation", "nouveau", "--recu-de", "carsat-lr-ssam", "--recu-le", "hier"
    )
    child.expect("Date du signalement")
    child.send("avant-hier\r")
    child.expect("Nom de la personne")
    child.send("Fictif-Nguyen\r")
    child.expect("Prénom de la personne")
    child.send("Oedipe\r")
    child.expect(f"je continue {ref}")
    child.send("\r")
    child.expect("Leur référent")
    child.send("Fictive\r")
    for answer in ("Zoé", "04 67 00 00 00", ""):
        child.expect("Leur référent")
        child.send(f"{answer}\r")
    child.expect("porte-t-elle l'accord signé")
    child.send("o\r")
    child.expect("Signé le")
    child.send("avant-hier\r")
    child.expect("Fait à")
    child.send("Montpellier\r")
    child.expect("Qui a signé")
    child.send("\r")
    child.expect("qualité")
    child.send("\r")
    return child


@pytest.mark.parametrize(("typed", "code"), [("signé depuis", 0), ("oui", 130)])
def test_their_accord_passes_over_a_refusal_told_to_us_only_when_that_is_typed(
    place, tmp_path, typed, code
):
    ref = registered(place, tmp_path)
    terminals.run(place, "accord", "refuser", ref, "--convention", "btp34-carsat-lr",
                  "--le", "02/01/2026")  # fmt: skip
    child = received(place, ref)
    child.expect("La personne a refusé le 02/01/2026")
    child.send(f"{typed}\r")
    assert terminals.ended(child) == code
    shown = terminals.run(place, "situation", "voir", ref)
    assert ("recueilli par le partenaire" in shown) == (code == 0)


def test_a_fiche_received_of_a_person_we_follow_joins_her_situation(place, tmp_path):
    ref = registered(place, tmp_path)
    child = received(place, ref)
    child.expect(f"Fiche reçue {ref}/1")
    assert terminals.ended(child) == 0
    shown = terminals.run(place, "situation", "voir", ref)
    assert "signalement échangé, du partenaire vers nous" in shown
    assert "recueilli par le partenaire" in shown


def test_what_a_returned_sheet_lacks_or_says_wrong_is_asked_then_confirmed(place, tmp_path):
    made = sent(place, tmp_path)
    back = tmp_path / "retour.pdf"
    back.write_bytes(by_hand(made.read_bytes(), REPLY, tmp_path))
    child = terminals.spawn(place, "fiche", "retour", str(back))
    child.expect("Rendez-vous pris")
    child.expect("dix chiffres")
    child.expect("Date de la réponse")
    child.send("\r")
    child.expect("nom du référent")
    child.send("Zoé Fictive\r")
    child.expect("téléphone du référent")
    child.send("04 67 00 00 00\r")
    child.expect("Noter ce qui est lu")
    child.send("o\r")
    child.expect("notée")
    assert terminals.ended(child) == 0


@pytest.mark.parametrize("key", ["\x03", "fin\r"])
def test_leaving_a_returned_sheet_writes_nothing(place, tmp_path, key):
    made = sent(place, tmp_path)
    back = tmp_path / "retour.pdf"
    back.write_bytes(by_hand(made.read_bytes(), REPLY, tmp_path))
    child = terminals.spawn(place, "fiche", "retour", str(back))
    child.expect("Date de la réponse")
    child.send(key)
    assert terminals.ended(child) == 130
    assert "réponse de" not in terminals.run(place, "situation", "voir", made.stem)
    again = terminals.run(place, "fiche", "retour", str(back), "--le", "hier", code=16)
    assert "déjà au cahier" not in again


def test_our_reply_proposes_our_referent_as_the_fiche_gives_it(place, tmp_path):
    made = sent(place, tmp_path)
    asked = {
        **REPLY,
        "reponse_tel": "",
        "reponse_date": "",
        "objet_texte": "Où en est-on ? (fictif)",
    }
    back = tmp_path / "retour.pdf"
    back.write_bytes(by_hand(made.read_bytes(), asked, tmp_path))
    terminals.run(place, "fiche", "retour", str(back), "--le", "aujourd'hui", "--oui")
    child = terminals.spawn(place, "fiche", "repondre", made.stem)
    child.expect("date")
    child.send("\r")
    child.expect(r"nom du référent \[Ève Fictive\]")
    child.send("\r")
    child.expect(r"téléphone du référent \[04 99 00 00 00\]")
    child.send("\r")
    child.expect("électronique")
    child.send("\r")
    child.expect(r"réponse :")
    child.send("Bientôt (fictif).\r")
    child.expect("Enregistrer")
    child.send("\r")
    child.expect("Notre réponse à SSAM Carsat LR est écrite")
    assert terminals.ended(child) == 0
