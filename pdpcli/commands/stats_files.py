"""Writing the figures to a file: CSV for any program, XLSX to be read and printed."""

from pathlib import Path
from typing import TYPE_CHECKING

from pdpcli.commands.clock import today
from pdpcli.commands.output import emit, note
from pdpcli.commands.pdf import warn_of_place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pdpcli.workflows.stats import Counted


def write_csv(found: "Sequence[Counted]", name: str, *, force: bool) -> None:
    """The figures in ``name``, or on screen for « - »."""
    from pdpcli.views.stats_data import stats_csv

    text = stats_csv([one.sheet for one in found], today())
    if name == "-":
        emit(text.replace("\r\n", "\n").rstrip("\n"))
    else:
        _write(Path(name), text.encode("utf-8-sig"), "--csv", force=force)


def write_xlsx(found: "Sequence[Counted]", path: Path, *, force: bool) -> None:
    """A workbook: a sheet an agreement, then one of definitions."""
    from pdpcli.views.stats_xlsx import Defined, stats_xlsx
    from pdpcli.workflows.stats_cut import definitions_of_counted

    defined = [Defined(one.sheet, definitions_of_counted(one)) for one in found]
    _write(path, stats_xlsx(defined, today()), "--xlsx", force=force)


def _write(path: Path, data: bytes, option: str, *, force: bool) -> None:
    from pdpcli.files import writable, write_atomic

    todo = f"Ajoutez --remplacer, ou donnez un autre nom à {option}."
    writable(path, force=force, todo=todo)
    write_atomic(path, data, force=force)
    note(f"Chiffres écrits dans {path}.")
    warn_of_place(path)
