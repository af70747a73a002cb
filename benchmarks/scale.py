"""Reads at 1,000 and at 100,000 cases: virtual-machine steps of SQLite, and time.

    python benchmarks/scale.py [SMALL_CASES LARGE_CASES | SMALL_FOLDER LARGE_FOLDER]

Folders are demonstrations made before with `pdp demo --into FOLDER --cases N`; making 100,000
cases takes minutes. Both stores hold about the same number of open cases.
"""

import sys
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path
from sqlite3 import Connection
from statistics import median
from time import perf_counter
from typing import Any

import playground

from pdpcli.store.case_list import CaseFilter, list_cases
from pdpcli.store.cases import case_by_ref, record
from pdpcli.store.exchange import fiches
from pdpcli.store.morning import counts, waiting
from pdpcli.store.open import Store
from pdpcli.store.search import search
from pdpcli.store.timeline import timeline

TODAY = date.today()  # noqa: DTZ011 - the day on which the store was made
Read = Callable[[Connection], Any]


def reads(store: Store) -> dict[str, Read]:
    """What each command reads, on a case of this store."""
    with closing(store.read()) as db:
        row = db.execute(
            """SELECT c.ref, p.last_name, p.first_name FROM case_file c
            JOIN person p ON p.id = c.person_id WHERE c.state = 'open'
            ORDER BY c.opened_on DESC LIMIT 1"""
        ).fetchone()
    name = f"{row['last_name']} {row['first_name']}"
    return {
        "pdp: what waits": lambda db: waiting(db, TODAY),
        "pdp: counts": lambda db: counts(db, TODAY.isoformat()[:7]),
        "situation liste": lambda db: list_cases(db, CaseFilter(state="open")),
        "situation voir": lambda db: show(db, row["ref"]),
        "recherche, a name": lambda db: search(db, name, TODAY),
        "recherche, a reference": lambda db: search(db, row["ref"], TODAY),
    }


def show(db: Connection, ref: str) -> None:
    case = case_by_ref(db, ref, TODAY)
    record(db, case.id, TODAY)
    timeline(db, case.id, case.person_key, case.ref)
    fiches(db, TODAY, case.id, everything=True)


def steps(store: Store, read: Read) -> int:
    """How many instructions the virtual machine runs for one read."""
    count = 0

    def one() -> int:
        nonlocal count
        count += 1
        return 0

    with closing(store.read()) as db:
        db.set_progress_handler(one, 1)
        read(db)
        db.set_progress_handler(None, 0)
    return count


def seconds(stores: list[Store], name: str, runs: int = 31) -> list[float]:
    """The median time of a read, opening included, the stores taken in turn."""
    spent: list[list[float]] = [[] for _ in stores]
    every = [reads(store)[name] for store in stores]
    for _ in range(runs):
        for times, store, read in zip(spent, stores, every, strict=True):
            start = perf_counter()
            with closing(store.read()) as db:
                read(db)
            times.append(perf_counter() - start)
    return [median(times) for times in spent]


def open_cases(store: Store) -> int:
    with closing(store.read()) as db:
        return int(db.execute("SELECT count(*) FROM case_file WHERE state = 'open'").fetchone()[0])


def main() -> None:
    asked = sys.argv[1:3] if len(sys.argv) > 2 else ["1000", "100000"]
    with playground.folders() as folder:
        stores = [
            playground.make_store(folder, int(one)) if one.isdecimal()
            else playground.open_store(Path(one))
            for one in asked
        ]  # fmt: skip
        opened = [open_cases(store) for store in stores]
        print(f"{asked[0]} and {asked[1]} cases; open: {opened[0]} and {opened[1]}")
        for name in reads(stores[0]):
            small, large = (steps(store, reads(store)[name]) for store in stores)
            before, after = seconds(stores, name)
            print(
                f"{name:<24} steps {small:>8,} {large:>8,}  x {large / small:5.2f} (goal 1)"
                f"   {before * 1000:5.1f} {after * 1000:5.1f} ms  x {after / before:5.2f}"
            )


if __name__ == "__main__":
    main()
