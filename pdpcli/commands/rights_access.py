"""`pdp rights access` : tout ce qui est gardé d'une personne, pour elle."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from pdpcli.commands.clock import today
from pdpcli.commands.opening import open_store
from pdpcli.commands.options import one_of, option
from pdpcli.commands.output import emit, note
from pdpcli.commands.pdf import warn_of_place
from pdpcli.commands.rights_options import Identity, ReceivedOn, Ref
from pdpcli.errors import InputRefused

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pdpcli.store.open import Write

Folder = Annotated[
    Path | None, option("output", "Le dossier à créer [acces-2026-0042, ici]", metavar="DOSSIER")
]
_READ_AGAIN = (
    "À relire avant de remettre : {count} note(s) libre(s) de la cellule sont dans ces fichiers ; "
    "ce qu'elles disent d'une autre personne est à masquer (RGPD, art. 15, 4)."
)


def access(
    ref: Ref,
    *,
    received_on: ReceivedOn = None,
    identity: Identity = "",
    kind: Annotated[
        str, option("kind", "accès ou portabilité [accès]", parser=one_of("right"))
    ] = "access",
    output: Folder = None,
) -> None:
    """Tout ce qui est gardé d'elle (art. 15) : un PDF à lire, le JSON, les pièces, la lettre"""
    from pdpcli.commands.subject import case_of
    from pdpcli.workflows import access as workflow
    from pdpcli.workflows.rights import Asked

    if kind not in ("access", "portability"):
        raise InputRefused("Ici, seulement l'accès ou la portabilité.", todo="--nature accès")
    with open_store().write("rights access") as write:
        case = case_of(write, ref)
        done = workflow.access(write, case, Asked(received_on, identity), kind, today())
        folder = _made(output or Path(f"acces-{case.ref}"))
        files = [*done.files, (done.letter.name, done.letter.pdf)]
        _remember(write, case.ref, folder, files)
    _write(folder, files)
    emit(f"Dossier d'accès ({case.ref}) : {folder.absolute()}, {len(files)} fichiers.")
    note("Il porte ses données : remettez-le-lui, puis supprimez-le.")
    if done.notes:
        note(_READ_AGAIN.format(count=done.notes))
    warn_of_place(folder / workflow.PDF)


def _made(folder: Path) -> Path:
    """A new folder, only for her; one that is there with something in it is refused."""
    from pdpcli.commands.pdf import make_folder

    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InputRefused(
            "Ce dossier existe déjà, et n'est pas vide.",
            where=str(folder),
            todo="Donnez-en un autre : --sortie DOSSIER",
        )
    make_folder(folder)
    return folder


def _remember(write: "Write", ref: str, folder: Path, files: "Sequence[tuple[str, bytes]]") -> None:
    """Each is in clear: an erasure deletes those still there."""
    from pdpcli.store.clear_copies import remember_naming

    for name, content in files:
        remember_naming(write, (ref, 0), folder / name, content)


def _write(folder: Path, files: "Sequence[tuple[str, bytes]]") -> None:
    from pdpcli.files import write_atomic

    for name, content in files:
        write_atomic(folder / name, content, saved="La réponse est notée")
