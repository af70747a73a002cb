"""Which report is meant: of which of our agreements, of which year."""

from sqlite3 import Connection
from typing import TYPE_CHECKING, Annotated

from pdpcli.commands.clock import today
from pdpcli.commands.options import option
from pdpcli.commands.values import year_named

if TYPE_CHECKING:
    from pdpcli.evaluation.period import Period
    from pdpcli.store.our_agreements import OurAgreement

_YEAR = option(
    "year",
    "L'année du bilan [la précédente jusqu'en juin, puis celle en cours]",
    metavar="ANNÉE",
    parser=year_named,
)
Year = Annotated[int | None, _YEAR]
Agreement = Annotated[str, option("agreement", "La convention, s'il y en a plusieurs")]
_JUNE = 6


def asked_year(year: int | None) -> int:
    """The year said; without one, the year before until June: that is when it is written."""
    on = today()
    return year or on.year - (on.month <= _JUNE)


def report_year(
    db: Connection, agreement: str, year: int
) -> "tuple[OurAgreement, tuple[Period, ...]]":
    """One of our agreements, and its year with the two before.

    Raises:
        InputRefused: none, unknown, or several fit.
    """
    from pdpcli.store.our_agreements import our_agreement
    from pdpcli.workflows.report import periods_of

    ours = our_agreement(db, agreement or None)
    return ours, periods_of(ours, year)
