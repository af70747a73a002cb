"""`pdp seal` : le cachet électronique posé sur nos documents."""

from contextlib import closing
from pathlib import Path
from typing import Annotated

from pdpcli.commands.french import noun
from pdpcli.commands.opening import open_store
from pdpcli.commands.options import argument, option
from pdpcli.commands.output import emit, emit_json, note

app = noun("seal")


def _reason(text: str) -> str:
    from pdpcli.rules.text import clean

    return clean(text)


@app.command("show")
def show(*, json: Annotated[bool, option("json", "En JSON")] = False) -> None:
    """Le cachet actuel et les retirés : à quel nom, depuis quand, leur empreinte"""
    from pdpcli.store.seals import all_seals
    from pdpcli.views.seals import seal_blocks, seal_json

    with closing(open_store().read()) as db:
        rows = all_seals(db)
    emit_json([seal_json(row) for row in rows]) if json else emit(seal_blocks(rows))


@app.command("import")
def import_(
    file: Annotated[Path, argument("FICHIER", "Le fichier .p12 ou .pfx de notre organisme")],
    *,
    password_file: Annotated[
        Path | None, option("password-file", "Fichier qui contient son mot de passe seul")
    ] = None,
) -> None:
    """Prendre le cachet de notre organisme (PKCS#12) ; celui d'avant est retiré, et reste connu"""
    from pdpcli.commands.seal_file import pkcs12, pkcs12_password
    from pdpcli.workflows.seal import import_pkcs12

    store, data = open_store(), pkcs12(file)
    password = pkcs12_password(password_file)
    with store.write("seal import") as write:
        row = import_pkcs12(write, data, password)
    emit(f"Cachet {row.id} importé, au nom de {row.subject} : c'est l'actuel.")
    note("Niveau déclaré par l'émetteur, non vérifié.")


@app.command("retire")
def retire(
    number: Annotated[int, argument("NUMÉRO", "Le numéro donné par « cachet voir »")],
    *,
    reason: Annotated[str, option("reason", "Pourquoi : perdu, compromis…", parser=_reason)],
) -> None:
    """Retirer un cachet : il reste connu, le prochain document en porte un nouveau"""
    from pdpcli.commands.clock import today
    from pdpcli.workflows.seal import retire as retire_seal

    with open_store().write("seal retire") as write:
        retire_seal(write, number, reason, today())
    emit(f"Cachet {number} retiré. Ce qu'il a scellé se vérifie toujours.")
