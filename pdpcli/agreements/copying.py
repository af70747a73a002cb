"""A cell's own convention begun from a known one: its three files, under another id."""

import re
import tomllib
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from secrets import token_hex
from shutil import rmtree

from pdpcli.agreements.loader import FILES, MOST_BYTES, folder_of, own, shipped
from pdpcli.agreements.terms_declaration import ID
from pdpcli.errors import CannotWrite, InputRefused
from pdpcli.files import (
    already_there,
    cannot_write,
    private_folder,
    read_regular,
    write_atomic,
)

#: The key that holds the convention's id, in the files that hold it.
_KEYS = {"agreement.toml": "id", "evaluation.toml": "agreement"}


def copy(agreement_id: str, new_id: str, user_folder: Path) -> Path:
    """The folder of the copy, in ``user_folder``; it is whole, or it is not there.

    Raises:
        InputRefused: no such convention, or an id that is taken or badly written.
        CannotWrite: something of that name is already there, or the disk refuses.
    """
    source = folder_of(agreement_id, user_folder)
    check_free(new_id, user_folder)
    there = [name for name in FILES if (source / name).exists()]
    texts = {name: _renamed(source, name, agreement_id, new_id) for name in there}
    return put_folder(new_id, texts, user_folder)


def put_folder(new_id: str, texts: Mapping[str, str], user_folder: Path) -> Path:
    """Write the folder of a convention, whole or not at all; CannotWrite."""
    target = private_folder(user_folder) / new_id
    if target.exists() or target.is_symlink():
        raise already_there(target)
    beside = private_folder(user_folder / f".pdp-{token_hex(8)}.tmp")
    try:
        for name, text in texts.items():
            write_atomic(beside / name, text.encode())
        beside.rename(target)
    except OSError as error:
        raise cannot_write(target, error) from error
    finally:
        with suppress(OSError):
            rmtree(beside)
    return target


def check_free(new_id: str, user_folder: Path) -> None:
    """Raise InputRefused unless ``new_id`` is well written and no convention has it."""
    if not ID.fullmatch(new_id):
        raise InputRefused(
            "Un identifiant de convention s'écrit en minuscules sans accent, chiffres et tirets.",
            todo="Par exemple : cap-emploi-34",
        )
    if new_id in shipped() or new_id in own(user_folder):
        raise InputRefused(
            "Cet identifiant est déjà celui d'une convention.",
            where=new_id,
            todo="Les conventions connues : pdp convention liste",
        )


def _renamed(source: Path, name: str, old_id: str, new_id: str) -> str:
    """The text of one file, comments kept, under the new id."""
    try:
        text = read_regular(source / name, MOST_BYTES).decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise CannotWrite("La convention ne peut pas être lue.", where=name) from error
    key = _KEYS.get(name)
    if key is None:
        return text
    said = re.compile(rf"""^(\s*{key}\s*=\s*)(["']){re.escape(old_id)}\2""", re.MULTILINE)
    text = said.sub(rf'\g<1>"{new_id}"', text, count=1)
    if tomllib.loads(text).get(key) != new_id:
        raise InputRefused("L'identifiant de cette convention n'a pas pu être changé.", where=name)
    return text
