"""What the rows of an export say of each other, looked at before they are taken back.

A forged export must open no gate: a form kept under the hash of another would let out what nobody
signed for, and a row numbered last of all would let no withdrawal be told after it. Nor may it name
a file: a reference, an identifier or a document's name begins or ends the names that are written.
"""

from hashlib import sha256
from typing import TYPE_CHECKING

from pdpcli.store.migrations import FAR
from pdpcli.store.skeletons import content_digest

if TYPE_CHECKING:
    from sqlite3 import Connection

#: Columns that file and folder names are made of.
_NAMING = (
    ("case_file", "ref"), ("case_alias", "ref"), ("document", "name"), ("agreement", "id"),
    ("body", "id"), ("declaration", "agreement"),
)  # fmt: skip
_SKELETONS = ("consent", "release", "dispatch", "notice")


def swapped_declarations(db: "Connection") -> bool:
    """Whether a declaration is not the text of its hash."""
    rows = db.execute("SELECT hash, text FROM declaration")
    return any(sha256(text.encode()).hexdigest() != hash_ for hash_, text in rows)


def altered_details(db: "Connection") -> bool:
    """Whether a content is not the one whose digest its skeleton keeps, or left unerased."""
    return any(_altered(db, table) for table in _SKELETONS)


def _altered(db: "Connection", table: str) -> bool:
    rows = db.execute(
        f"""SELECT s.digest, d.salt, d.content, e.id FROM {table} s
        LEFT JOIN {table}_detail d ON d.{table}_id = s.id
        LEFT JOIN erasure e ON e.person_key = s.person_key"""
    )
    for digest, salt, content, erased in rows:
        if salt is None and erased is None:
            return True
        if salt is not None and _digest(salt, content) != digest:
            return True
    return False


def _digest(salt: str, content: str) -> str:
    try:
        return content_digest(salt, content)
    except ValueError:  # a salt that is none
        return ""


def out_of_order(db: "Connection") -> bool:
    """Whether a row is numbered far after the one before, as its table would have refused."""
    rows = db.execute("SELECT tbl_name FROM main.sqlite_master WHERE name LIKE '%\\_in\\_order'"
                      " ESCAPE '\\' AND type = 'trigger'")  # fmt: skip
    return any(_far(db, name) for (name,) in rows.fetchall())


def _far(db: "Connection", table: str) -> bool:
    row = db.execute(
        f"""SELECT 1 FROM (SELECT id, lag(id, 1, 0) OVER (ORDER BY id) AS before FROM "{table}")
        WHERE id < 1 OR id - before > ? LIMIT 1""",
        (FAR,),
    ).fetchone()
    return row is not None


def unsafe_names(db: "Connection") -> bool:
    """Whether what file names are made of would lead elsewhere."""
    return any(
        db.execute(
            f"""SELECT 1 FROM {table} WHERE {column} GLOB '*[/\\:]*' OR {column} GLOB '.*'
            OR {column} = '' LIMIT 1"""
        ).fetchone()
        for table, column in _NAMING
    )
