"""What is noted of a consent, how long and how far it holds, by what means, and its copy."""

import json
from contextlib import closing
from dataclasses import replace
from datetime import date

import pytest

from pdpcli.errors import ConsentMissing, InputRefused
from pdpcli.store.consents import current_consent, printed
from pdpcli.store.liaisons import valid_consent
from pdpcli.store.morning import waiting
from pdpcli.store.our_agreements import our_agreement
from pdpcli.workflows import agreement, consent, liaison
from pdpcli.workflows.consent import Signed
from pdpcli.workflows.received import ReceivedFile, keep
from pdpcli.workflows.release import release
from pdpcli.workflows.scan import keep_scan
from pdpcli.workflows.sheet import sheet_to_sign

TODAY = date(2025, 7, 1)
SIGNED = Signed("Lattes", "Œdipe Fictif-Nguyễn", "person", "Santé BTP 34", "Camille Exemple")


@pytest.fixture
def begin(signed_store):
    """Begin a fiche of a situation, under the parameters now in force."""

    def run(row, **chosen):
        with signed_store.write("liaison new") as write:
            for key, choice in chosen.items():
                agreement.choose(write, our_agreement(write.db, None), key, choice)
            return liaison.begin(write, row, our_agreement(write.db, None), TODAY)

    return run


@pytest.fixture
def give(signed_store):
    def run(fiche, signed=SIGNED, on=TODAY, **more):
        with signed_store.write("consent record") as write:
            return consent.give(write, fiche, signed, on, TODAY, **more)

    run.store = signed_store
    return run


def row_of(store, number):
    with closing(store.read()) as db:
        row = db.execute(
            """SELECT c.*, d.content FROM consent c JOIN consent_detail d ON d.consent_id = c.id
            WHERE c.id = ?""",
            (number,),
        ).fetchone()
        return {**dict(row), "content": json.loads(row["content"])}


def opens(store, fiche, on=TODAY):
    with closing(store.read()) as db:
        return valid_consent(db, fiche, on) is not None


def test_by_default_it_covers_every_fiche_and_has_no_term(signed_store, case, begin, give):
    row = case()
    first, second = begin(row), begin(row)
    held = row_of(signed_store, give(first))
    assert (held["scope"], held["expires_on"], held["means"]) == (None, None, "paper")
    assert opens(signed_store, first)
    assert opens(signed_store, second)


@pytest.mark.parametrize(
    ("chosen", "scope"),
    [
        ("toutes", None),
        ("une seule situation", "2025-0001"),
        ("une seule fiche", "2025-0001/1"),
    ],
)
def test_the_parameter_says_how_far_it_reaches(case, begin, give, chosen, scope):
    row = case()
    store = give.store
    fiches = [begin(row, consent_scope=chosen), begin(row), begin(case(person_id=row.person_id))]
    assert row_of(store, give(fiches[0]))["scope"] == scope
    covered = [opens(store, one) for one in fiches]
    reaches = {None: 3, "2025-0001": 2, "2025-0001/1": 1}[scope]
    assert covered == [n < reaches for n in range(3)]


def test_a_narrower_consent_may_be_said(signed_store, case, begin, give):
    row = case()
    fiche, other = begin(row), begin(row)
    give(fiche, scope="sheet")
    assert (opens(signed_store, fiche), opens(signed_store, other)) == (True, False)


def test_its_last_day_is_counted_from_the_signature_and_included(signed_store, case, begin, give):
    fiche = begin(case(), consent_months="1200")
    held = row_of(signed_store, give(fiche, on=date(2025, 6, 10)))
    assert held["expires_on"] == "2125-06-10"
    assert opens(signed_store, fiche, date(2125, 6, 10))
    assert not opens(signed_store, fiche, date(2125, 6, 11))


def test_one_that_is_over_is_not_reached_back_by_a_date(signed_store, case, begin, give):
    fiche = begin(case(), consent_months="1")
    give(fiche, on=date(2025, 6, 10))
    assert not opens(signed_store, fiche, date(2025, 6, 20))


def test_a_parameter_changed_later_alters_nothing_that_was_signed(signed_store, case, begin, give):
    row = case()
    fiche = begin(row, consent_months="1")
    number = give(fiche)
    before = row_of(signed_store, number)
    begin(row, consent_months="0", consent_scope="une seule fiche")
    assert row_of(signed_store, number) == before


def test_given_aloud_it_is_refused_until_the_agreement_accepts_it(signed_store, case, begin, give):
    row = case()
    aloud = replace(SIGNED, place="", how="par téléphone")
    with pytest.raises(InputRefused, match="de vive voix") as refused:
        give(begin(row), aloud, means="oral")
    assert "consent_oral oui" in refused.value.todo
    accepting = begin(row, consent_oral="oui")
    number = give(accepting, aloud, means="oral")
    assert opens(signed_store, accepting)
    assert row_of(signed_store, number)["content"]["how"] == "par téléphone"
    refusing = begin(row, consent_oral="non")
    assert not opens(signed_store, accepting)
    with pytest.raises(ConsentMissing, match="de vive voix"), signed_store.write("x") as write:
        release(write, refusing, TODAY)


@pytest.mark.parametrize(
    ("changed", "missing"),
    [
        ({"capacity": "guardian"}, ["document vu"]),
        ({"capacity": "curator", "signer": " "}, ["signataire", "document vu"]),
        ({"capacity": "unable"}, ["témoin"]),
        ({"place": "", "collected_by": "", "kept_by": ""},
         ["fait à", "gardé par", "recueilli par"]),
    ],
)  # fmt: skip
def test_what_must_be_noted_is_said_at_once(case, begin, give, changed, missing):
    with pytest.raises(InputRefused) as refused:
        give(begin(case()), replace(SIGNED, **changed))
    assert [problem.place for problem in refused.value.problems] == missing


def test_given_aloud_it_is_noted_by_whom_and_how_but_not_where(case, begin, give):
    fiche = begin(case(), consent_oral="oui")
    with pytest.raises(InputRefused) as refused:
        give(fiche, replace(SIGNED, place="", collected_by=""), means="oral")
    assert [problem.place for problem in refused.value.problems] == ["recueilli par", "comment"]


@pytest.mark.parametrize("key", ["document_seen", "language", "translated_by", "witness", "how"])
def test_everything_printed_of_it_is_printable(case, begin, give, key):
    with pytest.raises(InputRefused) as refused:
        give(begin(case()), replace(SIGNED, **{key: "漢字"}))
    assert refused.value.problems[0].place == consent.PLACES[key]


def test_what_was_said_of_it_is_kept_and_nothing_else(signed_store, case, begin, give):
    said = replace(
        SIGNED, signer="Ève Fictive", capacity="guardian",
        document_seen="jugement du 12/03/2024", language="vietnamien", translated_by="M. Lê",
    )  # fmt: skip
    content = row_of(signed_store, give(begin(case()), said))["content"]
    assert content == {
        "place": "Lattes", "signer": "Ève Fictive", "capacity": "guardian",
        "kept_by": "Santé BTP 34", "collected_by": "Camille Exemple",
        "document_seen": "jugement du 12/03/2024", "language": "vietnamien",
        "translated_by": "M. Lê",
    }  # fmt: skip


def test_a_partner_collects_on_its_own_sheet_only(signed_store, case, begin, give):
    row = case()
    with pytest.raises(InputRefused, match="vient de nous"):
        give(begin(row), means="partner")
    with signed_store.write("signal new") as write:
        ours = our_agreement(write.db, None)
        theirs = liaison.begin(write, row, ours, TODAY, received_on=TODAY)
        sheet = ReceivedFile(b"%PDF-1.4 fictif", "pdf")
        document = keep(write, theirs, sheet, TODAY)
    number = give(theirs, means="partner", scope="person", document=document)
    assert row_of(signed_store, number)["scope"] == theirs.ref
    assert opens(signed_store, theirs)
    assert not opens(signed_store, begin(row))
    with closing(signed_store.read()) as db:
        proof = current_consent(db, theirs, TODAY)["proof"]
    assert (proof["kind"], proof["sha256"]) == ("received", sheet.sha256)


@pytest.mark.parametrize("scope", ["person", "case", "sheet"])
def test_a_refusal_after_a_consent_closes_the_gate_and_nothing_asks_again(
    signed_store, case, begin, give, scope
):
    fiche = begin(case())
    give(fiche, scope=scope)
    with signed_store.write("consent refuse") as write:
        consent.refuse(write, fiche, TODAY, TODAY)
    assert not opens(signed_store, fiche)
    with closing(signed_store.read()) as db:
        assert waiting(db, TODAY) == []
        assert current_consent(db, fiche, TODAY)["act"] == "refused"
    with signed_store.write("liaison more") as write:
        write.db.execute("UPDATE liaison SET round = 1")
    with closing(signed_store.read()) as db:
        assert waiting(db, TODAY) == []


@pytest.mark.parametrize("on", [date(2025, 7, 2), date(1968, 3, 3)])
def test_a_refusal_is_neither_in_the_future_nor_before_birth(signed_store, case, begin, on):
    fiche = begin(case())
    with pytest.raises(InputRefused), signed_store.write("consent refuse") as write:
        consent.refuse(write, fiche, on, TODAY)


def scan(store, fiche, number, data=b"%PDF-1.4 fictif", **more):
    with store.write("consent scan") as write:
        keep_scan(write, fiche, number, ReceivedFile(data, "pdf"), **more)


def test_one_copy_is_kept_of_a_consent_and_may_be_replaced(signed_store, case, begin, give):
    fiche = begin(case())
    number = give(fiche)
    scan(signed_store, fiche, number)
    with pytest.raises(InputRefused, match="déjà gardée"):
        scan(signed_store, fiche, number, b"%PDF-1.4 autre")
    scan(signed_store, fiche, number, b"%PDF-1.4 autre", replace=True)
    with closing(signed_store.read()) as db:
        held = db.execute("SELECT bytes, name, consent_id FROM document").fetchall()
    assert [tuple(one) for one in held] == [(b"%PDF-1.4 autre", "accord-2025-0001-1.pdf", number)]


def test_one_file_is_not_the_copy_of_two_persons(signed_store, case, begin, give):
    fiche, other = begin(case()), begin(case(nom="Autre-Fictif"))
    scan(signed_store, fiche, give(fiche))
    with pytest.raises(InputRefused, match="d'une autre personne"):
        scan(signed_store, other, give(other))


def test_a_sheet_printed_is_known_by_its_last_day(signed_store, case, begin):
    row = case()
    fiche, other = begin(row), begin(row)
    for _ in range(2):
        with signed_store.write("consent print", row.ref) as write:
            sheet_to_sign(write, other, TODAY)
    with closing(signed_store.read()) as db:
        assert list(printed(db, row.ref)) == [other.number]
        assert printed(db, "2025-00010") == printed(db, "2025-0002") == {}
    assert fiche.number != other.number
