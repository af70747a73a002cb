"""The dimension that is asked for by its name, to cut figures by."""

from collections.abc import Iterable, Iterator

from pdpcli.errors import InputRefused
from pdpcli.evaluation.columns import COLUMNS, NUMBERS
from pdpcli.evaluation.terms import Dimension, Evaluation
from pdpcli.evaluation.wording import COLUMN_WORDS
from pdpcli.rules.names import fold
from pdpcli.rules.vocabulary import DIMENSIONS

#: Free columns that describe a group, not one employer or one post.
_FREE = ("dept", "naf")
#: What would name an employer, or somebody's post: a figure of the text may list them, --by not.
_NAMING = ("employer_id", "job")
_DERIVED = ("sector", "senior", "known_to_ssam")


def dimension_named(text: str, evaluations: Iterable[Evaluation]) -> Dimension:
    """The dimension that ``text`` names, by its id, its column or its French heading.

    As an evaluation declares it, the first ones before; else a column of the closed list.

    Raises:
        InputRefused: none is so named; it says which are.
    """
    known = list(_known(evaluations))
    wanted = fold(text)
    for one in known:
        if wanted in {fold(one.id), fold(one.column), fold(one.label)}:
            return one
    labels = {one.column: one.label for one in reversed(known)}
    names = ", ".join(f"« {one} »" if " " in one else one for one in reversed(labels.values()))
    raise InputRefused(
        "Rien ne se ventile ainsi.", where=text, todo=f"--par avec l'un de : {names}"
    )


def naming(evaluation: Evaluation) -> list[str]:
    """The figures whose own breakdown names employers or posts, by their id."""
    names = {one.id for one in evaluation.dimensions.values() if one.column in _NAMING}
    return [
        indicator.id
        for indicator in evaluation.indicators
        if any(names & set(count.by) for count in indicator.counts)
    ]


def _cuts(one: Dimension) -> bool:
    return one.column in COLUMNS["act"] and one.column not in _NAMING


def _known(evaluations: Iterable[Evaluation]) -> Iterator[Dimension]:
    for evaluation in evaluations:
        yield from filter(_cuts, evaluation.dimensions.values())
    for column in (*DIMENSIONS, *_DERIVED):
        closed = COLUMNS["act"].get(column)
        if closed or (column in _FREE and column not in NUMBERS):
            yield Dimension(column, column, COLUMN_WORDS[column], "non renseigné")
