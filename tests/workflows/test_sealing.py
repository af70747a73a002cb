"""One seal stands at a time, made with the store; each document sealed is noted.

Every service, key and document here is fictional.
"""

import hashlib
from contextlib import closing
from datetime import date
from io import BytesIO

import pytest
from pkcs12_made import PASSWORD, organisation
from reportlab.pdfgen.canvas import Canvas

from pdpcli.errors import InputRefused
from pdpcli.forms.certificate import described, in_groups
from pdpcli.forms.seal_seen import inspect
from pdpcli.store.open import Store
from pdpcli.store.seals import SealRow, all_seals, current, seal_key
from pdpcli.workflows.check import check
from pdpcli.workflows.seal import import_pkcs12, retire
from pdpcli.workflows.sealing import seal_document, seal_notice

TODAY = date(2026, 6, 15)


@pytest.fixture
def plain() -> bytes:
    made = BytesIO()
    canvas = Canvas(made, invariant=1)
    canvas.drawString(100, 700, "Fiche fictive")
    canvas.save()
    return made.getvalue()


def seals(store: Store) -> list[SealRow]:
    with closing(store.read()) as db:
        return all_seals(db)


def rows(store: Store, sql: str) -> list[tuple]:
    with closing(store.read()) as db:
        return [tuple(row) for row in db.execute(sql)]


def test_a_new_store_has_its_seal_in_the_name_of_the_service(store: Store):
    (row,) = seals(store)
    assert (row.source, row.subject, row.retired_on) == ("own", "Santé BTP 34", None)
    assert row.fingerprint == described(row.certificate).fingerprint
    assert rows(store, "SELECT action FROM journal WHERE \"table\" = 'seal'") == [("init",)]


def test_the_private_key_is_nowhere_in_clear(store: Store):
    with closing(store.read()) as db:
        key = seal_key(db, 1).private_key
    body = key.splitlines()[1].encode()
    written = [path for path in store.home.parent.rglob("*") if path.is_file()]
    assert written
    assert not any(body in path.read_bytes() for path in written)
    assert not hasattr(seals(store)[0], "private_key")


def test_a_sealed_document_is_noted_with_its_hashes(store: Store, plain: bytes):
    with store.write("essai") as write:
        sealed = seal_document(write, plain)
    (row,) = seals(store)
    (seen,) = inspect(sealed, [row.certificate])
    assert seen.state == "intact"
    assert row.documents == 1
    assert rows(store, "SELECT seal_id, signature, sha256, author FROM sealing") == [
        (1, seen.signature, hashlib.sha256(sealed).hexdigest(), "Camille Exemple")
    ]
    assert all(finding.sound for finding in check(store))


def test_the_notice_is_the_agreed_wording(store: Store):
    with store.write("essai") as write:
        said = seal_notice(write, TODAY)
    assert said == (
        "Cachet électronique de Santé BTP 34, posé le 15/06/2026 selon l'horloge du poste. Il "
        "permet de constater que ce fichier n'a pas été modifié depuis. Le certificat est établi "
        "par la cellule elle-même : il n'atteste ni l'identité du signataire, ni la date à "
        "l'égard des tiers ; ce n'est ni une signature avancée ni une signature qualifiée "
        f"(règlement UE 910/2014). Empreinte : {in_groups(seals(store)[0].fingerprint)}"
    )


def test_a_store_from_before_the_seals_makes_its_own_at_first_use(store: Store, plain: bytes):
    with store.write("essai") as write:
        write.db.execute("DELETE FROM seal")
    with store.write("essai") as write:
        said = seal_notice(write, TODAY)
        sealed = seal_document(write, plain)
    (row,) = seals(store)
    assert in_groups(row.fingerprint) in said
    assert [one.state for one in inspect(sealed, [row.certificate])] == ["intact"]


def test_what_fails_after_sealing_notes_nothing(store: Store, plain: bytes):
    def sealing_then_failing() -> None:
        with store.write("essai") as write:
            seal_document(write, plain)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        sealing_then_failing()
    assert rows(store, "SELECT count(*) FROM sealing") == [(0,)]


def test_an_imported_seal_takes_the_place_of_ours_which_stays(store: Store, plain: bytes):
    with store.write("seal import") as write:
        import_pkcs12(write, organisation(), PASSWORD)
        sealed = seal_document(write, plain)
        said = seal_notice(write, TODAY)
    own, imported = seals(store)
    assert own.retired_reason == "remplacé"
    assert own.retired_on
    assert (imported.source, imported.subject, imported.documents) == (
        "imported",
        "SPSTI fictif",
        1,
    )
    assert [one.state for one in inspect(sealed, [imported.certificate])] == ["intact"]
    assert "établi par Autorité fictive au nom de SPSTI fictif" in said
    assert "niveau déclaré par l'émetteur, non vérifié" in said
    assert "elle-même" not in said


def test_the_issuers_of_an_imported_seal_are_in_the_file(store: Store, plain: bytes):
    from asn1crypto.cms import ContentInfo
    from pypdf import PdfReader

    with store.write("seal import") as write:
        import_pkcs12(write, organisation(), PASSWORD)
        sealed = seal_document(write, plain)
    contents = PdfReader(BytesIO(sealed)).get_fields()["pdp_cachet"]["/V"]["/Contents"]
    held = ContentInfo.load(contents.original_bytes)["content"]["certificates"]
    names = {one.chosen.subject.native["common_name"] for one in held}
    assert names == {"SPSTI fictif", "Autorité fictive"}


def test_a_refused_import_changes_nothing(store: Store):
    def refused(data: bytes, password: str) -> None:
        with pytest.raises(InputRefused), store.write("seal import") as write:
            import_pkcs12(write, data, password)

    refused(organisation(), "autre")
    assert [row.source for row in seals(store)] == ["own"]
    assert seals(store)[0].retired_on is None


def test_the_same_certificate_is_not_taken_twice(store: Store):
    file = organisation()
    with store.write("seal import") as write:
        import_pkcs12(write, file, PASSWORD)
    with pytest.raises(InputRefused, match="cachet 2"), store.write("seal import") as write:
        import_pkcs12(write, file, PASSWORD)


def test_a_retired_seal_stays_and_the_next_document_makes_another(store: Store, plain: bytes):
    with store.write("seal retire") as write:
        retire(write, 1, "poste volé (fictif)", TODAY)
        assert current(write.db) is None
        sealed = seal_document(write, plain)
    before, now = seals(store)
    assert (before.retired_on, before.retired_reason) == ("2026-06-15", "poste volé (fictif)")
    assert (now.source, now.retired_on, now.documents) == ("own", None, 1)
    (seen,) = inspect(sealed, [before.certificate, now.certificate])
    assert seen.fingerprint == now.fingerprint


def test_retiring_twice_or_an_unknown_one_is_refused(store: Store):
    with store.write("seal retire") as write:
        retire(write, 1, "essai", TODAY)
    for number in (1, 9):
        with pytest.raises(InputRefused), store.write("seal retire") as write:
            retire(write, number, "essai", TODAY)


@pytest.mark.parametrize("verb", ["UPDATE sealing SET at = ''", "DELETE FROM sealing"])
def test_the_journal_of_seals_is_never_edited(store: Store, plain: bytes, verb: str):
    with store.write("essai") as write:
        seal_document(write, plain)

    def edit() -> None:
        with store.write("essai") as write:
            write.db.execute(verb)

    with pytest.raises(Exception, match="append"):
        edit()
