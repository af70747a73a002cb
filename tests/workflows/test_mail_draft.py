"""A mail draft carries the fiche and says nothing of the person; nothing can add a header."""

from datetime import date
from email import message_from_bytes, policy

import pytest
from fictional import ANSWERS
from pypdf import PdfReader

from pdpcli.errors import ConsentMissing, InputRefused
from pdpcli.store.exchange import fiches
from pdpcli.store.our_agreements import our_agreement
from pdpcli.workflows import consent, liaison
from pdpcli.workflows.consent import Signed
from pdpcli.workflows.mail_draft import mail_draft
from pdpcli.workflows.release import release

TODAY = date(2025, 7, 1)
SIGNED = Signed("Lattes", "Œdipe Fictif", "person", "Santé BTP 34", "Camille Exemple")


@pytest.fixture
def fiche(case, signed_store):
    row = case()
    with signed_store.write("liaison new") as write:
        write.db.execute("UPDATE member SET phone = '04 99 00 00 00'")
        return liaison.begin(write, row, our_agreement(write.db, None), TODAY)


def give(store, fiche):
    with store.write("consent record") as write:
        consent.give(write, fiche, SIGNED, TODAY, TODAY)


def produce(store, fiche):
    with store.write("liaison export") as write:
        return release(write, fiche, TODAY)


def draft(store, fiche, password="", email=None):
    with store.write("liaison send --mail") as write:
        if email is not None:
            write.db.execute("UPDATE body SET email = ? WHERE id = 'carsat-lr-ssam'", (email,))
        return mail_draft(write, fiche, TODAY, password)


def read(made):
    return message_from_bytes(made.content, policy=policy.default)


def test_it_is_an_unsent_message_with_the_very_bytes_that_were_released(signed_store, fiche):
    give(signed_store, fiche)
    sent = produce(signed_store, fiche)
    made = draft(signed_store, fiche, email="as@exemple.fr")
    message = read(made)
    (attached,) = message.iter_attachments()
    assert (message["X-Unsent"], message["To"]) == ("1", "as@exemple.fr")
    assert message["Subject"] == "Fiche de liaison 2025-0001/1"
    assert attached.get_content() == sent.pdf
    assert attached.get_filename() == "fiche-2025-0001-1.pdf"
    assert made.name == "courriel-2025-0001-1.eml"


def test_its_words_hold_nothing_of_the_person(signed_store, fiche):
    give(signed_store, fiche)
    produce(signed_store, fiche)
    message = read(draft(signed_store, fiche))
    text = message.get_body().get_content()
    said = f"{message['Subject']} {message['To']} {text} {list(message.items())}"
    for value in (*map(str, ANSWERS.values()), "Œdipe", "Camille", "Exemple"):
        assert len(value) < 4 or value not in said, value
    assert "2025-0001/1" in text


@pytest.mark.parametrize(
    "email",
    ["", "a@b.fr\nBcc: x@y.fr", "a@b.fr, x@y.fr", "pas une adresse", "é@b.fr", "a@b.fr\r\n"],
)
def test_an_address_that_is_none_is_left_out(signed_store, fiche, email):
    give(signed_store, fiche)
    produce(signed_store, fiche)
    made = draft(signed_store, fiche, email=email)
    message = read(made)
    assert message["Bcc"] is None
    assert (message["To"] or "") == made.to
    assert made.to in {"", "a@b.fr"}


@pytest.mark.parametrize("title", ["Titre\nBcc: x@y.fr", "Titre\r\n\r\nCorps", "«\u2028»"])
def test_a_convention_s_title_adds_no_header(signed_store, fiche, title):
    give(signed_store, fiche)
    produce(signed_store, fiche)
    with signed_store.write("test") as write:
        write.db.execute("UPDATE agreement SET title = ?", (title,))
        named = liaison.ensure(write, fiche.case, our_agreement(write.db, None))
    message = read(draft(signed_store, named))
    assert set(message.keys()) == {"X-Unsent", "Subject", "MIME-Version", "Content-Type"}


def test_nothing_is_drafted_before_production_nor_once_the_consent_is_gone(signed_store, fiche):
    with pytest.raises(ConsentMissing):
        draft(signed_store, fiche)
    give(signed_store, fiche)
    with pytest.raises(InputRefused, match="pas encore produite"):
        draft(signed_store, fiche)
    produce(signed_store, fiche)
    with signed_store.write("consent refuse") as write:
        consent.refuse(write, fiche, TODAY, TODAY)
    with pytest.raises(ConsentMissing):
        draft(signed_store, fiche)


def test_what_was_produced_under_another_consent_is_produced_again(signed_store, fiche):
    give(signed_store, fiche)
    produce(signed_store, fiche)
    give(signed_store, fiche)
    with pytest.raises(InputRefused, match="avec cet accord"):
        draft(signed_store, fiche)
    produce(signed_store, fiche)
    assert draft(signed_store, fiche).clear


def test_with_a_password_what_is_attached_asks_for_it(signed_store, fiche):
    from io import BytesIO

    give(signed_store, fiche)
    produce(signed_store, fiche)
    made = draft(signed_store, fiche, "agrafe cheval batterie")
    (attached,) = read(made).iter_attachments()
    reader = PdfReader(BytesIO(attached.get_content()))
    assert reader.is_encrypted
    assert reader.decrypt("agrafe cheval batterie")
    assert not made.clear


def test_no_dispatch_is_noted_and_the_draft_is_journaled(signed_store, fiche):
    give(signed_store, fiche)
    produce(signed_store, fiche)
    draft(signed_store, fiche)
    db = signed_store.read()
    assert db.execute("SELECT count(*) FROM dispatch").fetchone()[0] == 0
    assert db.execute("SELECT row FROM journal ORDER BY n DESC").fetchone()[0] == "mail_draft"
    db.close()


def test_a_rectified_fiche_says_that_it_replaces_the_one_received(signed_store, fiche):
    from pdpcli.store.liaisons import liaison_of

    give(signed_store, fiche)
    with signed_store.write("liaison correct") as write:
        write.db.execute("UPDATE liaison SET version = 2")
        again = liaison_of(write.db, fiche.case, fiche.agreement)
    produce(signed_store, again)
    message = read(draft(signed_store, again))
    assert message["Subject"] == "Fiche de liaison rectifiée 2025-0001/1"
    assert "Elle remplace celle que vous avez reçue." in message.get_body().get_content()


def test_what_the_lists_say_is_produced_is_what_is_attached(signed_store, fiche):
    give(signed_store, fiche)
    sent = produce(signed_store, fiche)
    with signed_store.write("consent record") as write:
        consent.give(write, fiche, SIGNED, TODAY, TODAY, scope="sheet")
    (attached,) = read(draft(signed_store, fiche)).iter_attachments()
    assert attached.get_content() == sent.pdf
    give(signed_store, fiche)
    with signed_store.read() as db:
        assert fiches(db, TODAY)[0]["waits"] == "produce"
    with pytest.raises(InputRefused, match="pas encore produite"):
        draft(signed_store, fiche)
