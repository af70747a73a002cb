"""What is due is read by an index: the work does not grow with the store; nothing said is lost."""

from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from typing import Any

import pytest
from sqlcipher3 import dbapi2

from pdpcli.rules.deadlines import RULES, Deadline
from pdpcli.store import due, migrations, morning
from pdpcli.store.write import Write

TODAY = date(2026, 6, 15)


@pytest.fixture
def db() -> Iterator[Any]:
    with closing(dbapi2.connect(":memory:", isolation_level=None)) as found:
        found.row_factory = dbapi2.Row
        migrations.migrate(found)
        yield found


def _deadline(occurrence: str, on: date = TODAY, **said: Any) -> Deadline:
    usual = {"opens_on": on, "why": "essai", "counted": "essai"}
    return Deadline(rule=RULES["reprise"], occurrence=occurrence, on=on, **{**usual, **said})


def _shown(db: Any, until: date = TODAY) -> list[str]:
    return [row["occurrence"] for row in due.shown(db, TODAY, until)]


def _write(db: Any) -> Write:
    return Write(db, "Claire Fictive", f"{TODAY}T08:00:00Z", "essai")


def _said(db: Any, occurrence: str, state: str, **told: str) -> None:
    row = db.execute("SELECT * FROM deadline WHERE occurrence = ?", (occurrence,)).fetchone()
    due.change(_write(db), dict(row), state, **told)


SUBJECT = due.Subject("cell")


def test_what_she_said_and_the_identifier_survive_the_computation(db: Any) -> None:
    due.put_deadlines(db, SUBJECT, [_deadline("a"), _deadline("b"), _deadline("c")])
    uids = dict(db.execute("SELECT occurrence, uid FROM deadline").fetchall())
    _said(db, "a", "done", reason="fait")
    _said(db, "b", "suspended", until="2026-07-01", reason="congés")
    later = [_deadline(one, TODAY - timedelta(3)) for one in "abc"]
    due.put_deadlines(db, SUBJECT, later)
    assert _shown(db) == ["c"]
    assert dict(db.execute("SELECT occurrence, uid FROM deadline").fetchall()) == uids


def test_what_is_not_computed_any_more_goes_and_comes_back_as_it_was(db: Any) -> None:
    due.put_deadlines(db, SUBJECT, [_deadline("a"), _deadline("b")])
    _said(db, "a", "done")
    due.put_deadlines(db, SUBJECT, [])
    assert _shown(db) == []
    due.put_deadlines(db, SUBJECT, [_deadline("a"), _deadline("b")])
    assert _shown(db) == ["b"]


def test_what_is_put_aside_comes_back_on_its_day(db: Any) -> None:
    due.put_deadlines(db, SUBJECT, [_deadline("a")])
    _said(db, "a", "suspended", until="2026-06-20", reason="congés")
    assert _shown(db) == []
    assert [row["occurrence"] for row in due.shown(db, date(2026, 6, 20), date(2026, 6, 21))] == [
        "a"
    ]


def test_what_the_facts_say_is_done_wins_over_what_was_said(db: Any) -> None:
    due.put_deadlines(db, SUBJECT, [_deadline("a")])
    _said(db, "a", "suspended", until="2026-07-01", reason="congés")
    due.put_deadlines(db, SUBJECT, [_deadline("a", met_on=TODAY)])
    assert db.execute("SELECT state FROM deadline").fetchone()[0] == "met"


def test_an_information_leaves_the_screen_after_its_last_day(db: Any) -> None:
    closing_on = TODAY - timedelta(1)
    due.put_deadlines(db, SUBJECT, [_deadline("a", closes_on=closing_on), _deadline("b")])
    assert _shown(db) == ["b"]
    due.sweep(db, TODAY)
    assert db.execute("SELECT count(*) FROM deadline WHERE state = 'open'").fetchone()[0] == 1


def test_what_is_to_come_is_not_shown_before_it_opens(db: Any) -> None:
    far = TODAY + timedelta(90)
    due.put_deadlines(db, SUBJECT, [_deadline("a", far), _deadline("b", far, opens_on=TODAY)])
    assert _shown(db) == ["b"]
    assert _shown(db, far) == ["a", "b"]


def test_what_is_kept_of_a_person_is_reviewed_once_for_all_her_situations(db: Any) -> None:
    db.execute(
        "INSERT INTO person (id, key, last_name, first_name, folded) VALUES (7, 'k', 'F', 'L', 'f')"
    )
    _old_cases(db, 1, 4)
    db.execute("UPDATE case_file SET person_id = 7")
    db.execute(
        "UPDATE deadline SET rule = 'purge', state = 'open', due_on = '2022-09-0' || case_id"
    )
    assert [row["ref"] for row in due.shown(db, TODAY, TODAY)] == ["2020-3"]
    db.execute("UPDATE case_file SET state = 'open', closed_on = NULL WHERE id = 1")
    db.execute("UPDATE deadline SET state = 'void' WHERE case_id = 1")
    assert due.shown(db, TODAY, TODAY) == []


def _steps(db: Any, read: Any) -> int:
    """How many instructions of SQLite's machine a read takes."""
    counted = 0

    def one() -> int:
        nonlocal counted
        counted += 1
        return 0

    db.set_progress_handler(one, 1)
    read()
    db.set_progress_handler(None, 0)
    return counted


def _old_cases(db: Any, first: int, last: int, state: str = "met") -> None:
    """Closed situations whose deadlines were met, or are late since years ago."""
    db.executemany(
        """INSERT INTO case_file (id, year, number, ref, person_key, state, opened_on, updated_at)
        VALUES (?, 2020, ?, ?, 'k', 'closed', '2020-03-01', '')""",
        [(n, n, f"2020-{n}") for n in range(first, last)],
    )
    db.executemany(
        """INSERT INTO deadline (uid, subject, rule, occurrence, case_id, status, opens_on, due_on,
          why, counted, state) VALUES (?, ?, 'recall', '1', ?, 'recommendation', '2020-09-01',
          '2020-09-01', 'essai', 'essai', ?)""",
        [(f"u{n}", f"2020-{n}", n, state) for n in range(first, last)],
    )


def test_the_morning_costs_the_same_steps_at_1_000_and_at_100_000_situations(db: Any) -> None:
    def read() -> None:
        due.shown(db, TODAY, TODAY)
        morning.counts(db, "2026-06")

    due.put_deadlines(db, SUBJECT, [_deadline(str(n)) for n in range(10)])
    _old_cases(db, 1, 1_000)
    few = _steps(db, read)
    _old_cases(db, 1_000, 100_000)
    assert _steps(db, read) == few


def test_calls_never_made_cost_the_morning_no_more_when_they_are_100_times_as_many(db: Any) -> None:
    def read() -> None:
        assert len(due.shown(db, TODAY, TODAY, most=50)) == 60

    due.put_deadlines(db, SUBJECT, [_deadline(str(n)) for n in range(10)])
    _old_cases(db, 1, 200, "open")
    few = _steps(db, read)
    _old_cases(db, 200, 20_000, "open")
    assert _steps(db, read) == few
    assert len(due.shown(db, TODAY, TODAY)) == 20_009
