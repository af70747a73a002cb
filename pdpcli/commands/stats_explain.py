"""What is behind one figure; the names of the situations only when asked, and that is journaled."""

from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pdpcli.commands.clock import today
from pdpcli.commands.output import emit, emit_json, note

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pdpcli.store.open import Store
    from pdpcli.workflows.stats import Wanted
    from pdpcli.workflows.stats_explained import Explained


@dataclass(frozen=True)
class Behind:
    """How much is shown: every case, their names; on screen or in JSON."""

    cases: bool
    names: bool
    json: bool


def explain_figure(store: "Store", wanted: "Wanted", figure: str, how: Behind) -> None:
    """Show the explanation of ``figure``, with the names behind it when they are asked."""
    from pdpcli.views.explain import Beside, explanation_json, explanation_text
    from pdpcli.workflows.stats_explained import explained

    if how.names:
        found, called = _with_names(store, wanted, figure)
    else:
        with closing(store.read()) as db:
            found, called = explained(db, wanted, figure), {}
    beside = Beside(found.definitions, found.entered, found.frozen, found.moved, called)
    if how.json:
        emit_json(explanation_json(found.found, beside))
    else:
        over = found.found.figure.periods[0].last < today()
        emit(explanation_text(found.found, beside, cases=how.cases, over=over))
    if how.names:
        note("Ces noms restent dans la cellule ; leur lecture est consignée.")


def _with_names(
    store: "Store", wanted: "Wanted", figure: str
) -> "tuple[Explained, Mapping[str, str]]":
    """The explanation and who is behind it; that names were read is journaled, without them."""
    from pdpcli.store.case_list import names_by_ref
    from pdpcli.workflows.stats_explained import explained

    with store.write("stats --names") as write:
        about = explained(write.db, wanted, figure)
        found, period = about.found, about.found.figure.periods[0]
        write.note(f"names behind {found.figure.id} {period.label}")
        refs = [ref for behind in found.behind for ref in behind.refs]
        moved = [ref for one in found.differences for ref in (*one.new_refs, *one.gone_refs)]
        seen = [ref for verdict in found.verdicts for ref in verdict.refs]
        return about, names_by_ref(write.db, [*refs, *moved, *seen])
