"""A connection that counts makes one table in memory, nothing else, and writes nothing."""

from collections.abc import Iterator
from contextlib import closing
from sqlite3 import Connection

import pytest
from sqlcipher3 import dbapi2

from pdpcli.store.open import Store


@pytest.fixture
def db(store: Store) -> Iterator[Connection]:
    with closing(store.counting()) as counting:
        yield counting


def test_a_copy_in_memory_may_be_made_indexed_and_dropped(db: Connection) -> None:
    db.execute("CREATE TEMP TABLE act_slice AS SELECT id, kind FROM act")
    db.execute("CREATE INDEX temp.act_slice_kind ON act_slice (kind)")
    assert db.execute("SELECT count(*) FROM act_slice").fetchone()[0] == 0
    db.execute("DROP TABLE temp.act_slice")


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO setting (key, value) VALUES ('x', 'y')",
        "DELETE FROM act",
        "UPDATE case_file SET state = 'open'",
        "CREATE TABLE act_slice (a)",
        "CREATE TEMP TABLE autre AS SELECT 1",
        "CREATE TEMP VIEW act_slice AS SELECT 1",
        "CREATE TEMP TRIGGER act_slice AFTER INSERT ON act BEGIN SELECT 1; END",
        "PRAGMA query_only = ON",
        "PRAGMA temp_store = FILE",
        "ATTACH DATABASE ':memory:' AS act_slice",
    ],
)
def test_nothing_else_is_made_and_nothing_written(db: Connection, sql: str) -> None:
    with pytest.raises(dbapi2.Error):
        db.execute(sql)


def test_the_copy_is_not_on_the_disk(db: Connection) -> None:
    assert db.execute("PRAGMA temp_store").fetchone()[0] == 2  # memory
