"""Where a PDF is written: never over another without being told, and never with a name in it."""

from pathlib import Path
from typing import Annotated

from pdpcli.commands.options import option
from pdpcli.commands.output import emit
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


def put_pdf(path: Path, pdf: bytes, *, force: bool, open_it: bool, saved: str = "") -> None:
    """Write ``pdf`` at ``path`` and say where; ``saved`` is what stays done if it fails.

    Raises:
        CannotWrite: the disk refuses.
    """
    write_atomic(path, pdf, force=force, saved=saved)
    emit(f"Écrit : {path.absolute()}")
    if open_it:
        import typer

        typer.launch(str(path))
