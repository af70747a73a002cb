"""`pdp export` : tout ce que contient le cahier, en formats ouverts et en clair."""

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from pdpcli.commands.opening import open_store
from pdpcli.commands.options import argument, option
from pdpcli.commands.output import emit, note
from pdpcli.commands.pdf import warn_of_place
from pdpcli.errors import InputRefused

if TYPE_CHECKING:
    from pdpcli.store.open import Store
    from pdpcli.store.whole import Size

_LARGE = 100_000_000  # bytes of documents: above, she says whether she wants them


def export(  # noqa: PLR0913 - one option a choice of hers
    file: Annotated[Path, argument("FICHIER", "Le fichier à écrire : .jsonl, ou .zip avec --csv")],
    *,
    csv: Annotated[bool, option("csv", "Un ZIP de CSV, à regarder ; il ne se reprend pas")] = False,
    documents: Annotated[bool, option("documents", "Avec les pièces, même lourdes")] = False,
    no_documents: Annotated[
        bool, option("no-documents", "Sans les pièces : alors il ne se reprend pas en entier")
    ] = False,
    force: Annotated[bool, option("force", "Remplacer le fichier s'il existe")] = False,
    yes: Annotated[bool, option("yes", "Ne pas demander de confirmer")] = False,
) -> None:
    """Tout sortir, en clair : chaque table, en lignes JSON ou en CSV

    Les lignes JSON se reprennent dans un cahier neuf. L'export est inscrit au journal. La clé
    privée du cachet n'en fait pas partie.
    """
    from pdpcli.files import writable
    from pdpcli.store.whole import size_of

    if documents and no_documents:
        raise InputRefused("--pieces et --sans-pieces se contredisent.")
    writable(file, force=force, todo="Ajoutez --remplacer, ou donnez un autre nom.")
    store = open_store()
    with closing(store.read()) as db:
        size = size_of(db)
    _refuse_undecided(size, documents=documents or no_documents)
    _warn(file, size, documents=not no_documents)
    _confirm(yes=yes)
    _write(store, file, csv=csv, documents=not no_documents, force=force)
    emit(f"Écrit en clair : {file} ({_bytes(file.stat().st_size)}).")
    note("Effacez-le dès qu'il ne sert plus.")


def _refuse_undecided(size: "Size", *, documents: bool) -> None:
    if size.bytes > _LARGE and not documents:
        raise InputRefused(
            f"Les {size.documents} pièces pèsent {_bytes(size.bytes)}, un tiers de plus une fois"
            " écrites.",
            todo="Avec elles : --pieces\nSans elles : --sans-pieces",
        )


def _warn(file: Path, size: "Size", *, documents: bool) -> None:
    """What the file will hold, and where it must not be left."""
    many = "s" if size.documents > 1 else ""
    held = f"{size.documents} pièce{many} ({_bytes(size.bytes)})"
    note(
        f"Situations : {size.cases} ; {size.rows} lignes en tout, "
        f"{held if documents else 'sans les pièces'}."
    )
    note("Ce sont des données de santé, en clair : noms, numéros de sécurité sociale, textes.")
    warn_of_place(file)


def _confirm(*, yes: bool) -> None:
    from pdpcli.commands.questions import confirmed

    confirmed(["L'écrire ?"], yes=yes)


def _write(store: "Store", file: Path, *, csv: bool, documents: bool, force: bool) -> None:
    """Journal it first: a file that could not be written is in the journal all the same."""
    from pdpcli.commands.progress import Progress
    from pdpcli.files import write_streamed
    from pdpcli.views.whole import write_csv, write_lines

    with store.write("export") as write:
        write.note(f"export: {'csv' if csv else 'jsonl'}{'' if documents else ', no documents'}")
    with closing(store.read()) as db, Progress("lignes") as told:
        db.execute("BEGIN")
        if csv:
            write_streamed(
                file, lambda out: write_csv(db, out, told, documents=documents), force=force
            )
        else:
            write_streamed(
                file, lambda out: write_lines(store, db, out, told, documents=documents),
                force=force,
            )  # fmt: skip


def _bytes(size: int) -> str:
    units = ((1_000_000_000, "Go"), (1_000_000, "Mo"), (1_000, "ko"))
    for unit, word in units:
        if size >= unit:
            return f"{size / unit:.1f} {word}".replace(".", ",")
    return f"{size} octets"
