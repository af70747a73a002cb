"""Which of our conventions a situation may go through, by what is known of it."""

from datetime import date
from typing import TYPE_CHECKING

from pdpcli.store.cases import CaseRow
from pdpcli.store.known import known
from pdpcli.store.our_agreements import OurAgreement
from pdpcli.workflows.orientation import ways

if TYPE_CHECKING:
    from sqlite3 import Connection


def fitting(db: "Connection", case: CaseRow, on: date) -> list[OurAgreement]:
    """Ours under which we may refer this situation; what is not known yet excludes nothing.

    A visit, a stoppage or a risk may still come: only what lasts excludes. A convention that says
    nothing of who refers whom is not excluded. By id, each once.
    """
    every = ways(db, case, known(db, case, on))
    open_ways = [one for one in every if one.outward and one.state != "excluded"]
    found = {one.ours.id: one.ours for one in open_ways if one.ours}
    return [found[one] for one in sorted(found)]
