"""What is frozen beside what is counted today, as text of 80 columns and as JSON values."""

from collections.abc import Iterator, Sequence
from textwrap import wrap
from typing import Any

from pdpcli.evaluation.frozen_beside import FrozenBeside
from pdpcli.rules.dates import french
from pdpcli.views.report import moved_lines
from pdpcli.views.stats import WIDTH


def frozen_text(found: Sequence[FrozenBeside]) -> str:
    """A block for what is frozen; "" when nothing is."""
    return "\n".join(line for one in found for line in _one(one))


def frozen_json(found: Sequence[FrozenBeside]) -> list[dict[str, Any]]:
    """The same as plain values."""
    return [
        {
            "agreement": one.agreement,
            "periods": [{"label": label, "frozen_on": on} for label, on in one.periods],
            "moved": [vars(each) for each in one.moved],
        }
        for one in found
    ]


def _one(found: FrozenBeside) -> Iterator[str]:
    for label, on in found.periods:
        moved = [one for one in found.moved if one.period == label]
        head = f"BILAN FIGÉ {label}, {found.title}, le {french(on)} : "
        told = (
            "recompté, il diffère." if moved else "recompté, il donne toujours les mêmes valeurs."
        )
        yield from wrap(head + told, WIDTH)
        yield from moved_lines(moved)
        if moved:
            said = f"--annee {label[:4]} --convention {found.agreement}"
            yield f"Pourquoi : pdp bilan comparer {said}"
