"""A « nouvelle liaison » is of the same fiche, the same declaration, the same consent."""

import pytest
from following import BTP, CAIRE, CAPE, TODAY, Exchange

from pdpcli.errors import InputRefused
from pdpcli.forms.rounds import request_ids
from pdpcli.store.fiche import fiche_form, fiche_values
from pdpcli.workflows import liaison
from pdpcli.workflows.more import asking
from pdpcli.workflows.release import open_gate


@pytest.fixture
def exchange():
    made = Exchange(BTP)
    made.signed_and_sent(ago=20)
    yield made
    made.db.close()


def asked(exchange):
    return asking(exchange.db, exchange.fiche, TODAY)


def test_our_referent_and_today_are_proposed(exchange):
    assert dict(asked(exchange).proposed) == {
        "objet_date": "01/07/2025", "objet_nom": "Camille Exemple", "objet_tel": "04 99 00 00 00",
    }  # fmt: skip


def test_the_next_round_is_asked_by_us_under_the_same_consent(exchange):
    exchange.reply()
    exchange.more(objet_texte="Visite de reprise faite (fictif).")
    fiche = exchange.fiche
    assert (fiche.round, exchange.row["waits"]) == (1, "produce")
    form = fiche_form(fiche)
    shown = fiche_values(exchange.db, form, fiche, TODAY)[request_ids(form, 1)["objet_texte"]]
    assert shown == "Visite de reprise faite (fictif)."
    exchange.release()
    exchange.send(0)
    assert (exchange.state, exchange.row["waits"]) == ("sent", "answer")


def test_each_round_waits_for_its_own_answer(exchange):
    exchange.reply()
    exchange.more(objet_texte="Un (fictif).")
    exchange.send(0)
    exchange.reply(0)
    assert exchange.state == "answered"
    exchange.more(objet_texte="Deux (fictif).")
    assert (exchange.fiche.round, exchange.state) == (2, "send")
    form = fiche_form(exchange.fiche)
    values = fiche_values(exchange.db, form, exchange.fiche, TODAY)
    assert values["objet_texte"] == "Un (fictif)."
    assert values["objet_texte_2"] == "Deux (fictif)."


def test_until_it_is_sent_the_same_round_is_taken_up(exchange):
    exchange.reply()
    exchange.more(objet_texte="Avant (fictif).")
    again = asked(exchange)
    assert again.liaison.round == 1
    assert again.held["objet_texte"] == "Avant (fictif)."
    assert again.doubts == ()
    exchange.more(objet_texte="Après (fictif).")
    assert exchange.fiche.round == 1
    assert exchange.one("SELECT count(*) FROM entry WHERE kind = 'request'") == 1


def test_it_is_doubtful_before_the_answer_or_the_dispatch(exchange):
    (doubt,) = asked(exchange).doubts
    assert "pas encore de réponse" in doubt
    exchange.reply()
    assert asked(exchange).doubts == ()
    blank = Exchange(BTP)
    (doubt,) = asked(blank).doubts
    assert "n'est pas noté" in doubt
    blank.db.close()


def test_on_a_fiche_that_they_sent_it_is_doubtful_before_our_answer():
    exchange = Exchange(BTP, received=True)
    assert "Notre réponse n'est pas partie" in asked(exchange).doubts[0]
    exchange.give()
    exchange.reply(side="us")
    exchange.send(0)
    assert asked(exchange).doubts == ()
    exchange.db.close()


@pytest.mark.parametrize("under", [CAPE, CAIRE])
def test_a_form_without_new_liaisons_begins_another_fiche(under):
    exchange = Exchange(under)
    with pytest.raises(InputRefused, match="ne prévoit pas") as refused:
        asked(exchange)
    assert refused.value.todo == f"pdp fiche nouveau 2025-0001 --convention {under}"
    exchange.db.close()


@pytest.mark.parametrize(
    ("sql", "said"), [("state = 'cancelled'", "est annulée"), ("person_id = NULL", "est effacée")]
)
def test_nothing_more_of_a_situation_cancelled_or_erased(exchange, sql, said):
    fiche = exchange.fiche
    exchange.db.execute(f"UPDATE case_file SET {sql}")
    with pytest.raises(InputRefused, match=said):
        asked(exchange)
    with pytest.raises(InputRefused, match=said):
        exchange.note("ack")
    with pytest.raises(InputRefused, match=said):
        exchange.done(liaison.begin, exchange.fiche.case, fiche.agreement, TODAY)
    with pytest.raises(InputRefused, match=said):
        open_gate(exchange.db, exchange.fiche, TODAY)


def test_a_form_that_changed_since_does_not_touch_the_fiche(exchange):
    """The declaration is the one it began with: another hash in the store changes nothing."""
    before = exchange.fiche.form_hash
    exchange.db.execute(
        """INSERT INTO declaration SELECT 'other', kind, agreement, form_id, 2, text
        FROM declaration"""
    )
    exchange.reply()
    exchange.more(objet_texte="Suite (fictif).")
    assert exchange.fiche.form_hash == before
    exchange.release()


def test_what_never_arrived_is_no_ground_for_a_next_round(exchange):
    exchange.astray()
    (doubt,) = asked(exchange).doubts
    assert "n'est pas noté" in doubt


def test_a_round_gone_astray_is_taken_up_and_sent_again(exchange):
    exchange.reply()
    exchange.more(objet_texte="Avant (fictif).")
    exchange.send(1)
    exchange.astray(aware=exchange.moment(0, 8))
    assert asked(exchange).held["objet_texte"] == "Avant (fictif)."
    exchange.more(objet_texte="Après (fictif).")
    exchange.send(0)
    assert (exchange.fiche.round, exchange.state) == (1, "sent")
    exchange.rectify()
    with pytest.raises(InputRefused) as refused:
        exchange.rectify()
    assert refused.value.todo == "pdp fiche suite 2025-0001/1"
