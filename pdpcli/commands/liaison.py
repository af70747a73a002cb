"""`pdp liaison` : la fiche échangée avec un partenaire."""

from pathlib import Path
from typing import Annotated

from pdpcli.commands.french import noun
from pdpcli.commands.liaison_correct import correct
from pdpcli.commands.liaison_export import export
from pdpcli.commands.liaison_follow import ack, cancel, decline, drop, news, taken_on
from pdpcli.commands.liaison_list import list_
from pdpcli.commands.liaison_misdirected import misdirected
from pdpcli.commands.liaison_more import more
from pdpcli.commands.liaison_new import new
from pdpcli.commands.liaison_preview import preview
from pdpcli.commands.liaison_receive import receive
from pdpcli.commands.liaison_remind import remind
from pdpcli.commands.liaison_reply import reply
from pdpcli.commands.liaison_send import send
from pdpcli.commands.liaison_show import show
from pdpcli.commands.liaison_words import words
from pdpcli.commands.opening import open_store
from pdpcli.commands.options import argument, option
from pdpcli.commands.output import emit

app = noun("liaison")

Ref = Annotated[str, argument("RÉF", "La situation : 42, 26-42 ou 2026-0042")]
Agreement = Annotated[str, option("agreement", "La convention, s'il y en a plusieurs")]


app.command("new")(new)
app.command("show")(show)
app.command("list")(list_)


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
app.command("ack")(ack)
app.command("taken-on")(taken_on)
app.command("news")(news)
app.command("decline")(decline)
app.command("drop")(drop)
app.command("remind")(remind)
app.command("more")(more)
app.command("correct")(correct)
app.command("cancel")(cancel)
app.command("misdirected")(misdirected)
app.command("words")(words)
