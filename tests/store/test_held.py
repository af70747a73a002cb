"""The access file leaves nothing out without a reason: every column of every table is declared."""

from contextlib import closing

import pytest
from sqlcipher3 import dbapi2

from pdpcli.store import migrations
from pdpcli.store.held import declared


@pytest.fixture(scope="module")
def schema():
    with closing(dbapi2.connect(":memory:", isolation_level=None)) as db:
        migrations.migrate(db)
        tables = db.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        ).fetchall()
        yield {
            name: [row[1] for row in db.execute(f"PRAGMA table_info({name})")] for (name,) in tables
        }


def test_every_column_of_every_table_is_given_or_withheld_with_a_reason(schema):
    said = declared()
    unsaid = []
    for table, columns in schema.items():
        if table in said.left_out:
            continue
        held = [one for one in said.tables if one.table == table]
        given = {column.name for one in held for column in one.given}
        withheld = {name for one in held for name in one.withheld} | said.everywhere.keys()
        unsaid += [f"{table}.{name}" for name in columns if name not in given | withheld]
    assert unsaid == []


def test_nothing_is_declared_that_the_schema_does_not_have(schema):
    said = declared()
    tables = [*(one.table for one in said.tables), *said.left_out]
    assert sorted(tables) == sorted(schema)
    for one in said.tables:
        named = [*(column.name for column in one.given), *one.withheld]
        assert sorted(set(named)) == sorted(named), one.table
        assert set(named) <= set(schema[one.table]), one.table


def test_every_reason_is_a_sentence():
    said = declared()
    reasons = [*said.left_out.values(), *said.everywhere.values()]
    reasons += [text for one in said.tables for text in one.withheld.values()]
    assert [text for text in reasons if len(text.split()) < 2 and text != "comptes"] == []
