"""`pdp action` : ateliers, webinaires, sensibilisations, actions collectives."""

from datetime import date
from typing import Annotated

from pdpcli.commands import gatherings
from pdpcli.commands.action_audience import Public, audience
from pdpcli.commands.clock import day
from pdpcli.commands.french import noun
from pdpcli.commands.options import argument, one_of, option
from pdpcli.commands.values import year_named

app = noun("action")

Theme = Annotated[str, option("theme", "PDUP, public sénior…", parser=one_of("theme"))]


@app.command("add")
def add(  # noqa: PLR0913 - one option a fact
    kind: Annotated[
        str,
        argument(
            "NATURE",
            "action collective, sensibilisation, atelier…",
            parser=gatherings.kind_in("action"),
        ),
    ],
    *,
    on: Annotated[date | None, option("on", "Le jour", metavar="DATE", parser=day)] = None,
    partner: Annotated[list[str] | None, option("partner", "Conjointe avec (répétable)")] = None,
    participants: gatherings.Participants = None,
    audience: Public = None,
    title: Annotated[str, option("title", "Intitulé")] = "",
    theme: Theme = "",
    mode: Annotated[str, option("mode", "Présentiel, visio…", parser=one_of("mode"))] = "",
    agreement: Annotated[str, option("agreement", "Sous quelle convention")] = "",
    planned: Annotated[bool, option("planned", "Prévue, pas encore tenue")] = False,
) -> None:
    """Noter une action collective et ses participants"""
    gatherings.note_gathering(
        kind, on, action="action add", title=title, mode=mode,
        participants=participants, partners=partner or (), agreement=agreement, planned=planned,
        audience=audience or (), theme=theme,
    )  # fmt: skip


app.command("audience")(audience)
gatherings.cancel_verb(app, "action")


@app.command("edit")
def edit(  # noqa: PLR0913 - one option a fact
    number: gatherings.Number,
    *,
    on: gatherings.On = None,
    participants: gatherings.Participants = None,
    title: Annotated[str, option("title", "Intitulé")] = "",
    theme: Theme = "",
    done: Annotated[bool, option("done", "L'action prévue a eu lieu")] = False,
) -> None:
    """Corriger une action, ou dire qu'elle a eu lieu"""
    from pdpcli.rules.text import clean

    said = {"on": on, "participants": participants, "title": clean(title), "nature": theme}
    gatherings.correct("action", number, {**said, "state": "done" if done else None})


@app.command("list")
def list_(
    *,
    year: Annotated[int | None, option("year", "L'année [celle-ci]", parser=year_named)] = None,
    json: Annotated[bool, option("json", "En JSON")] = False,
) -> None:
    """Les actions collectives d'une année"""
    gatherings.list_gatherings("action", year, json=json)
