"""`pdp report` : le bilan annuel, convention par convention : écrit, figé, comparé."""

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from pdpcli.commands.clock import today
from pdpcli.commands.french import noun
from pdpcli.commands.opening import open_store
from pdpcli.commands.options import option
from pdpcli.commands.output import emit, emit_json, note
from pdpcli.commands.pdf import Force, Open, Output, pdf_place, put_pdf
from pdpcli.commands.report_freeze import freeze
from pdpcli.commands.report_period import Agreement, Year, asked_year, report_year
from pdpcli.commands.report_write import keep_file, write

if TYPE_CHECKING:
    from pdpcli.evaluation.annual import Annual

app = noun("report", default="print")
app.command("write")(write)
app.command("freeze")(freeze)

Json = Annotated[bool, option("json", "En JSON")]
By = Annotated[str, option("by", "Qui le rédige, si ce n'est pas le tour attendu")]


@app.command("print")
def print_(  # noqa: PLR0913 - one option a thing said of the paper
    *,
    year: Year = None,
    agreement: Agreement = "",
    text: Annotated[
        Path | None, option("text", "La partie qualitative et les perspectives, à garder")
    ] = None,
    by: By = "",
    output: Output = None,
    force: Force = False,
    open_it: Open = False,
) -> None:
    """Le PDF du bilan : ses chiffres, leur méthode, ce qui est écrit, les signatures"""
    from pdpcli.forms.report_pdf import draw_report
    from pdpcli.views.report_paper import report_paper

    store, wanted = open_store(), asked_year(year)
    named = _name(agreement, wanted)
    place = pdf_place(named, output, force=force)
    if text is not None:
        keep_file(store, agreement, wanted, text)
    found = _found(agreement, wanted, by)
    put_pdf(place, draw_report(report_paper(found)), force=force, open_it=open_it)
    _advise(found, wanted, drawn=True)


@app.command("show")
def show(*, year: Year = None, agreement: Agreement = "", by: By = "", json: Json = False) -> None:
    """Le bilan à l'écran : les chiffres, ce qui est écrit, s'il est figé et depuis quand"""
    from pdpcli.views.report import report_json, report_text

    wanted = asked_year(year)
    found = _found(agreement, wanted, by)
    if json:
        emit_json(report_json(found))
        return
    emit(report_text(found))
    _advise(found, wanted)


@app.command("compare")
def compare(*, year: Year = None, agreement: Agreement = "", json: Json = False) -> None:
    """Ce qui différerait du bilan figé s'il était recompté aujourd'hui, ligne à ligne"""
    from pdpcli.views.comparison import comparison_json, comparison_text
    from pdpcli.workflows.compare import compare as compared

    with closing(open_store().counting()) as db:
        ours, periods = report_year(db, agreement, asked_year(year))
        found = compared(db, ours, periods)
    emit_json(comparison_json(found)) if json else emit(comparison_text(found))


@app.command("list")
def list_(*, agreement: Agreement = "", json: Json = False) -> None:
    """Les bilans figés : leur période, leur jour, leur empreinte"""
    from pdpcli.store.frozen import frozen_all, sound
    from pdpcli.store.our_agreements import our_agreement, our_agreements
    from pdpcli.views.report import frozen_rows, frozen_table

    with closing(open_store().read()) as db:
        wanted = our_agreement(db, agreement).id if agreement else ""
        titles = {one.id: one.title for one in our_agreements(db)}
        rows = frozen_rows([(one, sound(db, one)) for one in frozen_all(db, wanted)], titles)
    emit_json(rows) if json else emit(frozen_table(rows))


def _name(agreement: str, year: int) -> str:
    """The name of the file: the period, and the agreement's id."""
    with closing(open_store().read()) as db:
        ours, periods = report_year(db, agreement, year)
    return f"bilan-{periods[0].label}-{ours.id}.pdf".replace("/", "-").replace(" ", "-")


def _found(agreement: str, year: int, writer: str) -> "Annual":
    from pdpcli.workflows.report import report_of

    with closing(open_store().counting()) as db:
        ours, periods = report_year(db, agreement, year)
        return report_of(db, ours, periods, today(), writer)


def _advise(found: "Annual", year: int, *, drawn: bool = False) -> None:
    """What is still to be done of this report; once ``drawn``, its paper is no more."""
    said = f"--annee {year} --convention {found.agreement}"
    if found.seal:
        note(f"Figé. Ce qui différerait : pdp bilan comparer {said}")
        return
    if not found.texts:
        note(f"Rien n'est écrit des deux dernières parties : pdp bilan rediger {said}")
    if not drawn:
        note(f"Le PDF à faire signer : pdp bilan {said}")
    note(f"Une fois signé, pour qu'il ne bouge plus : pdp bilan figer {said}")
