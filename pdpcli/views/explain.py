"""One figure explained, as text of 80 columns and as JSON values."""

from collections.abc import Iterator, Sequence
from datetime import date
from textwrap import wrap
from typing import Any

from pdpcli.evaluation.explain import Behind, Difference, Explanation
from pdpcli.evaluation.sheets import Hypothesis
from pdpcli.rules.dates import french
from pdpcli.views.stats import WIDTH, figure_table, lettered
from pdpcli.views.stats_data import figure_json

_SHOWN = 6
_TAG = "[modifiable]"


def explanation_text(explained: Explanation, *, cases: bool) -> str:
    """The whole explanation; ``cases`` shows every reference instead of the first ones."""
    limit = None if cases else _SHOWN
    blocks = [
        _head(explained),
        figure_table(explained.figure),
        _titled("CE QUI EST COMPTÉ", _counted(explained.counted)),
        _titled(
            "CE QUE LE TEXTE NE DIT PAS, ET CE QUE NOUS AVONS CHOISI",
            (line for each in explained.figure.hypotheses for line in _hypothesis(each)),
        ),
        _titled("CONTRÔLES", _verdicts(explained, limit)),
        _titled(_difference_title(explained), _differences(explained, limit)),
        _titled(_behind_title(explained), _situations(explained.behind, limit)),
    ]
    return "\n\n".join(text for block in blocks if (text := "\n".join(block)))


def explanation_json(explained: Explanation) -> dict[str, Any]:
    """The explanation as plain values, every reference included."""
    return {
        **figure_json(explained.figure),
        "counted": list(explained.counted),
        "controls": [vars(verdict) for verdict in explained.verdicts],
        "differences": [vars(difference) for difference in explained.differences],
        "behind": [vars(behind) for behind in explained.behind],
    }


def _head(explained: Explanation) -> Iterator[str]:
    figure = explained.figure
    left = f"{figure.id} · année {figure.periods[0].label}"
    room = WIDTH - len(left)
    yield left + figure.source.rjust(room) if len(figure.source) < room else left
    if len(figure.source) >= room:
        yield from wrap(figure.source, WIDTH)
    yield from wrap(f"« {figure.label} »", WIDTH)


def _titled(title: str, lines: Iterator[str]) -> Iterator[str]:
    for rank, line in enumerate(lines):
        if rank == 0:
            yield title
        yield line


def _counted(paragraphs: Sequence[str]) -> Iterator[str]:
    for paragraph in paragraphs:
        indent = "   " if paragraph[1:3] == ") " else ""
        yield from wrap(paragraph, WIDTH, subsequent_indent=indent)


def _hypothesis(hypothesis: Hypothesis) -> Iterator[str]:
    room = WIDTH - len(_TAG) - 1
    text = f"· {hypothesis.label} : {hypothesis.text}"
    first, *others = wrap(text, room, subsequent_indent="  ")
    yield (first.ljust(room + 1) + _TAG) if hypothesis.modifiable else first
    yield from others


def _verdicts(explained: Explanation, limit: int | None) -> Iterator[str]:
    for verdict in explained.verdicts:
        refs = f" : {references(verdict.refs, limit)}" if verdict.refs else ""
        head = "bon      " if verdict.good else "à voir   "
        yield from wrap(head + verdict.text + refs, WIDTH, subsequent_indent=" " * len(head))


def _difference_title(explained: Explanation) -> str:
    return f"DIFFÉRENCE AVEC {explained.figure.periods[1].label}"


def _differences(explained: Explanation, limit: int | None) -> Iterator[str]:
    year, before, *_ = (period.label for period in explained.figure.periods)
    for each in explained.differences:
        yield from wrap(_difference(each, year, before), WIDTH, subsequent_indent="   ")
        if limit is None:
            yield from _moved(each, year, before)


def _difference(each: Difference, year: str, before: str) -> str:
    head = f"{each.id}) " if lettered(each.id) else ""
    if not each.new and not each.gone:
        return f"{head}sans changement"
    sign = {True: "+ ", False: "- "}[each.change > 0] if each.change else ""
    both = f", {each.both} les deux années" if each.both else ""
    return (
        f"{head}{sign}{abs(each.change)} : {each.new} en {year} seulement, "
        f"{each.gone} en {before} seulement{both}"
    )


def _moved(each: Difference, year: str, before: str) -> Iterator[str]:
    for moment, refs in ((year, each.new_refs), (before, each.gone_refs)):
        if refs:
            text = f"{moment} seulement : {references(refs, None)}"
            yield from wrap(text, WIDTH, initial_indent="   ", subsequent_indent="   ")


def _behind_title(explained: Explanation) -> str:
    gatherings = any(each.unit == "gathering" for each in explained.behind)
    return "LES RÉUNIONS ET ACTIONS" if gatherings else "LES SITUATIONS"


def _situations(behind: Sequence[Behind], limit: int | None) -> Iterator[str]:
    for each in behind:
        if each.units:
            head = f"{each.id}) " if lettered(each.id) else ""
            text = f"{head}{each.label} ({each.units}) : {references(each.refs, limit)}"
            yield from wrap(text, WIDTH, subsequent_indent="   ")
    if limit is not None and any(len(each.refs) > limit for each in behind):
        yield "toutes : --situations"


def references(refs: Sequence[str], limit: int | None) -> str:
    """« 2025-0007, 0012, 2026-0003… »: the year once; dates of gatherings in French."""
    shown, year = [], ""
    for ref in refs[:limit]:
        before, year = year, ref[:4]
        shown.append(_reference(ref, known_year=before))
    more = "…" if limit is not None and len(refs) > limit else ""
    return ", ".join(shown) + more


def _reference(ref: str, *, known_year: str) -> str:
    if ref.count("-") > 1:
        return french(date.fromisoformat(ref))
    return ref[5:] if ref[:4] == known_year else ref
