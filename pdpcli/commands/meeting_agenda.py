"""`pdp meeting agenda`: what waits, what is on the agenda, and its PDF: with names for the cell."""

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from pdpcli.commands.clock import today
from pdpcli.commands.opening import open_store
from pdpcli.commands.options import argument, one_of, option
from pdpcli.commands.output import emit, emit_json, note, width
from pdpcli.commands.pdf import Force, Open, Output

if TYPE_CHECKING:
    from collections.abc import Sequence
    from sqlite3 import Connection

    from pdpcli.forms.agenda_pdf import Paper
    from pdpcli.store.agenda import Meeting
    from pdpcli.store.cases import CaseRow
    from pdpcli.store.open import Store, Write
    from pdpcli.workflows.agenda import Why

_SAVED = "L'ordre du jour est gardé au cahier"


def agenda(  # noqa: PLR0913 - one option a thing done to it
    number: Annotated[int, argument("NUMÉRO", "Celui de la réunion : pdp reunion liste")],
    *,
    add: Annotated[list[str] | None, option("add", "Ajouter cette situation (répétable)")] = None,
    every: Annotated[bool, option("all", "Ajouter toutes celles qui attendent")] = False,
    remove: Annotated[list[str] | None, option("remove", "En retirer une (répétable)")] = None,
    order: Annotated[str, option("order", "Les premières, dans l'ordre : 42,45,12")] = "",
    kind: Annotated[
        str,
        option("kind", "Pourquoi : urgente, complexe, suivi…", parser=one_of("agenda_reason")),
    ] = "",
    reason: Annotated[str, option("reason", "Pourquoi, en vos mots : pour la cellule")] = "",
    partner: Annotated[str, option("partner", "Le PDF pour cet invité, par référence")] = "",
    names: Annotated[bool, option("names", "Y nommer qui a donné son accord pour lui")] = False,
    pdf: Annotated[bool, option("pdf", "Écrire le PDF, avec les noms : interne")] = False,
    output: Output = None,
    force: Force = False,
    open_it: Open = False,
    json: Annotated[bool, option("json", "En JSON")] = False,
) -> None:
    """Les situations qui attendent une réunion, celles de son ordre du jour, et son PDF"""
    from pdpcli.commands.meeting_choosing import chosen
    from pdpcli.rules.text import clean
    from pdpcli.workflows.agenda import Why

    store, why = open_store(), Why(kind, clean(reason, limit=500))
    wanted = pdf or partner or output or open_it
    changes = add or every or remove or order
    if not (changes or wanted or json):
        changes = add = chosen(store, number)
    if changes:
        _change(store, number, _Changes(add or [], remove or [], order, why, every=every))
    if wanted:
        _write_pdf(store, number, _Copy(partner, output, names=names, force=force, open=open_it))
        return
    _show(store, number, json=json)


class _Changes:
    """What is done to an agenda."""

    def __init__(
        self, add: list[str], remove: list[str], order: str, why: "Why", *, every: bool
    ) -> None:
        self.add, self.remove, self.why, self.every = add, remove, why, every
        self.order = [ref.strip() for ref in order.split(",") if ref.strip()]


class _Copy:
    """A PDF to write: for whom, where."""

    def __init__(
        self,
        partner: str,
        output: Path | None,
        *,
        names: bool,
        force: bool,
        open: bool,  # noqa: A002 - as the option is named
    ) -> None:
        self.partner, self.output, self.names = partner, output, names
        self.force, self.open = force, open


def _change(store: "Store", number: int, changes: _Changes) -> None:
    from pdpcli.store.agenda import meeting, waiting
    from pdpcli.workflows import agenda as workflow

    with store.write("meeting agenda") as write:
        one = meeting(write.db, number)
        rows = waiting(write.db, one) if changes.add or changes.every else []
        proposed = {row["ref"]: row["reason"] for row in rows}
        added = [*changes.add, *(proposed if changes.every else ())]
        for case in _cases(write, added):
            workflow.put(write, one, case, _why(changes.why, proposed.get(case.ref, "")))
        for case in _cases(write, changes.remove):
            workflow.remove(write, one, case)
        if changes.order:
            workflow.order(write, one, _cases(write, changes.order))
        write.subject = ""


def _why(said: "Why", proposed: str) -> "Why":
    """What she said, else why it was proposed."""
    from dataclasses import replace

    return said if said.reason else replace(said, reason=proposed)


def _cases(write: "Write", refs: list[str]) -> "list[CaseRow]":
    from pdpcli.store.cases import case_by_ref

    return [case_by_ref(write.db, ref, today()) for ref in dict.fromkeys(refs)]


def _write_pdf(store: "Store", number: int, copy: _Copy) -> None:
    """The agenda of the cell, or of an invited body; that it was drawn is journaled."""
    from pdpcli.commands.pdf import pdf_place, put_pdf
    from pdpcli.errors import InputRefused
    from pdpcli.forms.agenda_pdf import draw_paper
    from pdpcli.store.agenda import meeting
    from pdpcli.store.clear_copies import remember_naming

    if copy.names and not copy.partner:
        raise InputRefused("Pour qui ?", todo="Ajoutez --partenaire : à lui seul on nomme ou non.")
    with store.write("meeting agenda --pdf") as write:
        one = meeting(write.db, number)
        name, paper, naming = _paper(write, one, copy)
        place = pdf_place(name, copy.output, force=copy.force)
        content = draw_paper(paper)
        for fiche in naming:
            remember_naming(write, fiche, place, content)
        _drawn(write, one, copy)
    put_pdf(place, content, force=copy.force, open_it=copy.open, saved=_SAVED)
    if not copy.partner:
        note("Ce fichier porte des noms : il reste dans la cellule.")
    elif naming:
        many = "s" if len(naming) > 1 else ""
        note(f"{len(naming)} nom{many}, avec accord : messagerie sécurisée, puis effacez-le.")
    else:
        note("Par référence : rien n'y nomme personne.")
        if copy.names:
            note("Aucun accord n'y vaut pour cet invité, d'une fiche qu'il a déjà.")


def _paper(
    write: "Write", one: "Meeting", copy: _Copy
) -> "tuple[str, Paper, Sequence[tuple[str, int]]]":
    """The name of the file, what it shows, and whom it names: situation, and fiche or 0."""
    from pdpcli.store.agenda import items
    from pdpcli.store.bodies import bodies_named
    from pdpcli.workflows.meeting_papers import Guest, agenda_paper, guest_paper
    from pdpcli.workflows.named_agenda import name_covered

    if not copy.partner:
        naming = [(item["ref"], 0) for item in items(write.db, one.number)]
        paper = agenda_paper(write.db, one, today())
        return f"ordre-du-jour-{one.number}-interne.pdf", paper, naming
    (body,) = bodies_named(write.db, [copy.partner])
    short = _invited(write, one, body)
    named = name_covered(write, one, body, today()) if copy.names else {}
    guest = Guest(body, short, {ref: name for ref, (name, _) in named.items()})
    paper = guest_paper(write.db, one, guest, today())
    naming = [(fiche.case.ref, fiche.number) for _, fiche in named.values()]
    return f"ordre-du-jour-{one.number}-{body}.pdf", paper, naming


def _invited(write: "Write", one: "Meeting", body: str) -> str:
    """The usual name of an invited body; InputRefused when it is not invited."""
    from pdpcli.errors import InputRefused
    from pdpcli.store.attendance import invited_bodies

    for row in invited_bodies(write.db, one.number):
        if row["body"] == body:
            return str(row["short"])
    raise InputRefused(
        "Cet organisme n'est pas invité à cette réunion.",
        todo=f"L'inviter : pdp reunion corriger {one.number} --partenaire {body}",
    )


def _drawn(write: "Write", one: "Meeting", copy: _Copy) -> None:
    """The agenda was drawn; given to those invited, or to the cell alone, it is ready in time."""
    from pdpcli.store.attendance import invited_bodies

    write.note("agenda")
    if copy.partner or not invited_bodies(write.db, one.number):
        write.db.execute(
            "UPDATE gathering SET agenda_on = ? WHERE id = ?", (today().isoformat(), one.number)
        )


def meeting_told(db: "Connection", one: "Meeting") -> dict[str, Any]:
    """A meeting as ``--json`` tells it, with those invited."""
    from dataclasses import asdict

    from pdpcli.store.attendance import invited_bodies

    told = {key: value for key, value in asdict(one).items() if value not in ("", None)}
    return {**told, "invited": [row["body"] for row in invited_bodies(db, one.number)]}


def _show(store: "Store", number: int, *, json: bool) -> None:
    from pdpcli.store.agenda import items, meeting, waiting
    from pdpcli.views.agenda import agenda_screen

    with closing(store.read()) as db:
        one = meeting(db, number)
        told, there = meeting_told(db, one), items(db, number)
        proposed = waiting(db, one) if one.state == "planned" else []
    if json:
        emit_json({"meeting": told, "agenda": there, "waiting": proposed})
        return
    emit(agenda_screen(one, there, proposed, width()))
    if one.state == "planned":
        note(_NEXT.format(number=number))


_NEXT = (
    "Ajouter, retirer   pdp reunion ordre-du-jour {number} --ajouter RÉF --retirer RÉF\n"
    "Le PDF             pdp reunion ordre-du-jour {number} --pdf, ou --partenaire INVITÉ\n"
    "Une fois tenue     pdp reunion tenir {number}"
)
