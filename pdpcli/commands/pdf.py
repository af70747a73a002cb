"""Where a PDF is written: never over another without being told, and never with a name in it."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

from pdpcli.commands.options import option
from pdpcli.commands.output import emit, note
from pdpcli.errors import InputRefused
from pdpcli.files import writable, write_atomic

Output = Annotated[Path | None, option("output", "Le fichier ou le dossier [ici]")]
Force = Annotated[bool, option("force", "Remplacer le fichier s'il existe")]
Open = Annotated[bool, option("open", "Ouvrir le PDF une fois écrit")]


def pdf_place(name: str, output: Path | None, *, force: bool) -> Path:
    """Where the PDF goes: ``output``, or ``name`` in that folder, or here; asked before writing.

    Raises:
        CannotWrite: it exists and ``force`` was not given, or it could not be written there.
    """
    path = output or Path(name)
    if path.is_dir():
        path = path / name
    writable(path, force=force, todo="Ajoutez --remplacer, ou donnez un autre nom à --sortie.")
    return path


def refuse_one_name(chosen: Sequence[str], output: Path | None) -> None:
    """InputRefused when several documents would go into one file."""
    if len(chosen) > 1 and output is not None and not output.is_dir():
        raise InputRefused(
            "Plusieurs fiches ne vont pas dans un seul fichier.",
            todo="Donnez à --sortie un dossier qui existe.",
        )


def put_pdf(path: Path, pdf: bytes, *, force: bool, open_it: bool, saved: str = "") -> None:
    """Write ``pdf`` at ``path`` and say where; ``saved`` is what stays done if it fails.

    Raises:
        CannotWrite: the disk refuses.
    """
    write_atomic(path, pdf, force=force, saved=saved)
    emit(f"Écrit : {path.absolute()}")
    warn_of_place(path)
    if open_it:
        import typer

        typer.launch(str(path))


def warn_of_place(path: Path) -> None:
    """Say when what was just written in clear leaves the computer by itself."""
    from pdpcli.store.place import network, synchronised

    where = str(path.absolute())
    if word := synchronised(where):
        note(f"Attention : ce dossier est synchronisé ({word}) ; le fichier en clair y part aussi.")
    elif network(where):
        note("Attention : ce dossier est sur le réseau ; d'autres peuvent y lire ce fichier.")
