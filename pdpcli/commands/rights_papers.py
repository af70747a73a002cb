"""`pdp rights register` et `breach` : les fiches à compléter, avec ce que le cahier sait."""

from contextlib import closing
from typing import Annotated

from pdpcli.commands.clock import today
from pdpcli.commands.opening import open_store
from pdpcli.commands.options import argument
from pdpcli.commands.output import note
from pdpcli.commands.pdf import Force, Open, Output, pdf_place, put_pdf
from pdpcli.commands.rights_options import Ref

_FILL = "Ce qui est imprimé se corrige au cahier ; le reste se remplit à l'écran, et s'enregistre."


def register(*, output: Output = None, force: Force = False, open_it: Open = False) -> None:
    """La fiche du registre des traitements (art. 30) : un PDF à compléter à l'écran"""
    from pdpcli.workflows.rights_papers import register_entry

    with closing(open_store().read()) as db:
        pdf = register_entry(db, today())
    path = pdf_place("registre-cellule-pdp.pdf", output, force=force)
    put_pdf(path, pdf, force=force, open_it=open_it)
    note(_FILL)


def breach(
    ref: Ref,
    number: Annotated[
        int, argument("NUMÉRO", "La première violation de la situation, la deuxième… [1]")
    ] = 1,
    *,
    output: Output = None,
    force: Force = False,
    open_it: Open = False,
) -> None:
    """La fiche d'une violation de données (art. 33) : un PDF à compléter, sans nom"""
    from pdpcli.store.cases import case_by_ref
    from pdpcli.workflows.rights_papers import breach_record

    store = open_store()
    with closing(store.read()) as db:
        case = case_by_ref(db, ref, today())
        name, pdf = breach_record(db, case, number, today())
    path = pdf_place(name, output, force=force)
    with store.write("rights breach", case.ref) as write:
        write.note("breach record")
    put_pdf(path, pdf, force=force, open_it=open_it)
    note(_FILL)
