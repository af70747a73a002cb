"""How the figures of a report were made: what was chosen, what is counted, what is to be noted."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from pdpcli.evaluation.annual import Annual
from pdpcli.evaluation.explain_without_rows import NOT_ENTERED
from pdpcli.forms.report import Block, Paragraph, Part

if TYPE_CHECKING:
    from pdpcli.evaluation.sheets import Hypothesis

_CHOSEN = "Ce que le texte ne dit pas, et ce qui a été choisi"
_OTHERS = "d'autres choix sont prévus"


def method_parts(annual: Annual) -> Iterator[Part]:
    """The hypotheses, the definitions, the controls to look at, the sources."""
    if not annual.sheet.figures:
        return
    yield from _titled(_CHOSEN, _hypotheses(annual))
    yield from _titled("Ce qui est compté", _counted(annual))
    yield from _titled("À noter", _seen(annual))
    yield Part("Sources", tuple(_sources(annual)))


def _titled(title: str, blocks: Iterator[Block]) -> Iterator[Part]:
    told = tuple(blocks)
    if told:
        yield Part(title, told)


def _hypotheses(annual: Annual) -> Iterator[Block]:
    """Each choice once, with the figures that it bears on."""
    figures: dict[Hypothesis, list[str]] = {}
    for figure in annual.sheet.figures:
        for one in figure.hypotheses:
            figures.setdefault(one, []).append(figure.id)
    every = len(annual.sheet.figures)
    for one, ids in figures.items():
        where = "tous les chiffres" if len(ids) == every > 1 else ", ".join(ids)
        others = f" ; {_OTHERS}" if one.modifiable else ""
        yield Paragraph(f"{one.label} : {one.text} ({where}{others})", point=True)


def _counted(annual: Annual) -> Iterator[Block]:
    for figure in annual.sheet.figures:
        lines = annual.method[figure.id].counted
        if lines:
            said = "\n".join(lines)
            yield Paragraph(f"{figure.id} : {said}", point=True)


def _seen(annual: Annual) -> Iterator[Block]:
    """What is to be looked at, figure after figure; then what was not entered, in one list."""
    missing: dict[str, list[str]] = {}
    for figure in annual.sheet.figures:
        for text in annual.method[figure.id].seen:
            if not text.startswith(NOT_ENTERED):
                yield Paragraph(f"{figure.id} : {text}", point=True)
        found = [one for one in annual.method[figure.id].seen if one.startswith(NOT_ENTERED)]
        for head, names in _by_head(found).items():
            missing.setdefault(head, []).append(f"{figure.id} ({' ; '.join(names)})")
    for head, figures in missing.items():
        yield Paragraph(f"{head} : {', '.join(figures)}", point=True)


def _by_head(texts: Sequence[str]) -> dict[str, list[str]]:
    """« non saisi pour 2025 : un chiffre »: what follows, by what is before."""
    found: dict[str, list[str]] = {}
    for text in texts:
        head, _, name = text.partition(" : ")
        found.setdefault(head, []).append(name)
    return found


def _sources(annual: Annual) -> Iterator[Block]:
    yield Paragraph(f"{annual.source}.", point=True)
    said = f"Définitions comptées : empreinte {annual.definition[:16]}."
    yield Paragraph(said, point=True)
