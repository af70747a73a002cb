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
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'C', 'd')"
)


@pytest.fixture
def db() -> Iterator[Connection]:
    with closing(dbapi2.connect(":memory:", isolation_level=None)) as made:
        migrations.migrate(made)
        for form in ("h", "h2"):
            made.execute("INSERT INTO declaration VALUES (?, 'form', 'a', 'f', 1, '')", (form,))
        made.execute("INSERT INTO body (id, name, short) VALUES ('a', 'A', 'A'), ('b', 'B', 'B')")
        made.execute(
            "INSERT INTO agreement (id, as_body, partner, title, added_on)"
            " VALUES ('ab', 'a', 'b', 'AB', '2026-01-01')"
        )
        for number, key in enumerate(("k", "k2"), start=1):
            made.execute(
                "INSERT INTO person (id, key, last_name, first_name, folded)"
                " VALUES (?, ?, 'Exemple', 'Luc', 'exemple luc')",
                (number, key),
            )
            made.execute(
                "INSERT INTO case_file (id, year, number, ref, person_id, person_key, state,"
                " opened_on, updated_at) VALUES (?, 2026, ?, ?, ?, ?, 'open', '2026-05-01', '')",
                (number, number, f"2026-000{number}", number, key),
            )
            made.execute(
                "INSERT INTO liaison (case_id, agreement, form_hash, direction, signalled_on,"
                " number) VALUES (?, 'ab', 'h', 'out', '2026-05-01', 1)",
                (number,),
            )
        yield made


def consent(db: Connection, act: str = "given", **more: object) -> int:
    row: dict[str, object] = {
        "key": "k", "pair": "a|b", "form": "f", "hash": "h", "act": act,
        "on": "2026-06-01", "until": None,
    } | more  # fmt: skip
    return int(db.execute(_CONSENT, tuple(row.values())).lastrowid)


def release(db: Connection, consent_id: int, verb: str = "INSERT", **more: object) -> None:
    row: dict[str, object] = {
        "key": "k", "case": "2026-0001", "number": 1, "pair": "a|b", "form": "f", "hash": "h",
        "consent": consent_id, "recipient": "b", "on": "2026-06-02", "at": "2026-06-02T08:00:00Z",
    } | more  # fmt: skip
    db.execute(_RELEASE.replace("INSERT", verb, 1), tuple(row.values()))


def closed(db: Connection, consent_id: int, **more: object) -> bool:
    with pytest.raises(dbapi2.IntegrityError, match="gate"):
        release(db, consent_id, **more)
    return not db.execute("SELECT count(*) FROM release").fetchone()[0]


def test_a_given_consent_opens_the_gate(db: Connection) -> None:
    release(db, consent(db))
    release(db, consent(db, until="2999-06-02"))
    assert db.execute("SELECT count(*) FROM release").fetchone()[0] == 2


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
    refused = consent(db, "refused")
    with pytest.raises(dbapi2.IntegrityError, match="gate"):
        release(db, refused, verb)
    assert not db.execute("SELECT count(*) FROM release").fetchone()[0]


@pytest.mark.parametrize(
    "said",
    [
        {"case": "2026-0002"},  # another person's situation
        {"case": "2026-0009"},
        {"number": 2},  # no such fiche
        {"recipient": "a"},  # ourselves
        {"recipient": "c"},
        {"on": "zz"},
        {"on": "2999-01-01"},
        {"at": ""},
    ],
    ids=str,
)
@pytest.mark.parametrize("verb", ["INSERT", "INSERT OR IGNORE", "INSERT OR REPLACE"])
def test_a_release_says_the_truth_of_itself(
    db: Connection, said: dict[str, object], verb: str
) -> None:
    given = consent(db)
    db.execute("PRAGMA foreign_keys = OFF")
    with pytest.raises(dbapi2.IntegrityError, match="gate"):
        release(db, given, verb, **said)
    assert not db.execute("SELECT count(*) FROM release").fetchone()[0]


def test_a_cancelled_situation_or_fiche_closes_it(db: Connection) -> None:
    given = consent(db)
    db.execute("UPDATE case_file SET state = 'cancelled'")
    assert closed(db, given)
    db.execute("UPDATE case_file SET state = 'open'")
    db.execute("UPDATE liaison SET cancelled_on = '2026-06-01'")
    assert closed(db, given)


def test_an_expired_consent_is_not_reached_back_by_dates(db: Connection) -> None:
    given = consent(db, until="2026-06-30")
    assert closed(db, given, on="2026-06-02", at="2026-06-02T08:00:00Z")


def test_a_situation_cannot_be_moved_to_a_person_who_agreed(db: Connection) -> None:
    given = consent(db)
    for sql in (
        "UPDATE case_file SET person_key = 'k' WHERE ref = '2026-0002'",
        "UPDATE person SET key = 'k3' WHERE key = 'k'",
    ):
        with pytest.raises(dbapi2.IntegrityError, match="keeps"):
            db.execute(sql)
    db.execute("UPDATE case_file SET person_id = 2 WHERE ref = '2026-0001'")
    assert closed(db, given)
