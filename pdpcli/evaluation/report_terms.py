"""What an evaluation says of its annual report: to whom, whose turn, its headings, its context."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pdpcli.declarations.table import Table

#: part that is written -> what it is called when the convention does not name it
HEADINGS: Mapping[str, str] = {"qualitative": "Partie qualitative", "perspectives": "Perspectives"}
PARTS = tuple(HEADINGS)
_LONG = 600


@dataclass(frozen=True)
class Context:
    """A figure that the text quotes, and that is not counted here; where it is said."""

    text: str
    source: str


@dataclass(frozen=True)
class ReportTerms:
    """What ``[report]`` declares.

    ``addressed_to``: those the text sends it to. ``turn``: the parameter that says who wrote the
    first one, when it is written alternately; ``writers``: its choices -> the party of each.
    ``headings``: what the text calls the parts that are written. ``source``: where it is said.
    """

    source: str = ""
    addressed_to: tuple[str, ...] = ()
    turn: str = ""
    writers: Mapping[str, str] = field(default_factory=dict)
    headings: Mapping[str, str] = field(default_factory=dict)
    context: tuple[Context, ...] = ()


NO_REPORT = ReportTerms()


def read_report(root: Table, parameters: Mapping[str, Mapping[str, object]]) -> ReportTerms:
    """What ``root`` declares of the report; ``parameters``: name -> its choices.

    Problems are noted in the table.
    """
    table = root.table("report")
    if table is None:
        return NO_REPORT
    turn = table.one_of("turn", parameters, "")
    terms = ReportTerms(
        source=table.text("source", ""),
        addressed_to=table.texts("addressed_to"),
        turn=turn,
        writers=table.labels("writers"),
        headings=table.labels("headings"),
        context=tuple(_context(one) for one in table.tables("context")),
    )
    if set(terms.writers) != set(parameters.get(turn, ())):
        table.refuse("writers", "il faut une partie pour chaque choix de « turn ».")
    for part in sorted(set(terms.headings) - set(PARTS)):
        table.refuse("headings", f"« {part} » : au choix : {', '.join(PARTS)}.")
    table.close()
    return terms


def _context(table: Table) -> Context:
    context = Context(table.text("text", limit=_LONG), table.text("source"))
    table.close()
    return context
