"""Explaining what no act nor gathering is behind: an entered figure, the members of the cell."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pdpcli.evaluation.cell_members import cell_members_on
from pdpcli.evaluation.controls import Number, Verdict
from pdpcli.evaluation.sheets import Figure
from pdpcli.evaluation.terms import Count

if TYPE_CHECKING:
    from sqlite3 import Connection

WITHOUT_ROWS = ("member", "figure")
NOT_ENTERED = "non saisi pour "


def counted_without_rows(count: Count, figure: Figure) -> list[str]:
    """What is counted, in the words of the declaration."""
    total = next((line.values[0] for line in figure.lines if line.id == count.id), None)
    number = Number(total or 0)
    said = dict.fromkeys(("rows", "cases", "persons", "value", "n"), number)
    return count.counted.format(year=figure.periods[0].label, **said).strip().splitlines()


def verdicts_without_rows(db: "Connection", count: Count, figure: Figure) -> Iterator[Verdict]:
    """What was not entered; who has several functions, and is counted once."""
    if count.source == "figure":
        yield from _entered(count, figure)
        return
    members = cell_members_on(db, count.where, figure.periods[0])
    several = sum(len(member.functions) > 1 for member in members)
    if several:
        many = "s" if several > 1 else ""
        text = f"{several} personne{many} à plusieurs fonctions : une fois au total"
        yield Verdict(good=True, text=text)
    silent = sum(not member.functions for member in members)
    if silent:
        many = "s" if silent > 1 else ""
        yield Verdict(good=False, text=f"{silent} membre{many} sans fonction : au total seulement")


def _entered(count: Count, figure: Figure) -> Iterator[Verdict]:
    lines = [line for line in figure.lines if line.id == count.id and line.unit == count.unit]
    missing = [line.label for line in lines if line.values[0] is None]
    year = figure.periods[0]
    if year.year is None:
        yield Verdict(good=False, text="un chiffre saisi est celui d'une année entière")
    elif missing:
        names = " ; ".join(missing[1:] or missing)
        yield Verdict(good=False, text=f"{NOT_ENTERED}{year.label} : {names}")
    else:
        yield Verdict(good=True, text=f"saisi pour {year.label}")
