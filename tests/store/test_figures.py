"""Figures entered once a year: the last row of each holds, and none is ever changed."""

from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest
from sqlcipher3 import dbapi2

from pdpcli.store import migrations
from pdpcli.store.figures import entered, figures_of

_ADD = """INSERT INTO figure (agreement, year, key, cell, side, value, note, added_at, author)
    VALUES ('bilan', ?, ?, ?, ?, ?, NULL, '2026-01-05T09:00:00Z', 'Camille Exemple')"""


@pytest.fixture
def db() -> Iterator[Any]:
    with closing(dbapi2.connect(":memory:", isolation_level=None)) as found:
        migrations.migrate(found)
        found.row_factory = dbapi2.Row
        yield found


def test_the_last_row_holds_and_a_withdrawn_one_is_unknown_never_nought(db: Any) -> None:
    for row in (
        (2025, "fe_done", "btp", "us", 70),
        (2025, "fe_done", "btp", "us", 82),
        (2025, "fe_done", "all", "us", 0),
        (2024, "fe_done", "btp", "us", 64),
        (2024, "fe_done", "all", "us", 300),
        (2024, "fe_done", "all", "us", None),
        (2025, "BTP34-1/a", "", "partner", 12),
    ):
        db.execute(_ADD, row)
    assert figures_of(db, "bilan", [2025, 2024, 2023]) == {
        ("fe_done", "btp", "us"): {2025: 82, 2024: 64},
        ("fe_done", "all", "us"): {2025: 0},
        ("BTP34-1/a", "", "partner"): {2025: 12},
    }
    assert figures_of(db, "another", [2025]) == {}
    assert [(one.key, one.value) for one in entered(db, "bilan", [2024])] == [
        ("fe_done", None),
        ("fe_done", 64),
    ]


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE figure SET value = 1",
        "UPDATE figure SET value = NULL",
        "UPDATE figure SET year = 2020",
        "UPDATE figure SET author = 'X'",
        "DELETE FROM figure",
        "INSERT OR REPLACE INTO figure SELECT * FROM figure",
    ],
)
def test_nothing_entered_is_changed_but_a_note(db: Any, sql: str) -> None:
    db.execute(_ADD, (2025, "fe_done", "", "us", 70))
    with pytest.raises(dbapi2.DatabaseError, match="append-only"):
        db.execute(sql)
    db.execute("UPDATE figure SET note = 'sans nom'")
    assert entered(db, "bilan", [2025])[0].note == "sans nom"
