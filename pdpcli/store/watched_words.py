"""Her own words to look at before a fiche leaves, as SQL; folded by ``rules.watched``."""

from collections.abc import Iterable
from sqlite3 import Connection
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pdpcli.store.open import Write


def watched_words(db: Connection) -> tuple[str, ...]:
    """Her list, in alphabetical order."""
    return tuple(row["word"] for row in db.execute("SELECT word FROM watched_word ORDER BY word"))


def watch(write: "Write", words: Iterable[str]) -> None:
    """Add ``words``; those already there stay."""
    write.db.executemany(
        "INSERT INTO watched_word (word, added_at) VALUES (?, ?) ON CONFLICT DO NOTHING",
        [(word, write.at) for word in words],
    )


def unwatch(write: "Write", words: Iterable[str]) -> list[str]:
    """Take ``words`` off; returns those that were not there."""
    known = set(watched_words(write.db))
    wanted = list(words)
    write.db.executemany("DELETE FROM watched_word WHERE word = ?", [(word,) for word in wanted])
    return [word for word in wanted if word not in known]
