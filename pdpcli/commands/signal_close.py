"""`pdp signal close` and `reopen`: a situation closed with its outcomes, opened again."""

from contextlib import closing
from datetime import date
from typing import TYPE_CHECKING, Annotated

from pdpcli.commands.clock import day, today
from pdpcli.commands.opening import open_store
from pdpcli.commands.options import argument, one_of, option
from pdpcli.commands.output import emit, note

if TYPE_CHECKING:
    from pdpcli.store.open import Store
    from pdpcli.workflows.close import Closed, Closing, Outcome

Ref = Annotated[str, argument("RÉF", "La situation : 42, 26-42 ou 2026-0042")]
Yes = Annotated[bool, option("yes", "Ne pas demander de confirmer")]
Outcomes = Annotated[
    list[str] | None,
    option("outcome", "Une issue, avec sa date si elle diffère : « démission le 12/05 »"),
]

_STOPS = (
    "Un décès arrête tout ce qui concerne la personne : toutes ses situations sont closes, ce "
    "qui était prévu est annulé, plus aucune fiche ne part, rien n'est relancé ni rappelé."
)


def close(  # noqa: PLR0913 - one option a thing said
    ref: Ref,
    *,
    reason: Annotated[
        str,
        option("reason", "terminé, injoignable, a quitté, ne souhaite plus, décès [demandé]",
               parser=one_of("closure_reason")),
    ] = "",
    outcome: Outcomes = None,
    on: Annotated[
        date | None, option("on", "Le jour de la clôture [aujourd'hui]", metavar="DATE", parser=day)
    ] = None,
    remark: Annotated[str, option("note", "Une remarque, sans diagnostic")] = "",
    yes: Yes = False,
) -> None:  # fmt: skip
    """Clore une situation : ses issues, chacune à sa date, et pourquoi elle est close"""
    from pdpcli.commands.subject import case_of
    from pdpcli.workflows import close as workflow

    store = open_store()
    said = _said(store, ref, (reason, outcome or [], on, remark), yes=yes)
    with store.write("signal close") as write:
        case = case_of(write, ref)
        done = workflow.close(write, case, said, today())
    _tell(case.ref, said, done)


def _said(
    store: "Store", ref: str, given: "tuple[str, list[str], date | None, str]", *, yes: bool
) -> "Closing":
    """What closes it: from the options, what is missing being asked."""
    from pdpcli.commands.outcomes import outcomes_said
    from pdpcli.rules.text import clean
    from pdpcli.store.cases import case_by_ref
    from pdpcli.workflows.close import DECEASED, Closing, outcomes_of, refuse

    reason, outcome, on, remark = given
    with closing(store.read()) as db:
        case = case_by_ref(db, ref, today())
        refuse(db, case, Closing(reason, max(on or today(), case.opened_on)), today())
        known = outcomes_of(db, case.id)
    if not reason:
        reason, on = _asked(case.ref, on)
    day = on or today()
    found = outcomes_said(outcome, day)
    if not (found or known) and reason == "completed":
        found = _asked_if_somebody(day)
    if reason == DECEASED and not yes:
        _confirm_death()
    return Closing(reason, day, found, clean(remark, multiline=True, limit=2000) if remark else "")


def _asked(ref: str, on: date | None) -> tuple[str, date | None]:
    from pdpcli.commands.questions import answers_to
    from pdpcli.errors import InputRefused
    from pdpcli.forms.form import Field
    from pdpcli.rules.vocabulary import CHOICES

    labels = CHOICES["closure_reason"]
    otherwise = InputRefused(
        "Pourquoi cette situation est-elle close ?",
        where=ref,
        todo=f"--motif : {', '.join(labels.values())}",
    )
    fields = [Field("reason", f"Pourquoi {ref} est-elle close ?", "choice", choices=labels,
                    required=("register",))]  # fmt: skip
    if on is None:
        fields.append(Field("on", "À quelle date ?", "date", required=("register",),
                            default="aujourd'hui"))  # fmt: skip
    said = answers_to(fields, otherwise)
    when = said.get("on")
    return str(said["reason"]), when if isinstance(when, date) else on


def _asked_if_somebody(on: date) -> "list[Outcome]":
    import sys

    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return []
    from pdpcli.commands.outcomes import outcomes_asked

    return outcomes_asked(on)


def _confirm_death() -> None:
    """Said plainly before it is done. InputRefused when nobody is there to read it."""
    from pdpcli.commands.questions import confirmed

    confirmed([f"{_STOPS} Le noter ?"], yes=False)


def _tell(ref: str, said: "Closing", done: "Closed") -> None:
    from pdpcli.rules.dates import french
    from pdpcli.rules.vocabulary import label
    from pdpcli.views.wrap import wrapped
    from pdpcli.workflows.close import DECEASED

    emit(f"{ref} close le {french(said.on)} : {label('closure_reason', said.reason)}.")
    for one in said.outcomes:
        emit(f"  issue : {label('outcome', one.nature)}, le {french(one.on)}")
    lines = []
    if said.reason == DECEASED:
        lines.append(_STOPS)
        lines += [f"Close aussi : {', '.join(done.also)}."] * bool(done.also)
        lines.append(f"Noté par erreur ? pdp situation rouvrir {ref} --motif MOTIF")
    elif not done.outcomes and said.reason == "completed":
        lines.append(f"Aucune issue dite : pdp acte ajouter {ref} issue, avant le bilan.")
    if done.waited:
        lines.append(f"N'attend plus rien : fiche {', '.join(done.waited)}.")
    if done.planned:
        lines.append(f"Actes encore prévus : {done.planned} (pdp acte liste {ref})")
    if lines:
        note("\n".join(line for text in lines for line in wrapped(text)))


def reopen(
    ref: Ref,
    *,
    reason: Annotated[str, option("reason", "Pourquoi elle est rouverte [demandé]")] = "",
    on: Annotated[
        date | None, option("on", "Le jour [aujourd'hui]", metavar="DATE", parser=day)
    ] = None,
) -> None:
    """Rouvrir une situation close, et dire pourquoi ; un décès noté par erreur s'annule ainsi"""
    from pdpcli.commands.subject import case_of
    from pdpcli.rules.text import clean
    from pdpcli.workflows.close import reopen as reopened

    store = open_store()
    text = clean(reason or _why(), limit=500)
    with store.write("signal reopen") as write:
        opened = reopened(write, case_of(write, ref), text, on or today(), today())
    emit(f"Rouverte : {', '.join(opened)}." if opened else "Le décès n'est plus noté.")


def _why() -> str:
    from pdpcli.commands.questions import answers_to
    from pdpcli.errors import InputRefused
    from pdpcli.forms.form import Field

    otherwise = InputRefused("Pourquoi est-elle rouverte ?", todo="--motif MOTIF")
    field = Field("reason", "Pourquoi est-elle rouverte ?", "text", required=("register",))
    return str(answers_to([field], otherwise)["reason"])
