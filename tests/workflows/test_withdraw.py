"""Withdrawing: as easy as giving; nothing leaves any more, and who received it is asked to stop."""

import json
from contextlib import closing
from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from pdpcli.agreements.loader import find
from pdpcli.errors import ConsentMissing, InputRefused
from pdpcli.store.liaisons import liaison_of
from pdpcli.store.our_agreements import our_agreement
from pdpcli.workflows import agreement, consent, liaison
from pdpcli.workflows.consent import Signed
from pdpcli.workflows.dispatch import dispatch
from pdpcli.workflows.release import release
from pdpcli.workflows.stop_letter import letters_again
from pdpcli.workflows.withdraw import given_by, to_withdraw, withdraw

TODAY = date(2025, 7, 1)
BEFORE = date(2025, 6, 20)
SIGNED = Signed("Lattes", "Œdipe Fictif-Nguyễn", "person", "Santé BTP 34", "Camille Exemple")


@pytest.fixture
def fiche(case, signed_store):
    row = case()
    with signed_store.write("liaison new") as write:
        write.db.execute("UPDATE member SET phone = '04 99 00 00 00'")
        return liaison.begin(write, row, our_agreement(write.db, None), TODAY)


@pytest.fixture
def tell(signed_store, fiche):
    """Give, send or withdraw, on a day, each in its own transaction."""

    def give(on=BEFORE, of=fiche):
        with signed_store.write("consent record") as write:
            consent.give(write, of, SIGNED, on, TODAY)

    def send(on=TODAY, of=fiche):
        with signed_store.write("liaison send") as write:
            dispatch(write, of, "post", on, TODAY)

    def take_back(on=TODAY, agreement="", *, every=False):
        with signed_store.write("consent withdraw") as write:
            given = to_withdraw(write.db, fiche.case, agreement, every=every)
            return withdraw(write, fiche.case, given, on, TODAY)

    give.send, give.withdraw = send, take_back
    return give


def text_of(pdf):
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


def rows(store, sql, *bound):
    with closing(store.read()) as db:
        return [tuple(row) for row in db.execute(sql, bound).fetchall()]


def test_a_withdrawal_closes_the_gate_at_once_and_only_a_new_signature_opens_it(
    signed_store, fiche, tell
):
    tell()
    tell.withdraw()
    with pytest.raises(ConsentMissing, match="retiré"), signed_store.write("export") as write:
        release(write, fiche, TODAY)
    with pytest.raises(InputRefused, match="retiré son accord"):
        tell(BEFORE)
    tell(TODAY)
    with signed_store.write("export") as write:
        assert release(write, fiche, TODAY).pdf


def test_what_was_sent_is_listed_and_asked_back_by_one_letter_a_partner(signed_store, tell):
    tell()
    tell.send(BEFORE)
    tell.send(date(2025, 6, 25))
    done = tell.withdraw(date(2025, 6, 30))
    assert [one["channel"] for one in done.sent] == ["post", "post"]
    (letter,) = done.letters
    assert letter.name == "retrait-2025-0001-1.pdf"
    text = text_of(letter.pdf)
    for said in (
        "Service social de l'Assurance maladie, Carsat Languedoc-Roussillon", "29, cours Gambetta",
        "Référence : fiche 2025-0001/1, envoyée le 20/06/2025 et le 25/06/2025",
        "Le 30/06/2025, la personne concernée a retiré son accord",
        "article 7, paragraphe 3", "article 19", "Le 1er juillet 2025",
    ):  # fmt: skip
        assert said in text
    assert rows(
        signed_store,
        "SELECT kind, body, case_ref, liaison_number, dispatch_id, on_date FROM notice",
    ) == [("stop_letter", "carsat-lr-ssam", "2025-0001", 1, 2, "2025-07-01")]
    assert rows(signed_store, "SELECT kind, name FROM document") == [("letter", letter.name)]


def test_a_letter_carries_nothing_of_the_person(signed_store, case, fiche, tell):
    tell()
    tell.send()
    pdf = tell.withdraw().letters[0].pdf
    info = " ".join(map(str, (PdfReader(BytesIO(pdf)).metadata or {}).values()))
    for said in ("Fictif", "Nguyễn", "Œdipe", "1968", "Maçon", "Bâti", "Acacias", "06 12"):
        assert said not in text_of(pdf) + info


def test_nothing_sent_is_no_letter(tell):
    tell()
    done = tell.withdraw()
    assert (done.sent, done.letters, done.late) == ((), (), ())


def test_what_left_after_the_day_of_the_withdrawal_is_pointed_out(tell):
    tell()
    tell.send(BEFORE)
    tell.send(date(2025, 6, 29))
    assert [one["on_date"] for one in tell.withdraw(date(2025, 6, 28)).late] == ["2025-06-29"]


@pytest.mark.parametrize(
    ("on", "reason"),
    [(date(2025, 7, 2), "dans le futur"), (date(2025, 6, 19), "signé après, le 20/06/2025")],
)
def test_a_withdrawal_is_neither_in_the_future_nor_before_the_signature(
    signed_store, tell, on, reason
):
    tell()
    with pytest.raises(InputRefused) as refused:
        tell.withdraw(on)
    assert reason in refused.value.problems[0].reason
    assert rows(signed_store, "SELECT act FROM consent") == [("given",)]


def test_nothing_given_is_nothing_to_withdraw(tell):
    with pytest.raises(InputRefused, match="rien à retirer"):
        tell.withdraw()


def test_a_consent_is_withdrawn_once_and_its_letters_are_written_again_the_same(
    signed_store, fiche, tell
):
    tell()
    tell.send()
    first = tell.withdraw().letters
    with pytest.raises(InputRefused, match="déjà retiré"):
        tell.withdraw()
    with signed_store.write("consent withdraw --letters") as write:
        again = letters_again(write, fiche.case, "withdrawn")
    assert [(one.name, one.pdf) for one in again] == [(one.name, one.pdf) for one in first]
    assert again[0].recipient == "SSAM Carsat LR"
    assert rows(signed_store, "SELECT count(*) FROM notice") == [(1,)]


def test_a_second_withdrawal_has_its_own_letter(tell):
    for name in ("retrait-2025-0001-1.pdf", "retrait-2025-0001-2.pdf"):
        tell(TODAY)
        tell.send()
        assert tell.withdraw().letters[-1].name == name


def test_what_was_sent_on_a_fiche_since_cancelled_is_asked_back_too(signed_store, fiche, tell):
    tell()
    tell.send()
    with signed_store.write("test") as write:
        write.db.execute("UPDATE liaison SET cancelled_on = '2025-07-01'")
    assert len(tell.withdraw().letters) == 1


@pytest.fixture
def second(signed_store, fiche):
    """Another agreement, with its fiche for the same person."""
    with signed_store.write("agreement add") as write:
        agreement.add(write, find("prevy-cap-emploi"), "prevy", TODAY)
        return liaison.begin(write, fiche.case, our_agreement(write.db, "prevy-cap-emploi"), TODAY)


def test_of_several_consents_one_is_named_or_all_are_withdrawn(signed_store, fiche, second, tell):
    tell()
    tell(BEFORE, second)
    tell.send(TODAY, fiche)
    tell.send(TODAY, second)
    with pytest.raises(InputRefused, match="lequel") as refused:
        tell.withdraw()
    assert "--toutes" in refused.value.todo
    one = tell.withdraw(agreement="prevy-cap-emploi")
    assert one.partners == ("Cap emploi Gard",)
    assert [letter.recipient for letter in one.letters] == ["Cap emploi Gard"]
    with closing(signed_store.read()) as db:
        acts = {one.agreement.id: one.last_act for one in given_by(db, fiche.case.person_key)}
    assert acts == {"btp34-carsat-lr": "given", "prevy-cap-emploi": "withdrawn"}
    tell(TODAY, second)
    both = tell.withdraw(every=True)
    assert {letter.recipient for letter in both.letters} == {"SSAM Carsat LR", "Cap emploi Gard"}
    assert [letter.name for letter in both.letters] == [
        "retrait-2025-0001-2.pdf",
        "retrait-2025-0001-3.pdf",
    ]


@pytest.fixture
def twin(signed_store, fiche):
    """Another partner's agreement on the very same form text, kept once; its fiche."""
    with signed_store.write("test") as write:
        write.db.execute("INSERT INTO body (id, name, short) VALUES ('autre', 'Autre', 'Autre')")
        write.db.execute(
            """INSERT INTO agreement (id, as_body, partner, title, added_on)
            SELECT 'jumelle', as_body, 'autre', 'Jumelle', added_on FROM agreement"""
        )
        write.db.execute(
            """INSERT INTO liaison (case_id, agreement, form_hash, direction, signalled_on, number)
            SELECT case_id, 'jumelle', form_hash, 'out', signalled_on, 2 FROM liaison"""
        )
        found = liaison_of(write.db, fiche.case, our_agreement(write.db, "jumelle"))
    assert found is not None
    return found


def test_of_two_conventions_of_one_form_text_each_consent_is_withdrawn_apart(
    signed_store, fiche, twin, tell
):
    tell()
    tell(BEFORE, twin)
    tell.send(TODAY, fiche)
    with closing(signed_store.read()) as db:
        assert [one.agreement.id for one in given_by(db, fiche.case.person_key)] == [
            "btp34-carsat-lr", "jumelle"
        ]  # fmt: skip
    done = tell.withdraw(agreement="jumelle")
    assert (done.partners, done.sent, done.letters) == (("Autre",), (), ())
    acts = rows(signed_store, "SELECT pair, act FROM consent WHERE act <> 'given'")
    assert acts == [(twin.agreement.pair, "withdrawn")]
    with signed_store.write("export") as write:
        assert release(write, fiche, TODAY).pdf
    assert [one.recipient for one in tell.withdraw().letters] == ["SSAM Carsat LR"]


def test_the_database_refuses_a_stop_letter_without_a_dispatch(signed_store, fiche):
    from sqlcipher3 import dbapi2

    from pdpcli.store.notices import Notice, put_notice

    refused = pytest.raises(dbapi2.IntegrityError, match="no earlier dispatch")
    with refused, signed_store.write("test") as write:
        put_notice(write, fiche, Notice("stop_letter", TODAY))


def test_a_withdrawal_keeps_no_more_content_than_a_row_needs(signed_store, tell):
    tell()
    tell.withdraw()
    (content,) = rows(
        signed_store, "SELECT content FROM consent_detail ORDER BY consent_id DESC LIMIT 1"
    )[0]
    assert json.loads(content) == {}
