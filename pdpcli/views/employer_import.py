"""A list of adhérents as it is about to be taken: its columns, what it adds and changes."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pdpcli.rules.vocabulary import label
from pdpcli.views.table import WIDTH, table
from pdpcli.views.wrap import wrapped

_LABELS = {
    "name": "raison sociale",
    "siret": "SIRET",
    "naf": "NAF",
    "naf_version": "version de la NAF",
    "size": "effectif",
    "member": "adhérente",
    "address": "adresse",
    "phone": "téléphone",
    "occupational_doctor": "médecin du travail",
}
_LISTED = {"member": "tristate", "naf_version": "naf_version"}
_LONGEST = 40


def columns_table(
    headings: Sequence[str], said: Mapping[int, str], letters: Sequence[str], width: int = WIDTH
) -> str:
    """Each column of the file, and what it is read as; ``said``: index -> label."""
    rows = [
        (letters[index], heading[:_LONGEST], said.get(index, "laissée de côté"))
        for index, heading in enumerate(headings)
        if heading.strip()
    ]
    return table(("", "Colonne du fichier", "Lue comme"), rows, width)


def review_text(review: Any) -> str:  # noqa: ANN401 - workflows.import_employers.Review
    """« 12 nouvelles, 3 modifiées, 40 déjà connues », and the first changes one by one."""
    return "\n".join([f"Entreprises : {counts(review)}.", *_changes(review)])


def counts(review: Any) -> str:  # noqa: ANN401 - idem
    """« 12 nouvelles, 1 modifiée, 40 inchangées »."""
    said = (
        (review.added, "nouvelle"),
        (review.changed, "modifiée"),
        (review.same, "inchangée"),
    )
    return ", ".join(f"{count} {word}{'s' * (count > 1)}" for count, word in said)


def _changes(review: Any) -> Iterator[str]:  # noqa: ANN401 - idem
    for one in review.shown:
        said = " ; ".join(
            f"{_LABELS[column]} {_shown(column, before)} → {_shown(column, after)}"
            for column, (before, after) in one.changes.items()
        )
        mark = "même nom seulement, " if one.doubtful else ""
        yield from wrapped(f"ligne {one.line}, {mark}{one.name} : {said}", "  - ")
    if review.changed > len(review.shown):
        yield f"  … et {review.changed - len(review.shown)} autres."


def _shown(column: str, value: object) -> str:
    if value is None or value == "":
        return "rien"
    return label(_LISTED[column], str(value)) if column in _LISTED else str(value)
