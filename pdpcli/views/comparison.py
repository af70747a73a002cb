"""A frozen evaluation beside a recount, as text of 80 columns and as JSON values."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from textwrap import wrap
from typing import Any

from pdpcli.evaluation.comparison import Cause, Comparison, CountMoved, RowMoved
from pdpcli.evaluation.report_terms import HEADINGS
from pdpcli.rules.dates import french
from pdpcli.rules.vocabulary import CHOICES
from pdpcli.views.report import moved_lines
from pdpcli.views.stats import WIDTH

_BROKEN = "ATTENTION : ce qui est gardé n'a plus l'empreinte du jour où il a été figé."
_SAME = "Recompté aujourd'hui, rien ne diffère."
_UNKNOWN = "cause non trouvée au journal"


def comparison_text(found: Comparison) -> str:
    """What moved: the definitions, the values, then each row and why."""
    blocks = [
        "\n".join(_head(found)),
        "\n".join(_terms(found)),
        "\n".join(moved_lines(found.lines)),
    ]
    blocks += ["\n".join(_count(one)) for one in found.counts]
    return "\n\n".join(filter(None, blocks))


def comparison_json(found: Comparison) -> dict[str, Any]:
    """The same as plain values, with stable keys."""
    return {**asdict(found), "same": found.same}


def _head(found: Comparison) -> Iterator[str]:
    yield from wrap(f"BILAN {found.period.label} · {found.title}", WIDTH)
    on = french(date.fromisoformat(found.frozen_on))
    yield f"Figé le {on}, empreinte {found.sha256[:16]}."
    if not found.sound:
        yield _BROKEN
    if found.same:
        yield _SAME


def _terms(found: Comparison) -> Iterator[str]:
    if found.definition_moved:
        yield "Les définitions (evaluation.toml) ont changé depuis."
    for one in found.choices:
        said = f"Choix changé, {one.label} : « {one.was} », aujourd'hui « {one.now} »"
        yield from wrap(said, WIDTH, subsequent_indent="  ")
    for part in found.texts:
        yield f"{HEADINGS[part]} : un nom effacé depuis."


def _count(one: CountMoved) -> Iterator[str]:
    line = f" {one.count})" if len(one.count) == 1 else ""
    yield f"{one.indicator}{line}, ligne à ligne"
    for row in one.rows:
        yield from wrap(_row(row), WIDTH, initial_indent="  ", subsequent_indent="      ")


def _row(row: RowMoved) -> str:
    why = " ; ".join(map(_cause, row.causes)) or _UNKNOWN
    return f"{row.sign} {row.ref}{f', {row.how}' if row.how else ''} : {why}"


def _cause(one: Cause) -> str:
    said = CHOICES["moved"][one.kind]
    return f"{said} le {french(date.fromisoformat(one.on))} ({one.what})"
