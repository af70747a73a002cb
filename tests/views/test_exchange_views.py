"""What happened to a fiche in words, and where each one stands. Everybody is fictional."""

import pytest

from pdpcli.rules.vocabulary import CHOICES
from pdpcli.views.exchange import exchange_words
from pdpcli.views.fiches import fiche_table, state_words


def event(what, kind="", **said):
    return {
        "what": what, "kind": kind, "body": "SSAM Carsat LR", "fiche": 2, "version": 1, "round": 0,
        "on_date": "2026-06-15", "said": {},
    } | said  # fmt: skip


@pytest.mark.parametrize("kind", CHOICES["notice"])
def test_every_notice_has_its_words_even_once_erased(kind):
    words = exchange_words(event("notice", kind, code=None))
    assert "{" not in words
    assert "fiche n° 2" in words
    assert "fiche n° 2" not in exchange_words(event("notice", kind), alone=True)


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (event("release"), "fiche n° 2 produite pour SSAM Carsat LR"),
        (event("sent", "post", version=2), "fiche n° 2, version 2 envoyée à SSAM Carsat LR, cou"),
        (event("sent", "post", reason="breach"), "PARTIE SANS ACCORD VALABLE"),
        (event("entry", "request", body="us", round=1), "suite 1 : demande écrite par nous"),
        (event("entry", "request", body="partner"), "demande écrite par le partenaire"),
        (event("cancelled", reason="Doublon."), "annulée, SSAM Carsat LR : Doublon."),
        (event("notice", "declined", code="territory", said={"note": "Gard."}),
         "demande refusée par SSAM Carsat LR (fiche n° 2) : hors du territoire couvert ; Gard."),
        (event("notice", "taken_on", said={"counsellor": "Zoé Fictive", "contact": "04"}),
         "prise en charge par Zoé Fictive, SSAM Carsat LR (fiche n° 2) : 04"),
        (event("notice", "correction_letter", said={"version": 3, "reason": "Date."}),
         "fiche rectifiée, version 3 (fiche n° 2) : Date."),
    ],
)  # fmt: skip
def test_an_event_is_told(told, words):
    assert words in exchange_words(told)


def test_a_misdirection_says_to_whom_since_when_and_until_when():
    said = {"to": "Cabinet Fictif", "aware": "2026-06-15T06:40:00Z", "facts": "F.", "measures": ""}
    words = exchange_words(event("notice", "misdirected", said=said))
    for told in ("MAUVAIS DESTINATAIRE", "Cabinet Fictif", "CNIL avant le 18/06/2026", "F."):
        assert told in words
    assert "fait depuis" not in words


def standing(**said):
    return {
        "ref": "2026-0042", "number": 1, "last_name": "Exemple", "first_name": "Luc",
        "partner": "Carsat", "state": "sent", "waits": "answer", "since": "2026-06-15",
        "version": 1, "round": 0, "misdirected_on": None, "notices": {},
    } | said  # fmt: skip


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({}, "envoyée"),
        ({"state": "send", "waits": "send"}, "à envoyer"),
        ({"state": "send", "waits": "produce"}, "à produire"),
        ({"state": "to_answer", "waits": "reply"}, "à répondre"),
        ({"state": "to_answer", "waits": "sign"}, "à répondre : à signer"),
        ({"state": "to_answer", "waits": "produce"}, "à répondre : à produire"),
        ({"state": "to_answer", "waits": "send"}, "à répondre : à envoyer"),
        ({"version": 2, "round": 1}, "envoyée, version 2, suite 1"),
        ({"misdirected_on": "2026-06-14"}, "envoyée, PARTIE AU MAUVAIS DESTINATAIRE"),
    ],
)
def test_the_state_is_in_words(said, words):
    assert state_words(standing(**said)) == words


def test_the_reminders_have_a_column_when_there_are_some():
    assert "Relancée" not in fiche_table([standing()])
    again = fiche_table([standing(), standing(notices={"reminded": "2026-06-20"})])
    assert "Relancée" in again
    assert "20/06/2026" in again
