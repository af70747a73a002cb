"""One figure explained, as text of 80 columns and as JSON values."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from textwrap import wrap
from types import MappingProxyType
from typing import Any

from pdpcli.evaluation.annual import Moved
from pdpcli.evaluation.definitions import Definition
from pdpcli.evaluation.explain import Behind, Difference, Explanation
from pdpcli.evaluation.sheets import Hypothesis
from pdpcli.rules.dates import french
from pdpcli.store.figures import Entered
from pdpcli.views.numbers import number
from pdpcli.views.stats import WIDTH, figure_table, lettered
from pdpcli.views.stats_data import figure_json
from pdpcli.views.wrap import tied

_SHOWN = 6
_YEAR = 6  # a year, and what is between
_LONG = 8  # a span, told by its days
_TAG = "[modifiable]"
_NOBODY: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class Beside:
    """What else is known of a figure: how its lines are defined, what was entered, and by whom.

    ``frozen``: its periods that are, and since when; ``moved``: what a recount changes of them.
    ``names``: reference -> who she is, when it was asked.
    """

    definitions: Sequence[Definition] = ()
    entered: Sequence[Entered] = ()
    frozen: Sequence[tuple[str, date]] = ()
    moved: Sequence[Moved] = ()
    names: Mapping[str, str] = field(default_factory=dict)


NOTHING = Beside()


@dataclass(frozen=True)
class _Limit:
    """How many references are shown (None: all), and under which names."""

    most: int | None
    names: Mapping[str, str]


def explanation_text(
    explained: Explanation, beside: Beside = NOTHING, *, cases: bool, over: bool = True
) -> str:
    """The whole explanation; ``cases`` shows every reference instead of the first ones.

    ``over``: whether its period is.
    """
    limit = _Limit(None if cases else _SHOWN, beside.names)
    blocks = [
        _head(explained),
        figure_table(explained.figure, over=over),
        _titled("CE QUI EST COMPTÉ", _counted(explained.counted)),
        _titled("PAR QUEL FILTRE", (line for one in beside.definitions for line in _filter(one))),
        _titled("CE QUI A ÉTÉ SAISI", (line for one in beside.entered for line in _said(one))),
        _titled(
            "CE QUE LE TEXTE NE DIT PAS, ET CE QUE NOUS AVONS CHOISI",
            (line for each in explained.figure.hypotheses for line in _hypothesis(each)),
        ),
        _titled("CONTRÔLES", _verdicts(explained, limit)),
        _titled(_difference_title(explained), _differences(explained, limit)),
        _titled("CE QUI A ÉTÉ FIGÉ", _frozen(beside)),
        _titled(_behind_title(explained), _situations(explained.behind, limit)),
    ]
    return "\n\n".join(text for block in blocks if (text := "\n".join(block)))


def explanation_json(explained: Explanation, beside: Beside = NOTHING) -> dict[str, Any]:
    """The explanation as plain values, every reference included; names when they were asked."""
    return {
        **figure_json(explained.figure),
        "counted": list(explained.counted),
        "controls": [vars(verdict) for verdict in explained.verdicts],
        "differences": [vars(difference) for difference in explained.differences],
        "behind": [vars(behind) for behind in explained.behind],
        "definitions": [vars(definition) for definition in beside.definitions],
        "entered": [vars(one) for one in beside.entered],
        "frozen": [{"period": label, "on": on} for label, on in beside.frozen],
        "moved": [vars(one) for one in beside.moved],
        **({"names": dict(beside.names)} if beside.names else {}),
    }


def _head(explained: Explanation) -> Iterator[str]:
    figure = explained.figure
    period = figure.periods[0]
    year = "année " if period.year and len(period.label) < _LONG else ""
    left = f"{figure.id} · {year}{period.label}"
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


def _filter(one: Definition) -> Iterator[str]:
    head = f"{one.line}) " if lettered(one.line) else ""
    said = f"{head}{one.unit} ; {one.filter}" if one.filter else f"{head}{one.unit}"
    yield from _under(said, len(head))


def _said(one: Entered) -> Iterator[str]:
    """« 2025 fe_done.btp : 82, saisi le 12/01/2026 par Camille Exemple (remarque) »."""
    name = f"{one.key}.{one.cell}" if one.cell else one.key
    day = french(date.fromisoformat(one.added_at[:10]))
    note = f" ({one.note})" if one.note else ""
    text = f"{one.year}  {name} : {number(one.value)}, saisi le {day} par {one.author}{note}"
    yield from _under(text, _YEAR)


def _under(text: str, indent: int) -> list[str]:
    """``text`` in lines of 80 columns, the next ones under its mark; punctuation stays tied."""
    lines = wrap(tied(text), WIDTH, subsequent_indent=" " * indent)
    return [line.replace("\N{NO-BREAK SPACE}", " ") for line in lines]


def _verdicts(explained: Explanation, limit: _Limit) -> Iterator[str]:
    for verdict in explained.verdicts:
        refs = f" : {references(verdict.refs, limit.most, limit.names)}" if verdict.refs else ""
        head = "bon      " if verdict.good else "à voir   "
        yield from wrap(
            head + verdict.text + refs,
            WIDTH,
            subsequent_indent=" " * len(head),
            break_on_hyphens=False,
        )


def _difference_title(explained: Explanation) -> str:
    return f"DIFFÉRENCE AVEC {explained.figure.periods[1].label}"


def _differences(explained: Explanation, limit: _Limit) -> Iterator[str]:
    year, before, *_ = (period.label for period in explained.figure.periods)
    for each in explained.differences:
        yield from wrap(_difference(each, year, before), WIDTH, subsequent_indent="   ")
        if limit.most is None:
            yield from _moved(each, year, before, limit)


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


def _moved(each: Difference, year: str, before: str, limit: _Limit) -> Iterator[str]:
    for moment, refs in ((year, each.new_refs), (before, each.gone_refs)):
        if refs:
            text = f"{moment} seulement : {references(refs, limit.most, limit.names)}"
            yield from wrap(
                text,
                WIDTH,
                initial_indent="   ",
                subsequent_indent="   ",
                break_on_hyphens=False,
            )


def _frozen(beside: Beside) -> Iterator[str]:
    """Each frozen period: recounted today, the same or not."""
    for label, on in beside.frozen:
        moved = [one for one in beside.moved if one.period == label]
        same = "recompté aujourd'hui, le chiffre est celui du bilan figé le"
        other = "recompté aujourd'hui, le chiffre n'est plus celui du bilan figé le"
        yield from _under(f"{label}  {other if moved else same} {french(on)}", _YEAR)
        for one in moved:
            was, now = number(one.frozen), number(one.now)
            yield from _under(f"      {one.line} {one.label} : figé {was}, recompté {now}", _YEAR)
    for year in dict.fromkeys(one.period[:4] for one in beside.moved):
        yield f"Pourquoi : pdp bilan comparer --annee {year}"


def _behind_title(explained: Explanation) -> str:
    gatherings = any(each.unit == "gathering" for each in explained.behind)
    return "LES RÉUNIONS ET ACTIONS" if gatherings else "LES SITUATIONS"


def _situations(behind: Sequence[Behind], limit: _Limit) -> Iterator[str]:
    for each in behind:
        if each.units:
            head = f"{each.id}) " if lettered(each.id) else ""
            refs = references(each.refs, limit.most, limit.names)
            text = f"{head}{each.label} ({each.units}) : {refs}"
            yield from wrap(text, WIDTH, subsequent_indent="   ", break_on_hyphens=False)
    if limit.most is not None and any(len(each.refs) > limit.most for each in behind):
        named = "" if limit.names else "      avec les noms : --situations --noms (consigné)"
        yield f"toutes : --situations{named}"


def references(refs: Sequence[str], limit: int | None, names: Mapping[str, str] = _NOBODY) -> str:
    """« 2025-0007, 0012, 2026-0003… »: the year once; dates of gatherings in French.

    With ``names`` each is whole, with who it is; nobody, once erased.
    """
    if names:
        more = "…" if limit is not None and len(refs) > limit else ""
        return ", ".join(f"{ref} {names.get(ref, '')}".strip() for ref in refs[:limit]) + more
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
