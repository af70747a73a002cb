"""A fiche that left with an error is rectified for those who had it; one that did not is edited."""

from io import BytesIO

import pytest
from following import BTP, TODAY, Exchange
from pypdf import PdfReader
from sqlcipher3 import dbapi2

from pdpcli.errors import InputRefused
from pdpcli.store.notices import notices_of
from pdpcli.workflows.misdirected import Misdirection
from pdpcli.workflows.rectify import rectify_doubts


@pytest.fixture
def exchange():
    made = Exchange(BTP)
    yield made
    made.db.close()


def text_of(letter):
    pages = PdfReader(BytesIO(letter.pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_what_nobody_has_is_simply_edited(exchange):
    exchange.give()
    with pytest.raises(InputRefused, match="n'a pas cette fiche"):
        exchange.rectify()
    exchange.send()
    exchange.rectify()
    with pytest.raises(InputRefused, match="pas encore la fiche rectifiée"):
        exchange.rectify()


def test_what_reached_somebody_else_only_is_edited_too(exchange):
    exchange.signed_and_sent()
    exchange.astray()
    with pytest.raises(InputRefused, match="n'a pas cette fiche"):
        exchange.rectify()


def test_version_2_is_produced_and_sent_again_under_the_same_consent(exchange):
    exchange.signed_and_sent()
    exchange.note("declined", code="incomplete")
    done = exchange.rectify()
    assert (done.liaison.version, exchange.row["waits"]) == (2, "produce")
    exchange.release()
    exchange.send(0)
    assert (exchange.state, exchange.row["waits"]) == ("sent", "answer")


def test_a_new_signature_asked_closes_the_gate_until_it_is_told(exchange):
    exchange.signed_and_sent()
    exchange.rectify(new_signature=True)
    assert (exchange.state, exchange.row["waits"]) == ("sign", "sign")
    with pytest.raises(dbapi2.IntegrityError, match="gate"):
        exchange.release()
    exchange.give(0)
    exchange.release()
    assert exchange.row["waits"] == "send"


def test_once_asked_a_new_signature_stays_asked(exchange):
    exchange.signed_and_sent()
    exchange.rectify(new_signature=True)
    exchange.send(0)
    exchange.rectify(new_signature=False)
    assert exchange.state == "sign"


def test_a_fiche_sent_without_any_consent_can_ask_for_one(exchange):
    exchange.send()
    exchange.rectify(new_signature=True)
    assert exchange.fiche.consent_after == 0
    exchange.give(0)
    exchange.release()


def test_the_reply_stays_with_the_rectified_fiche(exchange):
    exchange.signed_and_sent()
    exchange.reply()
    exchange.rectify()
    assert exchange.row["waits"] == "produce"
    exchange.send(0)
    assert exchange.state == "answered"


def test_the_letter_carries_the_reference_and_neither_the_person_nor_the_reason(exchange):
    exchange.signed_and_sent()
    (letter,) = exchange.rectify().letters
    text = text_of(letter)
    assert "2025-0001/1, envoyée le 21/06/2025" in text
    assert "version 2" in text
    for kept in ("Fictif", "Nguy", "Lattes", "Une date"):
        assert kept not in text
    (notice,) = notices_of(exchange.db, "2025-0001", 1)
    assert (notice["kind"], notice["body"]) == ("correction_letter", "carsat-lr-ssam")
    assert notice["dispatch_id"] == exchange.one("SELECT id FROM dispatch")
    assert notice["said"]["reason"] == "Une date (fictif)."
    assert exchange.one("SELECT bytes FROM document WHERE kind = 'letter'") == letter.pdf


def test_one_letter_for_one_partner_however_often_it_was_sent(exchange):
    exchange.signed_and_sent()
    exchange.send(5)
    (letter,) = exchange.rectify().letters
    assert "21/06/2025 et le 26/06/2025" in text_of(letter)


def test_what_only_the_wrong_one_had_is_not_in_the_letter(exchange):
    exchange.signed_and_sent(ago=9)
    exchange.astray(Misdirection("Un cabinet", exchange.moment(8, 8), "Erreur.", ""))
    exchange.send(5)
    (letter,) = exchange.rectify().letters
    assert "26/06/2025" in text_of(letter)
    assert "22/06/2025" not in text_of(letter)


def test_rectifying_after_a_no_is_doubtful(exchange):
    exchange.signed_and_sent()
    assert rectify_doubts(exchange.db, exchange.fiche) == []
    exchange.say_no("withdrawn")
    assert "ne partira pas" in rectify_doubts(exchange.db, exchange.fiche)[0]


def test_our_answer_is_rectified_too(exchange):
    made = Exchange(BTP, received=True)
    made.give()
    made.reply(side="us")
    made.send(3)
    assert made.state == "answered"
    made.rectify()
    assert (made.state, made.row["waits"]) == ("to_answer", "produce")
    made.send(0)
    assert made.state == "answered"
    made.db.close()


def test_a_rectified_round_keeps_its_round(exchange):
    exchange.signed_and_sent(ago=20)
    exchange.reply(10)
    exchange.more(objet_texte="Suite (fictif).")
    exchange.send(5)
    done = exchange.rectify()
    assert (done.liaison.version, done.liaison.round) == (2, 1)
    assert exchange.day(0) == TODAY
