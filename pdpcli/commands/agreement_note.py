"""`pdp agreement note` : ce qu'une convention a vécu, et ce qu'on en montre."""

from datetime import date
from sqlite3 import Connection
from typing import TYPE_CHECKING, Annotated

from pdpcli.commands.clock import day, today
from pdpcli.commands.opening import open_store
from pdpcli.commands.options import argument, one_of, option
from pdpcli.commands.output import emit, note
from pdpcli.errors import InputRefused

if TYPE_CHECKING:
    from pdpcli.agreements.agreement import Agreement, Frequency
    from pdpcli.views.agreement_life import Held, Life

_event = one_of("agreement_event")


def _told(text: str) -> str:
    return _event(text) if text else ""


_Id = Annotated[str, argument("CONVENTION", "Son identifiant")]
_On = Annotated[date | None, option("on", "Le jour [aujourd'hui]", metavar="DATE", parser=day)]
_Remark = Annotated[str, option("note", "Une remarque, sans nom de personne")]


def renew(agreement: _Id, *, on: _On = None, remark: _Remark = "") -> None:
    """Noter que la convention est reconduite"""
    note_event(agreement, "renewed", on=on, remark=remark)


def terminate(agreement: _Id, *, on: _On = None, remark: _Remark = "") -> None:
    """Noter que la convention est dénoncée : le jour où elle finit

    Son préavis est montré par « convention voir ».
    """
    note_event(agreement, "terminated", on=on, remark=remark)


def amend(agreement: _Id, *, on: _On = None, remark: _Remark = "") -> None:
    """Noter qu'un avenant est signé"""
    note_event(agreement, "amended", on=on, remark=remark)


def note_event(  # noqa: PLR0913 - what happened, when, to whom
    agreement: _Id,
    event: Annotated[
        str, argument("QUOI", "reconduite, évaluation, communiquée, avenant…", parser=_told)
    ] = "",
    *,
    on: Annotated[
        date | None,
        option(
            "on",
            "Le jour [aujourd'hui] ; dénoncée : celui où elle finit",
            metavar="DATE",
            parser=day,
        ),
    ] = None,
    body: Annotated[
        list[str] | None, option("body", "Communiquée à qui ; plusieurs fois au besoin")
    ] = None,
    remark: _Remark = "",
    remove: Annotated[int | None, option("remove", "Le numéro de ce qui a été noté à tort")] = None,
) -> None:
    """Noter qu'elle est reconduite, évaluée, communiquée, dénoncée, contestée

    Les échéances de la convention suivent ; le texte, lui, ne change pas.
    """
    from pdpcli.agreements.loader import find
    from pdpcli.store.home import user_agreements
    from pdpcli.store.our_agreements import our_agreement
    from pdpcli.workflows import agreement_life as workflow

    if remove is not None and (event or on or body or remark):
        raise InputRefused("--retirer NUMÉRO va seul.")
    store = open_store()
    event = event or ("" if remove is not None else _asked())
    with store.write("agreement note") as write:
        write.subject = our_agreement(write.db, agreement).id
        if remove is not None:
            workflow.remove(write, write.subject, remove)
        else:
            said = workflow.Lived(event, on or today(), remark, body or ())
            folder = find(write.subject, user_agreements())
            workflow.note(write, folder, said, today())
    emit(f"{write.subject} : {'retiré' if remove is not None else 'noté'}.")
    note(f"Ce qu'elle a vécu : pdp convention voir {write.subject}")


def _asked() -> str:
    """What happened, chosen in the list."""
    from pdpcli.commands.questions import answers_to
    from pdpcli.forms.form import Field
    from pdpcli.rules.vocabulary import CHOICES

    kinds = CHOICES["agreement_event"]
    otherwise = InputRefused("Que s'est-il passé ?", todo=f"QUOI : {', '.join(kinds.values())}")
    field = Field("event", "Que s'est-il passé ?", "choice", choices=kinds, required=("register",))
    return str(answers_to([field], otherwise)["event"])


def life_of(db: Connection, found: "Agreement", on: date) -> "Life":
    """What is shown of an agreement of ours beside its text."""
    from pdpcli.store.agreement_events import bodies_of, events_of
    from pdpcli.views.agreement_life import Life

    return Life(
        bodies_of(db, [one.id for one in found.bodies], on),
        [_held(db, found.id, one, on) for one in found.frequencies],
        events_of(db, found.id),
    )


def _held(db: Connection, agreement: str, one: "Frequency", on: date) -> "Held":
    from pdpcli.rules.deadlines.periods import period
    from pdpcli.store.agreement_events import held
    from pdpcli.views.agreement_life import Held

    now = period(on, one.per)
    if not one.gathering:
        return Held(one, now.name, None)
    return Held(one, now.name, held(db, agreement, one.gathering, (now.first, now.last)))
