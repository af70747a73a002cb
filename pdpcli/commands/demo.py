"""`pdp demo` : un cahier fictif, pour essayer sans risque."""

import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from pdpcli.commands.clock import today
from pdpcli.commands.options import option
from pdpcli.commands.output import emit, note

if TYPE_CHECKING:
    from pdpcli.workflows.demo import Waiting

_CASES, _SEED = 42, 290

Into = Annotated[Path | None, option("into", "Le dossier, neuf [pdp-demo]", metavar="DOSSIER")]
Cases = Annotated[int | None, option("cases", f"Combien de situations [{_CASES}]", min=1)]
Seed = Annotated[int | None, option("seed", "Une autre graine raconte autre chose")]


def demo(*, into: Into = None, cases: Cases = None, seed: Seed = None) -> None:
    """Créer un cahier fictif de trois ans, et montrer ce qu'on peut en faire"""
    from pdpcli.demo.plan import Plan
    from pdpcli.workflows.demo import build

    home = (into or Path("pdp-demo")).absolute()
    plan = Plan(cases or _CASES, _SEED if seed is None else seed, today())
    left = build(home, plan, lambda done: note(f"{done} situations sur {plan.cases}…"))
    _show(home, plan.today)
    emit(_how_to_go_on(home, left, plan.today))


def _show(home: Path, on: date) -> None:
    """The morning screen and last year's figures, by the commands she will type."""
    from pdpcli.commands.morning import morning
    from pdpcli.commands.stats import stats

    os.environ["PDP_HOME"] = str(home)
    emit("TOUT EST FICTIF : personnes, entreprises, numéros, situations et réunions.\n")
    morning()
    emit("")
    stats(year=on.year - 1)


def _how_to_go_on(home: Path, left: "Waiting", on: date) -> str:
    from pdpcli.views.demo import how_to_go_on

    pdfs = sorted(path.name for path in home.glob("*.pdf"))
    return how_to_go_on(
        home, left.to_sign, left.to_send, pdfs, on.year - 1, windows=os.name == "nt"
    )
