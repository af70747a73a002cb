"""Reading ``evaluation.toml``: one declaration in, frozen values out, all problems at once."""

from collections.abc import Mapping
from functools import lru_cache
from string import Formatter
from typing import cast, get_args

from pdpcli.declarations.table import Table, parse_toml
from pdpcli.errors import InputRefused, Problem
from pdpcli.evaluation.conditions import read_where
from pdpcli.evaluation.declared import Declared, read_declared
from pdpcli.evaluation.report_terms import read_report
from pdpcli.evaluation.terms import (
    COLUMNS,
    Check,
    Count,
    Evaluation,
    Indicator,
    Source,
    Split,
    Take,
    Unit,
)

#: what ``counted``, ``found`` and ``clear`` may quote
QUOTED = frozenset({"value", "rows", "cases", "persons", "year", "n"})
_MOST_LINES = 50  # each line is one more expression in the same SQL text
_UNITS: Mapping[Source, tuple[str, ...]] = {
    "act": ("row", "case", "person"),
    "gathering": ("row", "participants"),
}


@lru_cache(maxsize=16)
def read_evaluation(text: str) -> Evaluation:
    """The evaluation that a TOML text declares.

    Raises:
        InputRefused: with one Problem a fault, its place being the key in the file.
    """
    problems: list[Problem] = []
    root = parse_toml(text, "evaluation.toml", problems)
    evaluation = _evaluation(root) if root else None
    if problems or evaluation is None:
        raise InputRefused("evaluation.toml est refusé.", problems=problems)
    return evaluation


def _evaluation(root: Table) -> Evaluation:
    """The whole; sound only when no problem was noted."""
    declared = read_declared(root)
    source = root.text("source")
    indicators = tuple(_indicator(one, declared) for one in root.tables("indicator"))
    root.distinct("indicator", (one.id for one in indicators))
    report = read_report(root, {n: one.choices for n, one in declared.parameters.items()})
    root.close()
    return Evaluation(
        declared.agreement,
        source,
        indicators,
        declared.parameters,
        declared.populations,
        declared.dimensions,
        declared.everywhere,
        report,
    )


def _indicator(table: Table, declared: Declared) -> Indicator:
    id_ = table.text("id", limit=60)
    table.called(id_)
    counts = tuple(_count(one, declared) for one in table.tables("count", least=1))
    table.distinct("line", (split.id for count in counts for split in count.lines))
    table.distinct("count", (count.id for count in counts))
    checks = tuple(_check(one, declared) for one in table.tables("check"))
    indicator = Indicator(id_, table.text("label"), counts, checks)
    table.close()
    return indicator


def _count(table: Table, declared: Declared) -> Count:
    id_ = table.text("id", limit=60)
    table.called(id_)
    source = cast("Source", table.one_of("of", COLUMNS, "act"))
    count = Count(
        id=id_,
        label=table.text("label", ""),
        source=source,
        unit=cast("Unit", table.one_of("unit", _UNITS[source])),
        where=read_where(table, "where", declared.agreement, source),
        take=cast("Take", table.one_of("take", get_args(Take), "each")),
        population=table.one_of("population", declared.populations, "") or None,
        by=table.some_of("by", declared.dimensions),
        lines=tuple(_line(one, declared, source) for one in table.tables("line")),
        parameters=_parameters(table, declared),
        counted=_quoting(table, "counted", ""),
    )
    table.close()
    _check_possible(count, declared, table)
    return count


def _parameters(table: Table, declared: Declared) -> tuple[str, ...]:
    named = table.some_of("parameters", declared.parameters)
    for name in named:
        if any(choice.year_from for choice in declared.parameters[name].choices.values()):
            table.refuse("parameters", f"« {name} » dit l'année : il vaut pour tous les chiffres.")
    return (*declared.everywhere, *named)


def _check_possible(count: Count, declared: Declared, table: Table) -> None:
    """What each key allows, the others may not."""
    choices = [c for name in count.parameters for c in declared.parameters[name].choices.values()]
    of_cases = count.population or any(c.where or c.population or c.take for c in choices)
    if count.source == "gathering" and of_cases:
        table.refuse("of", "une réunion n'a ni population ni paramètre de situation.")
    if not count.label and (not count.lines or any(split.share for split in count.lines)):
        table.refuse("label", "il faut un label, ou des lignes ; une part est celle d'un label.")
    for key, said in (("line", count.lines), ("by", count.by)):
        if len(said) > _MOST_LINES:
            table.refuse(key, f"{_MOST_LINES} au plus.")
    for name in count.by:
        if declared.dimensions[name].column not in COLUMNS[count.source]:
            table.refuse("by", f"« {name} » n'existe pas sur {count.source}.")
    if count.by and count.take == "each" and count.unit in {"case", "person"}:
        table.refuse("by", 'ventiler des situations ou des personnes exige take = "last".')


def _line(table: Table, declared: Declared, source: Source) -> Split:
    id_ = table.text("id", limit=60)
    table.called(id_)
    where = read_where(table, "where", declared.agreement, source)
    split = Split(id_, table.text("label"), where, table.truth("share"))
    table.close()
    return split


def _check(table: Table, declared: Declared) -> Check:
    count = Count(
        id="check",
        label="",
        source="act",
        unit="case",
        where=read_where(table, "where", declared.agreement),
        population=table.one_of("population", declared.populations, "") or None,
        parameters=_parameters(table, declared),
    )
    check = Check(
        count,
        read_where(table, "without", declared.agreement),
        _quoting(table, "found"),
        _quoting(table, "clear"),
    )
    table.close()
    return check


def _quoting(table: Table, key: str, default: str | None = None) -> str:
    """A text that may quote figures: ``{cases}``, ``{cases:situation|situations}``, ``{year}``."""
    text = table.text(key, default, multiline=True, limit=1000)
    try:
        sound = all(_quotable(*part) for part in Formatter().parse(text))
    except ValueError:
        sound = False
    if not sound:
        names = ", ".join(sorted(QUOTED))
        table.refuse(key, f"entre accolades, seulement : {names} (ou {{cases:une|plusieurs}}).")
    return text


def _quotable(_before: str, name: str | None, words: str | None, turned: str | None) -> bool:
    """The year is quoted as it is; a number may bring its noun, and nothing else."""
    if name is None:
        return True
    plain = not turned and "{" not in (words or "")
    return plain and name in QUOTED and not (words and (name == "year" or "|" not in words))
