"""Which of our conventions a situation may go through, by what is known of it."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from pdpcli.agreements.agreement import Agreement, Referral
from pdpcli.agreements.loader import find
from pdpcli.rules.paths import value_at
from pdpcli.rules.vocabulary import UNKNOWN
from pdpcli.store.cases import CaseRow, record
from pdpcli.store.home import user_agreements
from pdpcli.store.our_agreements import OurAgreement, our_agreements

if TYPE_CHECKING:
    from sqlite3 import Connection

#: What excludes: a visit, a stoppage or a risk may still come.
_LASTING = ("situation.regime", "situation.status", "employer.member")


def fitting(db: "Connection", case: CaseRow, on: date) -> list[OurAgreement]:
    """Ours under which we may refer this situation; what is not known yet excludes nothing.

    A convention that says nothing of who refers whom is not excluded.
    """
    held = record(db, case.id, on)
    return [one for one in our_agreements(db) if _fits(one, held)]


def _fits(ours: OurAgreement, held: Mapping[str, Any]) -> bool:
    folder: Agreement = find(ours.id, user_agreements())
    ways = [
        one
        for one in folder.referrals
        if (one.sender, one.recipient) == (ours.as_body, ours.partner)
    ]
    return not ways or any(_possible(one, held) for one in ways)


def _possible(way: Referral, held: Mapping[str, Any]) -> bool:
    said = ((one, value_at(held, one.path)) for one in way.conditions if one.path in _LASTING)
    return all(value in (None, UNKNOWN) or str(value) in one.codes for one, value in said)
