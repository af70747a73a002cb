"""`pdp meeting` : réunions de cellule, entre services, entre instances."""

from datetime import date
from typing import Annotated

from pdpcli.commands import gatherings
from pdpcli.commands.clock import day
from pdpcli.commands.french import noun
from pdpcli.commands.meeting_agenda import agenda
from pdpcli.commands.meeting_calendar import calendar
from pdpcli.commands.meeting_hold import hold
from pdpcli.commands.meeting_plan import plan
from pdpcli.commands.meeting_refer import refer
from pdpcli.commands.options import argument, one_of, option
from pdpcli.commands.values import year_named
from pdpcli.rules.hours import parse_hour

app = noun("meeting")


@app.command("add")
def add(  # noqa: PLR0913 - one option a fact
    kind: Annotated[
        str,
        argument("NATURE", "services, instances ou cellule", parser=gatherings.kind_in("meeting")),
    ],
    *,
    on: Annotated[date | None, option("on", "Le jour", metavar="DATE", parser=day)] = None,
    partner: Annotated[list[str] | None, option("partner", "Avec qui (répétable)")] = None,
    cases: Annotated[list[str] | None, option("case", "Situation examinée")] = None,
    instance: Annotated[
        str,
        option(
            "instance",
            "Qui examine : cellule, ou assurance (comité local)",
            parser=one_of("instance"),
        ),
    ] = "",
    title: Annotated[str, option("title", "Objet")] = "",
    agreement: Annotated[str, option("agreement", "Sous quelle convention")] = "",
    planned: Annotated[bool, option("planned", "Prévue, pas encore tenue")] = False,
) -> None:
    """Noter une réunion, et les situations qui y sont examinées"""
    gatherings.note_gathering(
        kind, on, action="meeting add", title=title,
        partners=partner or (), cases=cases or (), instance=instance, agreement=agreement,
        planned=planned,
    )  # fmt: skip


app.command("plan")(plan)
app.command("agenda")(agenda)
app.command("hold")(hold)
app.command("calendar")(calendar)
app.command("refer")(refer)
gatherings.cancel_verb(app, "meeting")


@app.command("edit")
def edit(  # noqa: PLR0913 - one option a fact
    number: gatherings.Number,
    *,
    on: gatherings.On = None,
    time: Annotated[str, option("time", "L'heure : 14 h 30", parser=parse_hour)] = "",
    place: Annotated[str, option("place", "Où elle se tient")] = "",
    partner: Annotated[list[str] | None, option("partner", "Inviter aussi (répétable)")] = None,
    title: Annotated[str, option("title", "Objet, sans nom de personne")] = "",
) -> None:
    """Corriger une réunion, ou y inviter un organisme de plus"""
    from pdpcli.rules.text import clean

    said = {"on": on, "starts_at": time, "place": clean(place), "title": clean(title)}
    gatherings.correct("meeting", number, said, partner or [])


@app.command("list")
def list_(
    *,
    year: Annotated[int | None, option("year", "L'année [celle-ci]", parser=year_named)] = None,
    json: Annotated[bool, option("json", "En JSON")] = False,
) -> None:
    """Les réunions d'une année"""
    gatherings.list_gatherings("meeting", year, json=json)
