"""The gate: a fiche leaves only with the consent of this person, for this pair and this form."""

import hashlib
from contextlib import closing
from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from pdpcli.errors import ConsentMissing, InputRefused
from pdpcli.store.our_agreements import our_agreement
from pdpcli.workflows import act, consent, liaison
from pdpcli.workflows.consent import Signed
from pdpcli.workflows.dispatch import dispatch, doubts
from pdpcli.workflows.release import release
from pdpcli.workflows.sheet import sheet_to_sign

TODAY = date(2025, 7, 1)
SIGNED = Signed("Lattes", "Œdipe Fictif-Nguyễn", "person", "Santé BTP 34", "Camille Exemple")


@pytest.fixture
def fiche(case, signed_store):
    """A situation with its fiche begun and our referent's telephone known."""
    row = case()
    with signed_store.write("liaison new") as write:
        write.db.execute("UPDATE member SET phone = '04 99 00 00 00'")
        return liaison.begin(write, row, our_agreement(write.db, None), TODAY)


@pytest.fixture
def agreed(signed_store, fiche):
    def run(on=TODAY):
        with signed_store.write("consent record") as write:
            return consent.give(write, fiche, SIGNED, on, TODAY)

    return run


@pytest.fixture
def released(signed_store, fiche):
    def run(on=TODAY):
        with signed_store.write("liaison export") as write:
            return release(write, fiche, on)

    return run


def text_of(pdf):
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


def count(store, table):
    with closing(store.read()) as db:
        return db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]


def test_without_consent_nothing_exists(signed_store, released):
    with pytest.raises(ConsentMissing, match="n'a pas d'accord signé"):
        released()
    assert count(signed_store, "release") == count(signed_store, "document") == 0


def test_with_consent_the_fiche_leaves_and_is_kept_with_its_hash(signed_store, agreed, released):
    agreed()
    sent = released()
    text = text_of(sent.pdf)
    for expected in ("Fictif-Nguyễn", "Œdipe", "Lattes", "01/07/2025", "original conservé par"):
        assert expected in text
    with closing(signed_store.read()) as db:
        held = db.execute("SELECT sha256, bytes, name FROM document").fetchone()
    assert held["bytes"] == sent.pdf
    assert held["sha256"] == hashlib.sha256(sent.pdf).hexdigest()
    assert "Fictif" not in held["name"]


def test_a_refusal_closes_the_gate_and_a_new_signature_opens_it(
    signed_store, fiche, agreed, released
):
    agreed()
    with signed_store.write("consent refuse") as write:
        consent.refuse(write, fiche, TODAY, TODAY)
    with pytest.raises(ConsentMissing, match="porte un refus"):
        released()
    agreed()
    assert released().pdf.startswith(b"%PDF")


def test_a_limitation_closes_the_gate(signed_store, agreed, released):
    agreed()
    with signed_store.write("rights") as write:
        write.db.execute("UPDATE person SET limited_on = '2025-07-01'")
    with pytest.raises(ConsentMissing, match="limitation"):
        released()


def test_a_consent_for_another_pair_is_named_and_does_not_hold(signed_store, agreed, released):
    agreed()
    with signed_store.write("test") as write:
        write.db.execute("INSERT INTO body (id, name, short) VALUES ('cap', 'Cap', 'Cap emploi')")
        write.db.execute("""UPDATE agreement SET partner = 'cap' WHERE id = 'btp34-carsat-lr'""")
        moved = our_agreement(write.db, None)
    row = liaison_case(signed_store)
    with pytest.raises(ConsentMissing) as refused, signed_store.write("export") as write:
        release(write, liaison.ensure(write, row, moved), TODAY)
    assert "La personne a signé pour" in refused.value.where


def liaison_case(store):
    from pdpcli.store.cases import case_by_ref

    with closing(store.read()) as db:
        return case_by_ref(db, "2025-0001", TODAY)


@pytest.mark.parametrize(
    ("on", "reason"),
    [(date(2025, 7, 2), "dans le futur"), (date(1968, 3, 3), "précède la naissance")],
)
def test_a_signature_is_neither_in_the_future_nor_before_birth(agreed, on, reason):
    with pytest.raises(InputRefused) as refused:
        agreed(on)
    assert reason in refused.value.problems[0].reason


def test_the_sheet_to_sign_needs_no_consent_and_is_journaled(signed_store, fiche):
    with signed_store.write("consent print", fiche.case.ref) as write:
        sheet = sheet_to_sign(write, fiche, TODAY)
    text = text_of(sheet.pdf)
    assert "Exemplaire à faire signer" in text
    with closing(signed_store.read()) as db:
        row = db.execute("SELECT action, subject FROM journal ORDER BY n DESC").fetchone()
    assert tuple(row) == ("consent print", "2025-0001")


def test_an_incomplete_fiche_says_everything_that_is_missing(case, signed_store):
    row = case(adresse=None, poste=None)
    with signed_store.write("consent record") as write:
        begun = liaison.begin(write, row, our_agreement(write.db, None), TODAY)
        consent.give(write, begun, SIGNED, TODAY, TODAY)
    with pytest.raises(InputRefused) as refused, signed_store.write("export") as write:
        release(write, begun, TODAY)
    missing = {problem.reason for problem in refused.value.problems}
    assert {"Adresse de la personne", "Poste occupé"} <= missing


def test_a_dispatch_is_counted_once_in_the_year_of_its_signalement(
    signed_store, fiche, agreed, released
):
    agreed()
    released()
    for _ in range(2):
        with signed_store.write("liaison send") as write:
            sent = dispatch(write, fiche, "secure_mail", TODAY, TODAY)
    assert not sent.breach
    with closing(signed_store.read()) as db:
        rows = db.execute("SELECT on_date, direction FROM act WHERE kind = 'referral'").fetchall()
    assert [tuple(row) for row in rows] == [("2025-07-01", "out")]
    assert count(signed_store, "dispatch") == 2


def test_a_dispatch_without_consent_is_recorded_as_a_breach(signed_store, fiche):
    with signed_store.write("liaison send") as write:
        assert dispatch(write, fiche, "email", TODAY, TODAY).breach
    assert count(signed_store, "dispatch") == 1


def test_a_refusal_after_the_day_it_left_is_no_breach(signed_store, fiche, agreed):
    agreed(date(2025, 6, 25))
    with signed_store.write("consent refuse") as write:
        consent.refuse(write, fiche, date(2025, 6, 30), TODAY)
    with signed_store.write("liaison send") as write:
        assert not dispatch(write, fiche, "post", date(2025, 6, 26), TODAY).breach
    with signed_store.write("liaison send") as write:
        assert dispatch(write, fiche, "post", TODAY, TODAY).breach


def test_a_referral_cancelled_is_counted_again_when_sent_again(signed_store, fiche, agreed):
    agreed()
    for reason in ("noté par erreur", None):
        with signed_store.write("liaison send") as write:
            dispatch(write, fiche, "post", TODAY, TODAY)
        if reason:
            with signed_store.write("act cancel") as write:
                found = "SELECT max(id) FROM act WHERE kind = 'referral'"
                act.cancel(write, write.db.execute(found).fetchone()[0], reason)
    with closing(signed_store.read()) as db:
        rows = db.execute("SELECT state FROM act WHERE kind = 'referral' ORDER BY id").fetchall()
    assert [row["state"] for row in rows] == ["cancelled", "done"]


def test_a_fiche_does_not_say_who_the_person_is(signed_store, fiche, agreed):
    """The consent is hers: another name on the sheet would borrow it."""
    agreed()
    for key in ("nom", "nni", "signataire"):
        with pytest.raises(InputRefused) as refused, signed_store.write("edit") as write:
            liaison.answer(write, fiche, {key: "Inconnu"})
        assert refused.value.problems[0].place == key
    with signed_store.write("edit") as write:
        liaison.answer(write, fiche, {"contexte": "Plus court, pour ce partenaire (fictif)."})
    with signed_store.write("liaison export") as write:
        again = liaison.ensure(write, fiche.case, fiche.agreement)
        sent = release(write, again, TODAY)
    assert "Plus court, pour ce partenaire" in text_of(sent.pdf)


def test_a_cancelled_situation_leaves_no_more(signed_store, fiche, agreed):
    from dataclasses import replace

    agreed()
    with pytest.raises(InputRefused, match="annulée"), signed_store.write("export") as write:
        liaison.ensure(write, replace(fiche.case, state="cancelled"), fiche.agreement)


def test_a_signature_before_a_refusal_does_not_undo_it(signed_store, fiche, agreed, released):
    with signed_store.write("consent refuse") as write:
        consent.refuse(write, fiche, TODAY, TODAY)
    with pytest.raises(InputRefused, match="a refusé le 01/07/2025"):
        agreed(date(2025, 6, 30))
    agreed(TODAY)
    assert released().pdf


def test_what_was_never_produced_or_was_sent_already_is_to_be_confirmed(
    signed_store, fiche, agreed, released
):
    def found():
        with closing(signed_store.read()) as db:
            return doubts(db, fiche)

    assert ["Aucune fiche" in doubt for doubt in found()] == [True]
    agreed()
    released()
    assert found() == []
    with signed_store.write("liaison send") as write:
        dispatch(write, fiche, "post", TODAY, TODAY)
    assert ["Déjà envoyée le 01/07/2025" in doubt for doubt in found()] == [True]


def test_the_first_fiche_bears_the_date_of_the_signalement(case, signed_store):
    row = case(date_signalement="20/12/2024", prereprise=None, prereprise_date=None,
               arret_debut="01/12/2024")  # fmt: skip
    with signed_store.write("consent print") as write:
        begun = liaison.ensure(write, row, our_agreement(write.db, None))
    assert begun.signalled_on == date(2024, 12, 20)


@pytest.mark.parametrize("place", ["漢字", "  "])
def test_what_the_consent_block_prints_is_printable(signed_store, fiche, place):
    from dataclasses import replace

    with pytest.raises(InputRefused) as refused, signed_store.write("consent record") as write:
        consent.give(write, fiche, replace(SIGNED, place=place), TODAY, TODAY)
    assert refused.value.problems[0].place == "fait à"


def test_the_sheet_to_sign_bears_the_name_and_leaves_the_rest_to_the_hand(signed_store, fiche):
    with signed_store.write("consent print") as write:
        text = text_of(sheet_to_sign(write, fiche, TODAY).pdf)
    assert "Œdipe Fictif-Nguyễn" in text  # elsewhere the two names are apart
    assert "original conservé" not in text
