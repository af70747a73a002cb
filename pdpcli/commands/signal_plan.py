"""`pdp signal plan`: the plan de retour à l'emploi, what was advised, who is to be spoken to."""

from contextlib import closing
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from pdpcli.commands.clock import day, today
from pdpcli.commands.opening import open_store
from pdpcli.commands.options import option
from pdpcli.commands.output import emit, emit_json, note
from pdpcli.commands.pdf import Force, Open, Output
from pdpcli.commands.signal_close import Ref

if TYPE_CHECKING:
    from pdpcli.store.open import Store


def plan(  # noqa: PLR0913 - one option a thing said
    ref: Ref,
    *,
    add: Annotated[bool, option("add", "Écrire un plan de plus (demandé)")] = False,
    text: Annotated[str, option("text", "Son texte")] = "",
    file: Annotated[Path | None, option("file", "Son texte, dans un fichier (UTF-8)")] = None,
    recommendation: Annotated[
        bool, option("recommendation", "C'est une préconisation, non un plan")
    ] = False,
    on: Annotated[
        date | None, option("on", "Sa date [aujourd'hui]", metavar="DATE", parser=day)
    ] = None,
    remove: Annotated[
        int | None, option("remove", "Enlever celui-ci, noté à tort", metavar="NUMÉRO", min=1)
    ] = None,
    employee_contact: Annotated[
        str, option("employee-contact", "Interlocuteur référent du salarié (« - » : aucun)")
    ] = "",
    employer_contact: Annotated[
        str, option("employer-contact", "Interlocuteur référent de l'employeur")
    ] = "",
    output: Output = None,
    force: Force = False,
    open_it: Open = False,
    json: Annotated[bool, option("json", "En JSON")] = False,
) -> None:
    """Plan de retour à l'emploi, préconisations, interlocuteurs : les voir, en ajouter"""
    store, kind = open_store(), "recommendation" if recommendation else "return_plan"
    contacts = {"employee_contact": employee_contact, "employer_contact": employer_contact}
    named = {column: said for column, said in contacts.items() if said}
    if remove is not None:
        _remove(store, ref, remove)
    elif add or text or file:
        _add(store, ref, kind, (text, file, on))
    if named:
        _contacts(store, ref, named)
    if output is not None:
        _draw(store, ref, output, force=force, open_it=open_it)
    elif remove is None and not (add or text or file or named):
        _show(store, ref, json=json)


def _add(store: "Store", ref: str, kind: str, said: "tuple[str, Path | None, date | None]") -> None:
    from pdpcli.commands.subject import case_of
    from pdpcli.rules.dates import french
    from pdpcli.rules.vocabulary import label
    from pdpcli.store.plans import Plan
    from pdpcli.workflows.plan import note_plan

    text, file, on = said
    written = _from_file(file) if file else text or _asked(kind)
    told = Plan(kind, on or today(), written)
    with store.write("signal plan") as write:
        case = case_of(write, ref)
        number = note_plan(write, case, told, today())
    emit(f"{label('plan', kind).capitalize()} du {french(told.on)} : noté sur {case.ref}.")
    note(f"Noté par erreur ? pdp situation plan {case.ref} --retirer {number}")


def _from_file(path: Path) -> str:
    from pdpcli.commands.text_file import text_in
    from pdpcli.workflows.plan import MOST

    return text_in(path, 4 * MOST)


def _asked(kind: str) -> str:
    from pdpcli.commands.questions import answers_to
    from pdpcli.errors import InputRefused
    from pdpcli.forms.form import Field
    from pdpcli.rules.vocabulary import label

    otherwise = InputRefused(
        "Le texte manque.", todo="--texte TEXTE, ou --fichier FICHIER (du texte, en UTF-8)"
    )
    field = Field("text", label("plan", kind).capitalize(), "paragraph", required=("register",),
                  help="Alt+Entrée commence une autre ligne. Pas de diagnostic.")  # fmt: skip
    return str(answers_to([field], otherwise)["text"])


def _remove(store: "Store", ref: str, number: int) -> None:
    from pdpcli.commands.subject import case_of
    from pdpcli.workflows.plan import remove

    with store.write("signal plan --remove") as write:
        remove(write, case_of(write, ref), number)
    emit(f"Le texte {number} est enlevé.")


def _contacts(store: "Store", ref: str, said: dict[str, str]) -> None:
    from pdpcli.commands.subject import case_of
    from pdpcli.workflows.plan import CONTACTS, name_contacts

    with store.write("signal plan") as write:
        case = case_of(write, ref)
        name_contacts(write, case, said)
    whose = " et ".join(CONTACTS[column] for column in said)
    emit(f"Interlocuteur référent {whose} : noté sur {case.ref}.")


def _draw(store: "Store", ref: str, output: Path, *, force: bool, open_it: bool) -> None:
    """The letter to the person; her name is in it, and not in the file's name."""
    from pdpcli.commands.pdf import pdf_place, put_pdf
    from pdpcli.commands.subject import case_of
    from pdpcli.forms.letter import draw_letter
    from pdpcli.workflows.plan import plan_letter

    with store.write("signal plan --output") as write:
        case = case_of(write, ref)
        path = pdf_place(f"plan-{case.ref}.pdf", output, force=force)
        pdf = draw_letter(plan_letter(write, case, today()))
    put_pdf(path, pdf, force=force, open_it=open_it)
    note("Pour la personne : le remettre en main propre ou par la poste.")


def _show(store: "Store", ref: str, *, json: bool) -> None:
    from pdpcli.store.cases import case_by_ref
    from pdpcli.store.plans import plans_of
    from pdpcli.views.plans import plan_lines
    from pdpcli.workflows.plan import contacts_of

    with closing(store.read()) as db:
        case = case_by_ref(db, ref, today())
        rows, contacts = plans_of(db, case.id), contacts_of(db, case.id)
    if json:
        emit_json({"ref": case.ref, "contacts": contacts, "plans": rows})
        return
    lines = plan_lines(rows, contacts)
    emit("\n".join(lines or [f"Rien encore : pdp situation plan {case.ref} --ajouter"]))
