"""Rows written in bulk are journaled as any: one chained row each, with its digest."""

from contextlib import closing

import pytest

from pdpcli.store import journal, verify
from pdpcli.store.bulk import Bulk
from pdpcli.store.open import Store

FICTIF = {"last_name": "Fictif", "first_name": "Luc", "folded": "fictif luc"}


def wrong(store: Store) -> list[tuple[str, str]]:
    with closing(store.read()) as db:
        assert verify.broken_links(db) == []
        return [
            (table.name, key)
            for table in journal.tables(db)
            for key, _ in verify.changed_rows(db, table)
        ]


def rows(store: Store, table: str) -> list[tuple[str, str]]:
    with closing(store.read()) as db:
        found = db.execute(
            'SELECT row, action FROM journal WHERE "table" = ? ORDER BY n', (table,)
        ).fetchall()
        return [tuple(row) for row in found]


def test_each_row_has_its_journal_row_and_its_digest(store: Store) -> None:
    with store.write("import") as write:
        bulk = Bulk(write, ("person",))
        assert [bulk.insert("person", {"key": f"k{n}", **FICTIF}) for n in range(3)] == [1, 2, 3]
        bulk.close()
    assert rows(store, "person") == [("1", "import"), ("2", "import"), ("3", "import")]
    assert wrong(store) == []


def test_what_is_not_said_is_its_default(store: Store) -> None:
    with store.write("import") as write:
        person = {"key": "k", **FICTIF}
        bulk = Bulk(write, ("person", "case_file", "employment"))
        bulk.insert("person", person)
        case = {"year": 2025, "number": 1, "ref": "2025-0001", "person_key": "k", "state": "open",
                "opened_on": "2025-01-05", "updated_at": write.at}  # fmt: skip
        bulk.insert("employment", {"case_id": bulk.insert("case_file", case),
                                   "from_date": "2025-01-05"})  # fmt: skip
        bulk.close()
    with closing(store.read()) as db:
        row = db.execute("SELECT role, slot FROM employment").fetchone()
        assert tuple(row) == ("employer", 1)
    assert wrong(store) == []


def test_a_row_changed_in_the_same_write_and_one_added_after_are_journaled_too(
    store: Store,
) -> None:
    with store.write("import") as write:
        bulk = Bulk(write, ("person",))
        bulk.insert("person", {"key": "a", **FICTIF})
        write.db.execute("UPDATE person SET sex = 'male'")
        bulk.close()
        write.db.execute(
            "INSERT INTO person (key, last_name, first_name, folded) VALUES ('b', 'B', 'B', 'b b')"
        )
    assert [key for key, _ in rows(store, "person")] == ["1", "1", "2"]
    assert wrong(store) == []


def failing(store: Store) -> None:
    with store.write("import") as write:
        bulk = Bulk(write, ("person",))
        for n in range(3_000):
            bulk.insert("person", {"key": f"k{n}", **FICTIF})
        raise ZeroDivisionError


def test_a_write_that_fails_leaves_nothing(store: Store) -> None:
    before = rows(store, "member")
    with pytest.raises(ZeroDivisionError):
        failing(store)
    assert rows(store, "person") == []
    assert rows(store, "member") == before
    assert wrong(store) == []


def dropping(store: Store) -> None:
    with store.write("import") as write:
        Bulk(write, ("person",))
        write.db.execute("DROP TABLE person")


def test_schema_changes_stay_refused_while_it_runs(store: Store) -> None:
    with pytest.raises(Exception, match="not authorized"):
        dropping(store)
