"""`pdp init` : créer le cahier chiffré de notre service."""

import sys
from pathlib import Path
from typing import Annotated

from pdpcli.commands.opening import given_secret
from pdpcli.commands.options import one_of, option
from pdpcli.commands.output import emit
from pdpcli.commands.pdf import warn_of_place
from pdpcli.errors import InputRefused, Problem
from pdpcli.store.home import home

_FUNCTION = option(
    "function", "Ma fonction dans la cellule : infirmier, assistante…", parser=one_of("function")
)
_KEY_FILE = option(
    "recovery-key-file",
    "Fichier neuf où écrire la clé de secours (à imprimer, puis à effacer).",
    metavar="FICHIER",
)


def init(  # noqa: PLR0913 - one option a question
    *,
    name: Annotated[str, option("name", "Nom de notre service.")] = "",
    author: Annotated[str, option("author", "Qui je suis.", metavar="« Prénom Nom »")] = "",
    function: Annotated[str, _FUNCTION] = "",
    phone: Annotated[str, option("phone", "Mon téléphone.")] = "",
    email: Annotated[str, option("email", "Mon courriel.")] = "",
    recovery_key_file: Annotated[Path | None, _KEY_FILE] = None,
    yes: Annotated[bool, option("yes", "Ne rien demander.")] = False,
) -> None:
    """Créer le cahier chiffré de notre service."""
    from pdpcli.commands import init_questions as questions
    from pdpcli.workflows import keys

    keys.ready_to_found(home(), recovery_key_file)
    said = {"service": name, "author": author, "function": function, "phone": phone, "email": email}
    if yes or not sys.stdin.isatty():
        _refuse_missing(said, recovery_key_file)
        founding = questions.founding(said, given_secret() or "")
    else:
        founding = questions.ask(said, given_secret(), show_key=recovery_key_file is None)
    store = keys.found(home(), founding, key_file=recovery_key_file)
    emit(f"Le cahier est créé, au nom de {store.author} : {store.home}")
    if recovery_key_file:
        warn_of_place(recovery_key_file)
    emit("L'ouvrir pour la journée : pdp deverrouiller\nVos conventions : pdp convention liste")


def _refuse_missing(said: dict[str, str], key_file: Path | None) -> None:
    needed = {
        "--nom": said["service"],
        "--auteur": said["author"],
        "--fichier-cle-de-secours": key_file,
        "PDP_PASSPHRASE_FILE (ou PDP_PASSPHRASE)": given_secret(),
    }
    if missing := [Problem(place, "manque") for place, value in needed.items() if not value]:
        raise InputRefused("Le cahier n'a pas été créé : sans terminal, tout est à donner.",
                           problems=missing)  # fmt: skip
