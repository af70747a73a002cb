"""`pdp signal new` at the terminal: asked, read again, saved; kept at each answer."""

from contextlib import closing
from dataclasses import dataclass
from sqlite3 import Connection
from typing import TYPE_CHECKING

from pdpcli.commands import incoming
from pdpcli.commands.asker import Terminal, terminal
from pdpcli.commands.clock import moment, today
from pdpcli.commands.output import emit, note
from pdpcli.commands.registering import Lookups
from pdpcli.commands.registering_file import begin_fiche, form_for, next_step, parsed, under
from pdpcli.commands.registering_gaps import still_missing
from pdpcli.errors import InputRefused, Interrupted
from pdpcli.forms.ask import Asked, Interview
from pdpcli.forms.form import Form
from pdpcli.store.drafts import Draft, drafts, forget
from pdpcli.store.open import Store
from pdpcli.workflows import register as workflow

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pdpcli.forms.fields import Value

_TO_SIGN = "L'accord à faire signer : je le mets dans votre liste ?"
_RESUME = "pdp situation reprendre"


def begin(store: Store, agreement: str) -> None:
    """Ask a new situation."""
    _run(store, agreement, Draft("signal", {}))


def begin_received(
    store: Store, received: incoming.Received, answers: "Mapping[str, object] | None" = None
) -> None:
    """Ask the situation of a fiche received; ``answers`` are those it gives, to be read again."""
    with closing(store.read()) as db:
        form = form_for(db, received.agreement)
    said = {**received.answers(form), **(answers or {}), **received.dump()}
    _run(store, received.agreement, Draft("signal", said))


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
    received = incoming.kept(draft.answers)
    asker.open("Fiche reçue : la situation" if received else "Nouvelle situation")
    under_which = received.agreement if received else agreement
    try:
        _Entry(store, under_which, draft, asker, received).run()
    except KeyboardInterrupt:
        raise Interrupted("Interrompu : ce qui était répondu est gardé.", todo=_RESUME) from None


@dataclass(frozen=True)
class _Entry:
    """One situation being typed."""

    store: Store
    agreement: str
    draft: Draft
    asker: Terminal
    received: incoming.Received | None = None

    def run(self) -> None:
        """Ask, read again, save."""
        with closing(self.store.read()) as db:
            form = self._form(db)
            interview = self._interview(db, form)
            answered = interview.ask(self.draft.answers)
            asked = answered.asked()
            if not asked.ended:
                asked = interview.review(
                    answered, lambda said: still_missing(db, form, said.answers)
                )
            ours = under(db, self.agreement)
        if asked.ended:
            self._continue(form, asked)
        else:
            sign = ours is not None and self.received is None and self.asker.confirm(_TO_SIGN)
            self._save(form, asked, wanted=sign)

    def _form(self, db: Connection) -> Form:
        form = form_for(db, self.agreement)
        if self.received is None:
            return form
        return incoming.received_form(form, incoming.fiche_form_of(db, self.agreement))

    def _interview(self, db: Connection, form: Form) -> Interview:
        known = Lookups(db, form)
        return Interview(
            form,
            self.asker,
            today(),
            lookups=known.lookups,
            offers=known.offers,
            remarks=known.remarks,
            on_answer=lambda answers: self.draft.keep(self.store, {**answers, **self._beside()}),
            resume=_RESUME,
        )

    def _beside(self) -> dict[str, object]:
        return self.received.dump() if self.received else {}

    def _save(self, form: Form, asked: Asked, *, wanted: bool) -> None:
        values = parsed(form, dict(asked.answers), stage="register")
        person = _taken(asked).get("person")
        known = workflow.Known(int(person) if person else None)
        taking = self._taking(form, values, asked)
        with self.store.write("signal new") as write:
            ref = workflow.register(write, form.record(values), known, self.agreement or None)
            if taking is None:
                ours = under(write.db, self.agreement)
                begin_fiche(write, ref, ours, form.answers(values), wanted=wanted)
            fiche = taking and taking.take_in(write, ref)
            forget(write.db, self.draft)
            follows = next_step(write.db, ref)
        emit(f"Situation {ref} enregistrée.")
        if wanted:
            note(f"L'accord à faire signer est dans votre liste : pdp accord imprimer {ref}")
        elif taking is None:
            note(follows)
        if taking and fiche:
            with closing(self.store.read()) as db:
                incoming.said(db, fiche, consented=taking.signed is not None)

    def _taking(
        self, form: Form, values: "Mapping[str, Value]", asked: Asked
    ) -> incoming.Taking | None:
        """What remains to be written of the fiche received, its consent asked; None without one."""
        from pdpcli.commands.partner_consent import asked_consent
        from pdpcli.store.our_agreements import our_agreement

        if self.received is None:
            return None
        with closing(self.store.read()) as db:
            sheet = incoming.fiche_form_of(db, self.agreement)
            partner = our_agreement(db, self.agreement).partner_name
        said = form.record(values)
        person = f"{said['person.first_name']} {said['person.last_name']}"
        signed = asked_consent(self.asker, sheet, self.received.signature, person, partner)
        facts = incoming.facts_said(self.received, sheet, form, values, asked.filled)
        texts, day = form.answers(values), incoming.day_of(form, values)
        return incoming.Taking(self.received, day, texts, facts, signed)

    def _continue(self, form: Form, asked: Asked) -> None:
        """She recognised the person's last situation: reopen it, or send her there."""
        from pdpcli.store.cases import case_by_ref
        from pdpcli.workflows import act

        ref = _taken(asked)["case"]
        taking = self._taking_on(form, asked) if self.received else None
        with self.store.write("signal reopen", ref) as write:
            case = case_by_ref(write.db, ref, today())
            if case.state == "closed":
                act.add(write, case, act.ActSaid("reopening", today()))
            fiche = taking and taking.take_in(write, ref)
            forget(write.db, self.draft)
        emit(f"Situation {ref} {'rouverte' if case.state == 'closed' else 'ouverte'}.")
        if taking and fiche:
            with closing(self.store.read()) as db:
                incoming.said(db, fiche, consented=taking.signed is not None)
        note(f"La voir : pdp situation voir {ref}")

    def _taking_on(self, form: Form, asked: Asked) -> incoming.Taking | None:
        """The fiche received, taken into a situation already there: their referent is asked."""
        from pdpcli.commands.questions import answers_to

        values = form.parse(asked.answers, stage=None, today=today()).values
        missing = [one for one in incoming.referent_fields(form) if one.id not in values]
        theirs = answers_to(missing, InputRefused("Leur référent(e) ?")) if missing else {}
        return self._taking(form, {**values, **theirs}, asked)


def _taken(asked: Asked) -> dict[str, str]:
    """What was recognised, by its kind: « person » or « case »."""
    return dict(action.split(":", 1) for action in asked.actions.values())
