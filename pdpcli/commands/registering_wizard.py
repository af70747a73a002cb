"""`pdp signal new` at the terminal: asked, read again, saved; kept at each answer."""

from contextlib import closing
from dataclasses import dataclass
from sqlite3 import Connection

from pdpcli.commands.asker import Terminal, terminal
from pdpcli.commands.clock import moment, today
from pdpcli.commands.output import emit, note
from pdpcli.commands.registering import Lookups
from pdpcli.commands.registering_file import begin_fiche, form_for, parsed, under
from pdpcli.commands.registering_gaps import still_missing
from pdpcli.errors import InputRefused, Interrupted
from pdpcli.forms.ask import Asked, Interview
from pdpcli.forms.form import Form
from pdpcli.store.drafts import Draft, drafts, forget
from pdpcli.store.open import Store
from pdpcli.workflows import register as workflow

_TO_SIGN = "L'accord à faire signer : je le mets dans votre liste ?"
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
        kept = drafts(db, "signal")
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
        _Entry(store, agreement, draft, asker).run()
    except KeyboardInterrupt:
        raise Interrupted("Interrompu : ce qui était répondu est gardé.", todo=_RESUME) from None


@dataclass(frozen=True)
class _Entry:
    """One situation being typed."""

    store: Store
    agreement: str
    draft: Draft
    asker: Terminal

    def run(self) -> None:
        """Ask, read again, save."""
        with closing(self.store.read()) as db:
            form = form_for(db, self.agreement)
            interview = self._interview(db, form)
            answered = interview.ask(self.draft.answers)
            asked = answered.asked()
            if not asked.ended:
                asked = interview.review(
                    answered, lambda said: still_missing(db, form, said.answers)
                )
            ours = under(db, self.agreement)
        if asked.ended:
            self._continue(asked)
        else:
            self._save(form, asked, wanted=ours is not None and self.asker.confirm(_TO_SIGN))

    def _interview(self, db: Connection, form: Form) -> Interview:
        known = Lookups(db, form)
        return Interview(
            form,
            self.asker,
            today(),
            lookups=known.lookups,
            offers=known.offers,
            remarks=known.remarks,
            on_answer=lambda answers: self.draft.keep(self.store, answers),
            resume=_RESUME,
        )

    def _save(self, form: Form, asked: Asked, *, wanted: bool) -> None:
        values = parsed(form, dict(asked.answers), stage="register")
        person = _taken(asked).get("person")
        known = workflow.Known(int(person) if person else None)
        with self.store.write("signal new") as write:
            ref = workflow.register(write, form.record(values), known, self.agreement or None)
            texts, ours = form.answers(values), under(write.db, self.agreement)
            begin_fiche(write, ref, ours, texts, wanted=wanted)
            forget(write.db, self.draft)
        emit(f"Situation {ref} enregistrée.")
        if wanted:
            note(f"L'accord à faire signer est dans votre liste : pdp accord imprimer {ref}")

    def _continue(self, asked: Asked) -> None:
        """She recognised the person's last situation: reopen it, or send her there."""
        from pdpcli.store.cases import case_by_ref
        from pdpcli.workflows import act

        ref = _taken(asked)["case"]
        with self.store.write("signal reopen", ref) as write:
            case = case_by_ref(write.db, ref, today())
            if case.state == "closed":
                act.add(write, case, act.ActSaid("reopening", today()))
            forget(write.db, self.draft)
        emit(f"Situation {ref} {'rouverte' if case.state == 'closed' else 'ouverte'}.")
        note(f"La voir : pdp situation voir {ref}")


def _taken(asked: Asked) -> dict[str, str]:
    """What was recognised, by its kind: « person » or « case »."""
    return dict(action.split(":", 1) for action in asked.actions.values())
