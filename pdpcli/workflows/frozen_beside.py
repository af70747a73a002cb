"""The frozen evaluations of the periods that are shown: said beside what is counted today."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from pdpcli.evaluation.frozen_beside import FrozenBeside
from pdpcli.evaluation.sheets import Sheet
from pdpcli.store.our_agreements import our_agreement
from pdpcli.workflows.frozen_values import beside, frozen_periods
from pdpcli.workflows.stats import evaluation_of

if TYPE_CHECKING:
    from sqlite3 import Connection


def frozen_beside(db: "Connection", sheets: Sequence[Sheet]) -> list[FrozenBeside]:
    """Of each sheet that has a frozen period: which, since when, and what moved."""
    return [found for sheet in sheets for found in _beside(db, sheet)]


def _beside(db: "Connection", sheet: Sheet) -> Iterator[FrozenBeside]:
    periods = [(one.label, one.on) for _, one in frozen_periods(db, sheet)]
    if periods:
        evaluation = evaluation_of(our_agreement(db, sheet.agreement))
        moved = beside(db, evaluation, sheet)
        yield FrozenBeside(sheet.agreement, sheet.title, tuple(periods), moved)
