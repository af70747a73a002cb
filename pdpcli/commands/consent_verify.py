"""`pdp consent verify` : trois réponses sur un fichier, d'où qu'il vienne."""

from contextlib import closing
from pathlib import Path
from typing import Annotated

from pdpcli.commands.opening import open_store
from pdpcli.commands.options import argument, option
from pdpcli.commands.output import emit, emit_json
from pdpcli.errors import DocumentRefused
from pdpcli.files import in_french, read_regular

_MOST = 25_000_000  # a fiche that carries the largest scan we take


def verify(
    file: Annotated[Path, argument("FICHIER", "Le PDF à vérifier")],
    *,
    json: Annotated[bool, option("json", "En JSON")] = False,
) -> None:
    """Ce PDF vient-il d'ici, et a-t-il été modifié ? Trois réponses, et 16 s'il l'a été"""
    from pdpcli.views.verdict import verdict_json, verdict_lines
    from pdpcli.workflows.verify_file import refuse_altered, verify_file

    data = _read(file)
    with closing(open_store().read()) as db:
        verdict = verify_file(db, data)
    emit_json(verdict_json(verdict)) if json else emit(verdict_lines(verdict))
    refuse_altered(verdict)


def _read(path: Path) -> bytes:
    try:
        return read_regular(path, _MOST)
    except OSError as error:
        raise DocumentRefused(
            f"Le fichier ne peut pas être lu : {in_french(error)}.", where=str(path)
        ) from error
