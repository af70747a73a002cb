"""To whom a situation may be addressed, as plain values: an explanation, never a decision."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from pdpcli.errors import InputRefused
from pdpcli.rules.orientation.conditions import Judged, judge_all
from pdpcli.rules.orientation.known import QUESTIONS, Fact, Known
from pdpcli.rules.orientation.matrix import SOURCE, STAR, Cell, Named, cells, place
from pdpcli.rules.orientation.regimes import REGIMES, regime_of
from pdpcli.rules.orientation.remarks import Remark, remarks
from pdpcli.rules.vocabulary import NO, YES
from pdpcli.store.known import absent_days, known
from pdpcli.workflows.orientation import Way, example_ways, partner_actor, ways

if TYPE_CHECKING:
    from sqlite3 import Connection

    from pdpcli.store.cases import CaseRow

#: What is asked when an axis of the matrix is not known, and the axis.
_AXES = (
    ("horizon", "horizons", "À quelle échéance l'emploi est-il menacé ?"),
    ("boe", "statuses", "A-t-elle un titre BOETH, ou un dossier à la MDPH ?"),
    ("position", "columns", "En intégration, en activité, en arrêt, en sortie d'activité ?"),
)
_CAP_EMPLOI = {"cap_emploi", "cep"}


def orient(db: "Connection", case: "CaseRow", on: date, agreement: str = "") -> dict[str, Any]:
    """The matrix, the régime, our conventions and what else is to know; stable keys.

    ``agreement`` limits the conventions to one, ours or not, and tells the way back too.

    Raises:
        InputRefused: the person was erased, or no convention has that name.
    """
    if case.person_id is None:
        raise InputRefused(
            "La personne de cette situation est effacée : plus rien ne dit à qui s'adresser.",
            where=case.ref,
        )
    held = known(db, case, on)
    found = _ways(db, case, held, agreement)
    return {
        "ref": case.ref,
        "state": case.state,
        "at": on,
        "decision": False,
        "only": agreement,
        "facts": _known(held),
        "matrix": _matrix(held),
        "regime": _regime(held),
        "agreements": _agreements(db, case, found),
        "remarks": [*map(_remark, _remarks(db, case, held, found))],
    }


def _known(held: Known) -> dict[str, Any]:
    return {path: _fact(one) for path, one in held.facts.items() if held.fact(path)}


def _fact(one: Fact) -> dict[str, Any]:
    return {
        "path": one.path,
        "value": one.value,
        "on": one.on,
        "label": one.label,
        "said": one.said,
    }


def _matrix(held: Known) -> dict[str, Any]:
    where = place(held)
    missing = [ask for _, axis, ask in _AXES if len(getattr(where, axis)) > 1]
    if not regime_of(held):
        missing.append(QUESTIONS["situation.regime"][1])
    return {
        "source": SOURCE,
        "star": STAR,
        "place": {
            axis: {"possible": getattr(where, codes), "by": [*map(_fact, where.by[axis])]}
            for axis, codes, _ in _AXES
        },
        "cells": [*map(_cell, cells(held))],
        "missing": missing,
    }


def _cell(cell: Cell) -> dict[str, Any]:
    return {
        "horizon": cell.horizon,
        "boe": cell.status,
        "position": cell.column,
        "empty": not cell.names,
        "competent": [_named(one) for one in cell.names if one.value != NO],
        "set_aside": [_named(one) for one in cell.names if one.value == NO],
    }


def _named(one: Named) -> dict[str, Any]:
    return {
        "name": one.name,
        "actor": one.actor,
        "sure": one.value == YES,
        "why": one.why,
    }


def _regime(held: Known) -> dict[str, Any] | None:
    code = regime_of(held)
    if not code:
        return None
    rule = REGIMES[code]
    judged = judge_all(rule.conditions, held)
    return {
        "code": code,
        "who": rule.who,
        "body": rule.body,
        "source": rule.source,
        "conditions": [_judged(one, rule.source) for one in judged],
    }


def _judged(one: Judged, source: str) -> dict[str, Any]:
    return {
        "text": one.condition.text,
        "source": one.condition.source or source,
        "state": one.state,
        "lasting": one.excludes,
        "by": [*map(_fact, one.by)],
        "ask": one.ask,
    }


def _ways(db: "Connection", case: "CaseRow", held: Known, agreement: str) -> list[Way]:
    """Ours, those that hold first; Cap emploi's criteria as an example when it is only named."""
    every = ways(db, case, held)
    if agreement:
        said = [one for one in every if one.ours and agreement in {one.ours.id, one.partner}]
        return said or example_ways(held, agreement)
    found = [way for way in every if way.outward]
    if _names_cap_emploi(held) and not any(partner_actor(way) == "cap_emploi" for way in found):
        found += example_ways(held)
    return found


def _agreements(db: "Connection", case: "CaseRow", found: Iterable[Way]) -> list[dict[str, Any]]:
    fiches = _fiches(db, case)
    return [_way(way, case, fiches) for way in found]


def _names_cap_emploi(held: Known) -> bool:
    named = (one for cell in cells(held) for one in cell.names if one.value != NO)
    return any(one.actor in _CAP_EMPLOI for one in named)


def _fiches(db: "Connection", case: "CaseRow") -> Mapping[str, int]:
    """The last fiche of this situation under each convention."""
    rows = db.execute(
        """SELECT agreement, max(number) AS number FROM liaison
        WHERE case_id = ? AND direction = 'out' AND cancelled_on IS NULL GROUP BY agreement""",
        (case.id,),
    )
    return {row["agreement"]: row["number"] for row in rows}


def _way(way: Way, case: "CaseRow", fiches: Mapping[str, int]) -> dict[str, Any]:
    referral, folder = way.referral, way.agreement
    source = referral.source if referral else ""
    number = fiches.get(folder.id)
    return {
        "agreement": folder.id,
        "title": folder.short,
        "ours": way.ours is not None,
        "direction": "out" if way.outward else "in",
        "to": folder.body(referral.recipient).short if referral else _partner(way),
        "referral": referral.id if referral else "",
        "purpose": referral.purpose if referral else "",
        "source": source,
        "state": way.state,
        "conditions": [_judged(one, source) for one in way.judged],
        "helps": [
            {"text": one.text, "source": one.source} for one in (referral.helps if referral else ())
        ],
        "fiche": f"{case.ref}/{number}" if number and way.outward else None,
        "offer": _offer(way, case) if not number else None,
    }


def _partner(way: Way) -> str:
    return way.ours.partner_name if way.ours else ""


def _offer(way: Way, case: "CaseRow") -> str | None:
    """The command that begins the fiche: nothing is offered of what is closed or excluded."""
    if way.ours is None or not way.outward or case.state != "open" or way.state == "excluded":
        return None
    return f"pdp fiche nouveau {case.ref} --convention {way.ours.id}"


def _remarks(
    db: "Connection", case: "CaseRow", held: Known, found: Iterable[Way]
) -> Iterator[Remark]:
    """Those of the situation, then the instances that may be seized through our partners."""
    yield from remarks(held, absent_days(db, case.id, held.on))
    open_to = {one.agreement.id: one for one in found if one.outward and one.state != "excluded"}
    for way in open_to.values():
        for one in way.agreement.instances if way.ours else ():
            if one.kind == "insurance" and one.rule:
                yield Remark(
                    "instance", f"{one.name} : {one.rule}.", f"{way.agreement.short}, {one.source}"
                )


def _remark(one: Remark) -> dict[str, Any]:
    return {"id": one.id, "text": one.text, "source": one.source}
