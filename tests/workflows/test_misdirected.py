"""A fiche that reached somebody else: what is kept, until when the CNIL is told, the letter."""

from datetime import datetime
from io import BytesIO

import pytest
from following import BTP, Exchange
from pypdf import PdfReader

from pdpcli.errors import InputRefused
from pdpcli.store.agenda import fiche_refs, meeting, waiting
from pdpcli.store.breaches import breaches_since
from pdpcli.store.dispatches import sent_about
from pdpcli.store.notices import notices_of
from pdpcli.workflows.dispatch import doubts
from pdpcli.workflows.follow import follow_doubts
from pdpcli.workflows.misdirected import Misdirection, deadline_text
from pdpcli.workflows.remind import owed
from pdpcli.workflows.reply import reply_doubts
from pdpcli.workflows.stop_letter import Asking, stop_letters


@pytest.fixture
def exchange(monkeypatch):
    import time

    monkeypatch.setenv("TZ", "Europe/Paris")
    time.tzset()
    made = Exchange(BTP)
    made.signed_and_sent(ago=3)
    yield made
    made.db.close()
    monkeypatch.undo()
    time.tzset()


def said(exchange, **changed):
    told = {
        "to": "Cabinet Fictif", "aware": exchange.moment(1, 8), "facts": "Adresse (fictif).",
        "measures": "Appelé.",
    } | changed  # fmt: skip
    return Misdirection(**told)


def text_of(letter):
    pages = PdfReader(BytesIO(letter.pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_what_happened_is_kept_in_the_erasable_detail(exchange):
    exchange.astray(said(exchange))
    (notice,) = notices_of(exchange.db, "2025-0001", 1)
    assert notice["kind"] == "misdirected"
    assert notice["dispatch_id"] == exchange.one("SELECT id FROM dispatch")
    assert notice["said"] == {
        "to": "Cabinet Fictif", "facts": "Adresse (fictif).", "measures": "Appelé.",
        "aware": "2025-06-30T06:00:00Z", "letter": "erreur-envoi-2025-0001-1.pdf",
        "document": exchange.one("SELECT id FROM document WHERE kind = 'letter'"),
    }  # fmt: skip
    assert "Cabinet" not in str(dict(exchange.db.execute("SELECT * FROM notice").fetchone()))


def test_the_72_hours_run_from_when_it_was_known_in_local_time(exchange):
    breach = exchange.astray(said(exchange))
    assert breach.before == datetime(2025, 7, 3, 8)  # noqa: DTZ001 - her hour
    assert "avant le 03/07/2025 à 8 h 00" in deadline_text(breach.before)
    assert "s'il y a un risque" in deadline_text(breach.before)


def test_72_hours_are_72_when_the_clock_changes(exchange):
    exchange.db.execute("PRAGMA foreign_keys = OFF")
    exchange.send(94)  # 29/03/2025: the night of the 30th has 23 hours
    exchange.astray(said(exchange, aware=datetime(2025, 3, 29, 8), sent_on=exchange.day(94)))  # noqa: DTZ001
    aware = notices_of(exchange.db, "2025-0001", 1)[0]["said"]["aware"]
    assert aware == "2025-03-29T07:00:00Z"


def test_the_fiche_is_to_be_sent_again_and_the_breach_stays_seen(exchange):
    exchange.astray(said(exchange))
    assert (exchange.state, exchange.row["waits"]) == ("send", "produce")
    exchange.send(0)
    assert exchange.state == "sent"
    assert exchange.row["misdirected_on"] == "2025-06-30"
    (one,) = breaches_since(exchange.db, exchange.day(3))
    assert (one.ref, one.number, one.last_name) == ("2025-0001", 1, "Fictif-Nguyễn")
    assert breaches_since(exchange.db, exchange.day(0)) == []


def test_the_letter_carries_the_reference_and_a_blank_addressee(exchange):
    text = text_of(exchange.astray(said(exchange)).letter)
    assert "2025-0001/1, envoi du 28/06/2025" in text
    assert "......" in text
    for kept in ("Fictif", "Nguy", "Cabinet", "Lattes", "Carsat", "fiche de liaison"):
        assert kept not in text


def test_a_body_of_ours_gets_the_letter_at_its_address(exchange):
    exchange.db.execute(
        "INSERT INTO body (id, name, short, address) VALUES "
        "('mdph', 'MDPH fictive', 'MDPH 34', '1 rue Fictive, 34000 Montpellier')"
    )
    letter = exchange.astray(said(exchange, to="mdph 34")).letter
    assert "MDPH fictive" in text_of(letter)
    assert "......" not in text_of(letter)
    assert letter.recipient == "mdph 34"


def test_it_is_told_once_a_dispatch_and_not_before_it(exchange):
    with pytest.raises(InputRefused, match="connue avant l'envoi"):
        exchange.astray(said(exchange, aware=exchange.moment(4, 8)))
    exchange.astray(said(exchange))
    with pytest.raises(InputRefused, match="déjà noté") as refused:
        exchange.astray(said(exchange))
    number = exchange.one("SELECT max(id) FROM notice")
    assert f"--evenement {number}" in refused.value.todo
    exchange.take_back(number)
    exchange.astray(said(exchange))


def test_the_dispatch_in_question_is_named_by_its_day(exchange):
    first = exchange.one("SELECT max(id) FROM dispatch")
    exchange.send(2)
    exchange.astray(said(exchange, sent_on=exchange.day(3)))
    assert exchange.one("SELECT dispatch_id FROM notice") == first
    assert exchange.state == "sent"
    with pytest.raises(InputRefused, match="ce jour-là") as refused:
        exchange.astray(said(exchange, sent_on=exchange.day(1)))
    assert "28/06/2025, 29/06/2025" in refused.value.todo


def test_what_was_never_sent_cannot_have_gone_astray():
    blank = Exchange(BTP)
    with pytest.raises(InputRefused, match="Aucun envoi de cette fiche"):
        blank.astray(said(blank))
    blank.db.close()


def test_our_reply_gone_astray_is_written_and_sent_again_on_the_same_fiche():
    exchange = Exchange(BTP, received=True)
    exchange.give()
    exchange.reply(5, side="us")
    exchange.send(3)
    with pytest.raises(InputRefused, match="ne se récrit"):
        exchange.reply(2, side="us")
    exchange.astray(said(exchange))
    assert (exchange.state, exchange.row["waits"]) == ("to_answer", "produce")
    exchange.reply(2, side="us")
    exchange.send(0)
    assert exchange.state == "answered"
    exchange.db.close()


def test_each_refusal_about_a_fiche_gone_astray_names_a_command_that_is_not_refused():
    exchange = Exchange(BTP, received=True)
    exchange.give()
    exchange.reply(5, side="us")
    exchange.send(3)
    exchange.astray(said(exchange))
    for verb in (exchange.rectify, exchange.cancel):
        with pytest.raises(InputRefused) as refused:
            verb()
        assert "pdp fiche repondre 2025-0001/1" in refused.value.todo
        assert "rectifier" not in refused.value.todo
    exchange.reply(2, side="us")
    exchange.db.close()


def test_what_went_astray_only_is_not_in_a_letter_to_the_partner(exchange):
    exchange.astray(said(exchange))
    sent = sent_about(exchange.db, exchange.fiche.case.person_key)
    asking = Asking("withdrawn", exchange.day(0), exchange.day(0))
    assert exchange.done(stop_letters, exchange.fiche.case, sent, asking) == []
    exchange.send(0)
    sent = sent_about(exchange.db, exchange.fiche.case.person_key)
    (letter,) = exchange.done(stop_letters, exchange.fiche.case, sent, asking)
    assert "28/06/2025" not in text_of(letter)
    assert "01/07/2025" in text_of(letter)


def test_a_second_dispatch_after_one_astray_is_no_second_one(exchange):
    exchange.astray(said(exchange))
    assert not [one for one in doubts(exchange.db, exchange.fiche) if "Déjà envoyée" in one]
    assert "n'est pas noté" in follow_doubts(exchange.db, exchange.fiche, exchange.day(0))[0]
    assert "Aucun envoi" in reply_doubts(exchange.db, exchange.fiche, exchange.day(0))[0]
    exchange.send(0)
    assert [one for one in doubts(exchange.db, exchange.fiche) if "Déjà envoyée" in one]
    (owed_one,) = owed(exchange.db, exchange.day(0))
    assert owed_one.sent_on == exchange.day(0)


def test_what_never_reached_a_partner_is_not_exchanged_with_it(exchange):
    """The agenda given to a partner names fiches that it holds; one gone astray it does not."""
    exchange.db.execute(
        """INSERT INTO gathering (id, kind, agreement, on_date, year, state, author)
        VALUES (9, 'services', ?, '2025-07-02', 2025, 'planned', 'C')""",
        (BTP,),
    )
    one = meeting(exchange.db, 9)
    assert [row["ref"] for row in waiting(exchange.db, one)] == ["2025-0001"]
    exchange.astray(said(exchange))
    assert waiting(exchange.db, one) == []
    exchange.db.execute(
        "INSERT INTO agenda_item (gathering_id, case_id, position) VALUES (9, 1, 1)"
    )
    assert fiche_refs(exchange.db, 9, "carsat-lr-ssam") == {}
    exchange.send(0)
    assert fiche_refs(exchange.db, 9, "carsat-lr-ssam") == {"2025-0001": ["2025-0001/1"]}
