"""The exchange followed at the keyboard, off a terminal. Everybody is fictional."""

from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy

import pytest
import time_machine
from exchanges import founded_cell
from pypdf import PdfReader

NAMES = ("Fictif", "Nguy", "dipe", "Acacias")


@pytest.fixture
def cell(places, tmp_path, capsys, monkeypatch):
    made = founded_cell(tmp_path / "a", capsys, monkeypatch)
    made("convention", "ajouter", "btp34-carsat-lr")
    return made


@pytest.fixture
def ref(cell):
    return f"{cell.sent().stem}/1"


def text_of(path):
    return " ".join(" ".join(page.extract_text() for page in PdfReader(path).pages).split())


def test_what_the_partner_says_is_noted_shown_and_taken_back(cell, ref):
    cell("fiche", "accuse", ref)
    assert cell.state(ref) == "acknowledged"
    told = cell("fiche", "prise-en-charge", ref, "--conseiller", "Zoé Fictive")
    assert "Zoé" not in told
    cell("fiche", "nouvelles", ref, "--texte", "Rendez-vous pris.\nÀ suivre.")
    shown = cell("fiche", "voir", ref)
    assert "prise en charge par Zoé Fictive, SSAM Carsat LR" in shown
    assert "Rendez-vous pris." in shown
    assert "prise en charge par Zoé Fictive" in cell("situation", "voir", ref[:-2])
    number = told.split("--evenement ")[1].split()[0]
    cell("fiche", "annuler", ref, "--evenement", number)
    assert "Zoé" not in cell("fiche", "voir", ref)
    assert cell.state(ref) == "acknowledged"


def test_off_a_terminal_what_is_missing_is_listed_with_its_option(cell, ref):
    assert "--conseiller" in cell("fiche", "prise-en-charge", ref, code=2)
    assert "--motif" in cell("fiche", "decliner", ref, code=2)
    assert "--texte" in cell("fiche", "nouvelles", ref, code=2)
    told = cell("fiche", "erreur-envoi", ref, code=2)
    assert "--au" in told
    assert "--faits" in told
    told = cell("fiche", "rectifier", ref, code=2)
    assert "--motif" in told
    assert "--nouvelle-signature" in told
    assert cell.count("notice") == 0


def test_a_doubt_is_confirmed_by_an_option(cell, ref):
    told = cell("fiche", "accuse", ref, "--le", "01/01/2020", code=2)
    assert "précède l'envoi" in told
    assert "--oui" in told
    cell("fiche", "accuse", ref, "--le", "01/01/2020", "--oui")
    assert cell.state(ref) == "acknowledged"
    assert "dans le futur" in cell("fiche", "accuse", ref, "--le", "01/01/2100", "--oui", code=2)


def test_declined_or_dropped_it_leaves_the_lists_but_is_found_by_its_state(cell, ref):
    cell("fiche", "decliner", ref, "--motif", "hors du territoire", "--note", "Gard (fictif).")
    assert "Gard (fictif)." in cell("fiche", "voir", ref)
    assert ref not in cell("fiche", "liste")
    assert "refusée par" in cell("fiche", "liste", "--etat", "refusée par le partenaire")
    assert ref in cell("fiche", "liste", "--toutes")
    assert ref not in cell()


def test_a_fiche_that_never_left_is_cancelled_and_leaves_every_list_but_one(cell):
    ref = cell.registered(date_signalement="hier", prereprise_date="hier")
    cell("fiche", "nouveau", ref)
    assert "Que faut-il annuler" in cell("fiche", "annuler", ref, code=2)
    cell("fiche", "annuler", ref, "--motif", "Doublon (fictif)")
    assert f"{ref}/1" not in cell("fiche", "liste")
    assert "annulée" in cell("fiche", "liste", "--toutes")
    assert "Doublon (fictif)" in cell("situation", "voir", ref)


def test_one_reminder_for_all_that_a_partner_owes_names_nobody(cell, ref):
    other = f"{cell.sent(nom='Autre-Fictive').stem}/1"
    listed = cell("fiche", "relancer", "--toutes", "--essai")
    assert ref in listed
    assert other in listed
    assert cell.count("notice") == 0
    out = cell.folder / "relance.pdf"
    cell("fiche", "relancer", "--partenaire", "SSAM Carsat LR", "--toutes", "--sortie", str(out))
    text = text_of(out)
    assert ref in text
    assert other in text
    assert not [name for name in (*NAMES, "Autre") if name in text]
    assert cell.count("notice") == 2
    assert "Relancée" in cell("fiche", "liste")
    again = cell("fiche", "relancer", ref, "--sortie", str(cell.folder / "deux.pdf"), code=2)
    assert "Déjà relancé aujourd'hui" in again
    assert not (cell.folder / "deux.pdf").exists()


def test_what_left_today_is_not_reminded_unless_it_is_asked_for(cell, ref):
    told = cell("fiche", "relancer", code=2)
    assert "Aucune réponse n'est en retard" in told
    assert f"{ref} : SSAM Carsat LR, attendue pour le" in told
    assert "--toutes" in told
    assert cell.count("notice") == 0


def test_a_partner_that_no_delay_binds_by_answer_is_late_by_its_acknowledgement(cell):
    cell("convention", "ajouter", "prevy-cap-emploi")
    ref = cell.registered(date_signalement="hier", prereprise_date="hier")
    cape = ("--convention", "prevy-cap-emploi")
    cell("accord", "enregistrer", ref, *cape, "--signe-le", "hier", "--lieu", "Lattes")
    cell("fiche", "envoyer", ref, *cape, "--canal", "courrier postal", "--oui")
    told = cell("fiche", "relancer", *cape, code=2)
    assert f"{ref}/1 : Cap emploi" in told
    assert "attendue pour le" in told


def test_a_reminder_by_mail_is_a_draft(cell, ref):
    out = cell.folder / "relance.eml"
    told = cell("fiche", "relancer", ref, "--brouillon", "--sortie", str(out))
    assert "aucune adresse connue" in told
    message = message_from_bytes(out.read_bytes(), policy=policy.default)
    assert ref in message.get_content()
    assert not message.is_multipart()


def test_what_is_answered_is_not_reminded(cell, ref):
    cell("fiche", "sans-suite", ref)
    assert "elle est « sans suite »" in cell("fiche", "relancer", ref, code=2)
    assert "rien à relancer" in cell("fiche", "relancer", code=2)


def test_a_letter_that_cannot_be_written_notes_nothing(cell, ref):
    (cell.folder / "prise.pdf").write_bytes(b"mine")
    cell("fiche", "relancer", ref, "--sortie", str(cell.folder / "prise.pdf"), code=14)
    cell("fiche", "rectifier", ref, "--motif", "x", "--nouvelle-signature", "non",
         "--sortie", str(cell.folder / "prise.pdf"), code=14)  # fmt: skip
    cell("fiche", "erreur-envoi", ref, "--au", "x", "--faits", "y",
         "--sortie", str(cell.folder / "prise.pdf"), code=14)  # fmt: skip
    assert cell.count("notice") == cell.count("document") - 1 == 0
    assert cell.state(ref) == "sent"


def test_more_is_asked_on_the_same_fiche_and_sent(cell, ref):
    said = cell.file("suite.toml", objet_texte="Reprise prévue (fictif).")
    assert "pas encore de réponse" in cell("fiche", "suite", ref, "--fichier", said, code=2)
    told = cell("fiche", "suite", ref, "--fichier", said, "--oui")
    assert "nouvelle liaison n° 1" in told
    out = cell.folder / "suite.pdf"
    cell("fiche", "produire", ref, "--sortie", str(out), "--oui")
    assert "Reprise prévue (fictif)." in text_of(out)
    cell("fiche", "envoyer", ref, "--canal", "courrier postal", "--oui")
    assert cell.state(ref) == "sent"
    shown = cell("fiche", "voir", ref)
    assert "fiche, suite 1 envoyée" in shown


def test_a_rectified_fiche_says_that_it_replaces_the_first(cell, ref):
    letter = cell.folder / "lettre.pdf"
    cell("fiche", "rectifier", ref, "--motif", "Adresse fausse (fictif)",
         "--nouvelle-signature", "oui", "--sortie", str(letter))  # fmt: skip
    text = text_of(letter)
    assert ref in text
    assert not [name for name in (*NAMES, "Adresse fausse") if name in text]
    assert cell.state(ref) == "sign"
    assert "fiche rectifiée, version 2" in " ".join(cell().split())
    refused = " ".join(cell("fiche", "produire", ref, "--oui", code=15).split())
    assert "avant la fiche rectifiée" in refused
    cell("accord", "enregistrer", ref, "--signe-le", "aujourd'hui", "--lieu", "Lattes")
    out = cell.folder / "v2.pdf"
    cell("fiche", "produire", ref, "--sortie", str(out), "--oui")
    assert "FICHE RECTIFIÉE, version 2" in text_of(out)
    cell("fiche", "envoyer", ref, "--canal", "courrier postal", "--oui")
    assert cell.state(ref) == "sent"


def test_what_went_astray_is_on_the_morning_screen_while_there_is_time(cell, ref):
    letter = cell.folder / "erreur.pdf"
    told = cell("fiche", "erreur-envoi", ref, "--au", "Cabinet Inventé", "--faits",
                "Mauvaise enveloppe (fictif).", "--sortie", str(letter))  # fmt: skip
    assert "72 heures" in told
    assert "Cabinet" not in text_of(letter)
    assert not [name for name in NAMES if name in text_of(letter)]
    screen = cell()
    assert "PARTIES AU MAUVAIS DESTINATAIRE (1)" in screen
    assert "CNIL : encore 7" in screen  # 71 or 72 hours
    assert "reçue par Cabinet Inventé" in cell("situation", "voir", ref[:-2])
    assert "AU MAUVAIS" in cell("fiche", "liste", "--toutes")
    assert cell.json("fiche", "liste")[0]["misdirected_on"]
    assert cell.state(ref) == "send"


def test_a_breach_told_to_the_cnil_is_shown_no_more_and_one_that_was_not_is_late(cell, ref):
    with time_machine.travel(datetime.now(UTC), tick=True) as clock:
        cell("fiche", "erreur-envoi", ref, "--au", "Cabinet Inventé", "--faits", "Enveloppe.",
             "--sortie", "erreur.pdf")  # fmt: skip
        assert "Notification à la CNIL" not in cell()  # the hours left say it
        clock.move_to(datetime.now(UTC) + timedelta(days=4))
        late = " ".join(cell().split())
        assert "AU MAUVAIS DESTINATAIRE (1)" not in late
        assert "Notification à la CNIL" in late.split("AUJOURD")[0]
    (breach,) = [row for row in cell.json("echeances") if row["rule"] == "breach"]
    cell("echeances", "fait", str(breach["number"]), "--motif", "Notifiée.")
    assert "CNIL" not in cell()


def test_an_unknown_moment_is_refused_at_the_option(cell, ref):
    told = cell("fiche", "erreur-envoi", ref, "--au", "x", "--faits", "y", "--connu-le", "demain",
                code=2)  # fmt: skip
    assert "dans le futur" in told


def test_the_lists_are_of_a_partner(cell, ref):
    assert ref in cell("fiche", "liste", "--partenaire", "SSAM Carsat LR")
    assert ref in cell("fiche", "liste", "--partenaire", "Carsat LR")
    assert "Aucune fiche" in cell("fiche", "liste", "--partenaire", "Santé BTP 34")
    assert "n'est pas connu" in cell("fiche", "liste", "--partenaire", "inconnu", code=2)


def test_every_screen_fits_in_80_columns(cell, ref):
    cell("fiche", "prise-en-charge", ref, "--conseiller", "Marie-Antoinette " + "Fictive-" * 9,
         "--contact", "x" * 60)  # fmt: skip
    cell("fiche", "erreur-envoi", ref, "--au", "Cabinet " * 9, "--faits", "Erreur " * 40)
    for asked in ((), ("fiche", "liste"), ("fiche", "liste", "--toutes"), ("fiche", "voir", ref),
                  ("situation", "voir", ref[:-2])):  # fmt: skip
        said = cell(*asked)
        assert not [line for line in said.splitlines() if len(line) > 80], asked
