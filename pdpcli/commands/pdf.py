"""Where a PDF is written: never over another without being told, and never with a name in it."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

from pdpcli.commands.options import option
from pdpcli.commands.output import emit, note
from pdpcli.errors import InputRefused, Interrupted
from pdpcli.files import writable, write_atomic


class Folder(type(Path())):  # type: ignore[misc]  # the class of a path depends on the system
    """A path typed with its final slash: a folder, to be made when it is not there."""


def _output(text: str) -> Path:
    return Folder(text) if text.endswith(("/", os.sep)) else Path(text)


_OUTPUT = option("output", "Le fichier ou le dossier [ici]", metavar="FICHIER", parser=_output)
Output = Annotated[Path | None, _OUTPUT]
Force = Annotated[bool, option("force", "Remplacer le fichier s'il existe")]
Open = Annotated[bool, option("open", "Ouvrir le PDF une fois écrit")]


def pdf_place(name: str, output: Path | None, *, force: bool) -> Path:
    """Where the PDF goes: ``output``, or ``name`` in that folder, or here; asked before writing.

    A file named without its extension gets that of ``name``.

    Raises:
        CannotWrite: it exists and ``force`` was not given, or it could not be written there.
    """
    path = output or Path(name)
    if isinstance(path, Folder):
        make_folder(path)
    if path.is_dir():
        path = Path(path, name)
    elif not path.suffix:
        path = path.with_suffix(Path(name).suffix)
    writable(path, force=force, todo="Ajoutez --remplacer, ou donnez un autre nom à --sortie.")
    return path


def refuse_one_name(chosen: Sequence[str], output: Path | None) -> None:
    """Several documents go into a folder, made when it is not there; InputRefused for a file."""
    if len(chosen) > 1:
        into_folder(output)


def into_folder(output: Path | None) -> None:
    """Make the folder ``output`` when it is not there; InputRefused when it names a file."""
    if output is None or output.is_dir():
        return
    if output.suffix or output.exists():
        raise InputRefused(
            "Plusieurs fiches ne vont pas dans un seul fichier.",
            todo="Donnez à --sortie un dossier.",
        )
    make_folder(output)


def make_folder(path: Path) -> None:
    """Make a folder, only for her; nothing when it is there.

    Raises:
        CannotWrite: it cannot be made.
    """
    from pdpcli.files import cannot_write

    try:
        path.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise cannot_write(path, error) from error


def put_pdf(  # noqa: PLR0913 - what is said when it fails
    path: Path, pdf: bytes, *, force: bool, open_it: bool, saved: str = "", again: str = ""
) -> None:
    """Write ``pdf`` at ``path`` and say where.

    ``saved`` is what stays done if it fails, ``again`` the command that gives the file then.

    Raises:
        CannotWrite: the disk refuses.
        Interrupted: she stopped it.
    """
    try:
        write_atomic(path, pdf, force=force, saved=saved)
    except KeyboardInterrupt:
        raise Interrupted(
            "Interrompu avant que le fichier soit écrit.", kept=saved and f"{saved}.", todo=again
        ) from None
    emit(f"Écrit : {path.absolute()}")
    warn_of_place(path)
    if open_it:
        import typer

        typer.launch(str(path))


def warn_of_place(path: Path) -> None:
    """Say when what was just written in clear leaves the computer by itself."""
    from pdpcli.store.place import carried_away

    if where := carried_away(path):
        note(f"Attention : ce dossier est {where} ; le fichier en clair y part aussi.")
