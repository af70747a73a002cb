"""What is past its term: reviewed first, nothing erased by it (RGPD, art. 5, 1, e).

The erasure itself is that of `rights erase`, person by person.
"""

from collections.abc import Sequence
from contextlib import closing
from datetime import date, timedelta
from sqlite3 import Connection
from typing import TYPE_CHECKING

from pdpcli.errors import InputRefused
from pdpcli.evaluation.period import Period
from pdpcli.rules.dates import months_later
from pdpcli.rules.retention import (
    MONTHS,
    SETTINGS,
    Review,
    clock_doubt,
    is_past,
    kept_because,
    too_many,
)
from pdpcli.store import retention
from pdpcli.store.due import forget_computed
from pdpcli.store.frozen import frozen_of
from pdpcli.store.our_agreements import our_agreements

if TYPE_CHECKING:
    from pdpcli.store.open import Store, Write

_SHORT = {"duree": MONTHS, "part": "share", "horloge": "clock_days"}


def review(store: "Store", today: date) -> Review:
    """Look at what is past its term; nothing is written."""
    with closing(store.read()) as db:
        chosen = retention.chosen(db)
        days = retention.last_days(db, store.store_id, today)
        last = months_later(today, -chosen[MONTHS]) + timedelta(3)  # the end of a short month
        found = [
            one
            for one in retention.silent_until(db, last, today)
            if is_past(one.silence, chosen[MONTHS], today)
        ]
        going = [one for one in found if not kept_because(one.silence)]
        cases = [number for one in going for number in one.cases]
        total = retention.situations_left(db)
        return Review(
            tuple(one.silence for one in going),
            tuple((one.silence, why) for one in found if (why := kept_because(one.silence))),
            chosen,
            -(-len(cases) * 100 // total) if total else 0,
            clock_doubt(today, *days, chosen["clock_days"]),
            too_many(len(cases), total, chosen["share"]),
            _unfrozen(db, retention.years_of(db, cases)),
        )


def _unfrozen(db: Connection, years: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """By year, the agreements of ours whose evaluation of that year is not frozen."""
    ours = [one.id for one in our_agreements(db)]
    found = {}
    for year in years:
        period = Period(str(year), date(year, 1, 1), date(year, 12, 31))
        if missing := tuple(one for one in ours if frozen_of(db, one, period) is None):
            found[year] = missing
    return found


def refuse_doubtful(found: Review) -> None:
    """InputRefused when the clock is not believed, or too much would go at once."""
    if found.clock:
        raise InputRefused(
            found.clock,
            where="rien n'est effacé",
            todo="Mettez le poste à l'heure. S'il y est : notez quelque chose au cahier (une note "
            "suffit), et recommencez demain\nou changez la garde : pdp conservation regler horloge "
            f"NOMBRE (jours ; ici {found.chosen['clock_days']})",
        )
    if found.excess:
        raise InputRefused(
            f"{found.share} % des situations du cahier partiraient d'un coup : plus que "
            f"{found.chosen['share']} %.",
            where="rien n'est effacé",
            todo="Vérifiez la date du poste et la durée choisie : pdp conservation regler\n"
            f"C'est bien cela : pdp conservation regler part {found.share}",
        )


def choose(write: "Write", name: str, value: str) -> None:
    """Choose a setting: « duree », « part », « horloge », or its English name.

    Raises:
        InputRefused: no such setting.
        Refusal: a value that it does not take.
    """
    id_ = _SHORT.get(name, name)
    if id_ not in SETTINGS:
        raise InputRefused("Ce réglage n'existe pas.", todo=f"L'un de : {', '.join(_SHORT)}")
    retention.choose(write, id_, value)
    forget_computed(write.db)


def short_names() -> dict[str, str]:
    """The name each setting is typed by, by id."""
    return {id_: name for name, id_ in _SHORT.items()}
