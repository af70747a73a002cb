"""What `pdp meeting` and `pdp action` share: noting a gathering, listing a year's."""

from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import date
from sqlite3 import Connection
from typing import TYPE_CHECKING, Annotated, Any

from pdpcli.commands.clock import day, today
from pdpcli.commands.french import FrenchTyper
from pdpcli.commands.opening import open_store
from pdpcli.commands.options import argument, option
from pdpcli.commands.output import emit, emit_json, note, width
from pdpcli.errors import InputRefused
from pdpcli.rules.choices import parse_choice
from pdpcli.rules.dates import french_long
from pdpcli.rules.vocabulary import GATHERING_KINDS
from pdpcli.store.bodies import bodies_named
from pdpcli.store.cases import case_by_ref
from pdpcli.store.our_agreements import OurAgreement, agreements_with, our_agreement
from pdpcli.workflows.gathering import GatheringSaid

if TYPE_CHECKING:
    from pdpcli.rules.audience import Audience


def kind_in(family: str) -> Callable[[str], str]:
    """A parser: the code of a kind of gathering of ``family`` (meeting or action)."""

    def parse(text: str) -> str:
        kinds = {code: one.label for code, one in GATHERING_KINDS.items() if one.family == family}
        return parse_choice(text, kinds)

    return parse


def note_gathering(  # noqa: PLR0913 - what a gathering is made of
    kind: str,
    on: date | None,
    *,
    action: str,
    title: str = "",
    mode: str = "",
    participants: int | None = None,
    partners: Sequence[str] = (),
    cases: Sequence[str] = (),
    instance: str = "",
    agreement: str = "",
    planned: bool = False,
    audience: "Sequence[Audience]" = (),
    theme: str = "",
) -> None:
    """Write the gathering and say its number."""
    from pdpcli.rules.text import clean
    from pdpcli.workflows import gathering

    state = "planned" if planned else "done"
    gathering.check_day(on or today(), today(), state)
    with open_store().write(action) as write:
        rows = [case_by_ref(write.db, ref, today()) for ref in cases]
        bodies = bodies_named(write.db, partners)
        found = under(write.db, agreement, bodies)
        said = GatheringSaid(
            kind=kind,
            on=on or today(),
            agreement=found.id if found else None,
            title=clean(title) or None,
            mode=mode or None,
            participants=participants,
            partners=bodies,
            state=state,
            audience=audience,
            theme=theme or None,
        )
        number = gathering.add(write, said, rows, instance or None)
    examined = f" ; situations examinées : {len(rows)}" if rows else ""
    told = f"{GATHERING_KINDS[kind].label.capitalize()}, {french_long(said.on)}"
    emit(f"{told} : noté (numéro {number}){examined}.")
    note(f"Au titre de : {found.title}." if found else _ALONE)


def under(db: Connection, agreement: str, partners: Sequence[str]) -> OurAgreement | None:
    """The agreement that was said, else the one we have with a partner who was there.

    Raises:
        InputRefused: several fit, or the one that was said is not ours.
    """
    if agreement:
        return our_agreement(db, agreement)
    ours = agreements_with(db, partners)
    if len(ours) > 1:
        raise InputRefused(
            "Plusieurs de nos conventions vont avec ce partenaire.",
            todo=f"Ajoutez --convention : {', '.join(one.id for one in ours)}",
        )
    return ours[0] if ours else None


_ALONE = "Sans partenaire ni convention : les situations examinées comptent, pas la réunion."


Participants = Annotated[int | None, option("participants", "Combien de personnes", min=0)]
Number = Annotated[int, argument("NUMÉRO", "Le numéro donné par « liste »")]
On = Annotated[date | None, option("on", "Le jour", metavar="DATE", parser=day)]


def correct(noun: str, number: int, said: dict[str, Any], invited: Sequence[str] = ()) -> None:
    """Put right what was said of a gathering (column -> value, None when nothing was)."""
    from pdpcli.store.attendance import invite
    from pdpcli.store.bodies import bodies_named
    from pdpcli.workflows import gathering

    told = {key: value for key, value in said.items() if value is not None and value != ""}
    with open_store().write(f"{noun} edit") as write:
        if told or not invited:
            gathering.edit(write, number, told, today())
        invite(write, number, bodies_named(write.db, invited))
    emit(f"Numéro {number} : corrigé.")


def cancel_verb(app: FrenchTyper, noun: str) -> None:
    """Give ``app`` the verb cancel: it is the same for a meeting and an action."""

    @app.command("cancel")
    def cancel(
        number: Number, *, reason: Annotated[str, option("reason", "Pourquoi c'est annulé")]
    ) -> None:
        """Annuler ce qui a été noté à tort : ce n'est plus compté, cela reste lisible"""
        from pdpcli.rules.text import clean
        from pdpcli.workflows import gathering

        with open_store().write(f"{noun} cancel") as write:
            freed = gathering.cancel(write, number, clean(reason))
        emit(f"Numéro {number} : annulé.")
        if freed:
            many = "s" if freed > 1 else ""
            note(f"{freed} situation{many} attend{'ent' if many else ''} une autre réunion.")


def list_gatherings(family: str, year: int | None, *, json: bool) -> None:
    """The gatherings of one family in ``year``."""
    from pdpcli.store.gatherings import gatherings
    from pdpcli.views.gatherings import gathering_table

    with closing(open_store().read()) as db:
        rows = gatherings(db, family, year or today().year)
    emit_json(rows) if json else emit(gathering_table(rows, width()))
