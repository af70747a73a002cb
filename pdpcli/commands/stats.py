"""`pdp stats` : les chiffres de l'année, convention par convention."""

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from pdpcli.commands.clock import today
from pdpcli.commands.french import noun
from pdpcli.commands.opening import open_store
from pdpcli.commands.options import option
from pdpcli.commands.output import emit, emit_json, note
from pdpcli.commands.stats_enter import enter
from pdpcli.commands.stats_figures import list_figures
from pdpcli.commands.values import year_named
from pdpcli.errors import InputRefused

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pdpcli.evaluation.sheets import Sheet

app = noun("stats", default="show")
app.command("enter")(enter)
app.command("list")(list_figures)

Year = Annotated[
    int | None,
    option("year", "L'année à compter [celle en cours]", metavar="ANNÉE", parser=year_named),
]
Agreement = Annotated[str, option("agreement", "Une seule convention")]
Csv = Annotated[str, option("csv", "En CSV, dans ce fichier (- : à l'écran)", metavar="FICHIER")]
Explain = Annotated[
    str, option("explain", "Ce qui est derrière un chiffre, par exemple BTP34-5", metavar="CHIFFRE")
]


@app.command("show")
def show(  # noqa: PLR0913 - one option a way to show the figures
    *,
    year: Year = None,
    agreement: Agreement = "",
    explain: Explain = "",
    cases: Annotated[bool, option("cases", "Avec --expliquer : toutes les situations")] = False,
    json: Annotated[bool, option("json", "En JSON")] = False,
    csv: Csv = "",
    force: Annotated[bool, option("force", "Remplacer le fichier CSV s'il existe")] = False,
) -> None:
    """Les chiffres de l'année et des deux précédentes, convention par convention"""
    _coherent(explain=explain, cases=cases, json=json, csv=csv)
    counted = year or today().year
    if explain:
        _explain(counted, agreement, explain, cases=cases, json=json)
        return
    from pdpcli.views.stats import stats_text
    from pdpcli.views.stats_data import stats_json
    from pdpcli.workflows.stats import count

    with closing(open_store().read()) as db:
        sheets = count(db, counted, agreement or None)
    if csv:
        _write_csv(sheets, csv, force=force)
    else:
        emit_json(stats_json(sheets, today())) if json else emit(stats_text(sheets, today()))


def _explain(year: int, agreement: str, figure: str, *, cases: bool, json: bool) -> None:
    from pdpcli.views.explain import explanation_json, explanation_text
    from pdpcli.workflows.stats import explained

    with closing(open_store().read()) as db:
        found = explained(db, year, agreement or None, figure)
    emit_json(explanation_json(found)) if json else emit(explanation_text(found, cases=cases))


def _write_csv(sheets: "Sequence[Sheet]", name: str, *, force: bool) -> None:
    from pdpcli.files import writable, write_atomic
    from pdpcli.views.stats_data import stats_csv

    text = stats_csv(sheets, today())
    if name == "-":
        emit(text.replace("\r\n", "\n").rstrip("\n"))
        return
    writable(Path(name), force=force, todo="Ajoutez --remplacer, ou donnez un autre nom à --csv.")
    write_atomic(Path(name), text.encode("utf-8-sig"), force=force)
    note(f"Chiffres écrits dans {name}.")


def _coherent(*, explain: str, cases: bool, json: bool, csv: str) -> None:
    if cases and not explain:
        raise InputRefused(
            "--situations accompagne --expliquer.", todo="--expliquer BTP34-5 --situations"
        )
    if csv and (json or explain):
        raise InputRefused("--csv ne se combine pas avec --json ni --expliquer.")
