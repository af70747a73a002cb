"""Of two employers at the same time, the one in question: what a fiche prints (PATHS)."""

from collections.abc import Mapping
from typing import TypeVar

V = TypeVar("V")
_SECOND = {"second_employer.": "employer.", "second_employment.": "employment."}
_KEPT = ("employment.several", "employment.concerned")


def of_the_concerned(record: Mapping[str, V]) -> dict[str, V]:
    """``record`` (path -> value) in which ``employer`` and ``employment`` are the ones in question.

    What is not known of the one in question is not known: nothing is taken from the other.
    """
    if record.get("employment.concerned") != "second":
        return dict(record)
    first = tuple(_SECOND.values())
    kept = {
        path: value for path, value in record.items()
        if path in _KEPT or not path.startswith((*first, "agency."))
    }  # fmt: skip
    for root, over in _SECOND.items():
        kept |= {
            over + path.removeprefix(root): value
            for path, value in record.items()
            if path.startswith(root)
        }
    return kept
