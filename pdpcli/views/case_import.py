"""A table of situations as it was read: what it adds, what it leaves, what is doubtful."""

from collections.abc import Iterator
from typing import Any

from pdpcli.views.wrap import wrapped


def review_text(review: Any, what: str) -> str:  # noqa: ANN401 - workflows.import_cases.Review
    """« Repris : 40 situations (2024-0001 à 2025-0012) », then what was left and why."""
    return "\n".join([f"{what} : {_counts(review)}.", *_doubts(review)])


def _counts(review: Any) -> str:  # noqa: ANN401 - idem
    said = f"{review.added} situation{'s' * (review.added > 1)}"
    if review.first:
        said += f" ({review.first} à {review.last})" if review.added > 1 else f" ({review.first})"
    if review.skipped:
        said += f", {review.skipped} lignes laissées"
    if review.aside:
        said += f", {review.aside} cases sans objet"
    return said


def _doubts(review: Any) -> Iterator[str]:  # noqa: ANN401 - idem
    for one in review.shown:
        yield from wrapped(str(one), "  - ")
    if review.duplicates > len(review.shown):
        yield f"  … et {review.duplicates - len(review.shown)} autres."
