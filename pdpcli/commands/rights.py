"""`pdp rights` : les demandes des personnes sur leurs données."""

from contextlib import closing
from datetime import date
from typing import TYPE_CHECKING, Annotated

from pdpcli.commands.clock import day, today
from pdpcli.commands.following import told
from pdpcli.commands.french import noun
from pdpcli.commands.opening import open_store
from pdpcli.commands.options import one_of, option
from pdpcli.commands.output import emit, emit_json, width
from pdpcli.commands.pdf import Force, Output
from pdpcli.commands.rights_access import access
from pdpcli.commands.rights_answer import answer, extend, hold
from pdpcli.commands.rights_erase import erase
from pdpcli.commands.rights_limit import lift, limit, object_
from pdpcli.commands.rights_options import How, Identity, Json, Number, ReceivedOn, Ref
from pdpcli.commands.rights_papers import breach, register
from pdpcli.commands.rights_rectify import rectify

if TYPE_CHECKING:
    from sqlite3 import Connection


app = noun("rights", default="list")


@app.command("list")
def list_(
    *,
    case: Annotated[str, option("case", "D'une personne : une de ses situations")] = "",
    every: Annotated[bool, option("all", "Les demandes répondues aussi")] = False,
    json: Json = False,
) -> None:
    """Les demandes qui attendent une réponse, et leur dernier jour"""
    from pdpcli.store.rights import requests
    from pdpcli.views.rights import request_json, request_table

    with closing(open_store().read()) as db:
        found = requests(db, _keys(db, case) if case else None)
    kept = [one for one in found if every or one.answered_on is None]
    if json:
        emit_json([request_json(one) for one in kept])
    else:
        emit(request_table(kept, today(), width()))


def _keys(db: "Connection", ref: str) -> list[str]:
    from pdpcli.store.cases import case_by_ref
    from pdpcli.store.persons import keys_of

    case = case_by_ref(db, ref, today())
    return keys_of(db, case.person_id) or [case.person_key]


@app.command("show")
def show(
    number: Number,
    *,
    letters: Annotated[
        bool, option("letters", "Écrire de nouveau les lettres déjà faites")
    ] = False,
    output: Output = None,
    force: Force = False,
    json: Json = False,
) -> None:
    """Une demande : ce qu'elle dit, son délai, sa réponse, ce qui reste à faire"""
    from pdpcli.commands.rights_letters import put_again
    from pdpcli.store.rights import numbered_request
    from pdpcli.views.rights import request_card, request_json

    store = open_store()
    if letters:
        return put_again(store, number, output, force=force)
    with closing(store.read()) as db:
        found = numbered_request(db, number)
    return emit_json(request_json(found)) if json else emit(request_card(found, today()))


@app.command("new")
def new(
    ref: Ref,
    *,
    kind: Annotated[
        str,
        option("kind", "accès, portabilité, rectification, limitation, opposition, effacement",
               parser=one_of("right")),
    ] = "",
    received_on: ReceivedOn = None,
    identity: Identity = "",
    text: Annotated[str, option("text", "Ce qu'elle demande, en ses mots", parser=told)] = "",
) -> None:  # fmt: skip
    """Noter une demande reçue : le délai d'un mois part de sa réception"""
    from pdpcli.commands.subject import case_of
    from pdpcli.views.rights import request_card
    from pdpcli.workflows.rights import Asked, receive

    store = open_store()
    chosen = kind or _kind_asked()
    with store.write("rights new") as write:
        case = case_of(write, ref)
        found = receive(write, case, chosen, Asked(received_on, identity, text), today())
    emit(request_card(found, today()))


def _kind_asked() -> str:
    from pdpcli.commands.questions import answers_to
    from pdpcli.errors import InputRefused
    from pdpcli.forms.form import Field
    from pdpcli.rules.vocabulary import CHOICES

    labels = CHOICES["right"]
    otherwise = InputRefused(
        "Que demande-t-elle ?", todo=f"--nature : {', '.join(labels.values())}"
    )
    field = Field("kind", "Que demande-t-elle ?", "choice", choices=labels, required=("register",))
    return str(answers_to([field], otherwise)["kind"])


@app.command("identity")
def identity(
    number: Number,
    *,
    how: How,
    on: Annotated[
        date | None, option("on", "Le jour [aujourd'hui]", metavar="DATE", parser=day)
    ] = None,
) -> None:
    """Dire que l'identité est vérifiée, et comment ; aucune copie de la pièce n'est gardée"""
    from pdpcli.store.rights import numbered_request
    from pdpcli.views.rights import request_card
    from pdpcli.workflows.rights import case_of_request, identify

    with open_store().write("rights identity") as write:
        case_of_request(write, numbered_request(write.db, number), today())
        identify(write, number, how, on or today())
        found = numbered_request(write.db, number)
    emit(request_card(found, today()))


app.command("access")(access)
app.command("rectify")(rectify)
app.command("limit")(limit)
app.command("object")(object_)
app.command("lift")(lift)
app.command("extend")(extend)
app.command("answer")(answer)
app.command("hold")(hold)
app.command("erase")(erase)
app.command("register")(register)
app.command("breach")(breach)
