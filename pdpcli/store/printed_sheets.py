"""What each sheet to sign said, as SQL: recognised when it comes back, compared to what leaves."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from sqlite3 import Connection
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pdpcli.store.liaisons import LiaisonRow
    from pdpcli.store.open import Write


@dataclass(frozen=True)
class PrintedSheet:
    """A sheet given to be signed: its day, and what it showed, text by field id."""

    on: date
    shown: Mapping[str, str]


def keep_sheet(  # noqa: PLR0913 - what it is, and what was signed on it
    write: "Write",
    liaison: "LiaisonRow",
    on: date,
    pdf: bytes,
    shown: Mapping[str, str],
    *,
    consent: int | None = None,
) -> None:
    """Keep what the sheet ``pdf`` says, and its SHA-256; not the sheet.

    ``consent`` is the one signed on it at once, on a screen; of a sheet to sign it is to come.
    """
    last = write.db.execute("SELECT coalesce(max(id), 0) FROM consent").fetchone()[0]
    write.db.execute(
        """INSERT INTO printed_sheet
          (liaison_id, after_consent, on_date, sha256, shown, recorded_at, author)
        VALUES (?, ?, ?, ?, ?, ?, ?)""",
        (
            liaison.id,
            last if consent is None else consent - 1,
            on.isoformat(),
            hashlib.sha256(pdf).hexdigest(),
            json.dumps(shown, ensure_ascii=False),
            write.at,
            write.author,
        ),
    )


def sheet_signed(
    db: Connection, liaison: "LiaisonRow", consent: Mapping[str, Any]
) -> PrintedSheet | None:
    """The last sheet of this fiche given before ``consent``: the one signed; None if none was."""
    row = db.execute(
        """SELECT on_date, shown FROM printed_sheet
        WHERE liaison_id = ? AND on_date <= ? AND after_consent < ? ORDER BY id DESC LIMIT 1""",
        (liaison.id, consent["on_date"], consent["id"]),
    ).fetchone()
    return row and PrintedSheet(date.fromisoformat(row["on_date"]), json.loads(row["shown"]))
