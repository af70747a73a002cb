"""`pdp liaison receive`: what a partner sends back is read, shown, confirmed, kept."""

from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Annotated

from pdpcli.commands.clock import day, today
from pdpcli.commands.opening import open_store
from pdpcli.commands.options import argument, option

_FILE = argument("FICHIER", "Le fichier reçu du partenaire (PDF)")
_SHEET = option("sheet", "La fiche, si le fichier ne la dit pas : 42/1")
_ON = option("on", "La date de la réponse, ou de la synthèse, si elle n'y est pas",
             metavar="DATE", parser=day)  # fmt: skip
_CAME = option("received-on", "Le jour où il est arrivé [aujourd'hui]", metavar="DATE", parser=day)
_SYNTHESIS = option("synthesis", "Classer une fiche de synthèse : rien n'y est lu")


def receive(  # noqa: PLR0913 - one option a fact
    file: Annotated[Path, _FILE],
    *,
    sheet: Annotated[str, _SHEET] = "",
    on: Annotated[date | None, _ON] = None,
    referent: Annotated[str, option("referent", "Qui a répondu, si le fichier ne le dit pas")] = "",
    received_on: Annotated[date | None, _CAME] = None,
    synthesis: Annotated[bool, _SYNTHESIS] = False,
    yes: Annotated[bool, option("yes", "Noter ce qui est lu sans le confirmer")] = False,
) -> None:
    """Lire la réponse d'un partenaire dans la fiche qu'il renvoie ; classer une synthèse"""
    from pdpcli.commands.received_file import received_file
    from pdpcli.commands.receiving import Said, receive_sheet
    from pdpcli.commands.receiving_synthesis import receive_synthesis
    from pdpcli.workflows.received import refuse_kept

    store = open_store()
    found = received_file(file, check=synthesis)
    with closing(store.read()) as db:
        refuse_kept(db, found)
    if synthesis:
        receive_synthesis(store, found, sheet, on)
    else:
        said = Said(sheet, on, referent, received_on or today(), yes=yes)
        receive_sheet(store, found, said)
