"""Registering the situation of a fiche received: at the terminal, from a file, or from its data."""

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pdpcli.commands import incoming
from pdpcli.commands.clock import today
from pdpcli.commands.joining import joined
from pdpcli.commands.output import emit, note
from pdpcli.commands.partner_consent import in_words, said_consent
from pdpcli.commands.registering_file import form_for, known_person, parsed
from pdpcli.errors import InputRefused
from pdpcli.store.open import Store
from pdpcli.store.our_agreements import our_agreement
from pdpcli.workflows.incoming import agreement_from
from pdpcli.workflows.received import refuse_kept
from pdpcli.workflows.register import register


@dataclass(frozen=True)
class Said:
    """What the options say of a fiche received."""

    partner: str
    agreement: str
    on: date | None
    scan: Path | None
    signed_on: date | None
    place: str
    signer: str
    case: str = ""

    @property
    def something(self) -> bool:
        """Whether an option that goes with ``partner`` was given."""
        return any((self.on, self.scan, self.signed_on, self.place, self.signer, self.case))

    @property
    def signature(self) -> dict[str, str]:
        """What they say of the consent that the sheet bears; {} when they say nothing."""
        on = self.signed_on.isoformat() if self.signed_on else ""
        told = {"signed_on": on, "place": self.place, "signer": self.signer}
        return {key: text for key, text in told.items() if text}


def new(store: Store, said: Said, file: Path | None, *, dry_run: bool) -> None:
    """`pdp signal new --received-from`: at the terminal, or from the answers of ``file``."""
    from pdpcli.commands.answers_file import read_answers
    from pdpcli.commands.registering_wizard import begin_received

    received = _received(store, said)
    if file is None and said.case:
        raise InputRefused("--situation va avec --fichier : ici, la personne vous est demandée.")
    if file is None:
        begin_received(store, received)
    else:
        answers = read_answers(file)
        register_received(store, received, answers, dry_run=dry_run, case=said.case)


def _received(store: Store, said: Said) -> incoming.Received:
    from pdpcli.commands.received_file import received_file

    with closing(store.read()) as db:
        ours = agreement_from(db, said.partner, said.agreement)
    sha256 = received_file(said.scan).sha256 if said.scan else ""
    path = str(said.scan.absolute()) if said.scan else ""
    on = said.on or today()
    return incoming.Received(ours.id, ours.partner, on, path, sha256, signature=said.signature)


def register_received(
    store: Store,
    received: incoming.Received,
    answers: Mapping[str, object],
    *,
    dry_run: bool,
    case: str = "",
) -> None:
    """Register ``answers`` (field id -> text) and begin the fiche; ``dry_run``: only say so.

    ``case`` is the situation that the fiche joins, or « nouvelle ».

    Raises:
        InputRefused: with every refused answer; or she has a situation open, and ``case`` is "".
    """
    with closing(store.read()) as db:
        sheet = incoming.fiche_form_of(db, received.agreement)
        form = incoming.received_form(form_for(db, received.agreement), sheet)
        said = {**received.answers(form), **answers}
        values = parsed(form, said, stage="register")
        known = known_person(db, form.record(values))
        partner = our_agreement(db, received.agreement).partner_name
        facts = form.record(values)
        if file := received.file():
            refuse_kept(db, file)
        into = joined(db, case, known, facts)
    person = f"{facts['person.first_name']} {facts['person.last_name']}"
    signed = said_consent(received.signature, person, partner)
    day, texts = incoming.day_of(form, values), form.answers(values)
    facts_said = incoming.facts_said(received, sheet, form, values)
    taking = incoming.Taking(received, day, texts, facts_said, signed)
    if dry_run:
        emit("Rien n'a été enregistré (essai) : toutes les réponses sont acceptées.")
        return
    with store.write("signal new") as write:
        ref = into or register(write, facts, known, received.agreement)
        fiche = taking.take_in(write, ref)
    emit(f"Fiche jointe à la situation {ref}." if into else f"Situation {ref} enregistrée.")
    if signed:
        note(f"Accord {in_words(*signed)}, recueilli par {partner} : il vaut pour cette fiche.")
    with closing(store.read()) as db:
        incoming.said(db, fiche, consented=signed is not None)
