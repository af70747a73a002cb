"""`pdp meeting calendar`: the meetings planned, for a partner; no personal data."""

from contextlib import closing
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

from pdpcli.commands.clock import day, today
from pdpcli.commands.opening import open_store
from pdpcli.commands.options import option
from pdpcli.commands.output import emit, emit_json, note
from pdpcli.commands.pdf import Force, Open, Output

if TYPE_CHECKING:
    from sqlite3 import Connection


def calendar(  # noqa: PLR0913 - for whom, from when, and the PDF
    *,
    partner: Annotated[
        str, option("partner", "Pour qui : la cellule, et ce qui est avec lui")
    ] = "",
    on: Annotated[
        date | None, option("on", "À partir de ce jour [aujourd'hui]", metavar="DATE", parser=day)
    ] = None,
    pdf: Annotated[bool, option("pdf", "Écrire le PDF")] = False,
    output: Output = None,
    force: Force = False,
    open_it: Open = False,
    json: Annotated[bool, option("json", "En JSON")] = False,
) -> None:
    """Le calendrier des réunions prévues, sans aucune donnée personnelle"""
    from pdpcli.commands.pdf import pdf_place, put_pdf
    from pdpcli.forms.agenda_pdf import draw_paper
    from pdpcli.store.bodies import service_name
    from pdpcli.workflows.meeting_papers import calendar_lines, calendar_paper

    with closing(open_store().read()) as db:
        body, short, rows = _planned(db, partner, on or today())
        sender = service_name(db)
    if json:
        emit_json(rows)
    elif pdf or output or open_it:
        place = pdf_place(f"calendrier{f'-{body}' if body else ''}.pdf", output, force=force)
        content = draw_paper(calendar_paper(sender, short, rows, today()))
        put_pdf(place, content, force=force, open_it=open_it)
    elif rows:
        emit("\n".join(calendar_lines(rows)))
    else:
        note("Aucune réunion n'est prévue : pdp reunion prevoir")


def _planned(db: "Connection", partner: str, first: date) -> tuple[str, str, list[dict[str, Any]]]:
    """The partner (id and usual name, "" for nobody in particular) and the meetings for it."""
    from pdpcli.store.agenda import planned_meetings
    from pdpcli.store.bodies import bodies_named
    from pdpcli.store.our_agreements import agreements_with
    from pdpcli.store.recipients import recipient_of

    if not partner:
        return "", "", planned_meetings(db, first)
    (body,) = bodies_named(db, [partner])
    ours = [one.id for one in agreements_with(db, [body])]
    return body, recipient_of(db, body, first).short, planned_meetings(db, first, ours, [body])
