"""BTP34 over three years on 100,000 cases and 700,000 acts, as a ratio to DuckDB.

    python benchmarks/evaluation.py [CASES]

Writes fictional rows in a plain SQLite file of the real schema, counts them as `pdp stats` does,
then counts the same rows with hand-written SQL in DuckDB when it is installed, and compares.
"""

import csv
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pdpcli.evaluation.indicator import read_evaluation
from pdpcli.evaluation.sheets import Figure, count_over

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

AGREEMENT = "btp34-carsat-lr"
YEARS = (2025, 2024, 2023)
KINDS = {
    "referral": 14, "interview": 30, "visit_prereprise": 10, "examination": 10,
    "orientation": 8, "essai_encadre": 6, "crpe": 2, "pmsmp": 2, "training": 2, "closure": 8,
    "outcome": 8,
}  # fmt: skip
NATURES = {
    "examination": ["cell", "insurance"],
    "outcome": ["same_job", "same_employer", "other_employer", "other_activity", "no_solution"],
}
COLUMNS = (
    "id", "case_id", "person_key", "kind", "state", "on_date", "year", "agreement", "direction",
    "nature", "on_leave", "status", "contract", "risk", "age", "sex", "author",
)  # fmt: skip


def rows(cases: int) -> Iterator[tuple[Any, ...]]:
    """Seven acts a case, noted as they happen, all within the three years counted."""
    draw = random.Random(34)  # noqa: S311 - fictional rows
    first, last = date(YEARS[-1], 1, 1), date(YEARS[0], 12, 31)
    days = (last - first).days
    happened = []
    for case in range(1, cases + 1):
        opened = case * days // cases
        after = [opened + int(draw.expovariate(1 / 120)) for _ in range(7)]
        happened += [(min(days, day), case) for day in after]
    happened.sort()
    for act, (after, case) in enumerate(happened, 1):
        kind = draw.choices(list(KINDS), list(KINDS.values()))[0]
        on = first + timedelta(after)
        exchanged = kind in {"referral", "examination"}
        yield (
            act, case, f"k{case * 9 // 10}", kind, draw.choice(["done"] * 9 + ["planned"]),
            on.isoformat(), on.year, AGREEMENT if exchanged and draw.random() < 0.9 else None,
            draw.choice(["in", "out", "out"]) if kind == "referral" else None,
            draw.choice(NATURES[kind]) if kind in NATURES else None,
            draw.choice(["yes", "yes", "no", "unknown"]),
            draw.choice(["employee", "employee", "craftsman"]),
            draw.choice(["cdi", "cdd", "interim", None]),
            draw.choice(["illness", "work_accident", None]),
            draw.choice([None, *range(18, 70)]), draw.choice(["female", "male"]), "banc d'essai",
        )  # fmt: skip


def make_sqlite(path: Path, cases: int) -> None:
    steps = (files("pdpcli.store") / "migrations").iterdir()
    db = sqlite3.connect(path)
    for step in sorted((one for one in steps if one.name.endswith(".sql")), key=lambda x: x.name):
        lines = step.read_text("utf-8").splitlines()
        db.executescript("\n".join(x for x in lines if not x.startswith("@")))
    db.executemany(
        "INSERT INTO case_file (id, year, number, ref, person_key, state, opened_on, updated_at)"
        " VALUES (?, 2023, ?, ?, '', ?, '2023-01-01', '')",
        (
            (n, n, f"2023-{n:06d}", "cancelled" if n % 100 == 0 else "open")
            for n in range(1, cases + 1)
        ),
    )
    marks = ", ".join("?" * len(COLUMNS))
    db.executemany(f"INSERT INTO act ({', '.join(COLUMNS)}) VALUES ({marks})", rows(cases))
    db.commit()
    db.close()


def own_lines(figures: list[Figure]) -> dict[str, tuple[int, ...]]:
    return {
        f"{f.id} {x.id} {x.dimension} {x.code}": x.values
        for f in figures
        for x in f.lines
        if x.unit in {"act", "case", "person"}
    }


_DONE = "state = 'done' AND case_id NOT IN (SELECT id FROM case_file WHERE state = 'cancelled')"
_SENT = f"""SELECT case_id, MIN(year) AS since FROM act WHERE kind = 'referral'
    AND direction = 'out' AND agreement = '{AGREEMENT}' AND state = 'done' GROUP BY case_id"""
_BAND = """CASE WHEN age IS NULL THEN 'unknown' WHEN age <= 25 THEN '25 ans et moins'
    WHEN age <= 45 THEN '26 à 45 ans' WHEN age <= 59 THEN '46 à 59 ans'
    ELSE '60 ans et plus' END"""
DUCK = {
    "1": f"""SELECT year, 'BTP34-1 ' || CASE direction WHEN 'in' THEN 'a' ELSE 'b' END || '  ',
        COUNT(DISTINCT case_id) FROM act WHERE kind = 'referral' AND agreement = '{AGREEMENT}'
        AND {_DONE} GROUP BY 1, 2""",
    "2": f"""SELECT year, 'BTP34-2 ' || CASE nature WHEN 'insurance' THEN 'a' ELSE 'b' END || '  ',
        COUNT(DISTINCT case_id) FROM act WHERE kind = 'examination'
        AND (agreement = '{AGREEMENT}' OR agreement IS NULL) AND {_DONE} GROUP BY 1, 2""",
    "5a": f"""SELECT year, 'BTP34-5 a nature ' || kind, COUNT(*) FROM act JOIN ({_SENT}) s
        USING (case_id) WHERE kind IN ('essai_encadre', 'crpe', 'pmsmp', 'training')
        AND on_leave = 'yes' AND since <= year AND {_DONE} GROUP BY 1, 2""",
    "5bc": f"""SELECT year, 'BTP34-5 ' || CASE WHEN nature LIKE 'same%' THEN 'b' ELSE 'c' END
        || '  ', COUNT(*) FROM (SELECT year, case_id, arg_max(nature, (on_date, id)) AS nature
        FROM act JOIN ({_SENT}) s USING (case_id) WHERE kind = 'outcome' AND since <= year
        AND {_DONE} GROUP BY 1, 2) WHERE nature <> 'no_solution' GROUP BY 1, 2""",
    "public": f"""WITH p AS (SELECT year, person_key, arg_max({{'statut': status, 'contrat':
        COALESCE(contract, 'unknown'), 'nature du risque': COALESCE(risk, 'unknown'), 'sexe': sex,
        'âge': {_BAND}}}, (on_date, id)) AS x FROM act WHERE kind = 'referral'
        AND agreement = '{AGREEMENT}' AND {_DONE} GROUP BY 1, 2)
        SELECT year, 'BTP34-public public ' || d || ' ' || c, COUNT(*) FROM (
        SELECT year, unnest(['statut', 'contrat', 'nature du risque', 'sexe', 'âge', '']) AS d,
        unnest([x.statut, x.contrat, x['nature du risque'], x.sexe, x['âge'], '']) AS c FROM p)
        GROUP BY 1, 2""",
}


def load_duck(folder: Path, source: Path) -> "DuckDBPyConnection":
    import duckdb

    plain = sqlite3.connect(source)
    db = duckdb.connect()
    for table, columns in {"act": COLUMNS[:-1], "case_file": ("id", "state")}.items():
        beside = folder / f"{table}.csv"
        with beside.open("w", newline="", encoding="utf-8") as out:
            writer = csv.writer(out)
            writer.writerow(columns)
            writer.writerows(plain.execute(f"SELECT {', '.join(columns)} FROM {table}"))
        db.execute(f"CREATE TABLE {table} AS SELECT * FROM read_csv('{beside}', header = true,"
                   " types = {'on_date': 'VARCHAR'})" if table == "act" else
                   f"CREATE TABLE {table} AS SELECT * FROM read_csv('{beside}')")  # fmt: skip
    plain.close()
    return db


def count_duck(db: "DuckDBPyConnection") -> dict[str, tuple[int, ...]]:
    found: dict[str, dict[int, int]] = {}
    for sql in DUCK.values():
        for year, name, number in db.execute(sql).fetchall():
            found.setdefault(name, {})[year] = number
    kinds = [values for name, values in found.items() if name.startswith("BTP34-5 a")]
    found["BTP34-5 a  "] = {year: sum(x.get(year, 0) for x in kinds) for year in YEARS}
    return {name: tuple(values.get(year, 0) for year in YEARS) for name, values in found.items()}


def best(run: Callable[[], Any], times: int = 5) -> tuple[float, Any]:
    spent, result = [], None
    for _ in range(times):
        start = time.perf_counter()
        result = run()
        spent.append(time.perf_counter() - start)
    return min(spent), result


_CHILD = """
import sqlite3, sys
from importlib.resources import files
from pathlib import Path
from pdpcli.evaluation.indicator import read_evaluation
from pdpcli.evaluation.sheets import count_over
text = (files("pdpcli.agreements") / "btp34-carsat-lr" / "evaluation.toml").read_text("utf-8")
db = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
if sys.argv[2:] == ["count"]:
    evaluation = read_evaluation(text)
    count_over(db, evaluation, evaluation.years(2025, {}), {})
status = Path("/proc/self/status").read_text()
print(next(x.split()[1] for x in status.splitlines() if x.startswith("VmHWM")))
"""


def memory(path: Path) -> list[float]:
    """Peak resident megabytes of a whole process, without and with the counting (Linux)."""
    return [
        int(subprocess.check_output([sys.executable, "-c", _CHILD, path, *more])) / 1024
        for more in ([], ["count"])
    ]


def main() -> None:
    cases = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    text = (files("pdpcli.agreements") / AGREEMENT / "evaluation.toml").read_text("utf-8")
    evaluation = read_evaluation(text)
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "acts.db"
        make_sqlite(path, cases)
        db = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        db.execute("PRAGMA query_only = 1")
        periods = evaluation.years(YEARS[0], {})
        ours, figures = best(lambda: count_over(db, evaluation, periods, {}))
        print(f"{cases:,} cases, {cases * 7:,} acts, three years of BTP34: {ours * 1000:.0f} ms")
        if sys.platform == "linux":
            before, after = memory(path)
            print(f"peak memory: {after:.0f} MB ({before:.0f} MB before counting)")
        try:
            duck = load_duck(Path(name), path)
        except ImportError:
            print("DuckDB is not installed: no ratio")
            return
        theirs, counted = best(lambda: count_duck(duck))
        expected = {name: values for name, values in own_lines(figures).items() if any(values)}
        assert counted == expected, set(counted.items()) ^ set(expected.items())
        print(f"DuckDB, same figures: {theirs * 1000:.0f} ms · ratio {ours / theirs:.1f} (goal 4)")
        duck.close()
        db.close()


if __name__ == "__main__":
    main()
