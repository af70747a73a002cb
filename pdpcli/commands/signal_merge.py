"""`pdp signal merge`: two entries of one situation looked at side by side, and made one."""

from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from pdpcli.commands.clock import today
from pdpcli.commands.opening import open_store
from pdpcli.commands.options import argument, option
from pdpcli.commands.output import emit, emit_json, note, width
from pdpcli.commands.signal_close import Yes
from pdpcli.errors import InputRefused, Problem

if TYPE_CHECKING:
    from pdpcli.store.cases import CaseRow
    from pdpcli.workflows.merge import Merged, Review
    from pdpcli.workflows.merged_facts import Difference

_FOR_EVER = (
    "Rien ne défait une réunion. {other} ne sera plus qu'un autre nom de {kept} ; ses actes, ses "
    "notes et ses plans passent à {kept}, ses fiches gardent leur référence imprimée. Réunir ?"
)


def merge(  # noqa: PLR0913 - what is told, and how
    kept: Annotated[str, argument("GARDÉE", "La situation qui garde sa référence")],
    other: Annotated[str, argument("AUTRE", "L'autre saisie de la même situation")],
    *,
    file: Annotated[
        Path | None, option("file", "Ce qui est vrai, différence par différence (TOML, JSON)")
    ] = None,
    dry_run: Annotated[
        bool, option("dry-run", "Montrer les différences, sans rien écrire")
    ] = False,
    yes: Yes = False,
    json: Annotated[bool, option("json", "Avec --essai : les différences, en JSON")] = False,
) -> None:
    """Réunir deux saisies d'une même situation : ce qui diffère est choisi, rien ne se perd"""
    from pdpcli.commands.questions import confirmed
    from pdpcli.store.cases import case_by_ref
    from pdpcli.workflows import merge as workflow

    store = open_store()
    with closing(store.read()) as db:
        first, second = (case_by_ref(db, ref, today()) for ref in (kept, other))
        seen = workflow.review(db, first, second, today())
    _show(seen, first, second, json=json and dry_run)
    if dry_run:
        return
    choices = _choices(seen.differences, first, second, file)
    last = _FOR_EVER.format(kept=first.ref, other=second.ref)
    confirmed([*seen.doubts, last], yes=yes)
    with store.write("signal merge", first.ref) as write:
        one, two = (case_by_ref(write.db, ref, today()) for ref in (kept, other))
        done = workflow.merge(write, one, two, choices, today())
    _tell(first, second, done)


def _show(seen: "Review", kept: "CaseRow", other: "CaseRow", *, json: bool) -> None:
    from pdpcli.views.table import table

    if json:
        emit_json({
            "kept": kept.ref, "other": other.ref, "doubts": seen.doubts,
            "differences": [{**vars(one)} for one in seen.differences],
        })  # fmt: skip
        return
    rows = [(one.id, one.label, one.kept, one.other) for one in seen.differences]
    head = ("", "", kept.ref, other.ref)
    emit(table(head, rows, width()) if rows else "Rien ne diffère entre les deux.")


def _choices(
    found: "Sequence[Difference]", kept: "CaseRow", other: "CaseRow", file: Path | None
) -> dict[str, str]:
    """Which side is true, by difference: from the file, else asked one after the other."""
    if file is not None:
        from pdpcli.commands.answers_file import read_answers

        return _read(found, kept, other, read_answers(file))
    if not found:
        return {}
    from pdpcli.commands.questions import answers_to
    from pdpcli.forms.form import Field

    sides = {"kept": kept.ref, "other": other.ref}
    fields = [
        Field(one.id, f"{one.label} : qu'est-ce qui est vrai ?", "choice", required=("register",),
              choices={key: _side(one, key, sides) for key in one.choices})
        for one in found
    ]  # fmt: skip
    listed = "\n".join(f'{one.id} = "{kept.ref}"   # ou "{other.ref}"' for one in found)
    otherwise = InputRefused(
        "Les deux saisies diffèrent : dites ce qui est vrai, dans un fichier (--fichier).",
        todo=listed,
    )
    return {key: str(value) for key, value in answers_to(fields, otherwise).items()}


def _side(one: "Difference", key: str, sides: Mapping[str, str]) -> str:
    from textwrap import shorten

    if key not in sides:
        return "les deux, l'un après l'autre"
    said = one.kept if key == "kept" else one.other
    return f"{shorten(said, 46, placeholder='…')}   ({sides[key]})"


def _read(
    found: "Sequence[Difference]", kept: "CaseRow", other: "CaseRow", said: Mapping[str, object]
) -> dict[str, str]:
    """The choices of a file: each names one of the two references, or « les deux »."""
    sides = {kept.ref: "kept", other.ref: "other", "les deux": "both"}
    by_id, choices, problems = {one.id: one for one in found}, {}, []
    for key, value in said.items():
        side = sides.get(str(value).strip().lower(), "")
        if key not in by_id:
            problems.append(Problem(key, "ne diffère pas, ou n'existe pas."))
        elif side not in by_id[key].choices:
            both = " ou « les deux »" if "both" in by_id[key].choices else ""
            problems.append(Problem(key, f"répondez {kept.ref} ou {other.ref}{both}."))
        else:
            choices[key] = side
    problems += [Problem(key, "à choisir.") for key in by_id if key not in said]
    if problems:
        raise InputRefused("Rien n'a été réuni.", problems=problems)
    return choices


def _tell(kept: "CaseRow", other: "CaseRow", done: "Merged") -> None:
    from pdpcli.views.wrap import wrapped

    emit(f"{other.ref} est réunie à {kept.ref} : les deux références désignent {kept.ref}.")
    lines = []
    if done.fiches:
        lines.append(f"Gardent leur référence imprimée : fiche {', '.join(done.fiches)}.")
    if done.doubled:
        lines.append(f"Actes notés deux fois, comptés une seule : {done.doubled}.")
    if done.signed_apart:
        lines.append(
            f"Ce qu'elle a signé sous {other.ref} vaut pour ces fiches ; une nouvelle fiche de "
            f"{kept.ref} demande une nouvelle signature."
        )
    if lines:
        note("\n".join(line for text in lines for line in wrapped(text)))
