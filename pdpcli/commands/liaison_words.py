"""`pdp liaison words`: her own words, pointed out before a fiche leaves."""

from contextlib import closing
from typing import Annotated

from pdpcli.commands.opening import open_store
from pdpcli.commands.options import option
from pdpcli.commands.output import emit, emit_json, note


def words(
    *,
    add: Annotated[
        list[str] | None, option("add", "Ajouter des mots (répétable, virgules)")
    ] = None,
    remove: Annotated[list[str] | None, option("remove", "Retirer des mots")] = None,
    json: Annotated[bool, option("json", "En JSON")] = False,
) -> None:
    """Mes mots à relire : ils sont signalés dans ce qui part, avant que cela parte"""
    from pdpcli.store.watched_words import unwatch, watch, watched_words

    added, removed = _parsed(add), _parsed(remove)
    store = open_store()
    if added or removed:
        with store.write("liaison words") as write:
            watch(write, added)
            unknown = unwatch(write, removed)
        if unknown:
            note(f"Pas dans votre liste : {', '.join(unknown)}.")
    with closing(store.read()) as db:
        held = watched_words(db)
    emit_json(list(held)) if json else emit("\n".join(held) or "Aucun mot n'est à relire.")
    if not held:
        note("En ajouter : pdp fiche mots --ajouter épaule,douleur,alcool")


def _parsed(said: list[str] | None) -> list[str]:
    """Each word as it is kept, once.

    Raises:
        InputRefused: some are no words, all said at once.
    """
    from pdpcli.errors import InputRefused, Problem, Refusal
    from pdpcli.rules.watched import parse_watched

    found, problems = [], []
    typed = [one.strip() for text in said or () for one in text.split(",")]
    for number, text in enumerate(filter(None, typed), 1):
        try:
            found.append(parse_watched(text))
        except Refusal as refusal:
            problems.append(Problem(f"mot {number}", refusal.reason))
    if problems:
        raise InputRefused("Votre liste n'a pas été changée.", problems=problems)
    return list(dict.fromkeys(found))
