"""Asked once an agreement: does its year begin in January, or on the day it was signed?"""

import sys
from contextlib import closing
from typing import TYPE_CHECKING

from pdpcli.commands.output import note

if TYPE_CHECKING:
    from pdpcli.store.open import Store
    from pdpcli.workflows.stats import Wanted
    from pdpcli.workflows.stats_year import UnsaidYear


def ask_years(store: "Store", wanted: "Wanted") -> None:
    """Have each year not chosen yet chosen, and keep it; off a terminal, the default is used.

    Raises:
        Interrupted: she left.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return
    from pdpcli.workflows.stats_year import unsaid_years

    with closing(store.read()) as db:
        unsaid = unsaid_years(db, wanted)
    for one in unsaid:
        _ask(store, one)


def _ask(store: "Store", one: "UnsaidYear") -> None:
    from pdpcli.commands.questions import answers_to
    from pdpcli.errors import InputRefused
    from pdpcli.forms.form import Field
    from pdpcli.workflows.agreement import choose

    point = one.parameter
    labels = {code: choice.text for code, choice in point.choices.items()}
    text = f"{one.ours.title} : quelle année compter ?"
    asked = Field(
        point.id, text, "choice", choices=labels, default=point.default, required=("register",)
    )
    said = answers_to([asked], InputRefused(text))
    with store.write("agreement set", one.ours.id) as write:
        choose(write, one.ours, point.id, str(said[point.id]))
    note(f"C'est retenu. Choisir autrement : pdp convention regler {one.ours.id} {point.id} CHOIX")
