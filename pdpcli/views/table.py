"""The one look of a table: no frame, readable without colour at 80 columns."""

from rich.table import Table


def plain_table(*columns: str) -> Table:
    """A table whose headings are ``columns``."""
    table = Table(*columns, box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for column in table.columns:
        column.overflow = "fold"
    return table
