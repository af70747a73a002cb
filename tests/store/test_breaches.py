"""A dispatch is a breach by the dates of the acts, whatever the order in which they were told."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from following import BTP, CAPE, SIGNED, TODAY, Exchange

from pdpcli.rules.breach import read_misdirected
from pdpcli.store.breaches import breaches, breaches_since
from pdpcli.store.dispatches import sent_about
from pdpcli.store.timeline import timeline
from pdpcli.views.exchange import exchange_words
from pdpcli.views.sent import sent_table
from pdpcli.workflows import consent
from pdpcli.workflows.misdirected import Misdirection

REF = "2025-0001"


@pytest.fixture
def exchange():
    made = Exchange(BTP)
    yield made
    made.db.close()


def found(exchange):
    """The kinds; each is in the timeline and in the table of what was sent too."""
    case = exchange.fiche.case
    kinds = [one.kind for one in breaches(exchange.db, REF)]
    events = timeline(exchange.db, case.id, case.person_key, REF)
    words = " ".join(exchange_words(one) for one in events if one["what"] in ("sent", "notice"))
    table = sent_table(sent_about(exchange.db, case.person_key), 200)
    assert ("PARTIE SANS ACCORD VALABLE" in words) == ("consent" in kinds)
    assert ("sans accord valable" in table) == ("consent" in kinds)
    assert ("MAUVAIS DESTINATAIRE" in words) == ("misdirected" in kinds)
    assert ("mauvais destinataire" in table) == ("misdirected" in kinds)
    return kinds


def test_what_left_under_a_consent_is_none(exchange):
    exchange.signed_and_sent()
    assert found(exchange) == []
    exchange.say_no(ago=2)
    assert found(exchange) == []


def test_a_withdrawal_dated_before_the_dispatch_and_told_after_reveals_a_breach(exchange):
    exchange.signed_and_sent(ago=3)
    exchange.say_no(ago=4)
    assert exchange.one("SELECT breach FROM dispatch") == 0
    assert found(exchange) == ["consent"]
    (one,) = breaches(exchange.db, REF)
    recorded = exchange.one("SELECT recorded_at FROM consent WHERE act = 'withdrawn'")
    assert one.known_at == datetime.fromisoformat(recorded)
    assert (one.ref, one.number, one.sent_on) == (REF, 1, exchange.day(3))
    assert [one.key for one in breaches_since(exchange.db, TODAY)] == [one.key]
    assert breaches_since(exchange.db, exchange.day(-1)) == []


def test_the_first_no_told_is_what_revealed_it(exchange):
    exchange.give()
    exchange.say_no(ago=12)
    exchange.give(11)
    exchange.send(3)
    assert found(exchange) == []
    exchange.say_no(ago=5)
    first = exchange.one("SELECT max(recorded_at) FROM consent")
    exchange.say_no("refused", ago=4)
    (one,) = breaches(exchange.db, REF)
    assert one.known_at == datetime.fromisoformat(first)


@pytest.mark.parametrize("ago", [3, 2])
def test_a_no_of_the_same_day_or_later_told_after_reveals_none(exchange, ago):
    exchange.signed_and_sent(ago=3)
    exchange.say_no(ago=ago)
    assert found(exchange) == []


def test_without_a_consent_it_is_known_when_it_is_told(exchange):
    exchange.send(3)
    (one,) = breaches(exchange.db, REF)
    recorded = exchange.one("SELECT recorded_at FROM dispatch")
    assert (one.kind, one.known_at) == ("consent", datetime.fromisoformat(recorded))
    assert [one.ref for one in breaches_since(exchange.db, TODAY)] == [REF]


def test_a_signature_dated_before_and_told_after_shows_that_there_was_none(exchange):
    exchange.send(3)
    exchange.give(2)
    assert found(exchange) == ["consent"]
    exchange.give(3)
    assert found(exchange) == []
    assert breaches_since(exchange.db, TODAY) == []
    exchange.say_no(ago=4)
    assert found(exchange) == ["consent"]


def test_what_was_judged_under_a_limitation_stays_when_it_is_lifted(exchange):
    exchange.give()
    exchange.db.execute("UPDATE person SET limited_on = '2025-06-20'")
    exchange.send(3)
    exchange.db.execute("UPDATE person SET limited_on = NULL")
    assert found(exchange) == ["consent"]


def test_a_new_signature_asked_later_does_not_judge_the_version_before(exchange):
    exchange.signed_and_sent()
    exchange.rectify(new_signature=True)
    assert found(exchange) == []
    exchange.send(3)
    assert [one.sent_on for one in breaches(exchange.db, REF)] == [exchange.day(3)]


def test_aloud_accepted_no_more_does_not_judge_what_left_before(exchange):
    exchange.db.execute("""UPDATE agreement SET parameters = '{"consent_oral": "yes"}'""")
    aloud = replace(SIGNED, how="au téléphone")
    exchange.done(consent.give, exchange.fiche, aloud, exchange.day(9), TODAY, means="oral")
    exchange.send(3)
    exchange.db.execute("UPDATE agreement SET parameters = '{}'")
    assert found(exchange) == []


def test_the_no_said_to_another_partner_reveals_none(exchange):
    exchange.signed_and_sent(ago=3)
    exchange.say_no(ago=4, pair="autre|prevy")
    assert found(exchange) == []


def test_one_gone_astray_is_known_when_it_was_and_says_what_was_told(exchange):
    exchange.signed_and_sent(ago=3)
    exchange.astray(Misdirection("Un cabinet", exchange.moment(2, 8), "Erreur.", "Appelé."))
    assert found(exchange) == ["misdirected"]
    (one,) = breaches(exchange.db, REF)
    assert one.known_at.astimezone().replace(tzinfo=None) == exchange.moment(2, 8)
    assert (one.said.to, one.said.facts, one.said.measures) == ("Un cabinet", "Erreur.", "Appelé.")
    assert read_misdirected(one.said.content()) == one.said
    assert one.known_at.tzinfo == UTC
    assert [one.kind for one in breaches_since(exchange.db, exchange.day(2))] == ["misdirected"]
    exchange.take_back(exchange.one("SELECT max(id) FROM notice"))
    assert found(exchange) == []


def test_astray_and_without_consent_it_is_both(exchange):
    exchange.send(3)
    exchange.astray(Misdirection("Un cabinet", exchange.moment(2, 8), "Erreur.", ""))
    assert sorted(found(exchange)) == ["consent", "misdirected"]
    keys = [one.key for one in breaches(exchange.db, REF)]
    assert sorted(keys) == ["1/consent", "1/misdirected"]


def test_once_erased_the_breach_stays_and_its_hour_and_its_person_do_not(exchange):
    exchange.signed_and_sent(ago=3)
    exchange.astray(Misdirection("Un cabinet", exchange.moment(2, 8), "Erreur.", ""))
    from pdpcli.workflows.erase import erase

    case = exchange.fiche.case
    exchange.done(erase, case, TODAY)
    (one,) = breaches(exchange.db, REF)
    assert (one.kind, one.known_at, one.last_name, one.said) == ("misdirected", None, "", None)
    assert breaches_since(exchange.db, exchange.day(5)) == []


def test_under_every_agreement_a_dispatch_without_consent_is_one():
    for under in (BTP, CAPE):
        made = Exchange(under)
        made.send(3)
        assert [one.kind for one in breaches(made.db, REF)] == ["consent"]
        made.db.close()
