"""`pdp retention` : ce qui est hors délai, et l'effacer."""

from contextlib import closing
from typing import TYPE_CHECKING, Annotated

from pdpcli.commands.clock import today
from pdpcli.commands.french import noun
from pdpcli.commands.opening import open_store
from pdpcli.commands.options import argument, option
from pdpcli.commands.output import emit, emit_json, note, width
from pdpcli.commands.pdf import Force, Output
from pdpcli.errors import InputRefused, Interrupted

if TYPE_CHECKING:
    from pathlib import Path

    from pdpcli.rules.retention import Review, Silence
    from pdpcli.store.cases import CaseRow
    from pdpcli.store.open import Store

app = noun("retention", default="list")

Json = Annotated[bool, option("json", "En JSON, clés stables et dates ISO")]


@app.command("list")
def list_(*, json: Json = False) -> None:
    """Les dossiers hors délai, ceux qui sont gardés et pourquoi ; rien n'est effacé"""
    from pdpcli.views.retention import review_json, review_text
    from pdpcli.workflows.retention import review

    found = review(open_store(), today())
    emit_json(review_json(found)) if json else emit(review_text(found, width()))


@app.command("set")
def set_(
    setting: Annotated[str, argument("RÉGLAGE", "duree, part ou horloge ; sans lui, tous")] = "",
    value: Annotated[str, argument("VALEUR", "Un nombre ; « - » revient au choix proposé")] = "",
) -> None:
    """La durée de conservation et les garde-fous : ce qui est choisi, ce qui est proposé"""
    from pdpcli.store import retention
    from pdpcli.views.retention import settings_text
    from pdpcli.workflows.retention import choose, short_names

    store = open_store()
    if setting:
        if not value:
            raise InputRefused("Quelle valeur ?", todo=f"pdp conservation regler {setting} NOMBRE")
        with store.write("retention set") as write:
            choose(write, setting, "" if value == "-" else value)
    with closing(store.read()) as db:
        emit(settings_text(retention.chosen(db), short_names()))


@app.command("erase")
def erase(
    *,
    confirm: Annotated[
        int | None,
        option("confirm", "Combien de personnes sont effacées [demandé]", metavar="NOMBRE", min=1),
    ] = None,
    output: Output = None,
    force: Force = False,
    yes: Annotated[bool, option("yes", "Effacer sans figer d'abord les bilans")] = False,
) -> None:
    """Effacer les dossiers hors délai : les lettres d'abord, comme « droits effacer »"""
    from pdpcli.commands.pdf import into_folder
    from pdpcli.commands.questions import confirmed
    from pdpcli.views.retention import freeze_text, review_text
    from pdpcli.workflows.retention import refuse_doubtful, review

    store = open_store()
    found = review(store, today())
    if not found.past:
        emit("Rien n'est hors délai : rien n'est effacé.")
        return
    refuse_doubtful(found)
    note(review_text(found, width()))
    doubt = f"{freeze_text(found.unfrozen)}. Effacer sans les figer ?"
    confirmed([doubt] if found.unfrozen else [], yes=yes)
    _confirm(len(found.past), confirm)
    into_folder(output)
    _erase(store, found, output, force=force)


def _confirm(count: int, typed: int | None) -> None:
    """Have the number of persons said: it changes each time, unlike a habit.

    Raises:
        InputRefused: nobody to ask, or another number.
        Interrupted: something else was typed.
    """
    if typed == count:
        return
    todo = f"Ajoutez --confirmer {count}, une fois la liste relue."
    if typed is not None:
        raise InputRefused(f"Ce n'est pas ce nombre : {count} à effacer.", todo=todo)
    from pdpcli.commands.asker import terminal
    from pdpcli.commands.questions import or_leave
    from pdpcli.forms.asking import Question

    asker = terminal(InputRefused("Un effacement est à confirmer.", todo=todo))
    wanted = f"effacer {count}"
    if or_leave(lambda: asker.ask(Question(f"Pour effacer, tapez : {wanted}"))).strip() != wanted:
        raise Interrupted("Laissé là : rien n'a été effacé.")


def _erase(store: "Store", found: "Review", output: "Path | None", *, force: bool) -> None:
    """Person by person, each whole before the next; then the remains, once."""
    from pdpcli.commands.erasing import left, without_remains

    done: list[CaseRow] = []
    todo: list[str] = []
    kept: list[Path] = []
    try:
        for one in found.past:
            _one(store, one, (done, todo), output, force=force)
        without_remains(store, done, kept)
    finally:
        if done:
            note(left(store, list(dict.fromkeys(todo)), kept))


def _one(
    store: "Store",
    one: "Silence",
    so_far: "tuple[list[CaseRow], list[str]]",
    output: "Path | None",
    *,
    force: bool,
) -> None:
    from pdpcli.commands.erasing import erase_rows_of, letters_first, to_do
    from pdpcli.store.cases import case_by_ref
    from pdpcli.workflows.erase import held

    done, todo = so_far
    with closing(store.read()) as db:
        case = case_by_ref(db, one.refs[0], today())
        found = held(db, case)
    letters_first(store, case.ref, output, force=force, why="expired")
    erase_rows_of(store, case.ref, "term")
    done.append(case)
    todo += to_do(found)
