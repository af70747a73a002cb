"""`pdp liaison export`: the PDF of one fiche or of several, sealed or protected if asked."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from pdpcli.commands.chosen_fiches import All, Choice, Meeting, Partner, Refs, chosen_fiches
from pdpcli.commands.clock import today
from pdpcli.commands.opening import open_store
from pdpcli.commands.options import option
from pdpcli.commands.output import note
from pdpcli.commands.pdf import Force, Open, Output, pdf_place, put_pdf, refuse_one_name

if TYPE_CHECKING:
    from collections.abc import Callable

    from pdpcli.store.open import Store

_SEALED = "Y poser le cachet de la cellule : il montre si le fichier a été modifié"
_PROTECT = "Un PDF qui ne s'ouvre qu'avec un mot de passe, demandé deux fois"
_PASSWORD = option("password-file", "Le mot de passe du PDF, seul dans ce fichier")


@dataclass(frozen=True)
class _Asked:
    """How each of the fiches is to be produced."""

    agreement: str
    sealed: bool
    password: "Callable[[], str] | None"
    output: Path | None
    force: bool
    open_it: bool
    yes: bool


def export(  # noqa: PLR0913 - which fiches, and how
    refs: Refs = None,
    *,
    all_: All = False,
    partner: Partner = "",
    meeting: Meeting = None,
    agreement: Annotated[str, option("agreement", "La convention, s'il y en a plusieurs")] = "",
    seal: Annotated[bool, option("seal", _SEALED)] = False,
    protect: Annotated[bool, option("protect", _PROTECT)] = False,
    password_file: Annotated[Path | None, _PASSWORD] = None,
    output: Output = None,
    force: Force = False,
    open_it: Open = False,
    yes: Annotated[bool, option("yes", "J'ai relu ce qui est signalé avant l'envoi")] = False,
) -> None:
    """Produire le PDF de la fiche ; sans accord signé valable, rien n'est produit

    Plusieurs à la fois : des références, ou --toutes, --partenaire, --reunion. Celles qui ne
    peuvent pas partir sont dites, avec leur raison ; les autres sont produites (sortie 15 s'il
    manquait un accord, sinon 2).
    """
    from pdpcli.commands.batch import each
    from pdpcli.commands.pdf_password import password_later

    store = open_store()
    chosen = chosen_fiches(store, Choice(refs or (), all_, partner, meeting), "produce")
    refuse_one_name(chosen, output)
    password = password_later(password_file) if protect or password_file else None
    asked = _Asked(agreement, seal, password, output, force, open_it, yes)
    each(chosen, partial(_export_one, store, asked), "produite")
    _told(asked)


def _export_one(store: "Store", asked: _Asked, ref: str) -> None:
    from pdpcli.commands.subject import fiche_of
    from pdpcli.store.clear_copies import remember_clear
    from pdpcli.workflows.export import export as exported
    from pdpcli.workflows.preview import to_look_at

    with store.write("liaison export") as write:
        fiche = fiche_of(write, ref, asked.agreement)
        looked_at(to_look_at(write, fiche, today()), fiche.ref, yes=asked.yes)
        password = asked.password() if asked.password else ""
        made = exported(write, fiche, today(), sealed=asked.sealed, password=password)
        place = pdf_place(made.name, asked.output, force=asked.force)
        if made.clear:
            remember_clear(write, fiche, place, made.content)
    saved = "La fiche est enregistrée comme produite"
    again = f"pdp fiche produire {fiche.ref}"
    put_pdf(place, made.content, force=asked.force, open_it=asked.open_it, saved=saved, again=again)
    if made.kept:
        note(_KEPT)
    note(f"Destinataire : {made.recipient}. Une fois partie : pdp fiche envoyer {fiche.ref}")


def looked_at(remarks: list[str], ref: str, *, yes: bool) -> None:
    """Have her look at what is pointed out before anything is produced.

    Raises:
        InputRefused: nobody to ask.
        SaidNo: she leaves it to be corrected.
    """
    if not remarks or yes:
        return
    from pdpcli.commands.asker import terminal
    from pdpcli.commands.questions import or_leave
    from pdpcli.errors import InputRefused, Problem, SaidNo
    from pdpcli.views.wrap import wrapped

    correct = f"pdp fiche corriger {ref}"
    asker = terminal(
        InputRefused(
            "À regarder avant que cela parte ; rien n'a été produit.",
            problems=[Problem("", one) for one in remarks],
            todo=f"Corriger, pour ce partenaire : {correct} ; produire tel quel : --oui.",
        )
    )
    items = [line for one in remarks for line in wrapped(one, "  - ")]
    note("\n".join([f"{ref}, à regarder avant que cela parte :", *items]))
    if not or_leave(lambda: asker.confirm("Produire la fiche telle quelle ?", proposed=False)):
        raise SaidNo(f"Rien n'a été produit. Corriger, pour ce partenaire : {correct}")


def _told(asked: _Asked) -> None:
    """What the seal and the password do, and do not do."""
    from pdpcli.views.wrap import wrapped

    said = [_PROTECTED] * bool(asked.password)
    said += [_UNSEALED if asked.password else _SEAL_SAID] * asked.sealed
    for one in said:
        note("\n".join(wrapped(one)))


_KEPT = "C'est la fiche telle qu'elle a été signée à l'écran : rien n'y a changé depuis."
_PROTECTED = (
    "Le PDF ne s'ouvre qu'avec ce mot de passe, qui n'est gardé nulle part : dites-le au "
    "partenaire autrement que par le message qui porte le fichier."
)
_SEAL_SAID = "Cachet posé. Pour voir s'il est intact : pdp accord verifier FICHIER"
_UNSEALED = (
    "Protéger réécrit le fichier : le cachet n'y tiendrait plus, il en est ôté. La fiche scellée "
    "reste dans le cahier ; « pdp accord verifier » reconnaît les deux."
)
