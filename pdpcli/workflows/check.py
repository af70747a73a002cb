"""Checking a store: the file, its schema, its journal, every row, the head kept outside."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pdpcli.errors import InputRefused, StoreDamaged
from pdpcli.files import private_folder, write_atomic
from pdpcli.store import anchor, journal, migrations, verify
from pdpcli.store import envelope as envelopes
from pdpcli.store.home import installation
from pdpcli.store.write import writing

if TYPE_CHECKING:
    from sqlite3 import Connection

    from pdpcli.store.journal import Head
    from pdpcli.store.open import Store

_VERDICTS = {
    anchor.Verdict.CONTINUED: "la suite de ce que ce poste connaissait",
    anchor.Verdict.FIRST_SEEN: "vu ici pour la première fois",
    anchor.Verdict.RESTORED: "une restauration déclarée",
    anchor.Verdict.OLDER: "plus ancien que ce que ce poste a enregistré",
    anchor.Verdict.FORKED: "une autre histoire que celle de ce poste",
}


@dataclass(frozen=True)
class Finding:
    """One thing checked: its stable id, its name, whether it is sound, what was seen."""

    id: str
    name: str
    sound: bool
    seen: str


def check(store: "Store") -> list[Finding]:
    """Check everything; damage is in the findings. StoreDamaged when the file does not open."""
    known = anchor.remembered(store.store_id)  # before the journal: a write may come between
    with closing(store.read()) as db:
        db.execute("BEGIN")
        findings = list(_findings(db, known))
    findings.append(_envelope(store))
    if all(finding.sound for finding in findings) and known is None:
        with closing(store.read()) as db:
            anchor.remember(store.store_id, journal.head(db))
    return findings


def refuse_damage(findings: list[Finding]) -> None:
    """StoreDamaged when something is not sound."""
    wrong = ", ".join(finding.name for finding in findings if not finding.sound)
    if wrong:
        raise StoreDamaged(
            f"Le coffre n'est pas en ordre : {wrong}.",
            todo="N'écrivez rien de plus. Remettez le fichier du coffre depuis votre dernière"
            " sauvegarde ;\nsi c'est vous qui avez remis une sauvegarde :"
            " pdp check --declare-restore",
        )


def declare_restore(store: "Store") -> None:
    """Journal that an older or other copy was put back on purpose. InputRefused without need."""
    known = anchor.remembered(store.store_id)
    with closing(store.read()) as db:
        found = anchor.verdict(db, known)
    if found not in (anchor.Verdict.OLDER, anchor.Verdict.FORKED):
        raise InputRefused(
            "Il n'y a pas de restauration à déclarer.", todo="Voir l'état du coffre : pdp check"
        )
    with writing(store, anchor.RESTORE, epoch=True) as write:
        write.note(f"restore: {found.value}")


def restore_envelope(home: Path) -> Path:
    """Put back the profile's copy of the envelope; the copy used. InputRefused, StoreDamaged."""
    try:
        envelopes.load(home)
    except StoreDamaged:
        pass
    else:
        raise InputRefused("L'enveloppe du coffre est en ordre ; elle n'a pas été touchée.")
    copies = sorted(envelopes.copies(), key=lambda path: path.stat().st_mtime, reverse=True)
    for copy in copies:
        data = copy.read_bytes()
        if (home / envelopes.parse(data).store).exists():
            write_atomic(home / envelopes.NAME, data, force=True)
            return copy
    raise StoreDamaged(
        "Ce poste n'a pas de copie de l'enveloppe de ce coffre.",
        todo="Reprenez-la dans une sauvegarde : elle s'y appelle pdp.enveloppe.",
    )


def _findings(db: "Connection", known: "Head | None") -> Iterator[Finding]:
    yield _finding("file", "le fichier", verify.integrity(db), "chaque page est intacte")
    recorded = db.execute("SELECT value FROM setting WHERE key = 'schema'").fetchone()
    same = bool(recorded) and recorded[0] == migrations.schema_hash(db)
    yield Finding("schema", "le schéma", same, "tel qu'il a été créé" if same else "modifié")
    yield _finding(
        "journal", "la chaîne du journal", verify.broken_links(db), f"{journal.head(db).n} lignes"
    )
    changed = [
        f"{table.name} {key}" for table in journal.tables(db)
        for key, _ in verify.changed_rows(db, table)
    ]  # fmt: skip
    yield _finding("data", "les données", changed, "conformes au journal")
    yield _finding(
        "documents", "les pièces", verify.altered_documents(db), "conformes à leur empreinte"
    )
    verdict = anchor.verdict(db, known)
    sound = verdict not in (anchor.Verdict.OLDER, anchor.Verdict.FORKED)
    yield Finding("history", "l'histoire", sound, _VERDICTS[verdict])
    writer = db.execute("SELECT value FROM setting WHERE key = 'writer'").fetchone()
    ours = bool(writer) and writer[0] == installation()
    yield Finding(
        "writer", "le poste", True, "écrit" if ours else "lit seulement (pdp adopt pour écrire)"
    )  # noqa: FBT003 - a reader is no damage


def _finding(id_: str, name: str, wrong: "list[str] | list[int]", sound: str) -> Finding:
    shown = ", ".join(str(one) for one in wrong[:5]) + (" …" if len(wrong) > 5 else "")  # noqa: PLR2004 - enough to look
    return Finding(id_, name, not wrong, f"{len(wrong)} anomalies : {shown}" if wrong else sound)


def _envelope(store: "Store") -> Finding:
    data = envelopes.load(store.home).to_bytes()
    copy = envelopes.copy_path(store.store_id)
    if not copy.exists() or copy.read_bytes() != data:
        private_folder(copy.parent)
        write_atomic(copy, data, force=True)
        return Finding("envelope", "l'enveloppe", True, "intacte ; sa copie a été refaite")  # noqa: FBT003
    return Finding("envelope", "l'enveloppe", True, "intacte, et sa copie aussi")  # noqa: FBT003
