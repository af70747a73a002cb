"""Reading one count of an indicator: what it takes, its lines, and what they may not combine."""

import re
from collections.abc import Mapping
from string import Formatter
from typing import cast, get_args

from pdpcli.declarations.table import Table
from pdpcli.evaluation.columns import COLUMNS, Source
from pdpcli.evaluation.conditions import read_where
from pdpcli.evaluation.declared import Declared
from pdpcli.evaluation.terms import Count, Split, Take, Target, Unit

#: what ``counted``, ``found`` and ``clear`` may quote
QUOTED = frozenset({"value", "rows", "cases", "persons", "year", "n"})
#: what each source may be counted in; a figure is in the unit that it is entered in
UNITS: Mapping[Source, tuple[Unit, ...]] = {
    "act": ("row", "case", "person", "days"),
    "gathering": ("row", "participants"),
    "member": ("row",),
    "figure": ("number", "percent", "person", "enterprise", "establishment"),
}
_GROUPED = ("case", "person")
_MOST_LINES = 50  # each line is one more expression in the same SQL text
_MOST_CELLS = 200
_KEY = re.compile(r"[a-z][a-z0-9_]*")
_KEYS = "le nom sous lequel il se saisit : minuscules, chiffres et « _ »."


def read_count(table: Table, declared: Declared) -> Count:
    """The count that ``table`` declares; problems are noted in the table."""
    id_ = table.text("id", limit=60)
    table.called(id_)
    source = cast("Source", table.one_of("of", COLUMNS, "act"))
    count = Count(
        id=id_,
        label=table.text("label", ""),
        source=source,
        unit=_unit(table, source),
        where=read_where(table, "where", declared.agreement, source),
        take=cast("Take", table.one_of("take", get_args(Take), "each")),
        population=table.one_of("population", declared.populations, "") or None,
        by=table.some_of("by", declared.dimensions),
        lines=tuple(_line(one, declared, source) for one in table.tables("line")),
        parameters=parameters_of(table, declared),
        counted=quoting(table, "counted", ""),
        share=table.truth("share"),
        recurring=table.integer("recurring", 0),
        target=read_target(table),
        key=table.text("key", "", limit=60),
        cells=tuple(table.labels("cells").items()),
        heading=table.text("heading", ""),
    )
    table.close()
    _check_possible(count, declared, table)
    _check_entered(count, table)
    return count


def _unit(table: Table, source: Source) -> Unit:
    units = UNITS[source]
    return cast("Unit", table.one_of("unit", units, units[0] if source == "member" else None))


def parameters_of(table: Table, declared: Declared) -> tuple[str, ...]:
    """The parameters that bear on a count: those of all of them, then its own."""
    named = table.some_of("parameters", declared.parameters)
    for name in named:
        if any(choice.year_from for choice in declared.parameters[name].choices.values()):
            table.refuse("parameters", f"« {name} » dit l'année : il vaut pour tous les chiffres.")
    return (*declared.everywhere, *named)


def read_target(table: Table) -> Target | None:
    """``target = { at_least = 80, text = "80 FE par an" }``, or None."""
    inner = table.table("target")
    if inner is None:
        return None
    target = Target(inner.number("at_least"), inner.text("text", limit=120))
    inner.close()
    return target


def _line(table: Table, declared: Declared, source: Source) -> Split:
    id_ = table.text("id", limit=60)
    table.called(id_)
    split = Split(
        id_,
        table.text("label"),
        read_where(table, "where", declared.agreement, source),
        share=table.truth("share"),
        take=cast("Take | None", table.one_of("take", get_args(Take), "") or None),
        by=table.truth("by"),
        target=read_target(table),
    )
    table.close()
    return split


def _check_possible(count: Count, declared: Declared, table: Table) -> None:
    """What each key allows, the others may not."""
    choices = [c for name in count.parameters for c in declared.parameters[name].choices.values()]
    of_cases = count.population or any(c.where or c.population or c.take for c in choices)
    if count.source != "act" and of_cases:
        table.refuse("of", "une réunion n'a ni population ni paramètre de situation.")
    if not count.label and (not count.lines or any(split.share for split in count.lines)):
        table.refuse("label", "il faut un label, ou des lignes ; une part est celle d'un label.")
    for key, said in (("line", count.lines), ("by", count.by)):
        if len(said) > _MOST_LINES:
            table.refuse(key, f"{_MOST_LINES} au plus.")
    for name in count.by:
        if declared.dimensions[name].column not in COLUMNS[count.source]:
            table.refuse("by", f"« {name} » n'existe pas sur {count.source}.")
    last = count.take == "last" and count.unit in _GROUPED
    if count.by and not last and count.unit in _GROUPED:
        table.refuse("by", 'ventiler des situations ou des personnes exige take = "last".')
    if any(split.take for split in count.lines) and not last:
        table.refuse("line", '« take » d\'une ligne exige take = "last" du compte.')
    if not count.by and (count.share or count.recurring or any(one.by for one in count.lines)):
        table.refuse("by", "rien n'est ventilé : « share », « recurring » et « by » l'exigent.")


def _check_entered(count: Count, table: Table) -> None:
    """A figure has a key, and no rows to cut; nothing else has one."""
    if count.source == "figure":
        if not _KEY.fullmatch(count.key):
            table.refuse("key", _KEYS)
        if count.where or count.lines or count.by or not count.label:
            table.refuse("of", "un chiffre saisi a un label, et ni condition, ni ligne, ni « by ».")
        if bool(count.cells) != bool(count.heading):
            table.refuse("heading", "« cells » et « heading » vont ensemble.")
    elif count.key or count.cells or count.heading:
        table.refuse("key", "« key », « cells » et « heading » sont ceux d'un chiffre saisi.")
    if len(count.cells) > _MOST_CELLS:
        table.refuse("cells", f"{_MOST_CELLS} au plus.")


def quoting(table: Table, key: str, default: str | None = None) -> str:
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
