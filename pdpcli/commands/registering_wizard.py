"""`pdp signal new` at the terminal: asked, read again, saved; kept at each answer."""

from collections.abc import Mapping
from contextlib import closing
from sqlite3 import Connection

from pdpcli.commands.asker import terminal
from pdpcli.commands.clock import moment, today
from pdpcli.commands.output import emit, note
from pdpcli.commands.registering import Lookups
from pdpcli.commands.registering_file import form_for, parsed_record
from pdpcli.commands.registering_gaps import still_missing
from pdpcli.errors import InputRefused, Interrupted
from pdpcli.forms.ask import Asked, Asker, Interview
from pdpcli.forms.form import Form
from pdpcli.store.drafts import Draft, drafts, forget
from pdpcli.store.open import Store
from pdpcli.workflows import register as workflow

_RESUME = "pdp situation reprendre"


def begin(store: Store, agreement: str) -> None:
    """Ask a new situation."""
    _run(store, agreement, Draft("signal", {}))


def resume(store: Store, number: int | None, agreement: str) -> None:
    """Go on with a suspended entry: the only one, or the one of that number.

    Raises:
        InputRefused: none, or several and no number.
    """
    with closing(store.read()) as db:
        kept = drafts(db)
    found = [draft for draft in kept if number in {None, draft.number}]
    if len(found) == 1:
        _run(store, agreement, found[0])
    elif not found:
        raise InputRefused("Aucune saisie suspendue ici.", todo="pdp situation nouveau")
    else:
        listed = [
            f"{_RESUME} {draft.number}   (suspendue le {moment(draft.updated_at)})"
            for draft in found
        ]
        raise InputRefused("Plusieurs saisies sont suspendues.", todo="\n".join(listed))


def _run(store: Store, agreement: str, draft: Draft) -> None:
    asker = terminal()
    asker.open("Nouvelle situation")
    try:
        with closing(store.read()) as db:
            form = form_for(db, agreement)
            interview = _interview(store, db, form, draft, asker)
            answered = interview.ask(draft.answers)
            asked = answered.asked()
            if not asked.ended:
                asked = interview.review(
                    answered, lambda said: still_missing(db, form, said.answers)
                )
    except KeyboardInterrupt:
        raise Interrupted("Interrompu : ce qui était répondu est gardé.", todo=_RESUME) from None
    _save(store, form, asked, draft)


def _interview(store: Store, db: Connection, form: Form, draft: Draft, asker: Asker) -> Interview:
    known = Lookups(db, form)

    def keep(answers: Mapping[str, object]) -> None:
        draft.keep(store, answers)

    return Interview(
        form,
        asker,
        today(),
        lookups=known.lookups,
        offers=known.offers,
        remarks=known.remarks,
        on_answer=keep,
        resume=_RESUME,
    )


def _save(store: Store, form: Form, asked: Asked, draft: Draft) -> None:
    chosen = {
        action.partition(":")[0]: action.partition(":")[2] for action in asked.actions.values()
    }
    if asked.ended:
        _continue_case(store, chosen["case"], draft)
        return
    answers = parsed_record(form, dict(asked.answers), stage="register")
    known = workflow.Known(int(chosen["person"]) if chosen.get("person") else None)
    with store.write("signal new") as write:
        ref = workflow.register(write, answers, known)
        forget(write.db, draft)
    emit(f"Situation {ref} enregistrée.")
    note(f"Ensuite, l'accord à faire signer : pdp accord imprimer {ref}")


def _continue_case(store: Store, ref: str, draft: Draft) -> None:
    """She recognised the person's last situation: reopen it, or send her there."""
    from pdpcli.store.cases import case_by_ref
    from pdpcli.workflows import act

    with store.write("signal reopen", ref) as write:
        case = case_by_ref(write.db, ref, today())
        if case.state == "closed":
            act.add(write, case, act.ActSaid("reopening", today()))
        forget(write.db, draft)
    emit(f"Situation {ref} rouverte." if case.state == "closed" else f"Situation {ref} : ouverte.")
    note(f"La voir : pdp situation voir {ref}")
