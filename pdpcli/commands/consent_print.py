"""`pdp consent print` : la fiche à faire signer, pour un partenaire ou plusieurs, ou en liste.

What cannot be printed is listed with its reason; the others are written.
"""

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from pdpcli.commands.clock import today
from pdpcli.commands.opening import open_store
from pdpcli.commands.options import argument, option
from pdpcli.commands.output import emit, note
from pdpcli.commands.pdf import Force, Open, Output, into_folder, pdf_place, put_pdf
from pdpcli.errors import CannotWrite, InputRefused, Problem

if TYPE_CHECKING:
    from sqlite3 import Connection

    from pdpcli.store.open import Store

#: A fiche to print: its situation or itself as typed, and the agreement when it was said.
Wanted = tuple[str, str]


def print_(  # noqa: PLR0913 - one option a choice of hers
    refs: Annotated[
        list[str] | None, argument("[RÉF…]", "Les situations ou leurs fiches : 42, 2026-0042, 42/1")
    ] = None,
    *,
    agreement: Annotated[
        list[str] | None, option("agreement", "La convention ; répétable : plusieurs partenaires")
    ] = None,
    due: Annotated[bool, option("due", "Toutes les fiches qui attendent une signature")] = False,
    meeting: Annotated[
        int | None, option("meeting", "Celles des situations de cette réunion (son numéro)")
    ] = None,
    output: Output = None,
    force: Force = False,
    open_it: Open = False,
) -> None:
    """La fiche de cette personne, à lui faire lire et signer ; ou toutes celles d'une liste"""
    store, batch = open_store(), _Batch(output, force)
    wanted = [(ref, one) for ref in dict.fromkeys(refs or ()) for one in agreement or ("",)]
    if due or meeting is not None:
        wanted += _listed(store, agreement or [], meeting, batch)
    elif not wanted:
        raise _nothing_said()
    if len(wanted) == 1 and not due and meeting is None:
        return _print_one(store, wanted[0], batch, open_it=open_it)
    return _print_all(store, wanted, batch, open_it=open_it)


@dataclass
class _Batch:
    """Where the sheets go, those that are ready, and why the others are not."""

    output: Path | None
    force: bool
    ready: dict[str, tuple[Path, bytes]] = field(default_factory=dict)
    refused: list[Problem] = field(default_factory=list)
    todo: dict[str, str] = field(default_factory=dict)  # by reason
    lacking: dict[str, list[str]] = field(default_factory=dict)
    said_no: dict[str, str] = field(default_factory=dict)


def _nothing_said() -> InputRefused:
    return InputRefused(
        "Quelle fiche imprimer ?",
        todo="Celle d'une situation             pdp accord imprimer RÉF\n"
        "Toutes celles à faire signer      pdp accord imprimer --a-signer\n"
        "Celles d'une réunion              pdp accord imprimer --reunion NUMÉRO",
    )


def _listed(
    store: "Store", agreements: Sequence[str], meeting: int | None, batch: _Batch
) -> list[Wanted]:
    """The fiches that wait for a signature: all of them, or those of a meeting's situations."""
    from pdpcli.store.gatherings import cases_examined
    from pdpcli.store.morning import waiting
    from pdpcli.store.our_agreements import our_agreement

    with closing(store.read()) as db:
        ids = {our_agreement(db, one).id for one in agreements}
        rows = [row for row in waiting(db, today()) if not ids or row["agreement"] in ids]
        found = [row for row in rows if row["waits"] == "sign"]
        if meeting is not None:
            cases = cases_examined(db, meeting)
            return list(_examined(db, cases, found, agreements, batch))
    return [(f"{row['ref']}/{row['number']}", "") for row in found]


def _examined(
    db: "Connection",
    cases: Sequence[tuple[int, str]],
    waiting: Sequence[dict[str, object]],
    agreements: Sequence[str],
    batch: _Batch,
) -> Iterator[Wanted]:
    """Of each situation, what waits for a signature; a fiche is begun where there is none."""
    for case_id, ref in cases:
        numbers = [row["number"] for row in waiting if row["ref"] == ref]
        yield from ((f"{ref}/{number}", "") for number in numbers)
        if numbers:
            continue
        begun = db.execute(
            "SELECT 1 FROM liaison WHERE case_id = ? AND cancelled_on IS NULL", (case_id,)
        ).fetchone()
        if begun:
            batch.refused.append(Problem(ref, "aucune fiche n'y attend de signature."))
        else:
            yield from ((ref, one) for one in agreements or ("",))


def _ready(store: "Store", wanted: Wanted, batch: _Batch) -> str:
    """Draw one fiche and keep it for writing; returns its reference. One journal row each."""
    from pdpcli.commands.subject import fiche_of
    from pdpcli.store.clear_copies import remember_clear
    from pdpcli.workflows.lacking import lacking
    from pdpcli.workflows.said_no import said_no
    from pdpcli.workflows.sheet import sheet_to_sign

    with store.write("consent print") as write:
        fiche = fiche_of(write, *wanted)
        sheet = sheet_to_sign(write, fiche, today())
        place = pdf_place(sheet.name, batch.output, force=batch.force)
        remember_clear(write, fiche, place, sheet.pdf)
        batch.lacking[fiche.ref] = lacking(write.db, fiche, today())
        if no := said_no(write.db, fiche):
            batch.said_no[fiche.ref] = no.said
    batch.ready[fiche.ref] = (place, sheet.pdf)
    return fiche.ref


def _print_one(store: "Store", wanted: Wanted, batch: _Batch, *, open_it: bool) -> None:
    ref = _ready(store, wanted, batch)
    place, pdf = batch.ready[ref]
    put_pdf(place, pdf, force=batch.force, open_it=open_it)
    _say_what_lacks(batch)
    note(f"Une fois signée : pdp accord enregistrer {ref}")


def _print_all(store: "Store", wanted: Sequence[Wanted], batch: _Batch, *, open_it: bool) -> None:
    """All checks first, then the files; what could not be printed is said at the end."""
    into_folder(batch.output)
    for one in wanted:
        try:
            _ready(store, one, batch)
        except (InputRefused, CannotWrite) as error:
            reason = _reason(error)
            batch.refused.append(Problem(", ".join(filter(None, one)), reason))
            batch.todo[reason] = error.todo if isinstance(error, InputRefused) else ""
    if not batch.ready:
        _say_nothing_printed(batch)
    for place, pdf in batch.ready.values():
        put_pdf(place, pdf, force=batch.force, open_it=False)
    _say_what_is_left(batch)
    if open_it and batch.ready:
        import typer

        typer.launch(str((batch.output or Path()).absolute()))


def _reason(error: InputRefused | CannotWrite) -> str:
    """The refusal of one fiche in a line."""
    if isinstance(error, CannotWrite):
        return f"{error.what} {error.todo}"
    return " ".join([error.what, ", ".join(map(str, error.problems))]).strip()


def _say_nothing_printed(batch: _Batch) -> None:
    reasons = {one.reason for one in batch.refused}
    if len(reasons) == 1 and batch.todo.get(reason := batch.refused[0].reason):
        refs = ", ".join(one.place for one in batch.refused)
        told = f"Aucune fiche n'a été imprimée ({refs}) : {reason[:1].lower()}{reason[1:]}"
        raise InputRefused(told, todo=batch.todo[reason])
    if reasons:
        raise InputRefused("Aucune fiche n'a été imprimée.", problems=batch.refused)
    emit("Aucune fiche n'attend de signature.")


def _say_what_lacks(batch: _Batch) -> None:
    """What she signs is what leaves: what is not on the sheet yet is said before."""
    for ref, said in batch.said_no.items():
        note(f"{ref} : la personne {said}. Ne la lui présentez que si elle le demande.")
    lines = [f"  - {ref} : {' ; '.join(gaps)}." for ref, gaps in batch.lacking.items() if gaps]
    if lines:
        head = "À compléter avant de faire signer, sinon la fiche ne partira pas :"
        note("\n".join([head, *lines]))


def _say_what_is_left(batch: _Batch) -> None:
    _say_what_lacks(batch)
    if batch.ready:
        note("Une fois signées : pdp accord enregistrer RÉF, fiche par fiche")
    if batch.refused:
        lines = [f"  - {problem}" for problem in batch.refused]
        note("\n".join(["N'ont pas été imprimées :", *lines]))
