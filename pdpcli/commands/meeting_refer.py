"""`pdp meeting refer`: the local instance of the Assurance maladie, seized via the SSAM."""

from contextlib import closing, suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from pdpcli.commands.clock import day, today
from pdpcli.commands.opening import open_store
from pdpcli.commands.options import argument, one_of, option
from pdpcli.commands.output import emit, note
from pdpcli.commands.pdf import Force, Open, Output
from pdpcli.errors import InputRefused
from pdpcli.rules.vocabulary import CHOICES

if TYPE_CHECKING:
    from pdpcli.agreements.agreement import Instance
    from pdpcli.store.open import Store
    from pdpcli.store.our_agreements import OurAgreement
    from pdpcli.workflows.refer import Request

_SAVED = "La question est notée"


def refer(  # noqa: PLR0913 - what it is about, and the letter
    ref: Annotated[str, argument("[RÉF]", "La situation ; aucune pour une question générale")] = "",
    *,
    kind: Annotated[
        str,
        option("kind", "urgente, complexe, ou réglementation", parser=one_of("instance_motive")),
    ] = "",
    text: Annotated[str, option("text", "Le motif ; ou la question, sans nom")] = "",
    on: Annotated[
        date | None, option("on", "Le jour [aujourd'hui]", metavar="DATE", parser=day)
    ] = None,
    agreement: Annotated[str, option("agreement", "La convention, s'il y en a plusieurs")] = "",
    yes: Annotated[bool, option("yes", "Ne pas demander de confirmer")] = False,
    output: Output = None,
    force: Force = False,
    open_it: Open = False,
) -> None:
    """Saisir l'instance locale : une situation, ou une question sur la réglementation"""
    from pdpcli.workflows.act import check_date

    check_date(on or today(), today(), planned=False)
    store = open_store()
    asked = _asked(kind or ("" if ref else "regulation"), text, on or today())
    if asked.motive != "regulation" and not ref:
        raise InputRefused("Quelle situation ?", todo="pdp reunion saisir RÉF")
    under, instance = _instance(store, agreement)
    if asked.motive == "regulation":
        question = _Question(ref, asked, output, force=force, open_it=open_it, yes=yes)
        _write_letter(store, under, instance, question)
    else:
        _note_request(store, ref, under, instance, asked)


class _Question:
    """A question on the regulations, and where its letter goes."""

    def __init__(  # noqa: PLR0913 - what was typed
        self, ref: str, asked: "Request", output: Path | None, *, force: bool, open_it: bool,
        yes: bool,
    ) -> None:  # fmt: skip
        self.ref, self.asked, self.output = ref, asked, output
        self.force, self.open_it, self.yes = force, open_it, yes


def _asked(kind: str, text: str, on: date) -> "Request":
    """The motive and its words, those that were not said being asked."""
    from pdpcli.forms.fields import KINDS
    from pdpcli.rules.text import clean
    from pdpcli.workflows.refer import Request

    said = {"kind": kind, "text": text}
    if not (kind and text):
        said |= _answers({key: value for key, value in said.items() if not value})
    limit = KINDS["paragraph"].limit
    return Request(said["kind"], clean(said["text"], multiline=True, limit=limit), on)


def _answers(missing: "dict[str, str]") -> dict[str, str]:
    from pdpcli.commands.questions import answers_to
    from pdpcli.forms.form import Field

    fields = {
        "kind": Field("kind", "Pourquoi la saisir ?", "choice", required=("register",),
                      choices=CHOICES["instance_motive"]),
        "text": Field("text", "Le motif, ou la question (sans nom)", "paragraph",
                      required=("register",)),
    }  # fmt: skip
    options = {"kind": "--nature urgente, complexe ou réglementation", "text": '--texte "…"'}
    otherwise = InputRefused(
        "Pourquoi saisir l'instance ?", todo="\n".join(options[key] for key in missing)
    )
    told = answers_to([fields[key] for key in missing], otherwise)
    return {key: str(value) for key, value in told.items()}


def _instance(store: "Store", agreement: str) -> "tuple[OurAgreement, Instance]":
    """The agreement that was said, or the only one that names such an instance."""
    from pdpcli.store.home import user_agreements
    from pdpcli.store.our_agreements import our_agreement, our_agreements
    from pdpcli.workflows.refer import local_instance

    with closing(store.read()) as db:
        ours = [our_agreement(db, agreement)] if agreement else our_agreements(db)
        if len(ours) <= 1:
            under = ours[0] if ours else our_agreement(db, None)
            return under, local_instance(under, user_agreements())
    found = []
    for one in ours:
        with suppress(InputRefused):
            found.append((one, local_instance(one, user_agreements())))
    if len(found) == 1:
        return found[0]
    raise InputRefused(
        "Sous quelle convention ?",
        todo="Ajoutez --convention : " + ", ".join(one.id for one, _ in found),
    )


def _note_request(
    store: "Store", ref: str, under: "OurAgreement", instance: "Instance", asked: "Request"
) -> None:
    from pdpcli.commands.subject import case_of
    from pdpcli.views.wrap import wrapped
    from pdpcli.workflows import refer as workflow

    with store.write("meeting refer") as write:
        case = case_of(write, ref)
        workflow.refer(write, case, under, instance, asked)
        steps = workflow.next_steps(write.db, case, under, today())
    motive = CHOICES["instance_motive"][asked.motive]
    emit(f"{case.ref} : {instance.short} saisi, via {under.partner_name} ({motive}).")
    note("\n".join(wrapped(f"{instance.source} : {instance.rule}", "  ")))
    note("Rien n'est parti. Ce qui part d'une personne passe par sa fiche :")
    note("\n".join(f"  {step}" for step in steps))


def _write_letter(
    store: "Store", under: "OurAgreement", instance: "Instance", question: _Question
) -> None:
    """The letter, which names nobody; with a situation, an act says that the question was put."""
    from pdpcli.commands.pdf import pdf_place, put_pdf
    from pdpcli.commands.subject import case_of
    from pdpcli.forms.letter import draw_letter
    from pdpcli.workflows import refer as workflow

    _confirm(store, question)
    with store.write("meeting refer") as write:
        if question.ref:
            case = case_of(write, question.ref)
            workflow.refer(write, case, under, instance, question.asked)
        write.note("question")
        letter = workflow.question_letter(write, under, instance, question.asked)
        name = f"question-{under.partner}-{question.asked.on.isoformat()}.pdf"
        place = pdf_place(name, question.output, force=question.force)
        content = draw_letter(letter)
    put_pdf(place, content, force=question.force, open_it=question.open_it, saved=_SAVED)
    emit(f"Lettre pour {under.partner_name}, à l'attention de : {instance.short}.")


def _confirm(store: "Store", question: _Question) -> None:
    """What says who it is about is refused; a word that is also somebody's name is confirmed."""
    from pdpcli.commands.questions import confirmed
    from pdpcli.store.cases import case_by_ref
    from pdpcli.workflows.refer import names_met, refuse_personal

    with closing(store.read()) as db:
        case = case_by_ref(db, question.ref, today()) if question.ref else None
        refuse_personal(db, question.asked.text, case)
        met = names_met(db, question.asked.text)
    said = "Un mot de la question est aussi un nom de votre cahier (mot n° {place}). L'écrire ?"
    doubts = [said.format(place=", ".join(map(str, met)))] if met else []
    confirmed(doubts, yes=question.yes)
