"""Importing a table of situations, as a ratio to sqlite-utils inserting the same file's rows.

    python benchmarks/imports.py [LINES]

Both read the same CSV in the same run. sqlite-utils puts each line as it is into one table of a
plain file; pdp validates every cell, and writes the situations: some seven rows a line, encrypted,
each chained in the journal, with their deadlines and the words they are found by. The second line
compares row for row: what is written, a second of processor.
"""

import csv
import os
import random
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import playground

from pdpcli.rules.dates import french
from pdpcli.store.envelope import Kdf
from pdpcli.store.open import unlocked
from pdpcli.store.recovery import new_recovery_key
from pdpcli.store.whole import row_count, whole_tables
from pdpcli.workflows.keys import Founding, found

PASSPHRASE = "truelle rabot cordeau"  # noqa: S105 - fictional
HEAD = ["Date signalement", "Origine", "Nom", "Prénom", "Né(e) le", "Sexe", "Entreprise",
        "Code NAF", "Effectif", "Poste", "Contrat", "Arrêt depuis le", "Téléphone", "Adresse",
        "CP", "Ville", "RQTH", "Issue", "Date de clôture", "Motif de clôture"]  # fmt: skip
_ORIGINS = ("Médecin du travail", "Carsat", "Le salarié lui-même", "Son employeur")
_OUTCOMES = ("maintien au poste", "licenciement pour inaptitude", "")


def table(path: Path, lines: int) -> None:
    """A table of fictional situations."""
    chosen = random.Random(1)  # noqa: S311 - fictional
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(HEAD)
        for number in range(lines):
            writer.writerow(_line(chosen, number))


def _line(chosen: random.Random, number: int) -> list[str]:
    from datetime import date, timedelta

    opened = date(2019, 1, 1) + timedelta(days=chosen.randrange(2200))
    closed = chosen.random() < 0.8
    return [
        french(opened), chosen.choice(_ORIGINS), f"Fictif{_letters(number)}", "Camille",
        french(date(1960, 1, 1) + timedelta(days=chosen.randrange(15000))),
        chosen.choice("HF"), f"Bâti Fictif {_letters(chosen.randrange(3000))}", "43.99C",
        str(chosen.randrange(200)), "Maçon", "CDI",
        french(opened - timedelta(days=30)) if number % 2 else "", "06 39 98 00 00",
        f"{number % 90 + 1} rue Inventée", "34970", "Lattes", "non",
        chosen.choice(_OUTCOMES) if closed else "",
        french(opened + timedelta(days=120)) if closed else "",
        "accompagnement terminé" if closed else "",
    ]  # fmt: skip


def _letters(number: int) -> str:
    text = ""
    while number:
        number, rest = divmod(number, 26)
        text += chr(ord("a") + rest)
    return text or "a"


def measured(command: list[str]) -> tuple[float, float]:
    """Seconds of processor, which other programs do not lengthen, and peak megabytes."""
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(child.pid, 0)
    if status:
        raise SystemExit(f"{command[0]}: {status}")
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1000


def written(home: Path) -> int:
    """The rows of every table of the store: those of the journal and of what is derived too."""
    with closing(unlocked(home, lambda: PASSPHRASE).read()) as db:
        return sum(row_count(db, one) for one in whole_tables(db))


def main() -> None:
    lines = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with playground.folders() as folder:
        os.environ |= {"PDP_HOME": str(folder / "coffre"), "PDP_PASSPHRASE": PASSPHRASE}
        said = Founding(service="Banc", first_name="Camille", last_name="Exemple",
                        passphrase=PASSPHRASE, recovery_key=new_recovery_key())  # fmt: skip
        found(folder / "coffre", said, Kdf(memory_kib=32, iterations=1, lanes=1))
        path = folder / "suivi.csv"
        table(path, lines)
        theirs, _ = measured([playground.script("sqlite-utils"), "insert", str(folder / "x.db"),
                              "suivi", str(path), "--csv", "--delimiter", ";"])  # fmt: skip
        ours, memory = measured([playground.script("pdp"), "importer", str(path), "--oui"])
        rows = written(folder / "coffre")
        print(f"{lines:,} lines: sqlite-utils insert {lines / theirs:,.0f}/s,"
              f" pdp import {lines / ours:,.0f}/s: x {theirs / ours:.2f} (goal 5),"
              f" {memory:.0f} MB (goal 100)")  # fmt: skip
        print(f"rows written: {rows:,}, {rows / ours:,.0f}/s: x {rows / lines * theirs / ours:.2f}")


if __name__ == "__main__":
    main()
