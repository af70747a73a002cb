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

    from pdpcli.errors import InputRefused
    from pdpcli.store.open import Store
    from pdpcli.workflows.remind import Owed

_SAVED = "La relance est notée"


def remind(  # noqa: PLR0913 - what to remind of, and how
    ref: Annotated[str, argument("RÉF", "Une seule fiche : 42, ou 42/1")] = "",
    *,
    partner: Annotated[str, option("partner", "Tout ce que ce partenaire nous doit")] = "",
    every: Annotated[bool, option("all", "Aussi celles qui ne sont pas en retard")] = False,
    mail: Annotated[bool, option("mail", "Un brouillon de courriel (.eml), sans pièce")] = False,
    dry_run: Annotated[bool, option("dry-run", "Montrer la liste, ne rien noter")] = False,
    agreement: Annotated[str, option("agreement", "La convention, s'il y en a plusieurs")] = "",
    output: Output = None,
    force: Force = False,
    open_it: Open = False,
    yes: Annotated[bool, option("yes", "Ne pas demander de confirmer")] = False,
) -> None:
    """Une lettre, sans aucun nom, pour les réponses en retard d'un partenaire"""
    from pdpcli.commands.questions import confirmed

    store = open_store()
    with closing(store.read()) as db:
        asked, left = _meant(db, ref, (partner, agreement), every=every)
    _show(asked, left)
    if not dry_run:
        confirmed(_doubts(asked), yes=yes, proposed=_usual(asked))
        write = _write_mail if mail else _write_letter
        write(store, asked, output, force=force, open_it=open_it)


def _meant(
    db: "Connection", ref: str, under: tuple[str, str], *, every: bool
) -> "tuple[list[Owed], list[Owed]]":
    """What to remind of, and what is left as it is not late: of a fiche, or of one partner."""
    from pdpcli.errors import InputRefused

    if ref and under[0]:
        raise InputRefused("Une fiche, ou un partenaire : pas les deux.")
    if ref:
        return _owed_of(db, ref, under[1]), []
    awaited = _awaited(db, *under)
    asked = [one for one in awaited if every or one.late(today())]
    if not asked:
        raise _nothing_late(awaited)
    names = dict.fromkeys(one.partner for one in asked)
    if len(names) > 1:
        more = " --toutes" if every else ""
        raise InputRefused(
            "Plusieurs partenaires nous doivent des réponses : lequel relancer ?",
            todo="\n".join(f'pdp fiche relancer --partenaire "{name}"{more}' for name in names),
        )
    return asked, [one for one in awaited if one.partner in names and one not in asked]


def _awaited(db: "Connection", partner: str, agreement: str) -> "list[Owed]":
    """Every answer awaited, of a partner or under an agreement when it is said."""
    from pdpcli.errors import InputRefused
    from pdpcli.workflows.remind import owed

    found = _under(db, owed(db, today()), partner, agreement)
    if not found:
        raise InputRefused(
            "Aucune réponse n'est attendue : il n'y a rien à relancer.",
            todo="Où en sont les fiches : pdp fiche liste",
        )
    return found


def _nothing_late(awaited: "Sequence[Owed]") -> "InputRefused":
    from pdpcli.errors import InputRefused, Problem

    return InputRefused(
        "Aucune réponse n'est en retard : il n'y a rien à relancer aujourd'hui.",
        problems=[Problem(f"{one.ref}/{one.number}", f"{one.partner}, {one.awaited}.")
                  for one in awaited],
        todo="Une seule quand même   pdp fiche relancer RÉF\n"
        "Toutes quand même      pdp fiche relancer --toutes",
    )  # fmt: skip


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


def _show(asked: "Sequence[Owed]", left: "Sequence[Owed]") -> None:
    from pdpcli.views.fiches import owed_table

    emit(f"Ce que {asked[0].partner} nous doit :")
    emit(owed_table(asked, today(), width()))
    if left:
        said = ", ".join(f"{one.ref}/{one.number} ({one.awaited})" for one in left)
        note(f"Pas en retard, laissées : {said}. Les relancer aussi : --toutes")


def _doubts(asked: "Sequence[Owed]") -> list[str]:
    """What is confirmed: a second letter the same day, and, at a terminal, that she writes."""
    import sys

    again = [f"{one.ref}/{one.number}" for one in asked if today() in one.reminded]
    if again:
        return [f"Déjà relancé aujourd'hui : {', '.join(again)}. Écrire encore ?"]
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return []
    early = [f"{one.ref}/{one.number} ({one.awaited})" for one in asked if not one.late(today())]
    said = f"Pas en retard : {', '.join(early)}. " if early else ""
    return [f"{said}Relancer {'cette fiche' if len(asked) == 1 else 'ces fiches'} ?"]


def _usual(asked: "Sequence[Owed]") -> bool:
    """Whether each is late and not yet asked for today: then Enter is a yes."""
    return all(one.late(today()) and today() not in one.reminded for one in asked)


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
