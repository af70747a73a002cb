"""`pdp meeting hold`: who came, what was decided, the minutes; in one pass, or from a file."""

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from pdpcli.commands.clock import today
from pdpcli.commands.opening import open_store
from pdpcli.commands.options import argument, option
from pdpcli.commands.output import emit, note
from pdpcli.commands.pdf import Force, Open, Output
from pdpcli.errors import InputRefused
from pdpcli.rules.dates import french

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pdpcli.forms.fields import Value
    from pdpcli.forms.form import Form
    from pdpcli.store.agenda import Item, Meeting
    from pdpcli.store.open import Store
    from pdpcli.workflows.hold_meeting import Decision, Held

_SAVED = "La réunion est notée"


def hold(  # noqa: PLR0913 - what was said, and the PDF
    number: Annotated[int, argument("NUMÉRO", "Celui de la réunion : pdp reunion liste")],
    *,
    file: Annotated[Path | None, option("file", "Les réponses, en TOML ou JSON")] = None,
    template: Annotated[bool, option("template", "Le fichier à remplir, à l'écran")] = False,
    cases: Annotated[
        list[str] | None, option("case", "Vue en plus de l'ordre du jour (répétable)")
    ] = None,
    pdf: Annotated[bool, option("pdf", "Le compte rendu en PDF : il porte des noms")] = False,
    output: Output = None,
    force: Force = False,
    open_it: Open = False,
) -> None:
    """Tenir une réunion : présences, décisions (elles deviennent des actes), compte rendu"""
    store = open_store()
    wanted = bool(pdf or output or open_it)
    if template:
        emit(_asking(store, number, named=False)[1].skeleton())
        return
    if not (wanted and file is None and _is_held(store, number)):
        _hold(store, number, file, cases or [])
    if wanted:
        _write_pdf(store, number, output, force=force, open_it=open_it)


def _is_held(store: "Store", number: int) -> bool:
    from pdpcli.store.agenda import meeting

    with closing(store.read()) as db:
        return meeting(db, number).state == "done"


def _asking(
    store: "Store", number: int, *, named: bool = True
) -> "tuple[Meeting, Form, list[Item]]":
    from pdpcli.store.agenda import items, meeting
    from pdpcli.workflows.hold_meeting import held_form

    with closing(store.read()) as db:
        one = meeting(db, number)
        return one, held_form(db, one, named=named), list(items(db, number))


def _hold(store: "Store", number: int, file: Path | None, cases: list[str]) -> None:
    """Put what was seen besides on the agenda, then read or ask the rest, and write it."""
    from pdpcli.workflows import hold_meeting

    if cases:
        _also(store, number, cases)
    one, form, there = _asking(store, number)
    hold_meeting.refuse(one, today())
    values = _read(form, file) if file else _asked(form)
    held = _held(one, there, values, asking=file is None)
    with store.write("meeting hold") as write:
        hold_meeting.hold(write, one, held, today())
    seen = sum(1 for decision in held.decisions if decision.examined)
    what = "examinée" if one.instance else "revue"
    told = f"{seen} situation{'s' if seen > 1 else ''} {what}{'s' if seen > 1 else ''}"
    emit(f"Réunion {number}, {french(one.on)} : tenue ; {told}.")
    put_off = [decision.ref for decision in held.decisions if not decision.examined]
    if put_off:
        note(f"Reportées, proposées à la prochaine : {', '.join(put_off)}")


def _also(store: "Store", number: int, cases: list[str]) -> None:
    from pdpcli.store.agenda import meeting
    from pdpcli.store.cases import case_by_ref
    from pdpcli.workflows import agenda

    with store.write("meeting agenda") as write:
        one = meeting(write.db, number)
        for ref in cases:
            agenda.put(write, one, case_by_ref(write.db, ref, today()), agenda.Why())
        write.subject = ""


def _read(form: "Form", file: Path) -> "Mapping[str, Value]":
    from pdpcli.commands.answers_file import read_answers
    from pdpcli.commands.registering_file import parsed

    return parsed(form, read_answers(file), stage="register")


def _asked(form: "Form") -> "Mapping[str, Value]":
    from pdpcli.commands.asker import terminal
    from pdpcli.commands.questions import or_leave
    from pdpcli.forms.ask import Interview

    asker = terminal(
        InputRefused(
            "Il faut dire qui est venu et ce qui est décidé.",
            todo="Un fichier à remplir   pdp reunion tenir NUMÉRO --modele\n"
            "Puis                   pdp reunion tenir NUMÉRO --fichier FICHIER",
        )
    )
    asker.open(form.title, kept="rien n'est écrit avant la fin", leave="laisser")
    interview = Interview(form, asker, today(), leaving="laisser", every=True)
    said = or_leave(lambda: interview.review(interview.ask()))
    return form.parse(said.answers, stage=None, today=today()).values


def _held(
    one: "Meeting", there: "list[Item]", values: "Mapping[str, Value]", *, asking: bool
) -> "Held":
    from pdpcli.workflows.hold_meeting import Held, presences

    members, bodies = presences(values)
    decisions = tuple(_decision(one, item, values, asking=asking) for item in there)
    return Held(members, bodies, decisions, str(values.get("compte_rendu") or ""))


def _decision(
    one: "Meeting", item: "Item", values: "Mapping[str, Value]", *, asking: bool
) -> "Decision":
    """What was decided; what the act still requires is asked at the terminal."""
    from dataclasses import replace

    from pdpcli.commands.noting import details_said
    from pdpcli.workflows.act_details import parse_details
    from pdpcli.workflows.hold_meeting import act_of, act_texts, decided

    said = decided(item, values)
    kind, texts = act_texts(item, values)
    if not kind or not said.examined:
        return said
    try:
        details = details_said(kind, texts) if asking else parse_details(kind, texts)
    except InputRefused as refused:
        raise InputRefused(
            "La réunion n'a pas été notée : un acte n'est pas complet.",
            where=item["ref"], problems=refused.problems,
        ) from None  # fmt: skip
    return replace(said, act=act_of(item, values, one, kind, details))


def _write_pdf(
    store: "Store", number: int, output: Path | None, *, force: bool, open_it: bool
) -> None:
    from pdpcli.commands.pdf import pdf_place, put_pdf
    from pdpcli.forms.agenda_pdf import draw_paper
    from pdpcli.store.agenda import items, meeting
    from pdpcli.store.clear_copies import remember_naming
    from pdpcli.workflows.meeting_papers import minutes_paper

    with store.write("meeting hold --pdf") as write:
        place = pdf_place(f"compte-rendu-{number}-interne.pdf", output, force=force)
        content = draw_paper(minutes_paper(write.db, meeting(write.db, number), today()))
        for item in items(write.db, number):
            remember_naming(write, (item["ref"], 0), place, content)
        write.note("minutes")
    put_pdf(place, content, force=force, open_it=open_it, saved=_SAVED)
    note("Ce fichier porte des noms : il reste dans la cellule.")
