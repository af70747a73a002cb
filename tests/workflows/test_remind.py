"""A reminder names references, days and channels; nobody; and only what is still owed."""

from email import message_from_bytes, policy
from io import BytesIO

import pytest
from following import TODAY, Exchange
from pypdf import PdfReader

from pdpcli.errors import InputRefused
from pdpcli.forms.letter import draw_letter, letter_text
from pdpcli.workflows.misdirected import Misdirection
from pdpcli.workflows.remind import keep_reminder, owed, reminder_mail


@pytest.fixture
def exchange():
    made = Exchange()
    made.signed_and_sent(ago=20)
    yield made
    made.db.close()


def asked(exchange):
    return owed(exchange.db, TODAY)


def test_the_letter_says_what_when_and_how_and_names_nobody(exchange):
    letter = exchange.remind()
    text = " ".join(page.extract_text() for page in PdfReader(BytesIO(draw_letter(letter))).pages)
    for said in (text, letter_text(letter)):
        assert "2025-0001/1, envoyée le 11/06/2025 (courrier postal)" in " ".join(said.split())
        for kept in ("Fictif", "Nguy", "dipe", "Lattes", "1968"):
            assert kept not in said


def test_what_was_asked_before_is_said(exchange):
    exchange.remind()
    (one,) = asked(exchange)
    assert one.reminded == (TODAY,)
    assert one.history == "déjà relancée le 01/07/2025"
    assert "déjà relancée le 01/07/2025" in letter_text(exchange.remind())


def test_a_reminder_is_noted_on_each_fiche_and_its_letter_kept_under_each(exchange):
    letters = exchange.remind()
    pdf = draw_letter(letters)
    name = exchange.done(keep_reminder, asked(exchange), pdf, TODAY)
    assert name == "relance-carsat-lr-ssam-2025-07-01.pdf"
    assert exchange.told == ["reminded"]
    assert exchange.one("SELECT bytes FROM document WHERE kind = 'letter'") == pdf
    assert exchange.state == "sent"


@pytest.mark.parametrize(
    ("verb", "args"),
    [
        ("reply", ()),
        ("note", ("declined",)),
        ("note", ("dropped",)),
        ("say_no", ("withdrawn",)),
        ("say_no", ("refused",)),
        ("astray", (None,)),
        ("rectify", ()),
    ],
)
def test_nothing_is_asked_again_once_it_is_answered_or_ended(exchange, verb, args):
    if verb == "astray":
        args = (Misdirection("Un cabinet", exchange.moment(9, 8), "Erreur.", ""),)
    getattr(exchange, verb)(*args)
    assert asked(exchange) == []
    with pytest.raises(InputRefused, match="rien à relancer"):
        exchange.remind()


@pytest.mark.parametrize("sql", [
    "person SET limited_on = '2025-06-30'", "case_file SET state = 'closed'",
    "case_file SET state = 'cancelled'", "liaison SET cancelled_on = '2025-06-30'",
])  # fmt: skip
def test_nor_when_the_person_or_the_situation_forbids_it(exchange, sql):
    exchange.db.execute(f"UPDATE {sql}")
    assert asked(exchange) == []


def test_acknowledged_or_taken_on_it_is_still_owed(exchange):
    for kind in ("ack", "taken_on", "news"):
        exchange.note(kind)
        assert [one.ref for one in asked(exchange)] == ["2025-0001"]


def test_the_mail_is_a_draft_without_attachment_to_the_known_address(exchange):
    exchange.db.execute("UPDATE body SET email = 'pdp@example.org' WHERE id = 'carsat-lr-ssam'")
    to, draft = reminder_mail(exchange.db, exchange.remind(), "carsat-lr-ssam", TODAY)
    message = message_from_bytes(draft, policy=policy.default)
    assert (to, message["To"], message["X-Unsent"]) == ("pdp@example.org", "pdp@example.org", "1")
    assert not message.is_multipart()
    assert "2025-0001/1" in message.get_content()
    assert "Fictif" not in draft.decode()


def test_an_address_that_is_none_is_left_to_her(exchange):
    exchange.db.execute("UPDATE body SET email = 'x\ny@z' WHERE id = 'carsat-lr-ssam'")
    to, draft = reminder_mail(exchange.db, exchange.remind(), "carsat-lr-ssam", TODAY)
    assert to == ""
    assert message_from_bytes(draft, policy=policy.default)["To"] is None
