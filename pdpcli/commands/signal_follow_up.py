"""`pdp signal follow-up`: the call six months after the closure."""

from contextlib import closing
from datetime import date
from typing import TYPE_CHECKING, Annotated

from pdpcli.commands.clock import day, today
from pdpcli.commands.opening import open_store
from pdpcli.commands.options import one_of, option
from pdpcli.commands.output import emit, note
from pdpcli.commands.signal_close import Outcomes, Ref
from pdpcli.errors import InputRefused

if TYPE_CHECKING:
    from pdpcli.workflows.close import Outcome
    from pdpcli.workflows.follow_up import Call, Called


def follow_up(  # noqa: PLR0913 - one option a thing said
    ref: Ref,
    *,
    reached: Annotated[bool, option("reached", "La personne a été jointe")] = False,
    no_answer: Annotated[bool, option("no-answer", "Un essai de plus, sans réponse")] = False,
    outcome: Outcomes = None,
    on: Annotated[
        date | None, option("on", "Le jour de l'appel [aujourd'hui]", metavar="DATE", parser=day)
    ] = None,
    mode: Annotated[
        str, option("mode", "Comment : téléphone, présentiel, visio…", parser=one_of("mode"))
    ] = "",
    remark: Annotated[str, option("note", "Ce qu'elle en dit, sans diagnostic")] = "",
) -> None:
    """Noter le rappel, six mois après la clôture : « où en êtes-vous ? », ou pas de réponse"""
    from pdpcli.commands.subject import case_of
    from pdpcli.rules.text import clean
    from pdpcli.store.cases import case_by_ref
    from pdpcli.workflows import follow_up as workflow

    store, when = open_store(), on or today()
    with closing(store.read()) as db:
        workflow.refuse(db, case_by_ref(db, ref, today()))
    nature = _nature(reached=reached or bool(outcome), no_answer=no_answer)
    told = clean(remark, multiline=True, limit=2000) if remark else ""
    said = workflow.Call(nature, when, _outcomes(outcome, nature, when), mode, told)
    with store.write("signal follow-up") as write:
        case = case_of(write, ref)
        done = workflow.call(write, case, said, today())
    _tell(case.ref, said, done)


def _nature(*, reached: bool, no_answer: bool) -> str:
    """Reached or not, asked when it is not said. InputRefused when both are, or nobody answers."""
    from pdpcli.workflows.follow_up import NO_ANSWER, REACHED

    if reached and no_answer:
        raise InputRefused("Jointe, ou sans réponse : pas les deux.")
    if reached or no_answer:
        return REACHED if reached else NO_ANSWER
    from pdpcli.commands.questions import answers_to
    from pdpcli.forms.form import Field
    from pdpcli.rules.vocabulary import CHOICES

    otherwise = InputRefused(
        "La personne a-t-elle été jointe ?",
        todo="Jointe            --jointe, et --issue ISSUE si elle a changé\n"
        "Pas de réponse    --sans-reponse",
    )
    field = Field("nature", "La personne a-t-elle été jointe ?", "choice",
                  choices=CHOICES["follow_up"], required=("register",))  # fmt: skip
    return str(answers_to([field], otherwise)["nature"])


def _outcomes(texts: "list[str] | None", nature: str, on: date) -> "list[Outcome]":
    import sys

    from pdpcli.commands.outcomes import outcomes_asked, outcomes_said
    from pdpcli.workflows.follow_up import REACHED

    if texts or nature != REACHED or not (sys.stdin.isatty() and sys.stdout.isatty()):
        return outcomes_said(texts or [], on)
    return outcomes_asked(on)


def _tell(ref: str, said: "Call", done: "Called") -> None:
    from pdpcli.rules.dates import french
    from pdpcli.rules.vocabulary import label
    from pdpcli.workflows.follow_up import NO_ANSWER

    emit(f"Bilan à 6 mois de {ref}, le {french(said.on)} : {label('follow_up', said.nature)}.")
    for one in said.outcomes:
        emit(f"  issue : {label('outcome', one.nature)}, le {french(one.on)}")
    if said.nature == NO_ANSWER and done.given_up:
        note(f"Sans nouvelles après {done.tried} essais : plus aucun rappel n'est proposé.")
    elif said.nature == NO_ANSWER:
        note(f"{_rank(done.tried)} essai sans réponse, sur {done.most} avant « sans nouvelles ».")


def _rank(number: int) -> str:
    return "1er" if number == 1 else f"{number}e"
