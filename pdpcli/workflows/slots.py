"""Who opens the store: a passphrase a colleague, so that each write has its author; a recovery key.

The envelope is saved inside the transaction that journals its digest: two commands at once lose
no slot, and an envelope put back from a copy is not the one that the journal knows last.
"""

from contextlib import ExitStack, closing, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from pdpcli.errors import CannotWrite, InputRefused, StoreDamaged, WrongPassphrase
from pdpcli.rules.names import fold
from pdpcli.store import envelope as envelopes
from pdpcli.store import session_key
from pdpcli.store.bodies import service_name
from pdpcli.store.members import full_name, member_called
from pdpcli.store.open import Store, opened_by
from pdpcli.store.recovery import parse_recovery_key
from pdpcli.store.vault import RECOVERY_AUTHOR
from pdpcli.workflows.keys import keep_recovery_key

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from pdpcli.store.envelope import Envelope, Kdf, Slot

_MOST = 20  # slots an envelope may hold


def opened_anew(home: Path, secret: str) -> Store:
    """The store opened by ``secret``, whatever session runs: keys are no matter of a session.

    Raises NoStore, WrongPassphrase, StoreDamaged, CannotWrite.
    """
    store = opened_by(home, envelopes.load(home), secret)
    store.read().close()
    return store


def rescued(home: Path, recovery_key: str) -> Store:
    """The store opened by its recovery key, and by nothing else. WrongPassphrase."""
    if not parse_recovery_key(recovery_key):
        raise WrongPassphrase(
            "Ce n'est pas une clé de secours.",
            todo="Neuf groupes de quatre lettres ou chiffres : relisez-les, un par un.",
        )
    return opened_anew(home, recovery_key)


def holders(home: Path) -> "tuple[tuple[Slot, ...], Slot]":
    """The slots of the members, and that of the recovery key. NoStore, StoreDamaged."""
    envelope = envelopes.load(home)
    return envelope.slots, envelope.recovery


def newcomer(store: Store, name: str, today: "date") -> str:
    """The full name of the member called ``name``, who has no passphrase yet. InputRefused."""
    who = named(store, name, today)
    envelope = envelopes.load(store.home)
    if envelope.slot_of(who):
        raise InputRefused(
            "Cette personne a déjà sa phrase de passe.",
            todo="Elle la change : pdp mot-de-passe changer\n"
            "Elle l'a oubliée : pdp mot-de-passe recuperer NOM, avec la clé de secours",
        )
    if len(envelope.slots) >= _MOST:
        raise InputRefused(f"{_MOST} personnes au plus ont une phrase de passe.")
    return who


def named(store: Store, name: str, today: "date") -> str:
    """The full name of the present member of the cell called ``name``. InputRefused."""
    with closing(store.read()) as db:
        member = member_called(db, name)
    if member["until"] and member["until"] < today.isoformat():
        raise InputRefused("Cette personne n'est plus de la cellule.")
    return full_name(member)


def about(store: Store, who: str) -> tuple[str, ...]:
    """The names that a passphrase of ``who`` may not be made of."""
    with closing(store.read()) as db:
        return service_name(db), who


def add(store: Store, who: str, passphrase: str, kdf: "Kdf | None" = None) -> None:
    """Give ``who`` (see ``newcomer``) a passphrase. InputRefused, StoreBusy, CannotWrite."""
    _give(store, "key add", who, passphrase, kdf)


def change(store: Store, passphrase: str, kdf: "Kdf | None" = None) -> None:
    """Give the author, whose passphrase opened ``store``, another one. InputRefused."""
    refuse_recovery(store)
    _give(store, "key change", store.author, passphrase, kdf)


def recover(store: Store, who: str, passphrase: str, kdf: "Kdf | None" = None) -> None:
    """Give ``who`` a new passphrase in the place of the one that was lost."""
    _give(store, "key recover", who, passphrase, kdf)


def remove(store: Store, name: str) -> str:
    """Take the passphrase of the colleague called ``name`` away; her full name. InputRefused."""
    who = holder(store.home, name)

    def less(envelope: "Envelope", _: str) -> "Envelope":
        from pdpcli.store.slots import without

        left = without(envelope, who)
        if not left.slots:
            raise InputRefused(
                "C'est la dernière phrase de passe du cahier ; elle n'a pas été retirée.",
                todo="Donnez d'abord la sienne à quelqu'un : pdp mot-de-passe ajouter NOM",
            )
        return left

    _change(store, "key remove", who, less)
    kept = session_key.kept(store.store_id, store.generation, touch=False)
    if kept and kept[1] == who:
        session_key.forget(store.store_id)
    return who


def is_hers(home: Path, author: str, passphrase: str) -> bool:
    """Whether ``passphrase`` opens the slot of ``author``."""
    from pdpcli.store.vault import opened_by

    envelope = envelopes.load(home)
    slot = envelope.slot_of(author)
    return slot is not None and opened_by(envelope, slot, passphrase) is not None


def new_recovery(store: Store, recovery_key: str, key_file: Path | None = None) -> None:
    """Make ``recovery_key`` the one that opens; the former no longer does.

    ``key_file`` receives it first, owner-only. CannotWrite, StoreBusy: nothing is changed then.
    """

    def renewed(envelope: "Envelope", today: str) -> "Envelope":
        from pdpcli.store.slots import recovery

        return replace(envelope, recovery=recovery(envelope, store.key, recovery_key, today))

    with ExitStack() as undo:
        if key_file:
            keep_recovery_key(key_file, recovery_key)
            undo.callback(key_file.unlink, missing_ok=True)
        _change(store, "key recovery-key", RECOVERY_AUTHOR, renewed)
        undo.pop_all()


def holder(home: Path, name: str) -> str:
    """The full name of the holder of a passphrase called ``name``: in full, or a part of it."""
    names = [slot.author for slot in envelopes.load(home).slots]
    wanted = fold(name)
    for found in ([one for one in names if fold(one) == wanted],
                  [one for one in names if wanted in fold(one)]):  # fmt: skip
        if len(found) == 1 and wanted:
            return found[0]
    raise InputRefused(
        "Personne, ou plusieurs, n'a de phrase de passe à ce nom.",
        todo=f"L'un de : {', '.join(names)}",
    )


def refuse_recovery(store: Store) -> None:
    """InputRefused when the recovery key opened ``store``: it is nobody's passphrase."""
    if store.author == RECOVERY_AUTHOR:
        raise InputRefused(
            "La clé de secours ne tient lieu de la phrase de personne.",
            todo="Donnez d'abord une phrase à quelqu'un : pdp mot-de-passe recuperer NOM",
        )


def _give(store: Store, action: str, who: str, passphrase: str, kdf: "Kdf | None") -> None:
    from pdpcli.store.cost import measured
    from pdpcli.store.slots import Holder, given, placed

    _refuse_another_s(envelopes.load(store.home), who, passphrase)
    new = Holder(who, passphrase, kdf or measured())

    def with_slot(envelope: "Envelope", today: str) -> "Envelope":
        return placed(envelope, given(envelope, store.key, new, today))

    _change(store, action, who, with_slot)


def _refuse_another_s(envelope: "Envelope", who: str, passphrase: str) -> None:
    """Of two equal passphrases the first would sign for both."""
    from pdpcli.store.vault import opened_by

    others = [slot for slot in envelope.slots if slot.author != who]
    if any(opened_by(envelope, slot, passphrase) for slot in others):
        raise InputRefused(
            "Cette phrase ouvre déjà le cahier ; rien n'a été changé.",
            todo="Chacun la sienne : elle dit qui écrit. Prenez-en une autre.",
        )


def _change(
    store: Store, action: str, who: str, change: "Callable[[Envelope, str], Envelope]"
) -> None:
    """Save what ``change`` makes of the envelope, with its journal row, or leave it as it was."""
    from pdpcli.store.slots import journaled

    saved: list[Envelope] = []
    try:
        with store.write(action) as write:
            before = envelopes.load(store.home)
            after = change(before, write.at[:10])
            write.note(journaled(after, who))
            saved += [before, after]
            envelopes.save(store.home, after)
    except BaseException:
        _put_back(store.home, *saved)
        raise
    with suppress(CannotWrite):  # `pdp check` makes it again
        envelopes.keep_copy(after)


def _put_back(home: Path, *saved: "Envelope") -> None:
    """After a commit that failed: the envelope of before, if the one that is there is ours."""
    with suppress(CannotWrite, StoreDamaged):
        if saved and envelopes.load(home) == saved[-1]:
            envelopes.save(home, saved[0])
