"""`pdp key` : qui ouvre le cahier, avec quelle phrase ; la clé de secours ; une clé neuve."""

from pathlib import Path
from typing import Annotated

from pdpcli.commands.french import noun
from pdpcli.commands.options import argument, option
from pdpcli.commands.output import emit, emit_json, note
from pdpcli.commands.pdf import warn_of_place
from pdpcli.store.home import home

app = noun("key")

_NAME = argument("NOM", "Un membre de la cellule : son nom, ou le début")
_PASSPHRASE_FILE = option(
    "new-passphrase-file", "Fichier qui contient la nouvelle phrase seule", metavar="FICHIER"
)
PassphraseFile = Annotated[Path | None, _PASSPHRASE_FILE]
_KEY_FILE = option(
    "recovery-key-file",
    "Fichier neuf où écrire la clé de secours (à imprimer, puis à effacer)",
    metavar="FICHIER",
)
KeyFile = Annotated[Path | None, _KEY_FILE]


@app.command("list")
def list_(*, json: Annotated[bool, option("json", "En JSON")] = False) -> None:
    """Qui a une phrase de passe, et depuis quand"""
    from pdpcli.views.keys import slot_json, slot_lines
    from pdpcli.workflows.slots import holders

    slots, recovery = holders(home())
    emit_json(slot_json(slots, recovery)) if json else emit(slot_lines(slots, recovery))


@app.command("add")
def add(name: Annotated[str, _NAME], *, file: PassphraseFile = None) -> None:
    """Donner sa phrase de passe à un membre de la cellule, qui la tape"""
    from pdpcli.commands.clock import today
    from pdpcli.commands.key_asking import opened_by_author
    from pdpcli.commands.new_passphrase import new_passphrase
    from pdpcli.workflows import slots

    store = opened_by_author()
    who = slots.newcomer(store, name, today())
    note(f"À {who} de choisir sa phrase, et de la taper.")
    slots.add(store, who, new_passphrase(slots.about(store, who), file))
    emit(f"{who} a sa phrase de passe. Ce qu'elle ouvre s'écrit à son nom.")


@app.command("remove")
def remove(name: Annotated[str, _NAME]) -> None:
    """Retirer la phrase de passe de quelqu'un"""
    from pdpcli.commands.key_asking import opened_by_author
    from pdpcli.views.keys import OLD_COPIES
    from pdpcli.workflows import slots

    who = slots.remove(opened_by_author(), name)
    emit(f"La phrase de passe de {who} n'ouvre plus ce cahier.")
    note(OLD_COPIES.format(what="elle"))


@app.command("change")
def change(*, file: PassphraseFile = None) -> None:
    """Changer ma phrase de passe"""
    from pdpcli.commands.key_asking import opened_by_author
    from pdpcli.commands.new_passphrase import new_passphrase
    from pdpcli.views.keys import OLD_COPIES
    from pdpcli.workflows import slots

    store = opened_by_author()
    slots.refuse_recovery(store)
    note(f"La nouvelle phrase de {store.author} :")
    slots.change(store, new_passphrase(slots.about(store, store.author), file))
    emit("Votre phrase de passe est changée.")
    note(OLD_COPIES.format(what="l'ancienne"))


@app.command("recover")
def recover(name: Annotated[str, _NAME], *, file: PassphraseFile = None) -> None:
    """Phrase oubliée : en choisir une autre, avec la clé de secours"""
    from pdpcli.commands.clock import today
    from pdpcli.commands.new_passphrase import new_passphrase
    from pdpcli.commands.opening import ask_secret
    from pdpcli.views.keys import OLD_COPIES
    from pdpcli.workflows import slots

    store = slots.rescued(home(), ask_secret("Clé de secours : "))
    who = slots.named(store, name, today())
    note(f"La nouvelle phrase de {who} :")
    slots.recover(store, who, new_passphrase(slots.about(store, who), file))
    emit(f"{who} a une nouvelle phrase de passe. Remettez la clé de secours au coffre.")
    note(OLD_COPIES.format(what="l'ancienne phrase"))


@app.command("recovery-key")
def recovery_key(*, key_file: KeyFile = None) -> None:
    """Une nouvelle clé de secours : l'ancienne n'ouvrira plus le cahier"""
    from pdpcli.commands.key_asking import given_recovery_key, opened_by_author
    from pdpcli.views.keys import OLD_COPIES
    from pdpcli.workflows import slots

    store = opened_by_author()
    key = given_recovery_key(key_file)
    slots.new_recovery(store, key, key_file)
    emit("La clé de secours est changée. Détruisez l'ancienne.")
    note(OLD_COPIES.format(what="l'ancienne clé de secours"))
    if key_file:
        warn_of_place(key_file)


@app.command("rotate")
def rotate(
    *,
    key_file: KeyFile = None,
    yes: Annotated[bool, option("yes", "Sans demander confirmation")] = False,
) -> None:
    """Une clé neuve pour tout le cahier : les anciennes phrases n'ouvrent plus rien d'actuel"""
    from pdpcli.commands.key_asking import secrets_asked
    from pdpcli.views.keys import rotated_text
    from pdpcli.workflows.rotate import rotate as workflow

    store, secrets = secrets_asked(key_file, yes=yes)
    note("Le cahier est réécrit, puis relu en entier…")
    done = workflow(store, secrets)
    still_open = [*(one.path for one in done.backups), *done.aside]
    emit(rotated_text(done.absent, done.left, still_open))
    if key_file:
        warn_of_place(key_file)
