"""A year of the cell with a moved clock: what is due appears when it must, and never after.

Every week, `pdp echeances` is read as she would; what happens is told by the commands. Fictional.
"""

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
import time_machine
from exchanges import Cell, founded_cell

BEGAN = date(2026, 1, 5)  # a Monday


def _morning(on: date) -> datetime:
    return datetime.combine(on, time(8, 40), UTC)


class Year:
    """The cell and its clock; ``seen`` is every rule that was shown, by situation and day."""

    def __init__(self, cell: Cell, clock: time_machine.Traveller) -> None:
        self.cell, self.clock = cell, clock
        self.today = BEGAN
        self.seen: dict[tuple[str, str], list[date]] = {}

    def go(self, on: date) -> None:
        """Let the days pass until ``on``, the list being read each Monday and that day."""
        while self.today < on:
            monday = self.today + timedelta(7 - self.today.weekday())
            self.today = min(monday, on)
            self.clock.move_to(_morning(self.today))
            for row in self.cell.json("echeances", "--au", self.today.strftime("%d/%m/%Y")):
                self.seen.setdefault((row["ref"], row["rule"]), []).append(self.today)

    def shown(self, ref: str, rule: str) -> list[date]:
        return self.seen.get((ref, rule), [])


@pytest.fixture
def year(tmp_path: Path, capsys, monkeypatch):
    with time_machine.travel(_morning(BEGAN), tick=True) as clock:
        cell = founded_cell(tmp_path, capsys, monkeypatch)
        cell("convention", "ajouter", "btp34-carsat-lr")
        yield Year(cell, clock)


def _registered(year: Year, **changed: object) -> str:
    said = {"date_signalement": "aujourd'hui", "arret_debut": "02/01/2026", "prereprise": "non",
            "prereprise_date": None, "naissance": "04/03/1985"}  # fmt: skip
    return year.cell.registered(**said | changed)


def test_each_deadline_comes_when_it_must_and_goes_once_met(year: Year) -> None:
    cell, ref = year.cell, _registered(year)
    year.go(date(2026, 1, 30))
    assert year.shown(ref, "prereprise_possible") == []
    year.go(date(2026, 2, 1))  # the 31st day
    assert year.shown(ref, "prereprise_possible") == [date(2026, 2, 1)]
    cell("acte", "ajouter", ref, "visite de pré-reprise", "--le", "aujourd'hui")
    year.go(date(2026, 2, 9))
    assert year.shown(ref, "prereprise_possible") == [date(2026, 2, 1)]

    cell("accord", "enregistrer", ref, "--signe-le", "hier", "--lieu", "Lattes")
    cell("referent", "corriger", "--telephone", "04 99 00 00 00")
    cell("fiche", "produire", ref)
    cell("fiche", "envoyer", ref, "--canal", "courrier postal", "--oui")
    year.go(date(2026, 2, 23))
    assert year.shown(ref, "reminder") == []
    year.go(date(2026, 3, 9))  # fifteen days after the 9th of February is the 24th
    assert year.shown(ref, "reminder") == [date(2026, 3, 2), date(2026, 3, 9)]
    cell("fiche", "relancer", ref, "--oui")
    year.go(date(2026, 3, 23))
    after_the_first = [day for day in year.shown(ref, "reminder") if day > date(2026, 3, 9)]
    reply = cell.file("r.toml", reponse_date="hier", reponse_nom="Fictif", reponse_tel="0467000000",
                      reponse_texte="Vue (fictif).")  # fmt: skip
    cell("fiche", "repondre", ref, "--fichier", reply, "--oui")
    year.go(date(2026, 6, 1))
    last = max([date(2026, 3, 9), *after_the_first])
    assert max(year.shown(ref, "reminder")) <= max(last, date(2026, 3, 23))
    assert not [day for day in year.shown(ref, "answer_theirs") if day > date(2026, 3, 23)]

    cell("situation", "clore", ref, "--motif", "terminé", "--issue", "maintien au poste", "--oui")
    year.go(date(2026, 11, 30))
    assert year.shown(ref, "recall") == []
    year.go(date(2026, 12, 1))
    assert year.shown(ref, "recall") == [date(2026, 12, 1)]
    cell("situation", "bilan-6-mois", ref, "--jointe", "--mode", "par téléphone")
    year.go(date(2026, 12, 14))
    assert year.shown(ref, "recall") == [date(2026, 12, 1)]


def test_nothing_is_asked_about_somebody_who_died(year: Year) -> None:
    ref = _registered(year)
    year.go(date(2026, 2, 16))
    year.cell("situation", "clore", ref, "--motif", "décès", "--oui")
    died = year.today
    year.go(date(2026, 12, 31))
    assert not [day for (about, _), days in year.seen.items() if about == ref
                for day in days if day > died]  # fmt: skip
