"""Opening use cases: found the store, keep or forget its key, take the pen on this machine."""

import json
import re
from collections.abc import Callable, Mapping
from contextlib import ExitStack, closing
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from pdpcli.errors import InputRefused, Problem, Refusal
from pdpcli.files import move, private_folder, writable, write_atomic
from pdpcli.rules.identifiers import parse_email, parse_phone
from pdpcli.rules.names import fold, parse_name
from pdpcli.rules.text import clean
from pdpcli.rules.vocabulary import CHOICES
from pdpcli.store import cut_rotation, journal, migrations, session_key
from pdpcli.store import envelope as envelopes
from pdpcli.store.connection import connect
from pdpcli.store.home import installation
from pdpcli.store.open import Store, opened, opened_by
from pdpcli.store.place import refuse_unsafe_place
from pdpcli.store.settings import WRITER, keep_setting, writes_here
from pdpcli.store.write import writing
from pdpcli.workflows import seal
from pdpcli.workflows.new_passphrase import parse_new_passphrase

if TYPE_CHECKING:
    from pdpcli.store.envelope import Kdf


@dataclass(frozen=True)
class Founding:
    """What `pdp init` asks: our service, who founds the store, the secrets."""

    service: str
    first_name: str
    last_name: str
    passphrase: str = field(repr=False)
    recovery_key: str = field(repr=False)
    function: str = ""
    phone: str = ""
    email: str = ""


def ready_to_found(home: Path, key_file: Path | None = None) -> None:
    """Refuse a folder that is synchronised, on a network, or holds a store; or a file that exists.

    What a killed ``found`` left unfinished is no store. Raises InputRefused, CannotWrite.
    """
    if key_file:
        writable(key_file)
    refuse_unsafe_place(home)
    if (home / envelopes.NAME).exists() or any(home.glob(f"*{envelopes.STORE_SUFFIX}")):
        raise InputRefused(
            "Il y a déjà un cahier ici ; il n'a pas été touché.",
            where=str(home),
            todo="Ouvrez-le (pdp), ou choisissez un autre dossier avec PDP_HOME.",
        )


def found(
    home: Path, founding: Founding, kdf: "Kdf | None" = None, *, key_file: Path | None = None
) -> Store:
    """Make the store of ``home``: encrypted file, our body, the first member, the envelope.

    ``key_file`` receives the recovery key, owner-only. ``kdf`` is for tests: the default is about
    a second here. Raises InputRefused (every problem at once), CannotWrite; nothing is left then.
    """
    ready_to_found(home, key_file)
    founding = parse_founding(founding)
    from pdpcli.store.cost import measured
    from pdpcli.store.vault import create

    author = f"{founding.first_name} {founding.last_name}"
    cost = kdf or measured()
    envelope, key = create(author, founding.passphrase, founding.recovery_key, cost)
    private_folder(home)
    store = opened(home, envelope, key, author)
    begun = replace(store, path=store.path.with_suffix(envelopes.UNFINISHED_SUFFIX))
    with ExitStack() as undo:
        _forget_unless_done(undo, *_files(begun), *_files(store))
        _build(begun, founding)
        if key_file:
            keep_recovery_key(key_file, founding.recovery_key)
            _forget_unless_done(undo, key_file)
        # From its copy on, the envelope can be put back: killed later, nothing is lost.
        _forget_unless_done(undo, envelopes.keep_copy(envelope))
        for unfinished, finished in zip(_files(begun), _files(store), strict=True):
            if unfinished.exists():
                move(unfinished, finished)
        envelopes.save(home, envelope)
        undo.pop_all()
    return store


def parse_founding(founding: Founding) -> Founding:
    """The same, cleaned. InputRefused with every problem."""
    parsed: dict[str, str] = {}
    problems = []
    about = (founding.service, founding.first_name, founding.last_name)
    parsers = dict(PARSERS) | {"passphrase": partial(parse_new_passphrase, about=about)}
    for name, parse in parsers.items():
        try:
            parsed[name] = parse(getattr(founding, name))
        except Refusal as refusal:
            problems.append(Problem(_PLACES[name], refusal.reason))
    if problems:
        raise InputRefused("Le cahier n'a pas été créé.", problems=problems)
    return Founding(**parsed, recovery_key=founding.recovery_key)


def unlock(home: Path, secret: Callable[[], str], seconds: float, idle: float) -> Store:
    """Keep the key for ``seconds``, or until ``idle`` seconds without a command.

    The secret is asked even while a session runs: a session cannot prolong itself. Raises
    NoStore, WrongPassphrase, StoreDamaged, CannotWrite.
    """
    store = opened_by(home, envelopes.load(home), secret())
    store.read().close()  # a key that does not open the file is not worth keeping
    session_key.keep(store, seconds, idle)
    cut_rotation.sweep(store)
    return store


def lock(home: Path) -> bool:
    """Forget the session of the store in ``home``; whether there was one. NoStore."""
    return session_key.forget(envelopes.load(home).store_id)


@dataclass(frozen=True)
class LastWrite:
    """The last thing the store knows: its UTC moment, by whom."""

    at: str
    author: str


def adopt(store: Store) -> LastWrite | None:
    """Write from this installation from now on; the last write taken over, None when it did."""
    with closing(store.read()) as db:
        if writes_here(db):
            return None
    with writing(store, "adopt", adopting=True) as write:
        last = write.db.execute(
            "SELECT at, author FROM journal WHERE action <> 'due refresh' ORDER BY n DESC LIMIT 1"
        ).fetchone()
        write.note("adopt")
        keep_setting(write.db, WRITER, installation())
    return LastWrite(last["at"], last["author"])


def _forget_unless_done(undo: ExitStack, *paths: Path) -> None:
    for path in paths:
        undo.callback(path.unlink, missing_ok=True)


def _files(store: Store) -> tuple[Path, Path]:
    """The journal, which is empty between two writes, then the store: the order of renaming."""
    return Path(f"{store.path}-journal"), store.path


def keep_recovery_key(path: Path, key: str) -> None:
    """Write ``key`` alone in a new file, owner-only. CannotWrite."""
    write_atomic(path, f"Clé de secours du cahier pdp :\n\n    {key}\n".encode())


def _build(store: Store, founding: Founding) -> None:
    store.path.touch(0o600, exist_ok=False)
    db = connect(store.path, store.key, store.salt, mode="rwc", busy_ms=0)
    try:
        migrations.migrate(db)
        journal.new_secret(db)
        keep_setting(db, WRITER, installation())
    finally:
        db.close()
    with store.write("init") as write:
        write.db.execute(
            "INSERT INTO body (id, name, short, is_us) VALUES (?, ?, ?, 1)",
            (slug(founding.service), founding.service, founding.service),
        )
        write.db.execute(
            "INSERT INTO member (first_name, last_name, functions, phone, email, since)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (founding.first_name, founding.last_name,
             json.dumps([founding.function] if founding.function else []),
             founding.phone or None, founding.email or None, write.at[:10]),
        )  # fmt: skip
        seal.create(write, founding.service)


def split_author(text: str) -> tuple[str, str]:
    """First and last name: split at a tab, before the capitals, else after the first word."""
    if "\t" in text:
        first, _, last = text.partition("\t")
        return first, last
    words = text.split()
    capitals = [at for at, word in enumerate(words) if at and word.isupper()]
    cut = capitals[0] if capitals else 1
    return " ".join(words[:cut]), " ".join(words[cut:])


def slug(name: str) -> str:
    """The identifier of a body: ``Santé BTP 34`` → ``sante-btp-34``."""
    return re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")


def _service(text: str) -> str:
    name = clean(text)
    if not slug(name):
        raise Refusal("indiquez le nom de votre service.")
    return name


def _function(text: str) -> str:
    if text and text not in CHOICES["function"]:
        raise Refusal(f"choisissez parmi : {', '.join(CHOICES['function'])}.")
    return text


#: How each answer of `pdp init` is read; each raises Refusal.
PARSERS: Mapping[str, Callable[[str], str]] = MappingProxyType(
    {
        "service": _service,
        "first_name": parse_name,
        "last_name": parse_name,
        "passphrase": parse_new_passphrase,
        "function": _function,
        "phone": lambda text: parse_phone(text) if text else "",
        "email": lambda text: parse_email(text) if text else "",
    }
)
_PLACES = {
    "service": "nom du service",
    "first_name": "prénom",
    "last_name": "nom",
    "passphrase": "phrase de passe",
    "function": "fonction",
    "phone": "téléphone",
    "email": "courriel",
}
