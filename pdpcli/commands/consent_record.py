"""`pdp consent record` : l'accord donné, et la copie de ce qui a été signé."""

from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from pdpcli.commands.clock import day, today
from pdpcli.commands.opening import open_store
from pdpcli.commands.options import argument, one_of, option
from pdpcli.commands.output import emit, note
from pdpcli.errors import Refusal

if TYPE_CHECKING:
    from pdpcli.commands.signature import Said
    from pdpcli.store.liaisons import LiaisonRow
    from pdpcli.store.open import Store, Write
    from pdpcli.workflows.received import ReceivedFile


def short(text: str) -> str:
    """A parser: one line of at most 80 characters."""
    from pdpcli.rules.text import clean

    return clean(text, limit=80)


def name(text: str) -> str:
    """A parser: a person's name."""
    from pdpcli.rules.names import parse_name

    return parse_name(text)


def _means(text: str) -> str:
    from pdpcli.rules.choices import parse_choice
    from pdpcli.rules.vocabulary import CHOICES

    means = parse_choice(text, CHOICES["consent_means"], _MEANS)
    if means == "screen":
        raise Refusal("à l'écran, c'est : pdp accord signer")
    return means


_MEANS = {"paper": "papier", "oral": "oral", "screen": "écran", "partner": "partenaire"}


def record(  # noqa: PLR0913 - one option a fact of the consent
    ref: Annotated[str, argument("RÉF", "La situation ou sa fiche : 42, 2026-0042 ou 42/1")],
    *,
    signed_on: Annotated[
        date | None, option("signed-on", "Le jour de la signature", metavar="DATE", parser=day)
    ] = None,
    place: Annotated[str, option("place", "Fait à : la commune", parser=short)] = "",
    capacity: Annotated[
        str,
        option(
            "capacity",
            "Qui a signé : personne, tuteur, curateur, ou ne peut signer [personne]",
            parser=one_of("signer_capacity"),
        ),
    ] = "",
    signer: Annotated[str, option("signer", "Le nom du tuteur, du curateur", parser=name)] = "",
    document_seen: Annotated[
        str, option("document-seen", "Ce qu'il a montré : jugement du 12/03/2024", parser=short)
    ] = "",
    witness: Annotated[
        str, option("witness", "Devant qui, si la personne ne peut signer", parser=short)
    ] = "",
    collected_by: Annotated[
        str, option("collected-by", "Qui l'a recueilli [moi]", parser=short)
    ] = "",
    kept_by: Annotated[
        str, option("kept-by", "Qui garde l'original [notre service]", parser=short)
    ] = "",
    language: Annotated[
        str, option("language", "La langue où la fiche lui a été lue", parser=short)
    ] = "",
    translated_by: Annotated[
        str, option("translated-by", "Lu et traduit par", parser=short)
    ] = "",
    means: Annotated[
        str,
        option("means", "papier, ou de vive voix si la convention l'accepte [papier]",
               parser=_means),
    ] = "paper",
    how: Annotated[
        str, option("how", "De vive voix : par téléphone, visio, en présence…", parser=short)
    ] = "",
    sheet: Annotated[bool, option("sheet", "Il ne vaut que pour cette fiche")] = False,
    scan: Annotated[
        Path | None, option("scan", "La feuille signée, numérisée : PDF, JPEG ou PNG")
    ] = None,
    agreement: Annotated[str, option("agreement", "La convention, s'il y en a plusieurs")] = "",
    force: Annotated[bool, option("force", "Remplacer la copie déjà gardée")] = False,
    yes: Annotated[bool, option("yes", "Ne pas demander de confirmer")] = False,
) -> None:  # fmt: skip
    """Noter l'accord donné ; avec --scan seul, garder la copie de celui qui l'est déjà"""
    from pdpcli.commands.signature import Said
    from pdpcli.workflows.consent import check_date

    said = Said(
        signed_on, place, signer, capacity, kept_by, collected_by, document_seen, witness,
        language, translated_by, how, means,
    )  # fmt: skip
    if signed_on:
        check_date(signed_on, today(), None)
    store, file = open_store(), _file(scan)
    standing = _standing(store, ref, agreement, means)
    if file and standing and said == Said() and not sheet and standing.means != "oral":
        return _add_scan(store, standing, file, replace=force)
    _confirm(standing, file, yes=yes)
    return _record(store, (ref, agreement), said, file, sheet=sheet)


@dataclass(frozen=True)
class _Standing:
    """The consent that already opens the gate of a fiche."""

    fiche: "LiaisonRow"
    number: int
    on: date
    means: str


def _file(scan: Path | None) -> "ReceivedFile | None":
    from pdpcli.commands.received_file import received_file

    return received_file(scan, signed=True) if scan else None


def _standing(store: "Store", ref: str, agreement: str, means: str) -> _Standing | None:
    """The consent that stands; refused before anything is asked when ``means`` is not accepted."""
    from pdpcli.commands.subject import begun_fiche
    from pdpcli.store.liaisons import valid_consent
    from pdpcli.workflows.consent import check_means

    with closing(store.read()) as db:
        fiche = begun_fiche(db, ref, agreement)
        found = valid_consent(db, fiche, today()) if fiche else None
    if fiche is not None:
        check_means(fiche, means)
    if fiche is None or found is None:
        return None
    return _Standing(fiche, found["id"], date.fromisoformat(found["on_date"]), found["means"])


def _confirm(standing: _Standing | None, file: "ReceivedFile | None", *, yes: bool) -> None:
    """A second consent is never noted by accident."""
    from pdpcli.commands.questions import confirmed
    from pdpcli.rules.dates import french

    if standing is None:
        return
    alone = " (pour en garder la copie : --scan seul)" if file else ""
    doubt = f"Un accord du {french(standing.on)} vaut déjà pour cette fiche{alone}."
    confirmed([f"{doubt} En noter un autre ?"], yes=yes)


def _add_scan(store: "Store", standing: _Standing, file: "ReceivedFile", *, replace: bool) -> None:
    """The copy of a consent that stands: no second consent."""
    from pdpcli.rules.dates import french
    from pdpcli.workflows.reply import refuse_changed
    from pdpcli.workflows.scan import keep_scan

    with store.write("consent scan", standing.fiche.case.ref) as write:
        refuse_changed(write.db, standing.fiche)
        keep_scan(write, standing.fiche, standing.number, file, replace=replace)
    emit(f"Copie gardée avec l'accord du {french(standing.on)} ({standing.fiche.ref}).")
    _say_copy(file)


def _record(
    store: "Store",
    named: tuple[str, str],
    said: "Said",
    file: "ReceivedFile | None",
    *,
    sheet: bool,
) -> None:
    from pdpcli.commands.partner_consent import over_a_no
    from pdpcli.commands.signature import signature_said
    from pdpcli.commands.subject import fiche_of
    from pdpcli.workflows.consent import give
    from pdpcli.workflows.scan import keep_scan

    signed, on = signature_said(store, named[0], said)
    scope = "sheet" if sheet else None
    with store.write("consent record") as write:
        fiche = fiche_of(write, *named)
        number = give(
            write, fiche, signed, on, today(), means=said.means, scope=scope, over=over_a_no
        )
        if file:
            keep_scan(write, fiche, number, file)
        told, follows = _told(write, fiche, number)
    emit(told)
    if file:
        _say_copy(file)
    note(follows)


def _told(write: "Write", fiche: "LiaisonRow", number: int) -> tuple[str, str]:
    """What was recorded, until when and for what; then whether the fiche may leave."""
    from pdpcli.store.liaisons import valid_consent
    from pdpcli.views.consents import until, what_it_covers
    from pdpcli.workflows.closed_gate import why_closed
    from pdpcli.workflows.lacking import lacking

    row = write.db.execute("SELECT * FROM consent WHERE id = ?", (number,)).fetchone()
    told = (
        f"Accord enregistré pour {fiche.agreement.partner_name} ({fiche.case.ref}), "
        f"{what_it_covers(row['scope'])}, {until(row['expires_on'])}."
    )
    if not valid_consent(write.db, fiche, today()):
        return told, f"La fiche ne peut pas partir : {why_closed(write.db, fiche, today())}."
    if gaps := lacking(write.db, fiche, today()):
        return told, _TO_COMPLETE.format(ref=fiche.ref, gaps=" ; ".join(gaps))
    return told, f"La fiche peut partir : pdp fiche produire {fiche.ref}"


_TO_COMPLETE = """L'accord est valable, mais il manque à la fiche : {gaps}.
Où le dire : pdp fiche voir {ref}"""


def _say_copy(file: "ReceivedFile") -> None:
    emit(f"Copie : {file.media.upper()}, empreinte (SHA-256) {file.sha256}")
