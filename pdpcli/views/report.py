"""The annual report on screen: its figures, what is written, whether it is frozen."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from pdpcli.evaluation.annual import Annual, Moved
from pdpcli.evaluation.report_terms import HEADINGS, PARTS
from pdpcli.rules.dates import french
from pdpcli.rules.vocabulary import CHOICES
from pdpcli.views.numbers import number
from pdpcli.views.stats import WIDTH, figure_table, provisional
from pdpcli.views.stats_data import figure_json
from pdpcli.views.table import table
from pdpcli.views.turn import turn_text

if TYPE_CHECKING:
    from pdpcli.store.frozen import Frozen

_NOT_WRITTEN = "(rien n'est écrit)"
_SHORT = 16  # characters of a hash that are shown


def report_text(annual: Annual) -> str:
    """The report as text of 80 columns."""
    over = not annual.provisional
    blocks = [
        "\n".join(_head(annual)),
        *("\n".join(figure_table(one, heading=True, over=over)) for one in annual.sheet.figures),
        "\n".join(moved_lines(annual.moved)),
        *("\n".join(_written(annual, part)) for part in PARTS),
    ]
    return "\n\n".join(filter(None, blocks))


def _head(annual: Annual) -> Iterator[str]:
    yield from wrap(f"BILAN {annual.sheet.period.label} · {annual.short}", WIDTH)
    if annual.seal:
        frozen = f"Figé le {french(annual.seal.on)}, empreinte {annual.seal.sha256[:_SHORT]} : "
        yield from wrap(f"{frozen}ces chiffres ne changent plus.", WIDTH)
        if annual.seal.provisional:
            yield "La période n'était pas finie : chiffres provisoires."
    else:
        yield "Non figé : il peut encore changer."
        yield from wrap(provisional(annual.sheet.period, annual.on), WIDTH)
    if annual.terms.addressed_to:
        yield f"Adressé à : {', '.join(annual.terms.addressed_to)}"
    if annual.turn:
        yield from (
            line
            for said in f"Rédigé par : {turn_text(annual.turn)}".split("\n")
            for line in wrap(said, WIDTH, subsequent_indent="  ")
        )


def _written(annual: Annual, part: str) -> Iterator[str]:
    yield (annual.terms.headings.get(part) or HEADINGS[part]).upper()
    for line in annual.texts.get(part, _NOT_WRITTEN).split("\n"):
        yield from wrap(line, WIDTH) or [""]


def moved_lines(moved: Sequence[Moved]) -> Iterator[str]:
    """The values that were frozen, where a recount does not give them."""
    for one in moved:
        yield from wrap(moved_text(one), WIDTH, subsequent_indent="  ")


def moved_text(one: Moved) -> str:
    """« BTP34-1 a), 2024 : figé 24 le 21/01/2025, recompté 25 (par le SSAM) »."""
    line = f" {one.line})" if len(one.line) == 1 else ""
    return (
        f"{one.figure}{line}, {one.period} : figé {number(one.frozen)} le "
        f"{french(one.frozen_on)}, recompté {number(one.now)} ({one.label})"
    )


def report_json(annual: Annual) -> dict[str, Any]:
    """The report as plain values, with stable keys."""
    period, turn, seal = annual.sheet.period, annual.turn, annual.seal
    return {
        "agreement": annual.agreement,
        "title": annual.title,
        "parties": list(annual.parties),
        "period": {"label": period.label, "first": period.first, "last": period.last},
        "provisional": annual.provisional,
        "addressed_to": list(annual.terms.addressed_to),
        "writer": turn.writer if turn else None,
        "next_writer": turn.next if turn else None,
        "frozen_on": seal.on if seal else None,
        "sha256": seal.sha256 if seal else None,
        "definition": annual.definition,
        "figures": [figure_json(figure) for figure in annual.sheet.figures],
        "moved": [vars(one) for one in annual.moved],
        "method": {name: vars(one) for name, one in annual.method.items()},
        "texts": dict(annual.texts),
        "context": [vars(one) for one in annual.terms.context],
    }


def frozen_rows(
    found: "Sequence[tuple[Frozen, bool]]", titles: Mapping[str, str]
) -> list[dict[str, Any]]:
    """The frozen evaluations as plain values; whether each is still what was frozen."""
    return [
        {
            "agreement": one.agreement,
            "title": titles.get(one.agreement, one.agreement),
            "period": one.label,
            "first": one.first_on,
            "last": one.last_on,
            "frozen_on": one.frozen_on,
            "provisional": one.provisional,
            "again": one.again,
            "sha256": one.sha256,
            "sound": sound,
        }
        for one, sound in found
    ]


def frozen_table(rows: Sequence[Mapping[str, Any]]) -> str:
    """The same as a table."""
    if not rows:
        return "Aucun bilan n'est figé. Figer : pdp bilan figer"
    return table(
        ("convention", "période", "figé le", "", "empreinte"),
        [
            (
                row["title"],
                row["period"],
                french(date.fromisoformat(row["frozen_on"])),
                _said(row),
                f"{row['sha256'][:_SHORT]} {'✓' if row['sound'] else '✗ ne correspond plus'}",
            )
            for row in rows
        ],
    )


def _said(row: Mapping[str, Any]) -> str:
    told = ["provisoire"] * row["provisional"]
    told += [CHOICES["frozen_again"][row["again"]]] if row["again"] else []
    return ", ".join(told)
