"""Drafts: what was typed and not yet saved, kept in the encrypted store at each answer."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from sqlite3 import Connection
from typing import Any

from pdpcli.store.open import Store


@dataclass
class Draft:
    """One suspended entry; ``number`` is None until it is first kept."""

    kind: str
    answers: Mapping[str, Any]
    number: int | None = None
    updated_at: str = ""

    def keep(self, store: Store, answers: Mapping[str, object]) -> None:
        """Write ``answers`` in the store; acknowledged means on the disk."""
        with store.write(f"draft {self.kind}") as write:
            text = json.dumps(dict(answers), ensure_ascii=False)
            self.number = write.db.execute(
                """INSERT INTO draft (id, kind, answers, updated_at, author)
                VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (id) DO UPDATE SET answers = excluded.answers,
                  updated_at = excluded.updated_at
                RETURNING id""",
                (self.number, self.kind, text, write.at, write.author),
            ).fetchone()[0]


def forget(db: Connection, draft: Draft) -> None:
    """Remove a draft whose content has been saved, in the same transaction."""
    db.execute("DELETE FROM draft WHERE id = ?", (draft.number,))


def drafts(db: Connection, kind: str) -> list[Draft]:
    """The suspended entries of one kind (what they are of), the latest first."""
    rows = db.execute(
        "SELECT * FROM draft WHERE kind = ? ORDER BY updated_at DESC, id DESC", (kind,)
    )
    return [
        Draft(row["kind"], json.loads(row["answers"]), row["id"], row["updated_at"])
        for row in rows.fetchall()
    ]
