"""Reading ``evaluation.toml``: one declaration in, frozen values out, all problems at once."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import cast, get_args

from pdpcli.declarations.nearest import nearest
from pdpcli.declarations.table import Table, parse_toml
from pdpcli.errors import InputRefused, Problem
from pdpcli.evaluation.conditions import read_where
from pdpcli.evaluation.count_declaration import parameters_of, quoting, read_count, read_target
from pdpcli.evaluation.declared import Declared, read_declared
from pdpcli.evaluation.report_terms import read_report
from pdpcli.evaluation.terms import Check, Count, Evaluation, Indicator, Ratio, RatioForm


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
    indicators = _indicators(root.tables("indicator"), declared)
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


def _indicators(tables: Sequence[Table], declared: Declared) -> tuple[Indicator, ...]:
    found: dict[str, Indicator] = {}
    read = []
    for table in tables:
        one = _indicator(table, declared, found)
        found.setdefault(one.id, one)
        read.append(one)
    for table, one in zip(tables, read, strict=True):
        for ratio in one.ratios:
            _check_ratio(table, ratio, one, found)
    return tuple(read)


def _indicator(table: Table, declared: Declared, before: Mapping[str, Indicator]) -> Indicator:
    """One indicator; « same_as » counts what an earlier one of the file counts."""
    id_ = table.text("id", limit=60)
    table.called(id_)
    same = before.get(table.one_of("same_as", before, ""))
    text = table.truth("text")
    given = Indicator(
        id_,
        table.text("label", limit=600),
        source=table.text("source", ""),
        section=table.text("section", ""),
        both=table.truth("both"),
        text=text,
    )
    own = _counted(table, declared, given, least=0 if same or text else 1)
    table.close()
    if same is None:
        return own
    if own.counts or own.checks or own.ratios:
        table.refuse("same_as", "il compte ce que compte l'autre, et rien de plus.")
    return replace(own, counts=same.counts, checks=same.checks, ratios=same.ratios)


def _counted(table: Table, declared: Declared, given: Indicator, *, least: int) -> Indicator:
    counts = tuple(read_count(one, declared) for one in table.tables("count", least=least))
    table.distinct("count", (count.id for count in counts))
    checks = tuple(_check(one, declared) for one in table.tables("check"))
    ratios = tuple(_ratio(one) for one in table.tables("ratio"))
    whole = replace(given, counts=counts, checks=checks, ratios=ratios)
    table.distinct("line", (*_lines(whole), *(ratio.id for ratio in ratios)))
    return whole


def _lines(indicator: Indicator) -> Iterator[str]:
    """The ids of the lines that are no breakdown."""
    for count in indicator.counts:
        if count.label:
            yield count.id
        yield from (split.id for split in count.lines)


def _ratio(table: Table) -> Ratio:
    id_ = table.text("id", limit=60)
    table.called(id_)
    ratio = Ratio(
        id_,
        table.text("label"),
        table.text("of", limit=130),
        table.text("over", limit=130),
        cast("RatioForm", table.one_of("form", get_args(RatioForm), "percent")),
        each=table.truth("each"),
        target=read_target(table),
    )
    table.close()
    return ratio


def _check_ratio(
    table: Table, ratio: Ratio, own: Indicator, all_of_them: Mapping[str, Indicator]
) -> None:
    """Both references are lines that are counted."""
    for key, ref in (("of", ratio.of), ("over", ratio.over)):
        other, _, line = ref.rpartition("/")
        whose = all_of_them.get(other) if other else own
        known = list(_lines(whose)) if whose else []
        if ref and line not in known:
            near = nearest(line, known) if whose else nearest(other, all_of_them)
            table.refuse(f"ratio « {ratio.id} » · {key}", f"aucune ligne de ce nom.{near}")


def _check(table: Table, declared: Declared) -> Check:
    count = Count(
        id="check",
        label="",
        source="act",
        unit="case",
        where=read_where(table, "where", declared.agreement),
        population=table.one_of("population", declared.populations, "") or None,
        parameters=parameters_of(table, declared),
    )
    check = Check(
        count,
        read_where(table, "without", declared.agreement),
        quoting(table, "found"),
        quoting(table, "clear"),
    )
    table.close()
    return check
