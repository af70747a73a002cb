"""`pdp signal list --silent`: the open situations of which nothing is noted for so long.

Everybody here is fictional.
"""

from datetime import date, timedelta

import pytest
from exchanges import founded_cell

from pdpcli.errors import Refusal
from pdpcli.rules.dates import french
from pdpcli.rules.durations import parse_days

TODAY = date.today()  # noqa: DTZ011


def ago(days):
    return french(TODAY - timedelta(days=days))


@pytest.fixture
def cell(tmp_path, capsys, monkeypatch):
    made = founded_cell(tmp_path, capsys, monkeypatch)
    made("convention", "ajouter", "btp34-carsat-lr")
    return made


def made(cell, name, days):
    return cell.registered(nom=name, date_signalement=ago(days), prereprise=None,
                           prereprise_date=None)  # fmt: skip


def silent(cell, said="60d"):
    return [one["ref"] for one in cell.json("situation", "liste", "--silence", said)]


def test_the_longest_silent_comes_first_and_a_recent_one_not_at_all(cell):
    old, older = made(cell, "Un-Fictif", 70), made(cell, "Deux-Fictif", 90)
    recent = made(cell, "Trois-Fictif", 10)
    assert silent(cell) == [older, old]
    assert recent in silent(cell, "5")
    assert silent(cell, "3 mois") == [older]
    shown = cell("situation", "liste", "--silence", "60j")
    assert "Rien depuis" in shown
    assert ago(90) in shown


@pytest.mark.parametrize(
    "noted",
    [
        lambda cell, ref: cell("acte", "ajouter", ref, "entretien"),
        lambda cell, ref: cell("acte", "ajouter", ref, "visite de reprise", "--prevu", "--le",
                               french(TODAY + timedelta(days=4))),
        lambda cell, ref: cell("situation", "plan", ref, "--texte", "Essai (fictif)."),
        lambda cell, ref: cell("fiche", "envoyer", ref, "--canal", "courrier postal", "--oui"),
        lambda cell, ref: cell("situation", "clore", ref, "--motif", "injoignable"),
    ],
    ids=["act", "planned", "plan", "dispatch", "closed"],
)  # fmt: skip
def test_anything_noted_ends_the_silence(cell, noted):
    ref = made(cell, "Un-Fictif", 90)
    assert silent(cell) == [ref]
    noted(cell, ref)
    assert silent(cell) == []


def test_what_the_partner_says_ends_the_silence_and_an_act_cancelled_does_not(cell):
    ref = made(cell, "Un-Fictif", 90)
    cell("fiche", "envoyer", ref, "--canal", "courrier postal", "--le", ago(80), "--oui")
    assert silent(cell) == [ref]
    cell("acte", "ajouter", ref, "entretien")
    number = cell.rows("SELECT max(id) AS id FROM act")[0]["id"]
    cell("acte", "annuler", number, "--motif", "Erreur (fictif).")
    assert silent(cell) == [ref]
    cell("fiche", "accuse", ref)
    assert silent(cell) == []


@pytest.mark.parametrize(
    ("text", "days"),
    [("60", 60), ("60d", 60), ("60 j", 60), ("8 semaines", 56), ("2 mois", 60), ("1 an", 365)],
)
def test_a_number_of_days_is_said_in_several_ways(text, days):
    assert parse_days(text) == days


@pytest.mark.parametrize("text", ["", "0", "x", "2 siècles", "-3", "9999 ans"])
def test_what_is_no_number_of_days_is_refused(text):
    with pytest.raises(Refusal):
        parse_days(text)


def test_that_none_is_silent_is_said(cell):
    made(cell, "Un-Fictif", 10)
    assert "Aucune situation ne répond" in cell("situation", "liste", "--silence", "60j")
