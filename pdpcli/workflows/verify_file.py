"""Three separate questions on a file: its bytes, its seal, the identity of who signed (input.md).

Nothing is written: a verification is a read.
"""

import hashlib
from collections.abc import Mapping, Sequence
from sqlite3 import Connection

from pdpcli.errors import DocumentRefused
from pdpcli.forms.seal_seen import SealSeen, read_seals
from pdpcli.store.known_files import known_file, known_seal
from pdpcli.store.seals import SealRow, all_seals
from pdpcli.store.verdict import HOLDS, FileVerdict, Judgement, SealVerdict

#: From the worst: of several seals of ours, the worst one judges the file.
_WORST = ("broken", "changed", "unnoted", "filled", "intact")


def verify_file(db: Connection, pdf: bytes) -> FileVerdict:
    """What can be said of ``pdf``, a file from anywhere, readable or not."""
    file = known_file(db, hashlib.sha256(pdf).hexdigest())
    ours = {row.fingerprint: row for row in all_seals(db)}
    try:
        seen = read_seals(pdf, [row.certificate for row in ours.values()])
    except DocumentRefused as refused:
        return FileVerdict(file, SealVerdict("unreadable", why=refused.what))
    return FileVerdict(file, _judged(db, seen, ours))


def refuse_altered(verdict: FileVerdict) -> None:
    """Raise DocumentRefused (exit 16) unless the file holds: a script must not take it for good."""
    if verdict.holds:
        return
    sealed = verdict.seal.sealed
    raise DocumentRefused(
        _REFUSED.get(verdict.seal.judgement, "Rien ne montre que ce fichier vient d'ici tel quel."),
        todo=f"Le document d'origine : pdp fiche voir {sealed.reference}" if sealed else "",
    )


_REFUSED: Mapping[str, str] = {
    "changed": "Ce fichier a été modifié après notre cachet.",
    "broken": "Le cachet de ce fichier est invalide.",
}


def _judged(db: Connection, seen: Sequence[SealSeen], ours: Mapping[str, SealRow]) -> SealVerdict:
    known = [_of_ours(db, one, ours[one.fingerprint]) for one in seen if one.fingerprint in ours]
    others = len(seen) - len(known)
    if known:
        worst = min(known, key=lambda one: _WORST.index(one.judgement))
        return SealVerdict(worst.judgement, worst.row, worst.noted, worst.sealed, others)
    if not seen:
        return SealVerdict("none")
    sound = all(one.state not in ("broken", "unreadable") for one in seen)
    return SealVerdict("foreign" if sound else "broken", others=others)


def _of_ours(db: Connection, seen: SealSeen, row: SealRow) -> SealVerdict:
    """One seal that names a certificate of ours; a retired one counts only when it is noted.

    A noted one covers the very bytes that our journal says: what a signature does not protect in
    its own room is protected so.
    """
    noted = known_seal(db, seen.signature)
    judgement: Judgement = "broken" if seen.state == "unreadable" else seen.state
    if noted and noted.sha256 != seen.before:
        judgement = "broken"
    if judgement in HOLDS and row.retired_on and noted is None:
        judgement = "unnoted"
    if noted is None:
        return SealVerdict(judgement, row)
    return SealVerdict(judgement, row, noted.at, noted.file)
