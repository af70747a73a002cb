"""`pdp consent show` : l'accord d'une fiche, ce qu'il couvre, et la copie de ce qui a été signé."""

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from pdpcli.commands.clock import today
from pdpcli.commands.opening import open_store
from pdpcli.commands.options import argument, option
from pdpcli.commands.output import emit, emit_json
from pdpcli.commands.pdf import Force, Open
from pdpcli.errors import InputRefused

if TYPE_CHECKING:
    from sqlite3 import Connection

    from pdpcli.store.liaisons import LiaisonRow
    from pdpcli.store.open import Store


def show(  # noqa: PLR0913 - one option a choice of hers
    ref: Annotated[str, argument("RÉF", "La situation ou sa fiche : 42, 2026-0042 ou 42/1")],
    *,
    agreement: Annotated[str, option("agreement", "Une convention [toutes]")] = "",
    output: Annotated[
        Path | None, option("output", "Le fichier ou le dossier où ressortir la copie")
    ] = None,
    force: Force = False,
    open_it: Open = False,
    json: Annotated[bool, option("json", "En JSON, clés stables et dates ISO")] = False,
) -> None:
    """L'accord qui vaut aujourd'hui, ce qu'il couvre ; avec --sortie, sa copie"""
    from pdpcli.views.consents import consent_card

    store = open_store()
    with closing(store.read()) as db:
        fiches = _fiches(db, ref, agreement)
        shown = [consent_shown(db, one) for one in fiches]
    if output is not None or open_it:
        fiche, scan = _kept(fiches, shown)
        return _give_out(store, fiche, scan, (output, force, open_it))
    return emit_json(shown) if json else emit("\n\n".join(map(consent_card, shown)))


def _fiches(db: "Connection", ref: str, agreement: str) -> "list[LiaisonRow]":
    """The fiche that is named, else the last one of this situation under each agreement."""
    from pdpcli.commands.subject import known_fiche
    from pdpcli.store.cases import case_by_ref
    from pdpcli.store.liaisons import liaison_of
    from pdpcli.store.our_agreements import our_agreements

    if agreement or "/" in ref:
        return [known_fiche(db, ref, agreement)]
    case = case_by_ref(db, ref, today())
    found = [liaison_of(db, case, one) for one in our_agreements(db)]
    return [one for one in found if one] or [known_fiche(db, ref, agreement)]


def consent_shown(db: "Connection", fiche: "LiaisonRow") -> dict[str, Any]:
    """The consent of a fiche as plain values: the act, what it covers, its copy, the gate today.

    ``consent`` is None when nothing was ever told; ``scan`` when no copy is kept.
    """
    from pdpcli.store.consents import current_consent, pair_names, printed
    from pdpcli.store.liaisons import valid_consent
    from pdpcli.workflows.closed_gate import why_closed
    from pdpcli.workflows.lacking import lacking

    told = current_consent(db, fiche, today())
    opens = valid_consent(db, fiche, today()) is not None
    return {
        "ref": fiche.ref,
        "partner": fiche.agreement.partner_name,
        "agreement": fiche.agreement.id,
        "bodies": pair_names(db, fiche.agreement.pair),
        "form": fiche.form_id,
        "consent": told and {key: told[key] for key in _SHOWN} | told["said"],
        "scan": told and told["proof"],
        "printed_on": printed(db, fiche.case.ref).get(fiche.number),
        "gate": {"open": opens, "why": "" if opens else why_closed(db, fiche, today())},
        "missing": lacking(db, fiche, today()),
    }


_SHOWN = ("act", "on_date", "means", "scope", "expires_on", "recorded_at", "author")


def _kept(
    fiches: "list[LiaisonRow]", shown: list[dict[str, Any]]
) -> "tuple[LiaisonRow, dict[str, Any]]":
    """The fiche and the one copy to give out."""
    kept = [(one, told["scan"]) for one, told in zip(fiches, shown, strict=True) if told["scan"]]
    if len(kept) != 1:
        raise _not_one(fiches[0].case.ref, several=len(kept) > 1)
    return kept[0]


def _give_out(
    store: "Store",
    fiche: "LiaisonRow",
    scan: dict[str, Any],
    where: tuple[Path | None, bool, bool],
) -> None:
    """Write the copy of what was signed; a read that is journaled."""
    from pdpcli.commands.pdf import pdf_place, put_pdf
    from pdpcli.store.consents import proof_bytes

    output, force, open_it = where
    place = pdf_place(scan["name"], output, force=force)
    with store.write("consent show", fiche.case.ref) as write:
        write.note(f"scan {fiche.ref}")
        data = proof_bytes(write.db, scan["sha256"], fiche.case.person_key)
    put_pdf(place, data, force=force, open_it=open_it)


def _not_one(ref: str, *, several: bool) -> InputRefused:
    if several:
        return InputRefused(
            "Plusieurs accords ont une copie.", where=ref, todo="Ajoutez --convention."
        )
    return InputRefused(
        "Aucune copie d'accord n'est gardée.",
        where=ref,
        todo=f"La garder : pdp accord enregistrer {ref} --scan FICHIER",
    )
