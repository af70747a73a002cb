"""Reading conditions: columns of a closed list, and the codes that each may hold."""

from pdpcli.declarations.nearest import nearest
from pdpcli.declarations.table import Table
from pdpcli.evaluation.terms import COLUMNS, Condition, Source, Where
from pdpcli.rules.vocabulary import ACT_KINDS, UNKNOWN

_MOST_VALUES = 1_000  # SQLite binds 32,766


def read_where(table: Table, key: str, agreement: str, source: Source = "act") -> Where:
    """The conditions in the table ``key``, none when it is absent; « this » is ``agreement``."""
    inner = table.table(key)
    if inner is None:
        return ()
    return tuple(_condition(inner, column, agreement, source) for column in inner.names())


def _condition(table: Table, column: str, agreement: str, source: Source) -> Condition:
    if column == "group" and source == "act":
        return _group(table)
    codes = COLUMNS[source].get(column)
    if codes is None:
        table.refuse(column, f"colonne inconnue.{nearest(column, COLUMNS[source])}")
    values = table.one_or_more(column, (*codes, UNKNOWN) if codes else ())
    if len(values) > _MOST_VALUES:
        table.refuse(column, f"{_MOST_VALUES} valeurs au plus.")
    if column == "agreement":
        values = tuple(agreement if value == "this" else value for value in values)
    return Condition(column, values)


def _group(table: Table) -> Condition:
    """A group stands for its kinds of acts."""
    groups = table.one_or_more("group", dict.fromkeys(one.group for one in ACT_KINDS.values()))
    return Condition("kind", tuple(code for code, one in ACT_KINDS.items() if one.group in groups))
