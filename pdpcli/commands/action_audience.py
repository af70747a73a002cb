"""`pdp action audience`: who came to an action, by activity and size of employer; nobody's name."""

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Annotated

from pdpcli.commands.opening import open_store
from pdpcli.commands.options import argument, option
from pdpcli.commands.output import emit, emit_json, note, width
from pdpcli.errors import InputRefused, Problem, Refusal
from pdpcli.rules.audience import Audience, parse_audience
from pdpcli.rules.audience import audience as audience_of_parts

Public = Annotated[
    list[Audience] | None,
    option("audience", "NAF:EFFECTIF:NOMBRE (répétable)", metavar="PUBLIC", parser=parse_audience),
]
_KEYS = ("naf", "effectif", "participants")


def audience(
    number: Annotated[int, argument("NUMÉRO", "Celui de l'action : pdp action liste")],
    *,
    public: Public = None,
    file: Annotated[
        Path | None, option("file", "[[public]] naf, effectif, participants (TOML, JSON)")
    ] = None,
    json: Annotated[bool, option("json", "En JSON")] = False,
) -> None:
    """Les participants d'une action par NAF et par effectif, sans aucun nom"""
    from pdpcli.store.audience import audience_of, put_audience
    from pdpcli.store.gatherings import refuse_not_action
    from pdpcli.views.gatherings import audience_table

    store = open_store()
    rows = [*(public or ()), *(_read(file) if file else ())]
    if rows:
        with store.write("action audience") as write:
            refuse_not_action(write.db, number)
            total = put_audience(write, number, rows)
        note(f"Public noté : {total} participants au total.")
    with closing(store.read()) as db:
        refuse_not_action(db, number)
        there = audience_of(db, number)
    if json:
        emit_json([vars(one) for one in there])
        return
    emit(audience_table(there, width()) if there else "Aucun public noté.")


def _read(file: Path) -> Sequence[Audience]:
    """The rows of a file, all their problems at once."""
    from pdpcli.commands.answers_file import read_answers
    from pdpcli.forms.fields import as_text

    rows = read_answers(file).get("public")
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise InputRefused(
            "Le fichier ne dit pas de public.",
            todo='[[public]]\nnaf = "43.99C"\neffectif = "11 à 49"\nparticipants = 12',
        )
    found, problems = [], []
    for place, row in enumerate(rows, 1):
        unknown = sorted(set(row) - set(_KEYS))
        problems += [Problem(f"public {place}", f"« {key} » est inconnu.") for key in unknown]
        try:
            found.append(audience_of_parts(*(as_text(row.get(key)).strip() for key in _KEYS)))
        except Refusal as refusal:
            problems.append(Problem(f"public {place}", refusal.reason))
    if problems:
        raise InputRefused("Le public n'a pas été noté.", problems=problems)
    return found
