"""Under how many persons a cell of a table that goes to a partner is masked.

Good practice, not law (rules §7): a parameter of every agreement, with a shown default.
"""

from collections.abc import Iterable, Mapping

from pdpcli.agreements.agreement import Parameter

SMALL_CELLS = Parameter(
    "small_cells",
    "Petits effectifs masqués dans un croisement destiné au partenaire, en dessous de",
    5,
    "votre choix",
    "bonne pratique, non une règle de droit : aucune source n'en fixe ; 0 : rien n'est masqué",
    most=1_000,
)


def threshold(chosen: Iterable[Mapping[str, str | int]]) -> int:
    """The number in force for tables of several agreements: the largest."""
    default = int(SMALL_CELLS.default)
    return max((int(one.get(SMALL_CELLS.id, default)) for one in chosen), default=default)
