"""Where letters are written: in a folder, each under its own name, checked before anything is."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pdpcli.commands.output import emit
from pdpcli.commands.pdf import pdf_place, warn_of_place
from pdpcli.errors import InputRefused

if TYPE_CHECKING:
    from pdpcli.workflows.letter import LetterFile


def letter_places(
    letters: "Sequence[LetterFile]", output: Path | None, *, force: bool
) -> list[Path]:
    """Where each letter goes; ``output`` is a folder when there are several.

    Raises:
        InputRefused: one file was named for several letters.
        CannotWrite: a file exists and ``force`` was not given, or it could not be written there.
    """
    if output and len(letters) > 1 and not output.is_dir():
        raise InputRefused(
            f"Il y a {len(letters)} lettres à écrire : il leur faut un dossier.",
            todo="Donnez à --sortie un dossier qui existe.",
        )
    return [pdf_place(one.name, output, force=force) for one in letters]


def put_letters(
    letters: "Sequence[LetterFile]", places: Sequence[Path], *, force: bool, saved: str
) -> None:
    """Write each letter and say for whom; ``saved`` is what stays done if one fails."""
    from pdpcli.files import write_atomic

    for letter, path in zip(letters, places, strict=True):
        write_atomic(path, letter.pdf, force=force, saved=saved)
        emit(f"Lettre pour {letter.recipient} : {path.absolute()}")
    for path in places[:1]:
        warn_of_place(path)
