"""`pdp demo` : un cahier fictif, pour essayer sans risque."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from pdpcli.commands.clock import today
from pdpcli.commands.opening import ask_secret
from pdpcli.commands.options import option
from pdpcli.commands.output import emit, note
from pdpcli.store.open import Store, unlocked

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
    with _progress(plan.cases) as told:
        left = build(home, plan, told)
    _show(unlocked(home, ask_secret), plan.today)
    emit(_how_to_go_on(home, left, plan.today))


@contextmanager
def _progress(cases: int) -> Iterator[Callable[[int], None]]:
    """What is called with how many situations are done: a bar on a terminal, lines off one."""
    if not sys.stderr.isatty():
        yield lambda done: note(f"{done} situations sur {cases}…")
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Situations fictives", total=cases)
        yield lambda done: bar.update(task, completed=done)


def _show(store: Store, on: date) -> None:
    """The morning screen and last year's figures."""
    from pdpcli.commands.morning import morning
    from pdpcli.views.stats import stats_text
    from pdpcli.workflows.stats import count

    emit("TOUT EST FICTIF : personnes, entreprises, numéros, situations et réunions.\n")
    morning(store, on)
    with closing(store.read()) as db:
        emit("\n" + stats_text(count(db, on.year - 1, None), on))


def _how_to_go_on(home: Path, left: "Waiting", on: date) -> str:
    from pdpcli.views.demo import how_to_go_on

    pdfs = sorted(path.name for path in home.glob("*.pdf"))
    return how_to_go_on(
        home, left.to_sign, left.to_send, pdfs, on.year - 1, windows=os.name == "nt"
    )
