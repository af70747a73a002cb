"""`pdp signal import`: a fiche made by another cell's pdp, proposed field by field."""

from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from pdpcli.commands.clock import day, today
from pdpcli.commands.opening import open_store
from pdpcli.commands.options import argument, option
from pdpcli.commands.output import emit, note
from pdpcli.errors import DocumentRefused, InputRefused, Refusal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from sqlite3 import Connection

    from pdpcli.commands.incoming import Received
    from pdpcli.forms.attachment import FicheJson
    from pdpcli.forms.form import Form
    from pdpcli.store.open import Store
    from pdpcli.workflows.proposed import Proposed
    from pdpcli.workflows.received import ReceivedFile

_CAME = option("received-on", "Le jour où elle est arrivée [aujourd'hui]",
               metavar="DATE", parser=day)  # fmt: skip


def import_(  # noqa: PLR0913 - one option a choice of hers
    file: Annotated[Path, argument("FICHE", "Le PDF reçu d'une cellule qui a pdp")],
    *,
    received_on: Annotated[date | None, _CAME] = None,
    agreement: Annotated[str, option("agreement", "Notre convention, si son nom diffère")] = "",
    case: Annotated[
        str, option("case", "Avec --oui : la joindre à celle-ci, RÉF ou « nouvelle »")
    ] = "",
    dry_run: Annotated[bool, option("dry-run", "Relire sans enregistrer")] = False,
    yes: Annotated[bool, option("yes", "Enregistrer ce qui est proposé sans le relire")] = False,
) -> None:
    """Reprendre une fiche reçue en PDF d'une autre cellule, champ par champ"""
    from pdpcli.commands.received_file import received_file
    from pdpcli.workflows.received import refuse_kept

    store, found = open_store(), received_file(file, check=False)
    with closing(store.read()) as db:
        refuse_kept(db, found)
    data, mended, token = _data(found)
    came = received_on or today()
    with closing(store.read()) as db:
        proposal = _proposal(db, data, agreement, (file, found, came), token)
    _show(proposal, data, mended)
    if dry_run:
        emit("Rien n'a été enregistré (essai).")
    else:
        _register(store, proposal, case, yes=yes)


@dataclass(frozen=True)
class _Proposal:
    """The registration as their fiche would answer it."""

    form: "Form"
    received: "Received"
    said: "Proposed"
    partner: str


def _data(file: "ReceivedFile") -> "tuple[FicheJson, tuple[str, ...], str]":
    """What the program attached to the PDF, what there is to know of the file, their token."""
    from pdpcli.forms.attachment import read_fiche_json
    from pdpcli.forms.returned import read_returned

    returned = read_returned(file.bytes) if file.media == "pdf" else None
    if returned is None or returned.attachment is None:
        raise DocumentRefused(
            "Ce fichier ne porte pas les données d'une fiche faite par pdp.",
            todo="Une fiche reçue se saisit : pdp situation nouveau --recu-de PARTENAIRE --scan",
        )
    try:
        token = returned.mark.token if returned.mark else ""
        return read_fiche_json(returned.attachment), returned.remarks, token
    except Refusal as refusal:
        raise DocumentRefused(
            f"Les données de cette fiche ne se lisent pas : {refusal.reason}",
            todo="Une fiche reçue se saisit : pdp situation nouveau --recu-de PARTENAIRE --scan",
        ) from None


def _proposal(
    db: "Connection",
    data: "FicheJson",
    agreement: str,
    came: "tuple[Path, ReceivedFile, date]",
    token: str,
) -> _Proposal:
    from pdpcli.commands.incoming import Received, fiche_form_of, received_form
    from pdpcli.commands.registering_file import form_for
    from pdpcli.forms.mark import mark
    from pdpcli.store.their_sheets import taken_in
    from pdpcli.workflows.incoming import refuse_undeclared
    from pdpcli.workflows.proposed import agreement_of, proposed, signature_of

    ours = agreement_of(db, data, agreement)
    refuse_undeclared(ours)
    if held := taken_in(db, ours.partner, data.reference):
        raise _held(data, f"{held[0]}/{held[1]}")
    sheet = fiche_form_of(db, ours.id)
    form = received_form(form_for(db, ours.id), sheet)
    said = proposed(data, sheet, form, today())
    path, file, on = came
    received = Received(
        ours.id,
        ours.partner,
        on,
        str(path.absolute()),
        file.sha256,
        mark(data.reference, data.version, data.round, data.form_hash, token),
        signature_of(data, sheet),
        said.facts,
    )
    return _Proposal(form, received, said, ours.partner_name)


def _held(data: "FicheJson", ref: str) -> InputRefused:
    return InputRefused(
        f"Leur fiche {data.reference} est déjà au cahier : {ref}. Rien n'a été écrit.",
        todo="Ce qu'elle dit de plus, rectifiée ou continuée : pdp fiche retour FICHIER",
    )


def _show(proposal: _Proposal, data: "FicheJson", mended: tuple[str, ...]) -> None:
    from pdpcli.forms.summary import summary
    from pdpcli.views.wrap import wrapped

    lines = [f"FICHE {data.reference} de {proposal.partner}, telle que son PDF la dit", ""]
    answers = {**proposal.received.answers(proposal.form), **proposal.said.answers}
    texts = {key: str(text) for key, text in answers.items()}
    given = [one for one in summary(proposal.form, texts, today()) if one.field.id in texts]
    lines += [str(replace(one, number=number)) for number, one in enumerate(given, start=1)]
    signature = proposal.received.signature
    if signature:
        told = f"Accord {_signature(signature)}, recueilli par {proposal.partner}."
        lines += ["", *wrapped(told)]
    remarks = (*mended, *proposal.said.remarks)
    if remarks:
        lines += ["", "À savoir :", *(line for one in remarks for line in wrapped(one, "  - "))]
    lines += ["", "Reçu n'est pas authentifié : le fichier ne prouve pas qui l'a rempli."]
    emit("\n".join(lines))


def _signature(told: "Mapping[str, str]") -> str:
    from pdpcli.rules.dates import french

    place = f" à {told['place']}" if told.get("place") else ""
    by = f", par {told['signer']}" if told.get("signer") else ""
    return f"signé le {french(date.fromisoformat(told['signed_on']))}{place}{by}"


def _register(store: "Store", proposal: _Proposal, case: str, *, yes: bool) -> None:
    """Read again line by line at the terminal; off one, accepted whole by --yes."""
    import sys

    from pdpcli.commands.registering_received import register_received
    from pdpcli.commands.registering_wizard import begin_received

    if yes:
        answers = proposal.said.answers
        register_received(store, proposal.received, answers, dry_run=False, case=case)
    elif sys.stdin.isatty() and sys.stdout.isatty():
        note("")
        begin_received(store, proposal.received, _draft(store, proposal))
    else:
        raise InputRefused(
            "Rien n'a été enregistré : relisez ce qui est proposé ci-dessus.",
            todo="Si tout est juste, ajoutez --oui.",
        )


def _draft(store: "Store", proposal: _Proposal) -> dict[str, object]:
    """The answers, and what may be known already left to be asked: a person, an employer."""
    from pdpcli.commands.registering import Lookups

    answers: dict[str, object] = dict(proposal.said.answers)
    with closing(store.read()) as db:
        form = proposal.form
        values = form.parse(answers, stage=None, today=today()).values
        for key, lookup in Lookups(db, form).lookups.items():
            if key in answers and lookup(values):
                answers[f"@{key}"] = {"pending": True}
    return answers
