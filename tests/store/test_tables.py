"""The SQLModel classes and the migrated schema are the same tables."""

from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest
from sqlcipher3 import dbapi2
from sqlmodel import SQLModel

from pdpcli.store import migrations, tables

_TYPES = {"INTEGER": "INTEGER", "FLOAT": "REAL", "VARCHAR": "TEXT"}


@pytest.fixture
def blank() -> Iterator[Any]:
    with closing(dbapi2.connect(":memory:", isolation_level=None)) as db:
        migrations.migrate(db)
        yield db


def _kind(column: Any) -> str:
    return _TYPES[str(column.type)]


@pytest.mark.parametrize("name", sorted(SQLModel.metadata.tables))
def test_a_class_has_the_columns_types_and_nullability_of_its_table(blank: Any, name: str) -> None:
    declared = [
        (column.name, _kind(column), not column.nullable and not column.primary_key)
        for column in SQLModel.metadata.tables[name].columns
    ]
    info = blank.execute(
        'SELECT name, type, "notnull" AND NOT pk FROM pragma_table_info(?) ORDER BY cid', (name,)
    )
    assert declared == [(column, kind, bool(strict)) for column, kind, strict in info]


@pytest.mark.parametrize("name", sorted(SQLModel.metadata.tables))
def test_a_class_has_the_key_and_the_defaults_of_its_table(blank: Any, name: str) -> None:
    columns = SQLModel.metadata.tables[name].columns
    for column, default, key in blank.execute(
        "SELECT name, dflt_value, pk FROM pragma_table_info(?)", (name,)
    ):
        assert columns[column].primary_key == bool(key)
        if default is not None:
            assert str(columns[column].default.arg) == default.strip("'")


def test_what_is_edited_has_a_class() -> None:
    assert set(SQLModel.metadata.tables) == {
        "person", "employer", "case_file", "situation", "employment", "leave", "act",
    }  # fmt: skip
    assert tables.Case.__tablename__ == "case_file"
