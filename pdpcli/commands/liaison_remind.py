"""`pdp liaison remind`: one letter, or one mail, for all that a partner owes."""

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from pdpcli.commands.clock import today
from pdpcli.commands.opening import open_store
from pdpcli.commands.options import argument, option
from pdpcli.commands.output import emit, note, width
from pdpcli.commands.pdf import Force, Open, Output

if TYPE_CHECKING:
    from collections.abc import Sequence
    from sqlite3 import Connection

    from pdpcli.store.open import Store
    from pdpcli.workflows.remind import Owed

_SAVED = "La relance est notée"


def remind(  # noqa: PLR0913 - what to remind of, and how
    ref: Annotated[str, argument("RÉF", "Une seule fiche : 42, ou 42/1")] = "",
    *,
    partner: Annotated[str, option("partner", "Tout ce que ce partenaire nous doit")] = "",
    mail: Annotated[bool, option("mail", "Un brouillon de courriel (.eml), sans pièce")] = False,
    dry_run: Annotated[bool, option("dry-run", "Montrer la liste, ne rien noter")] = False,
    agreement: Annotated[str, option("agreement", "La convention, s'il y en a plusieurs")] = "",
    output: Output = None,
    force: Force = False,
    open_it: Open = False,
    yes: Annotated[bool, option("yes", "Ne pas demander de confirmer")] = False,
) -> None:
    """Une lettre, sans aucun nom, pour toutes les réponses qu'un partenaire nous doit"""
    from pdpcli.commands.questions import confirmed

    store = open_store()
    with closing(store.read()) as db:
        asked = _meant(db, ref, partner, agreement)
        early = [] if ref or yes or dry_run else _early(db, asked)
    _show(asked)
    asked = _without(asked, early)
    if not dry_run:
        confirmed(_doubts(asked), yes=yes)
        write = _write_mail if mail else _write_letter
        write(store, asked, output, force=force, open_it=open_it)


def _meant(db: "Connection", ref: str, partner: str, agreement: str) -> "list[Owed]":
    """What is owed: of one fiche, of a partner, or of the only partner that owes."""
    from pdpcli.errors import InputRefused
    from pdpcli.workflows.remind import owed

    if ref and partner:
        raise InputRefused("Une fiche, ou un partenaire : pas les deux.")
    if ref:
        return _owed_of(db, ref, agreement)
    every = _under(db, owed(db, today()), partner, agreement)
    names = dict.fromkeys(one.partner for one in every)
    if not every:
        raise InputRefused(
            "Aucune réponse n'est attendue : il n'y a rien à relancer.",
            todo="Où en sont les fiches : pdp fiche liste",
        )
    if len(names) > 1:
        raise InputRefused(
            "Plusieurs partenaires nous doivent des réponses : lequel relancer ?",
            todo="\n".join(f'pdp fiche relancer --partenaire "{name}"' for name in names),
        )
    return every


def _under(db: "Connection", every: "list[Owed]", partner: str, agreement: str) -> "list[Owed]":
    from pdpcli.store.bodies import bodies_named
    from pdpcli.store.our_agreements import agreements_with, our_agreement

    if agreement:
        every = [one for one in every if one.agreement == our_agreement(db, agreement).id]
    if not partner:
        return every
    under = {one.id for one in agreements_with(db, bodies_named(db, [partner]))}
    return [one for one in every if one.agreement in under]


def _owed_of(db: "Connection", ref: str, agreement: str) -> "list[Owed]":
    """The one fiche, or why nothing is to be asked about it."""
    from pdpcli.commands.subject import known_fiche
    from pdpcli.errors import InputRefused
    from pdpcli.rules.vocabulary import label
    from pdpcli.store.exchange import standing
    from pdpcli.workflows.remind import owed

    fiche = known_fiche(db, ref, agreement)
    if found := owed(db, today(), fiche):
        return found
    state = standing(db, fiche, today())["state"]
    raise InputRefused(
        f"Cette fiche n'attend pas de réponse : elle est « {label('fiche_state', state)} ».",
        where=fiche.ref,
        todo=f"pdp fiche voir {fiche.ref}",
    )


def _early(db: "Connection", asked: "Sequence[Owed]") -> "list[Owed]":
    """Those that are not late yet, by the delay of their convention; asked about at a terminal."""
    from pdpcli.agreements.delays import answer_delay
    from pdpcli.store.home import user_agreements
    from pdpcli.store.our_agreements import our_agreements

    delays = {
        one.id: answer_delay(one.id, one.parameters, user_agreements())
        for one in our_agreements(db)
    }
    return [
        one
        for one in asked
        if (delay := delays[one.agreement]) and (today() - one.sent_on).days <= delay.days
    ]


def _without(asked: "list[Owed]", early: "Sequence[Owed]") -> "list[Owed]":
    """``asked``, without those that are not late if she says so; off a terminal, all of them."""
    import sys

    from pdpcli.commands.asker import terminal
    from pdpcli.commands.questions import or_leave

    if len(early) in (0, len(asked)) or not (sys.stdin.isatty() and sys.stdout.isatty()):
        return asked
    refs = ", ".join(f"{one.ref}/{one.number}" for one in early)
    question = f"Encore dans votre délai : {refs}. Les relancer aussi ?"
    if or_leave(lambda: terminal().confirm(question, proposed=False)):
        return asked
    return [one for one in asked if one not in early]


def _show(asked: "Sequence[Owed]") -> None:
    from pdpcli.views.fiches import owed_table

    emit(f"Ce que {asked[0].partner} nous doit :")
    emit(owed_table(asked, today(), width()))


def _doubts(asked: "Sequence[Owed]") -> list[str]:
    again = [f"{one.ref}/{one.number}" for one in asked if today() in one.reminded]
    said = "Déjà relancé aujourd'hui : {refs}. Écrire encore ?"
    return [said.format(refs=", ".join(again))] if again else []


def _write_letter(
    store: "Store", asked: "Sequence[Owed]", output: Path | None, *, force: bool, open_it: bool
) -> None:
    from pdpcli.commands.pdf import pdf_place, put_pdf
    from pdpcli.forms.letter import draw_letter
    from pdpcli.workflows.remind import keep_reminder, reminder

    with store.write("liaison remind") as write:
        pdf = draw_letter(reminder(write, asked, today()))
        place = pdf_place(keep_reminder(write, asked, pdf, today()), output, force=force)
    put_pdf(place, pdf, force=force, open_it=open_it, saved=_SAVED)
    _said(asked)


def _write_mail(
    store: "Store", asked: "Sequence[Owed]", output: Path | None, *, force: bool, open_it: bool
) -> None:
    from pdpcli.commands.pdf import pdf_place, put_pdf
    from pdpcli.workflows.remind import reminder, reminder_mail

    with store.write("liaison remind --mail") as write:
        letter = reminder(write, asked, today())
        to, draft = reminder_mail(write.db, letter, asked[0].partner_id, today())
        name = f"relance-{asked[0].partner_id}-{today().isoformat()}.eml"
        place = pdf_place(name, output, force=force)
    put_pdf(place, draft, force=force, open_it=open_it, saved=_SAVED)
    note(f"À : {to}" if to else "À : aucune adresse connue, à mettre vous-même.")
    _said(asked)


def _said(asked: "Sequence[Owed]") -> None:
    many = len(asked) > 1
    emit(f"{len(asked)} relance{'s notées' if many else ' notée'}, {asked[0].partner}.")
