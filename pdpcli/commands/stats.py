"""`pdp stats` : les chiffres de l'année, convention par convention."""

from pdpcli.commands.french import noun
from pdpcli.commands.stats_enter import enter
from pdpcli.commands.stats_figures import list_figures
from pdpcli.commands.stats_show import show

app = noun("stats", default="show")
app.command("show")(show)
app.command("enter")(enter)
app.command("list")(list_figures)
