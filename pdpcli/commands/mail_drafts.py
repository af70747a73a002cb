"""`pdp liaison send --mail`: one draft a fiche, to be opened in her mail program."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from pdpcli.commands.clock import today
from pdpcli.commands.output import emit, note
from pdpcli.commands.pdf import pdf_place, warn_of_place

if TYPE_CHECKING:
    from pdpcli.store.open import Store


_STALE = "La fiche a été corrigée depuis sa production : joindre quand même celle d'avant ?"


@dataclass(frozen=True)
class Drafting:
    """What was said of the drafts: whether the PDF is protected, and where they go."""

    agreement: str
    protect: bool
    password_file: Path | None
    output: Path | None
    force: bool
    yes: bool


def draft_mails(store: "Store", chosen: list[str], asked: Drafting) -> None:
    """Write the drafts; no dispatch is noted."""
    from pdpcli.commands.batch import each
    from pdpcli.commands.pdf import refuse_one_name
    from pdpcli.commands.pdf_password import pdf_password

    refuse_one_name(chosen, asked.output)
    protected = asked.protect or asked.password_file is not None
    password = pdf_password(asked.password_file) if protected else ""
    each(chosen, partial(_draft_one, store, asked, password), "préparée")


def _draft_one(store: "Store", asked: Drafting, password: str, ref: str) -> None:
    from pdpcli.commands.questions import confirmed
    from pdpcli.commands.subject import fiche_of
    from pdpcli.files import write_atomic
    from pdpcli.store.clear_copies import remember_clear
    from pdpcli.workflows.dispatch import out_of_date
    from pdpcli.workflows.mail_draft import mail_draft

    with store.write("liaison send --mail") as write:
        fiche = fiche_of(write, ref, asked.agreement)
        draft = mail_draft(write, fiche, today(), password)
        confirmed([_STALE] * out_of_date(write.db, fiche), yes=asked.yes)
        place = pdf_place(draft.name, asked.output, force=asked.force)
        if draft.clear:
            remember_clear(write, fiche, place, draft.content)
    write_atomic(place, draft.content, force=asked.force)
    emit(f"Écrit : {place.absolute()}")
    warn_of_place(place)
    note(f"À : {draft.to}" if draft.to else "À : aucune adresse connue, à mettre vous-même.")
    note(f"Rien n'est noté. Une fois parti : pdp fiche envoyer {fiche.ref}")
