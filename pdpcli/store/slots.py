"""The slots of an envelope: given, taken away, made anew; each function returns a new envelope."""

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from pdpcli.store.envelope import Envelope, Kdf, Slot
from pdpcli.store.vault import RECOVERY_AUTHOR, Identity, wrap

if TYPE_CHECKING:
    from sqlite3 import Connection

_SAID = ", envelope "


@dataclass(frozen=True)
class Holder:
    """Who is to have a slot, under which passphrase and at what cost."""

    author: str
    passphrase: str = field(repr=False)
    kdf: Kdf


def given(envelope: Envelope, key: bytes, who: Holder, since: str) -> Slot:
    """The slot of ``who`` on ``envelope``; one that there was keeps its day."""
    before = envelope.slot_of(who.author)
    slot = wrap(_identity(envelope), key, who.author, who.passphrase, who.kdf)
    return replace(slot, since=before.since if before else since)


def recovery(envelope: Envelope, key: bytes, recovery_key: str, since: str) -> Slot:
    """The slot of a new recovery key."""
    slot = wrap(_identity(envelope), key, RECOVERY_AUTHOR, recovery_key, None)
    return replace(slot, since=since)


def placed(envelope: Envelope, slot: Slot) -> Envelope:
    """``envelope`` with ``slot`` in the place of its author's, or after the others."""
    slots = tuple(slot if one.author == slot.author else one for one in envelope.slots)
    return replace(envelope, slots=slots if slot in slots else (*slots, slot))


def without(envelope: Envelope, author: str) -> Envelope:
    """``envelope`` less the slot of ``author``."""
    return replace(envelope, slots=tuple(one for one in envelope.slots if one.author != author))


def journaled(envelope: Envelope, who: str) -> str:
    """The journal's row of a change that concerns ``who``, and leaves ``envelope``."""
    return f"{who}{_SAID}{envelope.digest}"


def known_last(db: "Connection", envelope: Envelope) -> bool:
    """Whether ``envelope`` is the one that the journal knows last; one never changed is."""
    row = db.execute(
        """SELECT row FROM journal WHERE action LIKE 'key %' AND instr(row, ?)
        ORDER BY n DESC LIMIT 1""",
        (_SAID,),
    ).fetchone()
    return row is None or row[0].endswith(envelope.digest)


def _identity(envelope: Envelope) -> Identity:
    return Identity(envelope.store_id, envelope.generation)
