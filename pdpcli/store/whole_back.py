"""Taking every table back as it was exported, in one transaction of an empty store.

The triggers guard what happens in the store's life; what already happened elsewhere is put back
without them, then looked at (``wrongs``), and they are put back as they were: the schema's hash
tells. Nothing is put back beside rows that are there.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from pdpcli.store import journal, migrations, verify
from pdpcli.store.connection import guard
from pdpcli.store.faults import store_damaged
from pdpcli.store.whole import Whole, whole_tables
from pdpcli.store.whole_sound import (
    altered_details,
    out_of_order,
    swapped_declarations,
    unsafe_names,
)

if TYPE_CHECKING:
    from sqlite3 import Connection

    from pdpcli.store.open import Write

#: What founding a store writes, and what is only derived.
_FOUNDED = ("setting", "body", "member", "seal", "journal")
_DERIVED = ("person_word", "deadline", "case_tally")
_NO_CONSENT = """SELECT count(*) FROM release r WHERE NOT EXISTS (
    SELECT 1 FROM consent c WHERE c.id = r.consent_id AND c.act = 'given'
      AND c.person_key = r.person_key AND c.pair = r.pair AND c.form_id = r.form_id
      AND c.form_hash = r.form_hash AND c.on_date <= r.on_date)"""
_NOT_EXPORTED = "clé privée non exportée"


def used_tables(db: "Connection") -> list[str]:
    """The tables that hold more than what founding the store wrote."""
    return [
        table.name
        for table in whole_tables(db)
        if table.name not in (*_FOUNDED, *_DERIVED)
        and db.execute(f'SELECT 1 FROM "{table.name}" LIMIT 1').fetchone()
    ]


@contextmanager
def emptied(db: "Connection") -> Iterator[None]:
    """Every table emptied but the settings, no trigger; inside, rows are put back as they were."""
    db.set_authorizer(None)
    _unwatch(db)
    db.execute("PRAGMA defer_foreign_keys = ON")
    triggers = db.execute("SELECT name, sql FROM main.sqlite_master WHERE type = 'trigger'")
    made = [(name, sql) for name, sql in triggers.fetchall()]
    for name, _ in made:
        db.execute(f'DROP TRIGGER main."{name}"')
    for table in whole_tables(db):
        if table.name != "setting":
            db.execute(f'DELETE FROM "{table.name}"')
    yield
    for _, sql in made:
        db.execute(sql)
    guard(db)
    recorded = db.execute("SELECT value FROM setting WHERE key = 'schema'").fetchone()
    if recorded[0] != migrations.schema_hash(db):
        raise store_damaged("Le schéma du cahier n'a pas été remis comme il était.")


def chain_everything(write: "Write") -> None:
    """Chain one journal row per row put back, in a new epoch, from the tables themselves.

    What the triggers of a write note is kept in memory: of a whole store, that would be too much.
    """
    db = write.db
    last, secret = journal.head(db), journal.secret(db)
    write.epoch = last.epoch + 1
    entry = journal.Entry(write.at, write.author, write.action, write.subject)
    chain = journal.Chain(db, entry, journal.Head(write.epoch, last.n, last.hash))
    for table in journal.tables(db):
        chain.extend(table.name, _digests(db, table, secret))


def _digests(db: "Connection", table: journal.Table, secret: bytes) -> Iterator[tuple[str, str]]:
    names = ", ".join(f'"{name}"' for name in (*table.keys, *table.columns))
    cursor = db.cursor()
    cursor.row_factory = None
    for row in cursor.execute(f'SELECT {names} FROM "{table.name}" ORDER BY 1, 2'):
        yield table.key_text(row), table.digest(secret, row[len(table.keys) :])


def _unwatch(db: "Connection") -> None:
    """Rows are no longer noted: they are chained by ``chain_everything``."""
    rows = db.execute("SELECT name FROM temp.sqlite_master WHERE type = 'trigger'").fetchall()
    for (name,) in rows:
        db.execute(f'DROP TRIGGER temp."{name}"')


def put_rows(
    db: "Connection", table: Whole, columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Insert rows told by ``columns``; a setting takes the place of the one held."""
    names = ", ".join(f'"{name}"' for name in columns)
    places = ", ".join("?" * len(columns))
    verb = "INSERT OR REPLACE" if table.name == "setting" else "INSERT"
    db.executemany(f'{verb} INTO "{table.name}" ({names}) VALUES ({places})', rows)


def retire_keyless_seals(db: "Connection", on: str) -> None:
    """A seal whose private key stayed behind seals nothing more."""
    db.execute(
        """UPDATE seal SET retired_on = :on, retired_reason = :why
        WHERE private_key = '' AND retired_on IS NULL""",
        {"on": on, "why": _NOT_EXPORTED},
    )


def wrongs(db: "Connection", head: Mapping[str, Any]) -> list[str]:
    """What does not hold together in the rows put back, in French; empty when sound."""
    now = journal.head(db)
    found = {
        "des liens entre ses lignes": db.execute("PRAGMA foreign_key_check").fetchone(),
        "la chaîne de son journal": verify.broken_links(db)
        or head != {"epoch": now.epoch, "n": now.n, "hash": now.hash},
        "ses pièces": verify.altered_documents(db),
        "des fiches déclarées": swapped_declarations(db),
        "ce qui a été signé, produit ou envoyé": altered_details(db),
        "le rang de ses lignes": out_of_order(db),
        "des noms dont on fait des fichiers": unsafe_names(db),
        "une production sans son accord": db.execute(_NO_CONSENT).fetchone()[0],
    }
    return [what for what, wrong in found.items() if wrong]
