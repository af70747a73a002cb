"""The morning screen: each fiche in its block, with why; 80 columns. Everybody is fictional."""

from datetime import date

import pytest

from pdpcli.views.morning import Morning, morning_screen

TODAY = date(2026, 6, 15)
COUNTS = {"open": 214, "month": 19, "drafts": 0, "agreements": 1}
DELAY = "votre délai : 15 jours ; le protocole n'en fixe pas"


def row(waits, since="2026-05-20", **changed):
    said = {
        "ref": "2026-0187", "number": 1, "last_name": "Ferreira", "first_name": "Luc",
        "partner": "SSAM Carsat LR", "waits": waits, "since": since, "version": 1, "notices": {},
        "late": False, "delay": DELAY if waits in ("answer", "reply") else "",
    }  # fmt: skip
    return said | changed


def screen(*rows, breaches=()):
    shown = morning_screen(Morning("Santé BTP 34", COUNTS, rows, breaches), TODAY)
    assert not [line for line in shown.splitlines() if len(line) > 80]
    return shown.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("waits", "heading", "command", "said"),
    [
        ("sign", "À FAIRE SIGNER (1)", "pdp accord imprimer", "fiche du 20/05/2026"),
        ("produce", "À PRODUIRE (1)", "pdp fiche produire", "signé le 20/05/2026"),
        ("send", "À ENVOYER (1)", "pdp fiche envoyer", "produite le 20/05/2026"),
        ("reply", "À RÉPONDRE (1)", "pdp fiche repondre", "26 jours (20/05/2026)"),
        ("answer", "RÉPONSES ATTENDUES (1)", "pdp fiche voir", "26 jours (20/05/2026)"),
    ],
)
def test_each_fiche_is_under_what_it_waits_for(waits, heading, command, said):
    shown = screen(row(waits))
    assert heading in shown
    assert command in shown
    assert f"2026-0187/1  FERREIRA Luc          SSAM Carsat LR : {said}" in shown
    assert "votre délai" not in shown


def test_a_late_answer_says_by_what_delay_and_that_no_text_fixes_one():
    shown = screen(row("answer", late=True), row("answer", late=True, ref="2026-0188"))
    assert "RÉPONSES EN RETARD (2)" in shown
    assert "RÉPONSES ATTENDUES" not in shown
    assert shown.count("(SSAM Carsat LR ; votre délai : 15 jours ; le protocole n'en fixe") == 1
    assert 'Toutes à la fois : pdp fiche relancer --partenaire "SSAM Carsat LR"' in shown
    assert "Toutes à la fois" not in screen(row("answer", late=True))


def test_our_own_answer_is_late_by_the_same_delay():
    shown = screen(row("reply", late=True), row("reply", late=True, ref="2026-0188"))
    assert "À RÉPONDRE (2)" in shown
    assert "votre délai : 15 jours" in shown
    assert "relancer" not in shown


def test_the_last_reminder_is_seen():
    assert "26 jours, relancée 04/06" in screen(row("answer", notices={"reminded": "2026-06-04"}))


def test_a_rectified_fiche_to_sign_says_so():
    assert "fiche rectifiée, version 2" in screen(row("sign", version=2))


def test_what_went_astray_comes_first_with_the_hours_left():
    breach = row("", kind="misdirected", hours_left=31, before="2026-06-16T16:30+02:00")
    shown = screen(row("sign"), breaches=[breach])
    assert shown.index("PARTIES AU MAUVAIS DESTINATAIRE (1)") < shown.index("À FAIRE SIGNER")
    assert "CNIL : encore 31 heures (16/06 à 16 h 30)" in shown
    assert "encore 1 heure (" in screen(breaches=[{**breach, "hours_left": 1}])
    assert "Bonne journée" not in screen(breaches=[breach])


def test_what_left_without_a_consent_is_a_breach_with_its_hours_too():
    astray = row("", kind="misdirected", hours_left=31, before="2026-06-16T16:30+02:00")
    without = row("", kind="consent", hours_left=70, before="2026-06-18T07:30+02:00")
    shown = screen(breaches=[without])
    assert "PARTIES SANS ACCORD VALABLE (1)" in shown
    assert "MAUVAIS DESTINATAIRE" not in shown
    assert "CNIL : encore 70 heures (18/06 à 7 h 30)" in shown
    assert screen(breaches=[without, astray]).count("RGPD, art. 33") == 1


def test_names_and_partners_without_end_stay_in_their_columns():
    long = {"last_name": "Fictive-" * 9, "partner": "Organisme fictif de " * 5}
    screen(row("answer", late=True, **long), row("answer", late=True, **long), row("sign", **long))


def test_a_quiet_morning_says_so():
    assert "Rien n'attend" in screen()
