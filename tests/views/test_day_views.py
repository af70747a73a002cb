"""The morning screen: late, today, this week, each with why; 80 columns. Everybody is fictional."""

from datetime import date, datetime, timedelta

import pytest

from pdpcli.views.day import Day, day_lines, day_screen

TODAY = date(2026, 6, 15)  # a Monday
COUNTS = {"open": 214, "month": 19, "drafts": 0, "agreements": 1}
_NUMBERS = iter(range(1, 10_000))


def row(rule, due_on=TODAY, **changed):
    said = {
        "id": next(_NUMBERS), "rule": rule, "status": "agreement", "ref": "2026-0187",
        "last_name": "Ferreira", "first_name": "Luc", "fiche": None, "agreement": None,
        "due_on": due_on.isoformat(), "opens_on": due_on.isoformat(), "closes_on": None,
        "why": "essai fictif", "counted": "essai", "hour": None, "doubt": None, "state": "open",
        "occurrence": due_on.isoformat(),
    }  # fmt: skip
    return said | changed


def awaited(ref="2026-0187", sent=date(2026, 5, 20), **changed):
    """A late answer, and the reminder that its ladder asks for."""
    said = {
        "ref": ref, "fiche": 1, "opens_on": sent.isoformat(),
        "why": f"SSAM Carsat LR : fiche envoyée le {sent:%d/%m/%Y}",
        "counted": f"15 jours (votre délai ; le protocole n'en fixe pas), après le {sent:%d/%m/%Y}",
    }  # fmt: skip
    late = TODAY - timedelta(11)
    return [row("answer_theirs", late, **said | changed), row("reminder", late, **said | changed)]


def screen(*rows, asked=False, **changed):
    moment = datetime.combine(TODAY, datetime.min.time()).replace(hour=8, minute=40)
    day = Day("Santé BTP 34", moment, changed.pop("counts", COUNTS), rows, **changed)
    shown = day_screen(day, day_lines(day), asked=asked).replace("\N{NO-BREAK SPACE}", " ")
    assert not [line for line in shown.splitlines() if len(line) > 80]
    return " ".join(shown.split())


def test_each_line_is_in_the_block_of_its_day_and_numbered_once():
    shown = screen(
        row("reprise", TODAY + timedelta(4)), row("to_sign", status="information"),
        row("recall", TODAY - timedelta(3)), row("notice", TODAY + timedelta(40)),
    )  # fmt: skip
    order = [shown.index(one) for one in ("EN RETARD (1) 1 ", "AUJOURD'HUI (1) 2 ",
                                          "CETTE SEMAINE (1) 3 ven. 19")]  # fmt: skip
    assert order == sorted(order)
    assert "préavis" not in shown
    assert "lundi 15 juin 2026, 8 h 40" in shown
    assert "214 situations ouvertes · 19 ce mois-ci" in shown


def test_a_late_answer_is_one_line_that_says_since_when_and_by_what_delay():
    shown = screen(*awaited())
    assert "EN RETARD (1)" in shown
    assert "le 20/05/2026, 26 jours sans réponse (votre délai : 15 jours ; le protocole" in shown
    assert "Toutes à la fois" not in shown


def test_several_answers_of_one_partner_may_be_chased_at_once():
    shown = screen(*awaited(), *awaited("2026-0188"))
    assert "EN RETARD (2)" in shown
    assert 'Toutes à la fois : pdp fiche relancer --partenaire "SSAM Carsat LR"' in shown


def test_what_becomes_possible_the_same_day_is_one_line():
    why = "31e jour d'arrêt, commencé le 16/05/2026"
    shown = screen(
        row("prereprise_possible", status="information", why=why),
        row("liaison_meeting_possible", status="information", why=why),
    )
    assert "AUJOURD'HUI (1)" in shown
    assert f"Visite de pré-reprise possible ; Rendez-vous de liaison possible : {why}" in shown


def test_what_a_long_leave_made_possible_is_one_line_of_today():
    whys = {"reprise_ahead": "premier jour", "ssam_requests": "60e jour"}
    shown = screen(
        *(
            row(rule, status="information", why=f"{why} d'arrêt, commencé le 16/03/2026",
                occurrence="2026-03-16")
            for rule, why in whys.items()
        ),
        row("three_months", TODAY + timedelta(1), status="information", occurrence="2026-03-16"),
    )  # fmt: skip
    assert "AUJOURD'HUI (1)" in shown
    assert "92e jour d'arrêt, commencé le 16/03/2026 : Une visite de reprise sera" in shown
    assert "CETTE SEMAINE (1)" in shown


def test_without_names_the_screen_shows_references_only():
    shown = screen(row("recall"), *awaited(), discreet=True)
    assert "2026-0187" in shown
    assert "FERREIRA" not in shown


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ({"agreements": 0, "open": 0}, "pdp convention ajouter"),
        ({"open": 0}, "Première situation : pdp situation nouveau"),
        ({}, "Rien en retard, rien aujourd'hui. Prochaine échéance : jeudi 18 juin 2026"),
    ],
)
def test_a_quiet_morning_says_what_comes_next(counts, said):
    coming = row("agenda", date(2026, 6, 18), ref=None)
    assert said in screen(counts=COUNTS | counts, next=coming)


def test_a_breach_says_the_hours_left_above_all():
    breach = {
        "kind": "misdirected", "ref": "2026-0187", "number": 1, "last_name": "Ferreira",
        "first_name": "Luc", "hours_left": 30, "before": "2026-06-16T15:10",
    }  # fmt: skip
    shown = screen(row("recall"), breaches=[breach])
    assert "CNIL : encore 30 heures (16/06 à 15 h 10)" in shown
    assert shown.index("MAUVAIS DESTINATAIRE") < shown.index("AUJOURD'HUI")


def test_at_a_terminal_it_says_what_can_be_typed():
    assert "Tapez un numéro" in screen(row("recall"), asked=True)
    assert "Tapez un numéro" not in screen(row("recall"))


def test_many_late_calls_are_one_line_that_opens_them_all():
    late = [row("recall", TODAY - timedelta(days), ref=f"2025-{days:04}") for days in range(1, 9)]
    shown = screen(*late)
    assert "EN RETARD (1) 1 Appel 6 mois après la clôture" in shown
    assert "8 situations, la première du 07/06/2026" in shown
    assert "EN RETARD (4)" in screen(*late[:4])
