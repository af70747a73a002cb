"""Every indicator of every shipped convention, one year, on 100,000 cases: seconds, ratio, memory.

    python benchmarks/indicators.py [CASES]

Fictional rows in a plain SQLite file of the real schema, then in an encrypted one, counted as
`pdp stats` does. DuckDB, when it is installed, answers the same declared counts on the same rows,
in its own SQL for « the last act » (arg_max); the numbers must be equal.
"""

import random
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from importlib.resources import files
from pathlib import Path
from sqlite3 import Connection
from typing import TYPE_CHECKING, Any

from evaluation import best  # type: ignore[import-not-found]

from pdpcli.agreements.loader import shipped
from pdpcli.evaluation.count import Compiled
from pdpcli.evaluation.indicator import read_evaluation
from pdpcli.evaluation.lines import rows_of
from pdpcli.evaluation.sheets import count_over
from pdpcli.evaluation.terms import Evaluation
from pdpcli.rules.vocabulary import ACT_KINDS, CHOICES
from pdpcli.store.connection import connect, guard

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

KEY, SALT = bytes(32), bytes(16)
AGREEMENTS = ("btp34-carsat-lr", "prevy-carsat-lr", "prevy-cap-emploi", None)
KINDS = {"interview": 8, "entry": 4, "referral": 4, "outcome": 3, "orientation": 3, "closure": 3}
FREE = {
    "on_leave": ["yes", "yes", "no", "unknown"], "status": ["employee", "employee", "craftsman"],
    "contract": ["cdi", "cdd", "interim", None], "risk": ["illness", "work_accident", None],
    "rqth": ["yes", "no", "unknown"], "boeth": ["yes", "no", "unknown"], "sex": ["female", "male"],
    "origin": [*CHOICES["origin"], None], "household": [*CHOICES["household"], None],
    "position": [*CHOICES["position"]], "age": [None, *range(18, 70)], "dept": ["21", "25", "39"],
    "naf": ["43.99C", "41.20A", "47.11A", "78.20Z", "86.10Z", None],
    "employer_id": [*range(1, 500)],
    "job": ["maçon", "peintre", "vendeur", None], "iri": [None, 1, 2, 3], "irdp": [None, 1, 2, 3],
    "requester": [*CHOICES["requester"]], "mode": [*CHOICES["mode"]],
    "motive": [*CHOICES["motive"]],
    "done_by_function": [*CHOICES["function"]], "after": ["visit_reprise", None],
    "dispensation": ["yes", "no"], "direction": ["in", "out"], "agreement": [*AGREEMENTS],
}  # fmt: skip
FIXED = ("case_id", "person_key", "kind", "state", "on_date", "year", "nature", "author")
FIRST, DAYS = date(2023, 1, 1), 1095


def acts(cases: int) -> Iterator[tuple[Any, ...]]:
    """Seven acts a case, as they happen over three years, every kind among them."""
    draw = random.Random(93)  # noqa: S311 - fictional rows
    weights = [KINDS.get(kind, 1) for kind in ACT_KINDS]
    days = [
        (min(DAYS - 1, case * DAYS // cases + int(draw.expovariate(1 / 120))), case)
        for case in range(1, cases + 1)
        for _ in range(7)
    ]
    for after, case in sorted(days):
        kind = draw.choices(list(ACT_KINDS), weights)[0]
        natures = [*CHOICES[ACT_KINDS[kind].nature]] if ACT_KINDS[kind].nature else [None]
        on = FIRST + timedelta(after)
        state = "planned" if draw.random() < 0.1 else "done"
        fixed = (case, f"k{case * 9 // 10}", kind, state, on.isoformat(), on.year)
        yield (*fixed, draw.choice(natures), "banc", *(draw.choice(one) for one in FREE.values()))


def make(path: Path, cases: int) -> None:
    """The real schema, in clear, with its rows."""
    db = sqlite3.connect(path)
    steps = sorted((files("pdpcli.store") / "migrations").iterdir(), key=lambda one: one.name)
    for step in steps:
        if step.name.endswith(".sql"):
            lines = step.read_text("utf-8").splitlines()
            db.executescript("\n".join(line for line in lines if not line.startswith("@")))
    db.executemany(
        "INSERT INTO case_file (id, year, number, ref, person_key, state, opened_on, updated_at)"
        " VALUES (?, 2023, ?, ?, '', ?, ?, '')",
        (
            (n, n, f"2023-{n:06d}", "open" if n % 100 else "cancelled",
             (FIRST + timedelta((n - 1) * DAYS // cases)).isoformat())
            for n in range(1, cases + 1)
        ),
    )  # fmt: skip
    columns = (*FIXED, *FREE)
    marks = ", ".join("?" * len(columns))
    db.executemany(f"INSERT INTO act ({', '.join(columns)}) VALUES ({marks})", acts(cases))
    db.commit()
    db.close()


def encrypt(source: Path, path: Path) -> None:
    from sqlcipher3 import dbapi2

    db = dbapi2.connect(str(source))
    db.execute(f"ATTACH DATABASE '{path}' AS enc KEY \"x'{KEY.hex()}{SALT.hex()}'\"")
    db.execute("SELECT sqlcipher_export('enc')")
    db.close()


def opened(path: Path, *, encrypted: bool) -> Connection:
    """As `Store.counting` opens it."""
    if not encrypted:
        return sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    db = connect(path, KEY, SALT, mode="ro", busy_ms=1000)
    db.execute("PRAGMA query_only = OFF")
    return guard(db)


def evaluations() -> list[Evaluation]:
    folder = files("pdpcli.agreements")
    return [read_evaluation((folder / one / "evaluation.toml").read_text("utf-8"))
            for one in shipped()]  # fmt: skip


def count_all(db: Connection) -> int:
    """Every figure of 2025; how many there are."""
    return sum(len(count_over(db, one, one.years(2025, {})[:1], {})) for one in evaluations())


class Duck(Compiled):
    """The same count in DuckDB's words: the columns of the last act by arg_max."""

    def _units(self, extra: str) -> str:
        sql = super()._units(extra)
        if "MAX(replace" not in sql:
            return sql
        head, rest = sql.split(" AS key, ", 1)
        bucket, rest = rest.split(" AS bucket", 1)
        moment, rest = rest[rest.index("MAX(") + 4 :].split(") FROM", 1)
        whole, *flags = _split(bucket)
        last = f"arg_max({whole}, {moment})"
        return f"{head} AS key, {' || chr(31) || '.join([last, *flags])} AS bucket FROM{rest}"

    def sql(self) -> tuple[str, dict[str, Any]]:
        query = self.tally() if self.adds_up else self.distinct()
        text = query.sql.replace(":v", "$v").replace("char(31)", "chr(31)")
        text = text.replace(
            "replace(a.on_date, '-', '')", "CAST(replace(a.on_date, '-', '') AS BIGINT)"
        )
        text = text.replace("julianday(", "julian(CAST(").replace(
            "opened_on)", "opened_on AS DATE))"
        )
        text = text.replace("on_date) -", "on_date AS DATE)) -")
        return text, {name: query.values[name] for name in query.values if f"${name}" in text}


def _split(bucket: str) -> list[str]:
    """What is the last act's, then the flags of a line that any act may have."""
    parts = bucket.split(" || char(31) || ")
    own = [part for part in parts if "SUM(" not in part]
    return [" || chr(31) || ".join(own) or "''", *(part for part in parts if "SUM(" in part)]


def load_duck(source: Path) -> "DuckDBPyConnection":
    import duckdb

    db = duckdb.connect()
    plain = sqlite3.connect(source)
    for table in ("act", "case_file", "gathering", "audience"):
        names = [row[1] for row in plain.execute(f"PRAGMA table_info({table})")]
        read = {*FIXED, *FREE, "id", "opened_on", "known_to_ssam"}
        kept = [name for name in names if name in read or table in {"gathering", "audience"}]
        with tempfile.NamedTemporaryFile("w", suffix=".csv", newline="", encoding="utf-8") as out:
            import csv

            writer = csv.writer(out)
            writer.writerow(kept)
            writer.writerows(plain.execute(f"SELECT {', '.join(kept)} FROM {table}"))
            out.flush()
            numbers = {"id", "case_id", "year", "age", "iri", "irdp", "n", "participants", "joint",
                       "gathering_id"}  # fmt: skip
            types = ", ".join(
                f"'{one}': '{'BIGINT' if one in numbers else 'VARCHAR'}'" for one in kept
            )
            source_of = f"read_csv('{out.name}', header = true, columns = {{{types}}})"
            db.execute(f"CREATE TABLE {table} AS SELECT * FROM {source_of}")
    plain.close()
    return db


def compiled(kind: type[Compiled]) -> list[Any]:
    found = {}
    for evaluation in evaluations():
        for indicator in evaluation.indicators:
            for count in indicator.counts:
                settled = evaluation.settle(count, {})
                if settled.source == "act":
                    one = kind(evaluation, settled, evaluation.years(2025, {})[:1])
                    found[evaluation.agreement, settled] = one
    return list(found.values())


def compare(db: Connection, duck: "DuckDBPyConnection") -> float:
    """DuckDB's seconds for every count of acts, once its numbers are ours."""
    for ours, theirs in zip(compiled(Compiled), compiled(Duck), strict=True):
        counted = {tuple(map(str, row)) for row in duck.execute(*theirs.sql()).fetchall()}
        expected = {tuple(map(str, row)) for row in rows_of(db, ours)}
        assert _rounded(counted) == _rounded(expected), ours.count
    seconds, _ = best(lambda: [duck.execute(*x.sql()).fetchall() for x in compiled(Duck)], 3)
    return float(seconds)


def _rounded(rows: set[tuple[str, ...]]) -> set[tuple[str, ...]]:
    return {(*row[:-1], row[-1].removesuffix(".0")) for row in rows}


def peak(path: Path) -> list[float]:
    """Peak resident megabytes of a process that opens the store, then of one that counts it all."""
    here = [sys.executable, __file__, "--child", str(path)]
    return [float(subprocess.check_output([*here, what])) for what in ("open", "count")]


def child(path: Path, what: str) -> None:
    db = opened(path, encrypted=True)
    if what == "count":
        count_all(db)
    status = Path("/proc/self/status").read_text("utf-8")  # of this process alone (Linux)
    print(next(int(line.split()[1]) / 1024 for line in status.splitlines() if "VmHWM" in line))


def main() -> None:
    cases = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as name:
        path, secret = Path(name) / "acts.db", Path(name) / "secret.db"
        make(path, cases)
        encrypt(path, secret)
        plain = opened(path, encrypted=False)
        ours, figures = best(lambda: count_all(plain), 3)
        print(f"{cases:,} cases, {cases * 7:,} acts, {figures} indicators, one year: {ours:.2f} s")
        secretly, _ = best(lambda: count_all(opened(secret, encrypted=True)), 3)
        before, after = peak(secret)
        print(f"encrypted: {secretly:.2f} s (goal 2 s) · peak {after:.0f} MB ({before:.0f} before)")
        try:
            duck = load_duck(path)
        except ImportError:
            print("DuckDB is not installed: no ratio")
            return
        theirs = compare(plain, duck)
        print(f"DuckDB, the same counts: {theirs:.2f} s · ratio {ours / theirs:.1f}, encrypted"
              f" {secretly / theirs:.1f}")  # fmt: skip


if __name__ == "__main__":
    child(Path(sys.argv[2]), sys.argv[3]) if sys.argv[1:2] == ["--child"] else main()
