"""`pdp meeting plan`: a meeting to come, and who is invited to it."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

from pdpcli.commands import gatherings
from pdpcli.commands.clock import day_ahead, today
from pdpcli.commands.opening import open_store
from pdpcli.commands.options import argument, one_of, option
from pdpcli.commands.output import emit, emit_json, note
from pdpcli.errors import InputRefused
from pdpcli.rules.dates import french_long
from pdpcli.rules.hours import french_hour, parse_hour
from pdpcli.rules.vocabulary import GATHERING_KINDS

if TYPE_CHECKING:
    from pdpcli.store.open import Write
    from pdpcli.workflows.gathering import GatheringSaid


def plan(  # noqa: PLR0913 - one option a fact
    kind: Annotated[
        str,
        argument("NATURE", "services, instances ou cellule", parser=gatherings.kind_in("meeting")),
    ],
    *,
    on: Annotated[
        date | None, option("on", "Le jour [demandé]", metavar="DATE", parser=day_ahead)
    ] = None,
    time: Annotated[str, option("time", "L'heure : 14 h 30", parser=parse_hour)] = "",
    place: Annotated[str, option("place", "Où elle se tient")] = "",
    mode: Annotated[str, option("mode", "En présentiel, en visio…", parser=one_of("mode"))] = "",
    partner: Annotated[list[str] | None, option("partner", "Qui est invité (répétable)")] = None,
    cases: Annotated[list[str] | None, option("case", "Situation à y voir (répétable)")] = None,
    instance: Annotated[
        str, option("instance", "Qui y examine : cellule, assurance", parser=one_of("instance"))
    ] = "",
    title: Annotated[str, option("title", "Objet, sans nom de personne")] = "",
    agreement: Annotated[str, option("agreement", "Sous quelle convention")] = "",
    json: Annotated[bool, option("json", "En JSON")] = False,
) -> None:
    """Prévoir une réunion : le jour, l'heure, le lieu, et les organismes invités"""
    from pdpcli.rules.text import clean
    from pdpcli.workflows.gathering import GatheringSaid

    said = GatheringSaid(
        kind=kind, on=_coming(on or _asked()), title=clean(title) or None, mode=mode or None,
        state="planned", starts_at=time or None, place=clean(place) or None,
        partners=partner or (), instance=instance or None,
    )  # fmt: skip
    with open_store().write("meeting plan") as write:
        number = _write(write, said, cases or [], agreement)
        told = _told(write, number)
    if json:
        emit_json(told)
        return
    hour = french_hour(time)
    when = f"{french_long(said.on)}{f', {hour}' if hour else ''}"
    emit(f"{GATHERING_KINDS[kind].label.capitalize()}, {when} : prévue (numéro {number}).")
    note(f"Son ordre du jour : pdp reunion ordre-du-jour {number}")


def _asked() -> date:
    from pdpcli.commands.questions import answers_to
    from pdpcli.forms.form import Field

    otherwise = InputRefused("Quel jour ?", todo="Ajoutez --le DATE")
    one = Field("on", "Quel jour ?", "date", required=("register",), future=True)
    on = answers_to([one], otherwise)["on"]
    return on if isinstance(on, date) else today()


def _coming(on: date) -> date:
    if on < today():
        raise InputRefused(
            "Ce jour est passé.", todo="Une réunion tenue se note avec : pdp reunion ajouter"
        )
    return on


def _write(write: "Write", said: "GatheringSaid", cases: list[str], agreement: str) -> int:
    """The meeting, its invitations, and the situations put on its agenda; its number."""
    from dataclasses import replace

    from pdpcli.store.agenda import meeting
    from pdpcli.store.attendance import invite
    from pdpcli.store.bodies import bodies_named
    from pdpcli.store.cases import case_by_ref
    from pdpcli.store.our_agreements import our_agreement
    from pdpcli.workflows import agenda, gathering

    bodies = bodies_named(write.db, said.partners)
    of_the_cell = said.kind == "cell" and not agreement
    under = None if of_the_cell else gatherings.under(write.db, agreement, bodies)
    found = our_agreement(write.db, under.id) if under else None
    number = gathering.add(
        write,
        replace(said, partners=bodies, agreement=found.id if found else None),
        [],
        said.instance,
    )
    invite(write, number, bodies)
    one = meeting(write.db, number)
    for ref in cases:
        agenda.put(write, one, case_by_ref(write.db, ref, today()), agenda.Why())
    write.subject = ""
    return number


def _told(write: "Write", number: int) -> dict[str, object]:
    from pdpcli.commands.meeting_agenda import meeting_told
    from pdpcli.store.agenda import meeting

    return meeting_told(write.db, meeting(write.db, number))
