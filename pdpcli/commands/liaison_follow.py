"""`pdp liaison ack`, `taken-on`, `news`, `decline`, `drop`, `cancel`: what happens once it left."""

from datetime import date
from typing import Annotated

from pdpcli.commands.clock import day, today
from pdpcli.commands.following import asked_beside, fiche_followed, note_fact, told
from pdpcli.commands.opening import open_store
from pdpcli.commands.options import argument, one_of, option
from pdpcli.commands.output import emit, note

Ref = Annotated[str, argument("RÉF", "La fiche : 42, ou 42/1 s'il y en a plusieurs")]
Agreement = Annotated[str, option("agreement", "La convention, s'il y en a plusieurs")]
On = Annotated[date | None, option("on", "Le jour [aujourd'hui]", metavar="DATE", parser=day)]
Yes = Annotated[bool, option("yes", "Ne pas demander de confirmer")]


def ack(ref: Ref, *, on: On = None, agreement: Agreement = "", yes: Yes = False) -> None:
    """Le partenaire a accusé réception de la fiche"""
    from pdpcli.workflows.follow import Fact

    note_fact(open_store(), ref, agreement, Fact("ack", on or today()), yes=yes)


def taken_on(  # noqa: PLR0913 - one option a thing said
    ref: Ref,
    *,
    counsellor: Annotated[
        str, option("counsellor", "Nom du conseiller ou de la conseillère [demandé]", parser=told)
    ] = "",
    contact: Annotated[str, option("contact", "Comment le joindre", parser=told)] = "",
    on: On = None,
    agreement: Agreement = "",
    yes: Yes = False,
) -> None:
    """Un conseiller nommé, chez le partenaire, suit la personne"""
    from pdpcli.forms.form import Field
    from pdpcli.workflows.follow import Fact

    fields = (
        Field("counsellor", "Nom du conseiller ou de la conseillère", "name",
              required=("register",)),
        Field("contact", "Comment le joindre (téléphone, courriel)", "text"),
    )  # fmt: skip
    options = {"counsellor": "conseiller", "contact": "contact"}
    said = asked_beside(fields, {"counsellor": counsellor, "contact": contact}, options)
    note_fact(open_store(), ref, agreement, Fact("taken_on", on or today(), said), yes=yes)


def news(
    ref: Ref,
    *,
    text: Annotated[str, option("text", "Ce qu'il en dit [demandé]", parser=told)] = "",
    on: On = None,
    agreement: Agreement = "",
    yes: Yes = False,
) -> None:
    """Le partenaire donne des nouvelles de la situation"""
    from pdpcli.forms.form import Field
    from pdpcli.workflows.follow import Fact

    asked = Field("text", "Ce que le partenaire en dit", "paragraph", required=("register",))
    said = asked_beside((asked,), {"text": text}, {"text": "texte"})
    note_fact(open_store(), ref, agreement, Fact("news", on or today(), said), yes=yes)


def decline(  # noqa: PLR0913 - one option a thing said
    ref: Ref,
    *,
    reason: Annotated[
        str,
        option("reason", "non adhérent, périmètre, territoire… [demandé]",
               parser=one_of("decline_reason")),
    ] = "",
    explained: Annotated[str, option("note", "Ce qui en est dit", parser=told)] = "",
    on: On = None,
    agreement: Agreement = "",
    yes: Yes = False,
) -> None:  # fmt: skip
    """La demande est refusée : par le partenaire, ou par nous si c'est lui qui demande"""
    from pdpcli.forms.form import Field
    from pdpcli.rules.vocabulary import CHOICES
    from pdpcli.workflows.follow import Fact

    asked = Field("reason", "Pour quel motif ?", "choice", required=("register",),
                  choices=CHOICES["decline_reason"])  # fmt: skip
    code = asked_beside((asked,), {"reason": reason}, {"reason": "motif"})["reason"]
    said = {"note": explained} if explained else {}
    fact = Fact("declined", on or today(), said, code)
    note_fact(open_store(), ref, agreement, fact, yes=yes)


def drop(
    ref: Ref,
    *,
    reason: Annotated[str, option("reason", "Pourquoi", parser=told)] = "",
    on: On = None,
    agreement: Agreement = "",
    yes: Yes = False,
) -> None:
    """Ne plus attendre de réponse : la fiche reste, rien ne la rappelle plus"""
    from pdpcli.workflows.follow import Fact

    fact = Fact("dropped", on or today(), {"reason": reason} if reason else {})
    note_fact(open_store(), ref, agreement, fact, yes=yes)


def cancel(
    ref: Ref,
    *,
    reason: Annotated[str, option("reason", "Pourquoi elle est annulée", parser=told)] = "",
    event: Annotated[
        int | None, option("event", "Le numéro de ce qui a été noté à tort", metavar="N", min=1)
    ] = None,
    agreement: Agreement = "",
) -> None:
    """Annuler une fiche qui n'est pas partie ; ou, avec --evenement, ce qui a été noté à tort"""
    from pdpcli.errors import InputRefused
    from pdpcli.rules.vocabulary import label
    from pdpcli.workflows import follow

    if event is None and not reason:
        raise InputRefused(
            "Que faut-il annuler ?",
            todo="La fiche : --motif TEXTE\nCe qui a été noté à tort : --evenement N",
        )
    with open_store().write("liaison cancel") as write:
        fiche = fiche_followed(write, ref, agreement)
        if event is None:
            follow.cancel(write, fiche, reason, today())
        else:
            kind = follow.take_back(write, fiche, event, today())
    if event is None:
        emit(f"Fiche {fiche.ref} annulée.")
        note("Elle reste dans la liste de toutes : pdp fiche liste --toutes")
    else:
        emit(f"Fiche {fiche.ref} : « {label('notice', kind)} » (n° {event}) est annulé.")
