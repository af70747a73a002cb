"""`pdp backup` : sauvegarder le cahier, relire une sauvegarde, la remettre."""

from contextlib import closing, suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from pdpcli.commands.clock import now
from pdpcli.commands.french import noun
from pdpcli.commands.opening import ask_secret, open_store
from pdpcli.commands.options import argument, option
from pdpcli.commands.output import emit, emit_json, note
from pdpcli.commands.pdf import Output
from pdpcli.errors import InputRefused, NoStore, PdpError, StoreDamaged
from pdpcli.store.home import home

if TYPE_CHECKING:
    from pdpcli.store.backup import Backup

app = noun("backup")

File = Annotated[Path, argument("FICHIER", "La sauvegarde : « pdp sauvegarde liste » les montre")]
Json = Annotated[bool, option("json", "En JSON, clés stables et dates ISO")]


@app.command("create")
def create(*, output: Output = None) -> None:
    """Faire une sauvegarde chiffrée ; elle n'a son nom qu'une fois relue en entier"""
    from pdpcli.commands.pdf import pdf_place
    from pdpcli.views.backups import made_lines
    from pdpcli.workflows import backup as workflow

    store = open_store()
    at = now()
    name = workflow.name_of(store.store_id, at)
    target = pdf_place(name, output, force=False) if output else None
    made = workflow.create(store, at, target)
    emit(f"Sauvegarde faite, et relue en entier : {made.backup.path}")
    _warn_of_place(made.backup.path)
    for line in made_lines(made, store.home):
        note(line)


def _warn_of_place(path: Path) -> None:
    """A backup is encrypted: it may go to a cloud, which keeps what is deleted here."""
    from pdpcli.store.place import carried_away

    if where := carried_away(path):
        note(
            f"Attention : ce dossier est {where}. La sauvegarde y est chiffrée, mais une copie peut"
            " y rester quand vous la supprimez ici."
        )


@app.command("list")
def list_(*, json: Json = False) -> None:
    """Les sauvegardes connues : quand, où, de quelle taille, relues quand, par quelle clé"""
    from pdpcli.views.backups import backup_json, backup_list

    known, generation, folder = _known()
    if json:
        emit_json([backup_json(one) for one in known])
    else:
        emit(backup_list(known, generation, folder))


def _known() -> "tuple[list[Backup], int, Path]":
    """The register and the folder together; the folder alone when the store does not open."""
    from pdpcli.store import backup as register
    from pdpcli.workflows.backup import found_in

    folder = register.folder(home())
    noted: list[Backup] = []
    generation = 0
    try:
        store = open_store()
        generation = store.generation
        with closing(store.read()) as db:
            noted = [one for one in register.backups(db) if one.there is not False]
    except (StoreDamaged, NoStore) as error:
        note(f"{error.what} Voici ce que contient le dossier des sauvegardes.")
    paths = {one.path for one in noted}
    found = [one for one in found_in(folder) if one.path not in paths]
    return sorted([*noted, *found], key=lambda one: one.made_at, reverse=True), generation, folder


@app.command("verify")
def verify(file: File, *, json: Json = False) -> None:
    """Relire une sauvegarde en entier : chaque octet, le cahier qu'elle contient, son journal"""
    from pdpcli.views.backups import header_json, verified_text
    from pdpcli.workflows.backup import verify_file

    secret = cache(ask_secret)
    try:
        header, digest = verify_file(home(), file, secret)
    except StoreDamaged:
        _note_read(file, sound=False)
        raise
    _note_read(file, sound=True)
    emit_json(header_json(header, digest)) if json else emit(verified_text(header))


def _note_read(file: Path, *, sound: bool) -> None:
    """Keep what was found, if the store is there to keep it and opens without a question."""
    from pdpcli.commands.opening import given_secret
    from pdpcli.store import backup as register
    from pdpcli.store.open import unlocked

    def secret() -> str:
        if (given := given_secret()) is None:
            raise InputRefused("")
        return given

    with suppress(PdpError), unlocked(home(), secret).write("backup verify") as write:
        write.note("good" if sound else "damaged")
        register.note_read(write, file.absolute(), sound=sound)


@app.command("restore")
def restore(
    file: File, *, yes: Annotated[bool, option("yes", "Ne pas demander de confirmer")] = False
) -> None:
    """Remettre le cahier comme dans une sauvegarde ; l'actuel est gardé à côté"""
    from pdpcli.views.backups import before_text, restored_text
    from pdpcli.workflows import restore as workflow

    at = now()
    with workflow.prepared(home(), file, cache(ask_secret), at) as ready:
        emit(before_text(ready))
        _confirm(yes=yes)
        done = workflow.restore(ready, at)
        emit(restored_text(ready, done))


def _confirm(*, yes: bool) -> None:
    """Have the word typed: the only confirmation that is not a habit.

    Raises:
        InputRefused: nobody to ask, and no --oui. Interrupted: something else was typed.
    """
    if yes:
        return
    from pdpcli.commands.asker import terminal
    from pdpcli.commands.questions import or_leave
    from pdpcli.errors import Interrupted
    from pdpcli.forms.asking import Question

    asker = terminal(InputRefused("Une restauration est à confirmer.", todo="Ajoutez --oui."))
    typed = or_leave(lambda: asker.ask(Question("Pour restaurer, tapez restaurer")))
    if typed.strip().casefold() != "restaurer":
        raise Interrupted("Laissé là : le cahier n'a pas été touché.")


@app.command("folder")
def folder(
    chosen: Annotated[
        Path | None, argument("DOSSIER", "Un dossier qui existe ; sans lui, celui d'aujourd'hui")
    ] = None,
    *,
    remove: Annotated[bool, option("remove", "Revenir au dossier à côté du cahier")] = False,
) -> None:
    """Où vont les sauvegardes de ce poste : une clé USB, un autre disque"""
    from pdpcli.store import backup as register

    if chosen is not None and not chosen.is_dir():
        raise InputRefused("Ce dossier n'existe pas.", where=str(chosen), todo="Créez-le d'abord.")
    if chosen is not None or remove:
        register.choose_folder(home(), chosen)
    path = register.folder(home())
    emit(f"Les sauvegardes de ce poste vont dans : {path}")
    _warn_of_place(path)


@app.command("set")
def set_(
    setting: Annotated[str, argument("RÉGLAGE", "Son nom ; sans lui, tous sont montrés")] = "",
    value: Annotated[str, argument("VALEUR", "Un nombre ; « - » revient au choix proposé")] = "",
) -> None:
    """Combien de jours et de semaines en garder, après combien de jours le rappeler"""
    from pdpcli.declarations.nearest import nearest
    from pdpcli.rules.backups import SETTINGS
    from pdpcli.rules.deadlines.settings import setting_id
    from pdpcli.store import backup as register
    from pdpcli.views.backups import settings_text

    store = open_store()
    id_ = setting_id(setting, SETTINGS)
    if setting and id_ not in SETTINGS:
        names = [one.name for one in SETTINGS.values()]
        raise InputRefused(f"Ce réglage n'existe pas.{nearest(setting, names)}",
                           todo="Tous les réglages : pdp sauvegarde regler")  # fmt: skip
    if setting:
        with store.write("backup set") as write:
            register.choose_setting(write, id_, "" if value == "-" else value)
    with closing(store.read()) as db:
        emit(settings_text(register.settings(db)))
