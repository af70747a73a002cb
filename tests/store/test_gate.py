"""The database refuses a release without the latest, valid consent, whatever is asked in SQL."""

from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest
from sqlcipher3 import dbapi2

from pdpcli.store import migrations

Connection = Any
_CONSENT = (
    "INSERT INTO consent (person_key, pair, form_id, form_hash, act, on_date, expires_on,"
    " recorded_at, author, digest) VALUES (?, ?, ?, ?, ?, ?, ?, '2026-06-01', 'C', 'd')"
)
_RELEASE = (
    "INSERT INTO release (person_key, case_ref, liaison_number, pair, form_id, form_hash,"
    " consent_id, recipient, on_date, recorded_at, author, digest)"
    " VALUES (?, '2026-0001', 1, ?, ?, ?, ?, 'b', ?, '2026-06-02', 'C', 'd')"
)


@pytest.fixture
def db() -> Iterator[Connection]:
    with closing(dbapi2.connect(":memory:", isolation_level=None)) as made:
        migrations.migrate(made)
        for form in ("h", "h2"):
            made.execute("INSERT INTO declaration VALUES (?, 'form', 'a', 'f', 1, '')", (form,))
        made.execute("INSERT INTO body (id, name, short) VALUES ('b', 'B', 'B')")
        made.execute(
            "INSERT INTO person (key, last_name, first_name, folded)"
            " VALUES ('k', 'Exemple', 'Luc', 'exemple luc')"
        )
        yield made


def consent(db: Connection, act: str = "given", **more: object) -> int:
    row: dict[str, object] = {
        "key": "k", "pair": "a|b", "form": "f", "hash": "h", "act": act,
        "on": "2026-06-01", "until": None,
    } | more  # fmt: skip
    return int(db.execute(_CONSENT, tuple(row.values())).lastrowid)


def release(db: Connection, consent_id: int, **more: object) -> None:
    row: dict[str, object] = {
        "key": "k", "pair": "a|b", "form": "f", "hash": "h", "consent": consent_id,
        "on": "2026-06-02",
    } | more  # fmt: skip
    db.execute(_RELEASE, tuple(row.values()))


def closed(db: Connection, consent_id: int, **more: object) -> bool:
    with pytest.raises(dbapi2.IntegrityError, match="gate"):
        release(db, consent_id, **more)
    return not db.execute("SELECT count(*) FROM release").fetchone()[0]


def test_a_given_consent_opens_the_gate(db: Connection) -> None:
    release(db, consent(db))
    release(db, consent(db, until="2026-06-02"))


def test_no_consent_at_all_closes_it(db: Connection) -> None:
    db.execute("PRAGMA foreign_keys = OFF")
    assert closed(db, 99)


@pytest.mark.parametrize("other", [{"key": "k2"}, {"pair": "a|c"}, {"form": "g"}, {"hash": "h2"}])
def test_another_person_pair_or_form_closes_it(db: Connection, other: dict[str, object]) -> None:
    assert closed(db, consent(db), **other)


@pytest.mark.parametrize("act", ["withdrawn", "refused"])
@pytest.mark.parametrize("on", ["2026-06-01", "2020-01-01", "2030-01-01"])
def test_a_later_row_that_is_no_closes_it_whatever_its_date(
    db: Connection, act: str, on: str
) -> None:
    given = consent(db)
    no = consent(db, act, on=on)
    assert closed(db, given)
    assert closed(db, no)


@pytest.mark.parametrize("act", ["withdrawn", "refused"])
def test_a_withdrawal_of_any_version_of_the_form_closes_it(db: Connection, act: str) -> None:
    given = consent(db)
    consent(db, act, hash="h2")
    assert closed(db, given)


def test_after_a_withdrawal_only_the_new_consent_opens_it(db: Connection) -> None:
    given = consent(db)
    consent(db, "withdrawn")
    again = consent(db)
    assert closed(db, given)
    release(db, again)


def test_the_withdrawal_given_to_another_body_does_not_close_it(db: Connection) -> None:
    given = consent(db)
    consent(db, "withdrawn", pair="a|c")
    release(db, given)


def test_expired_it_closes(db: Connection) -> None:
    assert closed(db, consent(db, until="2026-06-01"))


def test_a_release_dated_before_its_consent_is_refused(db: Connection) -> None:
    assert closed(db, consent(db), on="2026-05-31")


def test_a_consent_cannot_be_slipped_in_before_the_withdrawal(db: Connection) -> None:
    consent(db, "withdrawn")
    with pytest.raises(dbapi2.IntegrityError, match="append-only"):
        db.execute(
            "INSERT INTO consent VALUES (-5, 'k', 'a|b', 'f', 'h', 'given', '2026-06-01', NULL,"
            " '2026-06-01', 'C', 'd')"
        )


def test_a_limited_person_closes_it_until_the_limit_is_lifted(db: Connection) -> None:
    given = consent(db)
    db.execute("UPDATE person SET limited_on = '2026-06-01'")
    assert closed(db, given)
    db.execute("UPDATE person SET limited_on = NULL")
    release(db, given)


@pytest.mark.parametrize("verb", ["INSERT OR IGNORE", "INSERT OR REPLACE", "REPLACE"])
def test_no_way_of_inserting_goes_round_it(db: Connection, verb: str) -> None:
    consent(db, "refused")
    with pytest.raises(dbapi2.IntegrityError, match="gate"):
        db.execute(_RELEASE.replace("INSERT", verb, 1), ("k", "a|b", "f", "h", 1, "2026-06-02"))
    assert not db.execute("SELECT count(*) FROM release").fetchone()[0]
