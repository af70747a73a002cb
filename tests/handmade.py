"""A store made by hand for the tests: the real schema in a plain database, fictional rows."""

import sqlite3
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from pdpcli.evaluation.sheets import Figure, count_over
from pdpcli.evaluation.terms import Evaluation

AGREEMENT = "btp34-carsat-lr"
OTHER = "prevy-carsat-lr"


def evaluation_text(agreement: str = AGREEMENT) -> str:
    folder = files("pdpcli.agreements") / agreement
    return (folder / "evaluation.toml").read_text("utf-8")


def count_year(db: Any, evaluation: Evaluation, year: int, said: Mapping[str, str]) -> list[Figure]:
    """Every figure of the evaluation, ``year`` first, then the two before it."""
    return count_over(db, evaluation, evaluation.years(year, said), said)


def blank() -> sqlite3.Connection:
    """The migrated schema without the append-only triggers (directives beginning with @)."""
    steps = sorted((files("pdpcli.store") / "migrations").iterdir(), key=lambda step: step.name)
    db = sqlite3.connect(":memory:")
    for step in steps:
        if step.name.endswith(".sql"):
            lines = step.read_text("utf-8").splitlines()
            db.executescript("\n".join(line for line in lines if not line.startswith("@")))
    db.row_factory = sqlite3.Row
    return db


class Handmade:
    """Short ways to write rows; every name and number here is fictional."""

    def __init__(self, agreement: str = AGREEMENT) -> None:
        self.db, self.agreement = blank(), agreement

    def insert(self, table: str, **columns: Any) -> int:
        names, marks = ", ".join(columns), ", ".join("?" * len(columns))
        sql = f"INSERT INTO {table} ({names}) VALUES ({marks})"
        return self.db.execute(sql, tuple(columns.values())).lastrowid or 0

    def person(self, key: str, **columns: Any) -> int:
        said = {"last_name": "FICTIF", "first_name": "Exemple", "folded": "fictif exemple"}
        return self.insert("person", key=key, **said, **columns)

    def case(self, number: int, *, year: int = 2025, **columns: Any) -> int:
        key = columns.pop("person_key", f"p{year}-{number}")
        said = {"state": "open", "opened_on": f"{year}-01-05", "updated_at": "", **columns}
        ref = f"{year}-{number:04d}"
        return self.insert("case_file", year=year, number=number, ref=ref, person_key=key, **said)

    def act(self, case: int, kind: str, on: str, **columns: Any) -> int:
        row = self.db.execute("SELECT person_key FROM case_file WHERE id = ?", (case,)).fetchone()
        said = {"state": "done", "author": "Test", **columns}
        return self.insert(
            "act",
            case_id=case,
            person_key=row[0],
            kind=kind,
            on_date=on,
            year=int(on[:4]),
            **said,
        )

    def referral(self, case: int, on: str, direction: str = "out", **columns: Any) -> int:
        said = {"agreement": self.agreement, "direction": direction, **columns}
        return self.act(case, "referral", on, **said)

    def gathering(self, kind: str, on: str, **columns: Any) -> int:
        said = {"agreement": self.agreement, "joint": 1, "author": "Test", **columns}
        return self.insert("gathering", kind=kind, on_date=on, year=int(on[:4]), **said)
