"""Whole commands against bare Python and sqlite-utils, as ratios of medians.

    python benchmarks/commands.py [RUNS [CASES]]

Every round runs each command once, in turn, so that a slow moment of the machine is shared. The
store is unlocked; sqlite-utils reads a plain copy of the same rows.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from time import perf_counter

import playground

BARE = [sys.executable, "-c", "pass"]
LIST = """SELECT c.ref, c.state, c.opened_on, p.last_name, p.first_name, p.born_on
    FROM case_file c JOIN person p ON p.id = c.person_id WHERE c.state = 'open'
    ORDER BY c.opened_on DESC, c.number DESC LIMIT 200"""
#: what is measured -> (against what, the goal, how it is called)
GOALS = {
    "pdp --version": ("bare", 12.0),
    "pdp --help": ("bare", 12.0),
    "pdp --help ": ("sqlite-utils --help", 1.0),
    "pdp": ("sqlite-utils query", 1.3),
    "pdp situation liste --json": ("sqlite-utils query", 1.3),
    "pdp situation liste, a screen": ("sqlite-utils query", 1.5),
    "pdp situation liste, 200 lines": ("sqlite-utils query", 1.5),
    "pdp situation voir --json": ("sqlite-utils query", 1.3),
    "pdp recherche": ("sqlite-utils query", 1.3),
    "a write that edits": ("bare", 45.0),
    "an append-only write": ("pdp situation voir --json", 1.3),
}


def commands(plain: Path, corrected: Path) -> dict[str, list[str]]:
    """What each name runs; everything is on situations of the demonstration."""
    pdp, peer = playground.script("pdp"), playground.script("sqlite-utils")
    ref, sendable = waiting_case("sign"), waiting_case("produce", "send")
    ours = {
        "bare": BARE,
        "pdp --version": [pdp, "--version"],
        "pdp --help": [pdp, "--help"],
        "pdp": [pdp],
        "pdp situation liste --json": [pdp, "situation", "liste", "--json"],
        "pdp situation liste, a screen": [
            pdp, "situation", "liste", "--etat", "annulee", "--annee", str(last_year()),
        ],
        "pdp situation liste, 200 lines": [pdp, "situation", "liste"],
        "pdp situation voir --json": [pdp, "situation", "voir", ref, "--json"],
        "pdp recherche": [pdp, "recherche", "parpaing samira"],
        "one form": [
            pdp, "fiche", "produire", sendable, "--remplacer", "--sortie", str(corrected.parent),
        ],
        "a write that edits": [
            pdp, "situation", "corriger", ref, "--fichier", str(corrected), "--erreur",
        ],
        "an append-only write": [
            pdp, "accord", "enregistrer", ref, "--signe-le", "hier", "--lieu", "Lattes", "--oui",
        ],
    }  # fmt: skip
    if find_spec("sqlite_utils") is None:
        print("sqlite-utils is not installed: ratios to it are left out")
        return ours
    theirs = {
        "sqlite-utils --help": [peer, "--help"],
        "sqlite-utils query": [peer, "query", str(plain), LIST],
    }
    return ours | theirs


def last_year() -> int:
    return date.today().year - 1  # noqa: DTZ011 - as the store was made


def waiting_case(*what: str) -> str:
    """A situation that waits for one of ``what``: a signature (``sign``), its PDF, a dispatch."""
    import json

    said = subprocess.check_output([playground.script("pdp"), "fiche", "liste", "--json"])
    return str(next(row["ref"] for row in json.loads(said) if row["waits"] in what))


def medians(
    every: dict[str, list[str]], runs: int, before: Callable[[int], None]
) -> dict[str, float]:
    """Seconds of each command, the median of ``runs`` interleaved rounds (one more to warm up)."""
    spent: dict[str, list[float]] = {name: [] for name in every}
    for turn in range(runs + 1):
        before(turn)
        for name, words in every.items():
            took = timed(words)
            if turn:
                spent[name].append(took)
    return {name: median(times) for name, times in spent.items()}


def timed(words: Sequence[str]) -> float:
    start = perf_counter()
    done = subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    took = perf_counter() - start
    assert done.returncode == 0, (words, done.stderr.decode())
    return took


def told(name: str, ratio: float, peer: str, goal: float) -> None:
    held = "ok  " if ratio <= goal else "MISS"
    print(f"{held} {name:<36} {ratio:6.2f} x {peer:<26} goal {goal:g}")


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 21
    cases = int(sys.argv[2]) if len(sys.argv) > 2 else 1_000
    os.environ["NO_COLOR"] = "1"
    with playground.folders() as folder:
        store = playground.make_store(folder, cases)
        plain, corrected = folder / "plain.db", folder / "corrected.toml"
        playground.plain_copy(store, plain)

        def before(turn: int) -> None:
            corrected.write_text(f'contexte = "Corrigé {turn} fois (fictif)."\n', "utf-8")

        found = medians(commands(plain, corrected), runs, before)
    print(
        f"{cases:,} cases, medians of {runs} interleaved runs; bare: {found['bare'] * 1000:.1f} ms"
    )
    for name, (peer, goal) in GOALS.items():
        if peer in found:
            told(name.strip(), found[name.strip()] / found[peer], peer, goal)
    beyond = (found["one form"] - found["pdp situation voir --json"]) / found["bare"]
    told("one form, beyond a read", beyond, "bare", 12)
    print("\n".join(f"     {name:<36} {spent * 1000:6.1f} ms" for name, spent in found.items()))


if __name__ == "__main__":
    main()
