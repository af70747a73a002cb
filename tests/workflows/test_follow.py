"""What the partner says is noted, doubted, taken back; nothing of it is edited."""

import json

import pytest
from following import BTP, Exchange

from pdpcli.errors import InputRefused
from pdpcli.store.notices import notices_of
from pdpcli.workflows.follow import follow_doubts


@pytest.fixture
def exchange():
    made = Exchange(BTP)
    yield made
    made.db.close()


def test_acknowledged_taken_on_with_news_the_fiche_goes_forward(exchange):
    exchange.signed_and_sent()
    seen = []
    for kind, said in (
        ("ack", {}),
        ("taken_on", {"counsellor": "Zoé Fictive", "contact": "04 67 00 00 00"}),
        ("news", {"text": "Rendez-vous pris."}),
    ):
        exchange.note(kind, **said)
        seen.append(exchange.state)
    assert seen == ["acknowledged", "taken_on", "taken_on"]
    told = notices_of(exchange.db, "2025-0001", 1)
    assert [one["said"] for one in told][1:] == [
        {"counsellor": "Zoé Fictive", "contact": "04 67 00 00 00"},
        {"text": "Rendez-vous pris."},
    ]
    assert {one["partner"] for one in told} == {"SSAM Carsat LR"}


def test_what_is_said_is_in_the_erasable_detail_only(exchange):
    exchange.signed_and_sent()
    exchange.note("taken_on", counsellor="Zoé Fictive")
    row = dict(exchange.db.execute("SELECT * FROM notice").fetchone())
    assert "Fictive" not in json.dumps(row)
    assert "Fictive" in exchange.one("SELECT content FROM notice_detail")


def test_nothing_is_noted_in_the_future_nor_on_a_cancelled_situation(exchange):
    exchange.signed_and_sent()
    with pytest.raises(InputRefused, match="dans le futur"):
        exchange.note("ack", ago=-1)
    exchange.db.execute("UPDATE case_file SET state = 'cancelled'")
    with pytest.raises(InputRefused, match="annulée"):
        exchange.note("ack")
    assert exchange.told == []


def test_before_the_dispatch_or_without_one_it_is_doubtful(exchange):
    def doubted(ago):
        return follow_doubts(exchange.db, exchange.fiche, exchange.day(ago))

    assert ["L'envoi de cette fiche n'est pas noté" in one for one in doubted(1)] == [True]
    exchange.signed_and_sent(ago=10)
    assert doubted(10) == []
    assert ["précède l'envoi de la fiche (21/06/2025)" in one for one in doubted(11)] == [True]


def test_what_a_partner_declines_is_theirs_and_what_they_ask_is_declined_by_us():
    for received, body, state in ((False, "SSAM Carsat LR", "declined"),
                                  (True, "Santé BTP 34", "returned")):  # fmt: skip
        exchange = Exchange(BTP, received=received)
        if not received:
            exchange.signed_and_sent()
        exchange.note("declined", code="not_member", note="Non adhérent.")
        (told,) = notices_of(exchange.db, "2025-0001", 1)
        assert (told["partner"], told["code"], exchange.state) == (body, "not_member", state)
        exchange.db.close()


def test_an_incoming_fiche_is_declined_without_a_dispatch_but_not_before_it_came():
    exchange = Exchange(BTP, received=True)
    assert follow_doubts(exchange.db, exchange.fiche, exchange.day(30)) == []
    (doubt,) = follow_doubts(exchange.db, exchange.fiche, exchange.day(31))
    assert "précède la réception de la fiche (01/06/2025)" in doubt
    exchange.db.close()


def test_a_notice_is_taken_back_once(exchange):
    exchange.signed_and_sent()
    number = exchange.note("dropped")
    assert exchange.take_back(number) == "dropped"
    assert (exchange.state, exchange.told) == ("sent", [])
    with pytest.raises(InputRefused, match="déjà annulé"):
        exchange.take_back(number)
    undone = exchange.one("SELECT max(id) FROM notice")
    with pytest.raises(InputRefused, match="déjà annulé"):
        exchange.take_back(undone)


def test_a_notice_of_another_fiche_is_not_taken_back(exchange):
    from pdpcli.store.liaisons import numbered_fiche
    from pdpcli.workflows import follow, liaison

    exchange.signed_and_sent()
    number = exchange.note("ack")
    first = exchange.fiche
    exchange.done(liaison.begin, first.case, first.agreement, exchange.day(0))
    second = numbered_fiche(exchange.db, first.case, 2)
    with pytest.raises(InputRefused, match="n'a pas de fait de ce numéro"):
        exchange.done(follow.take_back, second, number, exchange.day(0))


def test_a_reply_taken_back_is_unwritten_and_awaited_again(exchange):
    exchange.signed_and_sent()
    exchange.reply()
    assert exchange.state == "answered"
    exchange.take_back(exchange.one("SELECT max(id) FROM notice"))
    assert exchange.state == "sent"
    assert exchange.one("SELECT count(*) FROM entry") == 0


def test_a_fiche_that_never_left_is_cancelled_with_the_referral_counted_of_it(exchange):
    exchange.db.execute(
        """INSERT INTO act (case_id, person_key, kind, state, on_date, year, liaison_number,
        direction, author) SELECT id, person_key, 'referral', 'done', opened_on, 2025, 1, 'out', ''
        FROM case_file"""
    )
    exchange.cancel()
    assert exchange.state == "cancelled"
    assert exchange.one("SELECT cancel_reason FROM liaison") == "Doublon (fictif)."
    assert exchange.one("SELECT state FROM act WHERE kind = 'referral'") == "cancelled"
    with pytest.raises(InputRefused, match="pas de fiche en cours"):
        _ = exchange.fiche


def test_a_fiche_that_left_is_not_cancelled(exchange):
    exchange.signed_and_sent()
    with pytest.raises(InputRefused, match=r"partie le 21/06/2025") as refused:
        exchange.cancel()
    for verb in ("rectifier", "sans-suite", "retirer"):
        assert verb in refused.value.todo
