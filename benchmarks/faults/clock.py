"""The same figures in every locale, zone and on a leap day; a clock that jumps erases nothing.

``python benchmarks/faults/clock.py``; needs ``time-machine`` (a tool of the tests). Exits with 1
when two answers differ, or when an erasure is taken under a clock that jumped.
"""

import io
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

import time_machine
from ground import ground

sys.path.insert(0, str(Path(__file__).parents[2] / "tests"))
from fictional import answers_file

from pdpcli.app import run

_LOCALES = ("C", "C.UTF-8", "POSIX", "fr_FR.UTF-8", "tr_TR.UTF-8", "ar_SA.UTF-8", "xx_XX", "")
_ZONES = (
    "UTC",
    "Europe/Paris",
    "Pacific/Kiritimati",
    "Pacific/Niue",
    "Asia/Kathmandu",
    "Nulle/Part",
)
_NOON = datetime(2028, 2, 29, 12, 0, tzinfo=UTC)  # a leap day
_ERASE = ["conservation", "effacer", "--oui", "--confirmer", "1"]
_REFUSED, _JUMPS = 2, (-1, -30, -4000, 800, 4000, 20_000)  # days
_READS = (
    ("situation", "liste"), ("situation", "voir", "1"), ("chiffres", "--json"),
    ("echeances", "--json"), ("chiffres", "--csv", "-"),
)  # fmt: skip
_CHILD = """
import sys, time_machine
from datetime import datetime
from pdpcli.app import run
with time_machine.travel(datetime.fromisoformat(sys.argv[1]), tick=False):
    sys.exit(run(sys.argv[2:]))
"""


def told(args: list[str], at: datetime) -> tuple[int, str]:
    """The exit code of a command run here at that instant, and what it said."""
    out, err = io.StringIO(), io.StringIO()
    with time_machine.travel(at, tick=True), redirect_stdout(out), redirect_stderr(err):
        code = run(args)
    return code, " ".join((out.getvalue() + err.getvalue()).split())


def read(args: tuple[str, ...], at: datetime, env: dict[str, str]) -> tuple[int, str]:
    """The same in a process of its own, with its locale and its zone; accents left aside.

    The noon of each zone: the day is the same everywhere.
    """
    ran = subprocess.run(
        [sys.executable, "-c", _CHILD, at.isoformat(), *args],
        env={**env, "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        check=False,
    )
    return ran.returncode, ran.stdout.decode()


def told_before(folder: Path) -> Iterator[list[str]]:
    """A situation past its term, closed; four recent ones."""
    yield ["convention", "ajouter", "btp34-carsat-lr"]
    for number, day in enumerate(("29/02/2024", *["28/02/2028"] * 4)):
        said = {"nom": f"Fictif{'abcde'[number]}", "prereprise": "non", "prereprise_date": None,
                "en_arret": "non", "arret_debut": None, "date_signalement": day}  # fmt: skip
        yield ["situation", "nouveau", "--fichier", str(answers_file(folder, **said))]
        if not number:
            yield ["situation", "clore", "2024-1", "--motif", "terminé", "--issue",
                   "maintien au poste", "--le", day, "--oui"]  # fmt: skip


def main() -> int:
    """Ask everything everywhere and print the figures."""
    with TemporaryDirectory(prefix="pdp-clock-") as folder:
        _, env = ground(Path(folder))
        os.chdir(folder)
        codes = [told(args, _NOON)[0] for args in told_before(Path(folder))]
        assert not any(codes), codes
        answers_of: dict[tuple[str, ...], set[tuple[int, str]]] = {args: set() for args in _READS}
        places = list(product(_LOCALES, ("Europe/Paris",))) + list(product(("C",), _ZONES))
        for locale, zone in places:
            there = env | {"LC_ALL": locale, "LANG": locale, "TZ": zone}
            for args in _READS:
                answers_of[args].add(read(args, _at_noon(zone), there))
        differ = [args for args, seen in answers_of.items() if len(seen) > 1]
        leap = told(["echeances", "ajouter", "bissextile", "--le", "29/02/2032"], _NOON)
        refused, taken = erasures()
    print(
        f"{len(places)} locales and zones, {len(_READS)} commands on a leap day:"
        f" {len(differ)} commands whose answers differ; 29/02/2032 is"
        f" {'a day' if leap[0] == 0 else 'refused'}"
    )
    print(
        f"a clock that jumped: {len(_JUMPS)} erasures asked, {refused} refused for the clock,"
        f" {taken} taken"
    )
    for args in differ:
        print(" ", *args)
    return 1 if differ or taken or not refused or leap[0] else 0


def _at_noon(zone: str) -> datetime:
    """An instant whose day is the leap day in ``zone``."""
    hours = {"Pacific/Kiritimati": -14, "Pacific/Niue": 11}.get(zone, 0)
    return _NOON + timedelta(hours=hours)


def erasures() -> tuple[int, int]:
    """How many erasures are refused, and taken, when the clock moved back, or far ahead."""
    refused = taken = 0
    for days in _JUMPS:
        code, said = told(_ERASE, _NOON + timedelta(days=days))
        refused += code == _REFUSED and "horloge" in said
        taken += "rien n'est effacé" not in said
    return refused, taken


if __name__ == "__main__":
    sys.exit(main())
