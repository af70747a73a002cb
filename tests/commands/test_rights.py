"""The requests of a person: the month, the identity, the letters, the gate that closes.

Everybody here is fictional.
"""

from datetime import date, timedelta

import pytest
from decrypted import pages_of, rows_of
from exchanges import founded_cell
from pypdf import PdfReader

from pdpcli.commands.opening import open_store
from pdpcli.rules.dates import french, months_later

TODAY = date.today()  # noqa: DTZ011
BEFORE = TODAY - timedelta(20)
NAME, CONTEXT = "Zmarqueunz", "Ymarquedeux ne porte plus (fictif)."


@pytest.fixture
def cell(tmp_path, capsys, monkeypatch):
    made = founded_cell(tmp_path, capsys, monkeypatch)
    made("convention", "ajouter", "btp34-carsat-lr")
    return made


def text_of(cell, name):
    pages = PdfReader(cell.folder / name).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def asked(cell, right, *, ref="1", on=BEFORE, identity="connue"):
    said = cell("droits", "recevoir", ref, "--nature", right, "--recu-le", french(on),
                "--identite", identity, "--texte", "Ses mots à elle.")  # fmt: skip
    return said.split("DEMANDE ")[1].split()[0]


def letters(cell, prefix):
    return sorted(path.name for path in cell.folder.glob(f"{prefix}-*.pdf"))


def test_a_request_begins_a_month_and_its_deadline_is_met_by_the_answer(cell):
    cell.registered(date_signalement="hier", prereprise_date="hier")
    number = asked(cell, "accès")
    (due,) = [one for one in cell.json("echeances", "--au", french(TODAY + timedelta(60)))
              if one["rule"] == "rights"]  # fmt: skip
    assert due["due_on"] == months_later(BEFORE, 1).isoformat()
    assert "accès" in cell("droits")
    assert number in cell("droits", "liste", "--situation", "1")
    cell("droits", "repondre", number, "--issue", "en partie", "--texte", "Une partie (fictive).")
    assert "Aucune demande" in cell("droits")
    assert "accordée" in cell("droits", "liste", "--toutes")
    assert not [one for one in cell.json("echeances", "--au", french(TODAY + timedelta(60)))
                if one["rule"] == "rights"]  # fmt: skip
    (name,) = letters(cell, "droits")
    said = text_of(cell, name)
    assert "Une partie (fictive)." in said
    assert said.count("votre demande d'accès") == 2
    assert "www.cnil.fr" in said
    assert "déjà sa réponse" in cell("droits", "repondre", number, "--issue", "refusée",
                                     "--texte", "x", code=2)  # fmt: skip


def test_a_refusal_says_why_or_is_not_written(cell):
    cell.registered(date_signalement="hier", prereprise_date="hier")
    number = asked(cell, "opposition")
    assert "dit pourquoi" in cell("droits", "repondre", number, "--issue", "refusée", code=2)
    assert letters(cell, "droits") == []
    granted = cell("droits", "repondre", number, "--issue", "accordée", code=2)
    assert "pdp droits opposer" in granted


def test_the_delay_is_extended_once_within_the_first_month(cell):
    cell.registered(date_signalement="hier", prereprise_date="hier")
    number = asked(cell, "accès")
    until = months_later(BEFORE, 3)
    said = cell("droits", "prolonger", number, "--motif", "Beaucoup de pièces (fictif).")
    assert french(until) in said
    (name,) = letters(cell, "droits")
    assert "Beaucoup de pièces (fictif)." in text_of(cell, name)
    assert "qu'une fois" in cell("droits", "prolonger", number, "--motif", "x", code=2)
    (due,) = cell.rows("SELECT due_on FROM deadline WHERE rule = 'rights'")
    assert due["due_on"] == until.isoformat()
    late = asked(cell, "rectification", on=TODAY - timedelta(40))
    assert "premier mois est passé" in cell("droits", "prolonger", late, "--motif", "x", code=2)
    assert "EN RETARD" in cell("droits")


def test_a_same_request_is_recorded_once_and_never_in_the_future(cell):
    cell.registered(date_signalement="hier", prereprise_date="hier")
    asked(cell, "accès")
    again = cell("droits", "recevoir", "1", "--nature", "accès", code=2)
    assert "attend déjà" in again
    later = cell("droits", "recevoir", "1", "--nature", "effacement", "--recu-le",
                 french(TODAY + timedelta(3)), code=2)  # fmt: skip
    assert "futur" in later


def test_a_limitation_closes_the_gate_is_seen_everywhere_and_told_to_the_partner(cell):
    cell.sent(nom=NAME, contexte=CONTEXT)
    said = cell("droits", "limiter", "1", "--identite", "connue")
    assert "Lettre pour SSAM Carsat LR" in said
    (letter,) = letters(cell, "limitation")
    told = text_of(cell, letter)
    assert "article 18" in told
    assert f"{TODAY.year}-0001/1" in told or f"{TODAY.year - 1}-0001/1" in told
    assert NAME.casefold() not in told.casefold()
    assert NAME.casefold() in text_of(cell, letters(cell, "droits")[0]).casefold()
    assert "limitation" in cell("fiche", "produire", "1", "--remplacer", code=15)
    assert "limitation" in cell("fiche", "envoyer", "1", "--brouillon", code=15)
    for args in (("situation", "voir", "1"), ("fiche", "voir", "1")):
        assert "TRAITEMENT LIMITÉ" in cell(*args), args
    for args in (("situation", "liste"), ("recherche", NAME), ("fiche", "liste", "--toutes")):
        assert "limité" in cell(*args).casefold(), args
    assert cell.json("situation", "voir", "1")["limited_on"] == TODAY.isoformat()
    assert "déjà limité" in cell("droits", "limiter", "1", code=2)
    kept = {path.name: path.read_bytes() for path in cell.folder.glob("*.pdf")}
    (cell.folder / letter).unlink()
    cell("droits", "voir", "1", "--lettres", "--remplacer")
    assert (cell.folder / letter).read_bytes() == kept[letter]
    assert cell.rows("SELECT outcome, answered_on FROM rights_request") == [
        {"outcome": "granted", "answered_on": TODAY.isoformat()}
    ]


def test_a_limitation_is_lifted_with_a_reason_told_to_the_person(cell):
    cell.sent(nom=NAME)
    cell("droits", "limiter", "1")
    assert "raison manque" in cell("droits", "lever", "1", code=2)
    cell("droits", "lever", "1", "--motif", "Vérification faite (fictive).")
    last = letters(cell, "droits")[-1]
    assert "Vérification faite (fictive)." in text_of(cell, last)
    cell("fiche", "produire", "1", "--remplacer")
    assert "TRAITEMENT LIMITÉ" not in cell("situation", "voir", "1")
    assert "n'est pas limité" in cell("droits", "lever", "1", "--motif", "x", code=2)


def test_an_opposition_limits_and_waits_for_a_decision(cell):
    cell.sent(nom=NAME)
    said = cell("droits", "opposer", "1", "--texte", "Elle s'oppose (fictif).")
    assert "pdp droits effacer 1" in said
    cell("fiche", "produire", "1", "--remplacer", code=15)
    assert letters(cell, "limitation")
    assert "article 18, paragraphe 1, d" in text_of(cell, letters(cell, "droits")[0])


def test_a_rectification_tells_each_partner_by_reference_and_begins_the_fiche_again(cell):
    ref = cell.registered(nom=NAME, contexte=CONTEXT, date_signalement="hier",
                          prereprise_date="hier")  # fmt: skip
    cell("accord", "enregistrer", ref, "--signe-le", "hier", "--lieu", "Lattes")
    cell("referent", "corriger", "--telephone", "04 99 00 00 00")
    cell("fiche", "produire", ref)
    cell("fiche", "envoyer", ref, "--canal", "courrier postal", "--oui")
    before = cell("droits", "rectifier", ref, "--texte", "Son poste (fictif).", code=2)
    assert "Rien n'a été corrigé" in before
    said = cell.file("job.toml", poste="Vmarquecinq")
    cell("situation", "corriger", ref, "--fichier", said, "--erreur")
    told = cell("droits", "rectifier", ref, "--texte", "Son poste (fictif).", "--identite", "copie")
    assert f"Fiche {ref}/1, version 2" in told
    (letter,) = letters(cell, "rectification")
    text = text_of(cell, letter)
    assert f"fiche {ref}/1" in text
    assert not [word for word in (NAME, "Vmarquecinq", "poste") if word in text]
    answered = text_of(cell, letters(cell, "droits")[0])
    assert "Son poste (fictif)." in answered
    assert "SSAM Carsat LR" in answered
    cell("fiche", "produire", ref, "--remplacer")


def test_a_rectification_after_a_withdrawal_still_tells_the_partner(cell):
    cell.sent(nom=NAME)
    cell("accord", "retirer", "1")
    cell("droits", "rectifier", "1", "--texte", "Une date (fictive).", "--oui")
    (letter,) = letters(cell, "rectification")
    assert "qu'avec" not in text_of(cell, letter)
    assert "sans son accord" in text_of(cell, letter)
    assert cell.rows("SELECT version FROM liaison") == [{"version": 1}]


def test_an_erasure_is_refused_while_held_and_the_database_refuses_it_too(cell):
    cell.sent(nom=NAME)
    cell("droits", "bloquer", "1", "--motif", "Contentieux prud'homal (fictif).")
    told = cell("droits", "effacer", "1", "--oui", code=2)
    assert "Contentieux prud'homal (fictif)." in told
    (row,) = cell.rows("SELECT person_key FROM hold")
    with pytest.raises(Exception, match="held"), open_store().write("test") as write:
        write.db.execute(
            "INSERT INTO erasure (person_key, on_date, reason) VALUES (?, '2026-01-01', 'x')",
            (row["person_key"],),
        )
    cell("droits", "bloquer", "1", "--lever", "--motif", "Jugé (fictif).")
    cell("droits", "effacer", "1", "--oui")
    assert cell.rows("SELECT reason, lifted_why FROM hold") == [
        {"reason": None, "lifted_why": None}
    ]


def test_an_erasure_she_asked_for_waits_for_her_identity_and_answers_her(cell):
    cell.sent(nom=NAME)
    said = cell("droits", "recevoir", "1", "--nature", "effacement", "--texte", "Zmots à elle.")
    number = said.split("DEMANDE ")[1].split()[0]
    assert "n'est pas vérifiée" in cell("droits", "effacer", "1", "--oui", code=2)
    cell("droits", "identite", number, "--comment", "pièce")
    told = cell("droits", "effacer", "1", "--oui")
    assert "remettre à la personne la lettre" in told
    (letter,) = letters(cell, "droits")
    assert "lignes statistiques sans identité" in text_of(cell, letter)
    (row,) = cell.rows("SELECT * FROM rights_request")
    assert (row["asked"], row["outcome"]) == (None, "granted")
    assert row["answered_on"] == TODAY.isoformat()
    assert "(identité effacée)" in cell("droits", "voir", number)
    assert "accordée" in cell("droits", "liste", "--toutes")


def test_an_erasure_waits_for_what_else_she_asked(cell):
    cell.sent(nom=NAME)
    asked(cell, "accès")
    assert "attend sa réponse : accès" in cell("droits", "effacer", "1", "--oui", code=2)
    assert cell.count("person") == 1


def test_full_circle_after_every_right_an_erasure_leaves_figures_and_no_marker(cell):
    cell.sent(nom=NAME, contexte=CONTEXT)
    texts = [f"Marque{letter}unique (fictive)." for letter in "abcde"]
    cell("droits", "recevoir", "1", "--nature", "accès", "--texte", texts[0])
    cell("droits", "acces", "1", "--identite", "pièce")
    cell("droits", "limiter", "1", "--texte", texts[1])
    cell("droits", "lever", "1", "--motif", texts[2])
    cell("droits", "rectifier", "1", "--texte", texts[3], "--oui")
    cell("droits", "bloquer", "1", "--motif", texts[4])
    cell("droits", "bloquer", "1", "--lever", "--motif", texts[4])
    kept = "\n".join(rows_of(open_store()))
    assert [text for text in (NAME, CONTEXT, *texts) if text not in kept] == []
    years = [str(TODAY.year - 1), str(TODAY.year)]
    before = [cell.json("chiffres", "--annee", year) for year in years]
    told = cell("droits", "recevoir", "1", "--nature", "effacement", "--identite", "pièce")
    assert "pdp droits effacer" in told
    cell("droits", "effacer", "1", "--oui")
    assert [cell.json("chiffres", "--annee", year) for year in years] == before
    assert all(one["sound"] for one in cell.json("verifier"))
    after, pages = "\n".join(rows_of(open_store())), pages_of(open_store())
    for text in (NAME, CONTEXT, *texts):
        assert text.casefold() not in after.casefold()
        assert not any(text.encode() in page for page in pages)
    assert not list(cell.folder.glob("acces-*/*"))
    (left,) = letters(cell, "droits")
    assert left.endswith("-effacement.pdf")
    rights = cell.rows("SELECT kind, outcome, answered_on FROM rights_request ORDER BY id")
    assert [row["kind"] for row in rights] == ["access", "limitation", "rectification", "erasure"]
    assert {row["outcome"] for row in rights} == {"granted"}


def test_an_erasure_says_when_the_backups_will_have_forgotten_and_which_are_by_hand(cell):
    cell.sent(nom=NAME)
    cell("exporter", "tout.jsonl", "--oui")
    told = " ".join(cell("droits", "effacer", "1", "--oui").split())
    assert "aucune sauvegarde connue ne la garde" in told
    assert f"supprimer l'export de tout le cahier, en clair, écrit le {TODAY:%d/%m/%Y}" in told
    cell.sent(nom="Autre-Fictive")
    cell("sauvegarde", "creer")
    cell("sauvegarde", "creer", "--sortie", "une.sauvegarde")
    told = " ".join(cell("droits", "effacer", "2", "--oui").split())
    assert "les sauvegardes auront oublié ses données le" in told
    assert f"supprimer cette sauvegarde d'avant, qui la garde : {cell.folder}" in told
