"""Checking a store: the file, its schema, its journal, every row, the head kept outside."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from pdpcli.errors import InputRefused, StoreDamaged
from pdpcli.store import anchor, journal, person_words, verify
from pdpcli.store import envelope as envelopes
from pdpcli.store.faults import translated
from pdpcli.store.settings import writes_here
from pdpcli.store.write import writing
from pdpcli.workflows import check_caches
from pdpcli.workflows.check_backups import backups_seen
from pdpcli.workflows.check_envelope import envelope_seen, restore_envelope
from pdpcli.workflows.finding import OF_THE_JOURNAL, Finding, finding, refuse_damage

if TYPE_CHECKING:
    from sqlite3 import Connection

    from pdpcli.store.journal import Head
    from pdpcli.store.open import Store

__all__ = [
    "OF_THE_JOURNAL", "Finding", "check", "declare_restore", "refuse_damage", "restore_envelope",
]  # fmt: skip

_VERDICTS = {
    anchor.Verdict.CONTINUED: "la suite de ce que ce poste connaissait",
    anchor.Verdict.FIRST_SEEN: "vu ici pour la première fois",
    anchor.Verdict.RESTORED: "une restauration déclarée",
    anchor.Verdict.OLDER: "plus ancien que ce que ce poste a enregistré",
    anchor.Verdict.FORKED: "une autre histoire que celle de ce poste",
}


_SHOWN = 5  # anomalies: enough to look


def check(store: "Store", today: date | None = None) -> list[Finding]:
    """Check everything; damage is in the findings. StoreDamaged when the file does not open.

    Without ``today``, what is kept only to be fast is not compared with the rules.
    """
    known = anchor.remembered(store.store_id)  # before the journal: a write may come between
    with closing(store.read()) as db:
        db.execute("BEGIN")
        findings = list(_findings(db, known, today))
        sound, seen = _looked(db, partial(backups_seen, store=store))
        findings.append(finding("backups", "les sauvegardes", sound=sound, seen=seen))
    ours = all(one.sound for one in findings if one.id == "history")  # not one kept aside
    seen = envelope_seen(store) if ours else "intacte"
    findings.append(finding("envelope", "l'enveloppe", sound=True, seen=seen))
    findings += _beside(store)
    if all(one.sound for one in findings) and known is None:
        with closing(store.read()) as db:
            anchor.remember(store.store_id, journal.head(db))
    return findings


def declare_restore(store: "Store") -> None:
    """Journal that an older or other copy was put back on purpose. InputRefused without need."""
    known = anchor.remembered(store.store_id)
    with closing(store.read()) as db:
        found = anchor.verdict(db, known)
    if found not in (anchor.Verdict.OLDER, anchor.Verdict.FORKED):
        raise InputRefused(
            "Il n'y a pas de restauration à déclarer.", todo="Voir l'état du cahier : pdp verifier"
        )
    with writing(store, anchor.RESTORE, epoch=True) as write:
        write.note(f"restore: {found.value}")


def _findings(db: "Connection", known: "Head | None", today: date | None) -> Iterator[Finding]:
    looks = (
        ("file", "le fichier", _file),
        ("schema", "le schéma", _schema),
        ("journal", "la chaîne du journal", _journal),
        ("data", "les données", _data),
        ("documents", "les pièces", _documents),
        ("history", "l'histoire", partial(_history, known=known)),
        ("writer", "le poste", _writer),
        ("counts", "le compte", _counts),
    )
    for id_, name, look in looks:
        sound, seen = _looked(db, look)
        yield finding(id_, name, sound=sound, seen=seen)
    if today is not None:
        yield from _caches(db, today)


def _caches(db: "Connection", today: date) -> Iterator[Finding]:
    looks: tuple[tuple[str, str, Callable[[Connection], Sequence[str | int]], str], ...] = (
        ("deadlines", "les échéances", partial(check_caches.wrong_deadlines, today=today),
         "celles des règles"),
        ("snapshots", "les ventilations", check_caches.wrong_snapshots, "celles des faits datés"),
        ("tally", "les comptes gardés", check_caches.wrong_tally, "ceux des situations"),
        ("words", "l'index des noms", person_words.stale, "celui des personnes"),
    )  # fmt: skip
    for id_, name, wrong, sound in looks:
        found, seen = _looked(db, partial(_computed, wrong=wrong, sound=sound))
        yield finding(id_, name, sound=found, seen=seen)


def _computed(
    db: "Connection", wrong: "Callable[[Connection], Sequence[str | int]]", sound: str
) -> "_Seen":
    try:
        return _none(list(wrong(db)), sound)
    except InputRefused as error:  # a convention whose folder is not there
        return False, f"ne se calculent pas : {error.what}"


_Seen = tuple[bool, str]


def _looked(db: "Connection", look: "Callable[[Connection], _Seen]") -> _Seen:
    """What ``look`` sees; what cannot even be read is not sound, and does not stop the others."""
    from sqlcipher3 import dbapi2

    try:
        return look(db)
    except (StoreDamaged, dbapi2.Error) as error:
        told = translated(error)
        if told is not None and not isinstance(told, StoreDamaged):
            raise told from error
        return False, told.what if told else "ne se lit pas"


def _file(db: "Connection") -> _Seen:
    return _none(verify.integrity(db), "chaque page est intacte")


def _schema(db: "Connection") -> _Seen:
    same = verify.schema_unchanged(db)
    return same, "tel qu'il a été créé" if same else "modifié"


def _journal(db: "Connection") -> _Seen:
    return _none(verify.broken_links(db), f"{journal.head(db).n} lignes")


def _data(db: "Connection") -> _Seen:
    changed = [
        f"{table.name} {key}" for table in journal.tables(db)
        for key, _ in verify.changed_rows(db, table)
    ]  # fmt: skip
    return _none(changed, "conformes au journal")


def _documents(db: "Connection") -> _Seen:
    return _none(verify.altered_documents(db), "conformes à leur empreinte")


def _history(db: "Connection", known: "Head | None") -> _Seen:
    verdict = anchor.verdict(db, known)
    return verdict not in (anchor.Verdict.OLDER, anchor.Verdict.FORKED), _VERDICTS[verdict]


_COUNTED = (
    ("case_file", "situation"), ("person", "personne"), ("act", "acte"), ("liaison", "fiche"),
    ("document", "pièce"),
)  # fmt: skip


def _counts(db: "Connection") -> _Seen:
    """How much there is: to be compared with what she remembers."""
    said = []
    for table, name in _COUNTED:
        count = db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        said.append(f"{count} {name}{'s' if count > 1 else ''}")
    return True, ", ".join(said)


def _writer(db: "Connection") -> _Seen:
    """A machine that only reads is no damage."""
    return True, "écrit" if writes_here(db) else "lit seulement (pdp reprendre-la-main pour écrire)"


def _none(wrong: "Sequence[str | int]", sound: str) -> _Seen:
    shown = ", ".join(str(one) for one in wrong[:_SHOWN]) + (" …" if len(wrong) > _SHOWN else "")
    return not wrong, f"{len(wrong)} anomalies : {shown}" if wrong else sound


def _beside(store: "Store") -> Iterator[Finding]:
    """Whole stores beside this one: no damage, but they hold who was there then."""
    from pdpcli.store.backup import set_aside
    from pdpcli.store.upgrade import copies

    kinds = (
        (copies(store), "ce cahier d'avant une mise à jour, avec ceux qui y étaient"),
        (set_aside(store.home), "le cahier d'avant une restauration, avec ceux qui y étaient"),
        (
            strays(store),
            "un cahier que l'enveloppe ne nomme pas, reste d'une restauration interrompue",
        ),
    )
    for paths, what in kinds:
        for path in paths:
            seen = f"{path} : {what} ; à supprimer quand tout va bien"
            yield Finding("copy", "une copie", True, seen)  # noqa: FBT003


def strays(store: "Store") -> list[Path]:
    """Files of a store that the envelope does not name: a restore was cut around its commit."""
    every = store.home.glob(f"*{envelopes.STORE_SUFFIX}")
    return sorted(one for one in every if one != store.path)
