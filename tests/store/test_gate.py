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
    " means, scope, recorded_at, author, digest)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, '2026-06-01', 'C', 'd')"
)
_RELEASE = (
    "INSERT INTO release (person_key, case_ref, liaison_number, pair, form_id, form_hash,"
    " consent_id, recipient, on_date, recorded_at, version, round, author, digest)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'C', 'd')"
)


@pytest.fixture
def db() -> Iterator[Connection]:
    with closing(dbapi2.connect(":memory:", isolation_level=None)) as made:
        migrations.migrate(made)
        for form in ("h", "h2"):
            made.execute("INSERT INTO declaration VALUES (?, 'form', 'ab', 'f', 1, '')", (form,))
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
        "on": "2026-06-01", "until": None, "means": "paper", "scope": None,
    } | more  # fmt: skip
    return int(db.execute(_CONSENT, tuple(row.values())).lastrowid)


def release(db: Connection, consent_id: int, verb: str = "INSERT", **more: object) -> None:
    row: dict[str, object] = {
        "key": "k", "case": "2026-0001", "number": 1, "pair": "a|b", "form": "f", "hash": "h",
        "consent": consent_id, "recipient": "b", "on": "2026-06-02", "at": "2026-06-02T08:00:00Z",
        "version": 1, "round": 0,
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
            " '2026-06-01', 'C', 'd', 'paper', NULL)"
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


@pytest.mark.parametrize("scope", ["2026-0001", "2026-0001/1"])
def test_a_consent_for_a_situation_or_a_fiche_opens_that_one(db: Connection, scope: str) -> None:
    release(db, consent(db, scope=scope))


@pytest.mark.parametrize("scope", ["2026-0002", "2026-0001/2", "2026-0001/11", "2026-0002/1", ""])
def test_a_consent_for_another_situation_or_fiche_closes_it(db: Connection, scope: str) -> None:
    assert closed(db, consent(db, scope=scope))


def test_a_later_signature_for_one_fiche_leaves_the_one_for_all_standing(db: Connection) -> None:
    for_all = consent(db)
    consent(db, scope="2026-0001/1")
    release(db, for_all)


def test_a_later_signature_of_the_same_scope_takes_its_place(db: Connection) -> None:
    first = consent(db, scope="2026-0001/1")
    second = consent(db, scope="2026-0001/1")
    assert closed(db, first)
    release(db, second)


@pytest.mark.parametrize("act", ["withdrawn", "refused"])
@pytest.mark.parametrize("scope", [None, "2026-0001", "2026-0001/1"])
def test_a_no_closes_every_scope(db: Connection, act: str, scope: str | None) -> None:
    given = consent(db, scope=scope)
    consent(db, act)
    assert closed(db, given)


def test_a_new_signature_asked_is_waited_for(db: Connection) -> None:
    before = consent(db)
    db.execute("UPDATE liaison SET version = 2, consent_after = ?", (before,))
    assert closed(db, before, version=2)
    after = consent(db)
    release(db, after, version=2)


@pytest.mark.parametrize("less", [None, 0])
def test_a_new_signature_asked_stays_asked(db: Connection, less: int | None) -> None:
    before = consent(db)
    db.execute("UPDATE liaison SET consent_after = ?", (before,))
    with pytest.raises(dbapi2.IntegrityError, match="gate"):
        db.execute("UPDATE liaison SET consent_after = ?", (less,))
    assert closed(db, before)


@pytest.mark.parametrize("other", [{"version": 1}, {"round": 0}, {"version": 3}, {"round": 2}])
def test_a_release_is_of_the_version_and_the_round_there_are(
    db: Connection, other: dict[str, object]
) -> None:
    given = consent(db)
    db.execute("UPDATE liaison SET version = 2, round = 1")
    now: dict[str, object] = {"version": 2, "round": 1}
    assert closed(db, given, **(now | other))
    release(db, given, **now)


def test_nothing_more_is_written_of_somebody_erased(db: Connection) -> None:
    given = consent(db)
    written = (
        lambda: release(db, given),
        lambda: consent(db),
        lambda: db.execute(_FICHE.format("INSERT", "NULL").replace(", number FROM", ", 2 FROM")),
        lambda: db.execute('UPDATE liaison SET answers = \'{"nom": "Exemple"}\' WHERE id = 1'),
        lambda: db.execute(
            """INSERT INTO entry (liaison_id, round, kind, side, on_date, recorded_at, author)
            VALUES (1, 0, 'reply', 'us', '2026-06-01', '', '')"""
        ),
        lambda: db.execute(
            """INSERT INTO document (person_key, kind, name, sha256, bytes, added_at)
            VALUES ('k', 'scan', '', '', x'00', '')"""
        ),
    )
    db.execute("SAVEPOINT before")
    for one in written[2:]:
        one()
    db.execute("ROLLBACK TO before")
    db.execute("INSERT INTO erasure (person_key, on_date, reason) VALUES ('k', '2026-06-02', '')")
    for one in written:
        with pytest.raises(dbapi2.IntegrityError, match=r"erased|gate"):
            one()
    db.execute("UPDATE liaison SET answers = '{}'")


_FICHE = """{} INTO liaison (id, case_id, agreement, form_hash, direction, signalled_on, number)
    SELECT {}, case_id, agreement, form_hash, direction, signalled_on, number FROM liaison
    WHERE id = 1"""


@pytest.mark.parametrize(
    "forgetting",
    [
        _FICHE.format("INSERT OR REPLACE", "id"),
        _FICHE.format("REPLACE", "NULL"),
        "DELETE FROM liaison WHERE id = 1",
        "UPDATE liaison SET id = 9 WHERE id = 1",
        "UPDATE OR REPLACE liaison SET id = 1 WHERE id = 2",
        "UPDATE OR REPLACE liaison SET case_id = 1 WHERE id = 2",
        "UPDATE liaison SET number = 2 WHERE id = 1",
        "UPDATE liaison SET direction = 'in' WHERE id = 1",
    ],
)
def test_a_fiche_takes_no_other_s_place(db: Connection, forgetting: str) -> None:
    """What was asked of it would be lost; a partner's consent opens no fiche of ours."""
    before = consent(db)
    db.execute("UPDATE liaison SET consent_after = ?", (before,))
    with pytest.raises(dbapi2.IntegrityError, match="gate"):
        db.execute(forgetting)
    assert closed(db, before)


def test_a_consent_s_number_follows_the_last_one_s(db: Connection) -> None:
    """After the greatest one there is, nothing could be withdrawn any more."""
    consent(db)
    for number in (2000, 2**63 - 1):
        with pytest.raises(dbapi2.IntegrityError, match="append-only"):
            db.execute(
                _CONSENT.replace("(person_key", "(id, person_key").replace("(?", "(?, ?"),
                (number, "k", "a|b", "f", "h", "given", "2026-06-01", None, "paper", None),
            )
    assert consent(db, "withdrawn") == 2


def test_an_oral_consent_is_judged_by_the_agreement_of_its_pair(db: Connection) -> None:
    """Not by the first convention that kept the same form text."""
    db.execute("INSERT INTO body (id, name, short) VALUES ('c', 'C', 'C')")
    db.execute(
        """INSERT INTO agreement (id, as_body, partner, title, added_on, parameters)
        VALUES ('ac', 'a', 'c', 'AC', '2026-01-01', '{"consent_oral": "yes"}')"""
    )
    assert closed(db, consent(db, means="oral"))
    db.execute("""INSERT INTO declaration VALUES ('twin', 'form', 'ac', 'f', 1, '')""")
    db.execute("UPDATE liaison SET form_hash = 'twin'")
    aloud = consent(db, means="oral", hash="twin")
    assert closed(db, aloud, hash="twin")
    db.execute("""UPDATE agreement SET parameters = '{"consent_oral": "yes"}' WHERE id = 'ab'""")
    release(db, aloud, hash="twin")


@pytest.mark.parametrize("said", ["{}", '{"consent_oral": "no"}', '{"consent_oral": 1}'])
def test_a_consent_given_aloud_closes_it_unless_the_agreement_accepts_it(
    db: Connection, said: str
) -> None:
    aloud = consent(db, means="oral")
    db.execute("UPDATE agreement SET parameters = ?", (said,))
    assert closed(db, aloud)
    db.execute("""UPDATE agreement SET parameters = '{"consent_oral": "yes"}'""")
    release(db, aloud)


def test_a_consent_on_screen_is_one_on_paper(db: Connection) -> None:
    release(db, consent(db, means="screen"))


@pytest.mark.parametrize("scope", [None, "2026-0001", "2026-0001/1", "2026-0002/1"])
def test_a_consent_collected_by_the_partner_is_for_the_one_sheet_it_sent(
    db: Connection, scope: str | None
) -> None:
    db.execute(
        """INSERT INTO liaison (case_id, agreement, form_hash, direction, signalled_on, number)
        VALUES (1, 'ab', 'h', 'in', '2026-05-01', 2)"""
    )
    theirs = consent(db, means="partner", scope=scope)
    assert closed(db, theirs)
    assert closed(db, theirs, number=2)
    release(db, consent(db, means="partner", scope="2026-0001/2"), number=2)


@pytest.mark.parametrize("means", ["", "telepathy", None])
def test_a_consent_is_given_in_a_known_way(db: Connection, means: str | None) -> None:
    with pytest.raises(dbapi2.IntegrityError):
        consent(db, means=means)
