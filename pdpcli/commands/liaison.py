"""`pdp liaison` : la fiche échangée avec un partenaire."""

from contextlib import closing
from pathlib import Path
from typing import Annotated

from pdpcli.commands.clock import today
from pdpcli.commands.french import noun
from pdpcli.commands.liaison_export import export
from pdpcli.commands.liaison_new import new
from pdpcli.commands.liaison_preview import preview
from pdpcli.commands.liaison_receive import receive
from pdpcli.commands.liaison_reply import reply
from pdpcli.commands.liaison_send import send
from pdpcli.commands.liaison_words import words
from pdpcli.commands.opening import open_store
from pdpcli.commands.options import argument, option
from pdpcli.commands.output import emit, emit_json, width

app = noun("liaison")

Ref = Annotated[str, argument("RÉF", "La situation : 42, 26-42 ou 2026-0042")]
Agreement = Annotated[str, option("agreement", "La convention, s'il y en a plusieurs")]
Json = Annotated[bool, option("json", "En JSON, clés stables et dates ISO")]


app.command("new")(new)


@app.command("show")
def show(ref: Ref, *, agreement: Agreement = "", json: Json = False) -> None:
    """Ce que la fiche contient, et ce qu'il lui manque pour partir"""
    from pdpcli.commands.showing_fiche import fiche_shown, fiche_text
    from pdpcli.commands.subject import known_fiche

    with closing(open_store().read()) as db:
        shown = fiche_shown(db, known_fiche(db, ref, agreement), today())
    emit_json(shown) if json else emit(fiche_text(shown))


@app.command("list")
def list_(*, json: Json = False) -> None:
    """Les fiches en cours, et ce que chacune attend"""
    from pdpcli.store.morning import waiting
    from pdpcli.views.fiches import fiche_table

    with closing(open_store().read()) as db:
        rows = waiting(db, today())
    emit_json(rows) if json else emit(fiche_table(rows, width()))


@app.command("edit")
def edit(
    ref: Ref,
    *,
    file: Annotated[Path | None, option("file", "Les réponses, en TOML ou JSON")] = None,
    agreement: Agreement = "",
) -> None:
    """Ce que cette fiche dit autrement que la situation, pour ce partenaire seulement"""
    from pdpcli.commands.editing_fiche import edit_fiche

    emit(f"Fiche {edit_fiche(open_store(), ref, agreement, file)} corrigée.")


app.command("preview")(preview)
app.command("export")(export)
app.command("send")(send)
app.command("reply")(reply)
app.command("receive")(receive)
app.command("words")(words)
