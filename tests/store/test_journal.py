"""Every write is chained with its author; a row changed behind the journal's back is seen."""

from contextlib import closing

import pytest
from sqlcipher3 import dbapi2

from pdpcli.store import journal, verify
from pdpcli.store.open import Store
from pdpcli.workflows.check import check

FOUNDED = 3  # rows that making the store journals: our body, the first member, the seal
_BODY = "INSERT INTO body (id, name, short) VALUES (?, 'Organisme fictif', 'OF')"


def _journal(store: Store) -> list[tuple[str, ...]]:
    with closing(store.read()) as db:
        rows = db.execute('SELECT author, action, subject, "table", row, digest FROM journal')
        return [tuple(row) for row in rows]


def _unsound(store: Store) -> list[str]:
    return [finding.name for finding in check(store) if not finding.sound]


def behind_the_back(store: Store, *statements: str) -> None:
    """Change the file without the journal, as someone with the key could."""
    with closing(store._raw("rw")) as db:
        for statement in statements:
            db.execute(statement)


def test_each_touched_row_is_journaled_once_with_its_author(store: Store) -> None:
    with store.write("partner add", "x") as write:
        write.db.execute(_BODY, ("x",))
        write.db.execute("UPDATE body SET phone = '00' WHERE id = 'x'")
        write.db.execute("UPDATE body SET phone = '01' WHERE id = 'x'")
    assert [row[:5] for row in _journal(store)[FOUNDED:]] == [
        ("Camille Exemple", "partner add", "x", "body", "x")
    ]


def test_what_is_inserted_and_deleted_leaves_an_empty_digest(store: Store) -> None:
    with store.write("essai") as write:
        write.db.execute(_BODY, ("x",))
        write.db.execute("DELETE FROM body WHERE id = 'x'")
    assert _journal(store)[-1][3:] == ("body", "x", "")
    assert not _unsound(store)


def test_replacing_and_upserting_are_journaled(store: Store) -> None:
    with store.write("essai") as write:
        for verb in ("INSERT", "INSERT OR REPLACE", "INSERT OR IGNORE"):
            write.db.execute(_BODY.replace("INSERT", verb, 1), ("x",))
        write.db.execute(f"{_BODY} ON CONFLICT (id) DO UPDATE SET name = 'Autre'", ("x",))
        write.db.execute("INSERT OR ABORT INTO body (id, name, short) VALUES ('y', 'Y', 'Y')")
        write.db.execute("UPDATE body SET id = 'z' WHERE id = 'y'")
    assert [row[4] for row in _journal(store)[FOUNDED:]] == ["x", "y", "z"]
    assert not _unsound(store)


def test_a_key_of_two_columns_is_journaled(store: Store) -> None:
    with store.write("essai") as write:
        write.db.execute(
            "INSERT INTO gathering (id, kind, on_date, year, author)"
            " VALUES (1, 'cell', '2026-01-01', 2026, 'C')"
        )
        write.db.execute("INSERT INTO gathering_partner VALUES (1, 'sante-btp-34')")
    assert ("gathering_partner", "1|sante-btp-34") in [row[3:5] for row in _journal(store)]
    assert not _unsound(store)


def test_drafts_and_settings_are_not_journaled_and_a_note_is(store: Store) -> None:
    with store.write("signal show", "2026-0001") as write:
        write.db.execute("INSERT INTO draft VALUES (1, 'k', NULL, '{}', 'x', 'C')")
        write.note("reveal")
    assert _journal(store)[-1] == (
        "Camille Exemple", "signal show", "2026-0001", "", "reveal", ""
    )  # fmt: skip
    assert len(_journal(store)) == FOUNDED + 1


def test_what_fails_leaves_nothing(store: Store) -> None:
    before = _journal(store)

    def write_then_fail(error: type[BaseException]) -> None:
        with store.write("essai") as write:
            write.db.execute(_BODY, ("x",))
            if error is dbapi2.IntegrityError:
                write.db.execute(_BODY, ("x",))
            raise error

    for error in (ZeroDivisionError, KeyboardInterrupt, dbapi2.IntegrityError):
        with pytest.raises(error):
            write_then_fail(error)
    assert _journal(store) == before
    assert not _unsound(store)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE body SET name = 'Autre'",
        "DELETE FROM member",
        "INSERT INTO body (id, name, short) VALUES ('faux', 'F', 'F')",
    ],
)
def test_a_row_changed_without_the_journal_is_seen(store: Store, statement: str) -> None:
    behind_the_back(store, statement)
    assert _unsound(store) == ["les données"]


def test_a_journal_rewritten_is_seen(store: Store) -> None:
    behind_the_back(
        store, "DROP TRIGGER journal_before_update", "UPDATE journal SET author = 'X' WHERE n = 1"
    )
    assert _unsound(store) == ["le schéma", "la chaîne du journal"]


def test_a_journal_row_removed_is_seen(store: Store) -> None:
    behind_the_back(
        store, "DROP TRIGGER journal_before_delete", f"DELETE FROM journal WHERE n = {FOUNDED}"
    )
    assert {"le schéma", "les données", "l'histoire"} <= set(_unsound(store))


def test_a_document_whose_bytes_changed_is_seen(store: Store) -> None:
    with store.write("essai") as write:
        write.db.execute(
            "INSERT INTO document (kind, name, sha256, bytes, added_at) VALUES ('release', 'n',"
            " '039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81', ?, 'x')",
            (b"\x01\x02\x03",),
        )
    assert not _unsound(store)
    behind_the_back(store, "UPDATE document SET bytes = x'00'")
    assert _unsound(store) == ["les pièces"]


def test_a_digest_says_nothing_without_its_key(store: Store) -> None:
    """The same row in two stores has two digests."""
    with closing(store.read()) as db:
        table = next(table for table in journal.tables(db) if table.name == "body")
        row = [None] * len(table.columns)
        assert table.digest(journal.secret(db), row) != table.digest(b"autre", row)
        assert not verify.broken_links(db)


def test_many_rows_are_journaled_in_one_write(store: Store) -> None:
    with store.write("import") as write:
        write.db.executemany(
            "INSERT INTO employer (name, folded) VALUES (?, ?)",
            [(f"Entreprise {n}", f"entreprise {n}") for n in range(5000)],
        )
    assert len(_journal(store)) == FOUNDED + 5000
    assert not _unsound(store)
