"""Reading conditions: columns of a closed list, and the codes that each may hold."""

from pdpcli.declarations.nearest import nearest
from pdpcli.declarations.table import Table
from pdpcli.evaluation.columns import BOUNDS, COLUMNS, NUMBERS, Source
from pdpcli.evaluation.terms import Condition, Where
from pdpcli.rules.vocabulary import ACT_KINDS, UNKNOWN

_MOST_VALUES = 1_000  # SQLite binds 32,766
_MOST_CHOICES = 20


def read_where(table: Table, key: str, agreement: str, source: Source = "act") -> Where:
    """The conditions in the table ``key``, none when it is absent; « this » is ``agreement``."""
    inner = table.table(key)
    return () if inner is None else _conditions(inner, agreement, source)


def _conditions(table: Table, agreement: str, source: Source) -> Where:
    return tuple(_condition(table, column, agreement, source) for column in table.names())


def _condition(table: Table, column: str, agreement: str, source: Source) -> Condition:
    if column == "any":
        return _any(table, agreement, source)
    if column == "group" and source == "act":
        return _group(table)
    codes = COLUMNS[source].get(column)
    if codes is None:
        table.refuse(column, f"colonne inconnue.{nearest(column, COLUMNS[source])}")
    if table.holds_table(column):
        return _bounded(table, column)
    values = table.one_or_more(column, (*codes, UNKNOWN) if codes else ())
    if len(values) > _MOST_VALUES:
        table.refuse(column, f"{_MOST_VALUES} valeurs au plus.")
    if column == "agreement":
        values = tuple(agreement if value == "this" else value for value in values)
    return Condition(column, values)


def _any(table: Table, agreement: str, source: Source) -> Condition:
    """Alternatives, one of which is enough; none of them holds alternatives itself."""
    choices = table.tables("any", least=1)
    if len(choices) > _MOST_CHOICES:
        table.refuse("any", f"{_MOST_CHOICES} au plus.")
    for one in choices:
        if "any" in one.names():
            one.refuse("any", "pas de « any » dans un « any ».")
            one.take("any")
    return Condition("any", any=tuple(_conditions(one, agreement, source) for one in choices))


def _bounded(table: Table, column: str) -> Condition:
    """A number within bounds: ``{ above = 2 }``."""
    inner = table.table(column)
    if inner is None or column not in NUMBERS:
        table.refuse(column, f"seuls {', '.join(NUMBERS)} prennent des bornes.")
        return Condition(column)
    bounds = []
    for how in inner.names():
        if how not in BOUNDS:
            inner.refuse(how, f"au choix : {', '.join(BOUNDS)}.{nearest(how, BOUNDS)}")
            inner.take(how)
        else:
            bounds.append((how, inner.number(how)))
    if not bounds:
        inner.refuse("", f"il faut une borne : {', '.join(BOUNDS)}.")
    return Condition(column, bounds=tuple(bounds))


def _group(table: Table) -> Condition:
    """A group stands for its kinds of acts."""
    groups = table.one_or_more("group", dict.fromkeys(one.group for one in ACT_KINDS.values()))
    return Condition("kind", tuple(code for code, one in ACT_KINDS.items() if one.group in groups))
