"""The dated facts of an exchange (acknowledged, taken on, declined, reminded…), append-only.

One noted by mistake is undone by a later row; nothing is edited (design §5).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from sqlite3 import Connection
from typing import TYPE_CHECKING, Any

from pdpcli.store import skeletons
from pdpcli.store.cases import refuse_erased

if TYPE_CHECKING:
    from pdpcli.store.liaisons import LiaisonRow
    from pdpcli.store.open import Write


@dataclass(frozen=True)
class Notice:
    """One fact to note: ``kind`` is a code of CHOICES["notice"]; ``said`` is its erasable content.

    ``body`` is who said it, or whom it was said to: the partner unless told otherwise.
    """

    kind: str
    on: date
    said: Mapping[str, Any] = field(default_factory=dict)
    body: str = ""
    channel: str | None = None
    code: str | None = None
    dispatch_id: int | None = None
    undoes: int | None = None


def put_notice(write: "Write", liaison: "LiaisonRow", notice: Notice) -> int:
    """Append a notice on the fiche as it now is; returns its number.

    Raises:
        InputRefused: the person was erased.
    """
    refuse_erased(liaison.case)
    return skeletons.append(
        write.db,
        "notice",
        {
            "person_key": liaison.case.person_key,
            "case_ref": liaison.case.ref,
            "liaison_number": liaison.number,
            "version": liaison.version,
            "round": liaison.round,
            "kind": notice.kind,
            "body": notice.body or liaison.agreement.partner,
            "channel": notice.channel,
            "code": notice.code,
            "dispatch_id": notice.dispatch_id,
            "undoes": notice.undoes,
            "on_date": notice.on.isoformat(),
            "recorded_at": write.at,
            "author": write.author,
        },
        notice.said,
    )


def notices_of(db: Connection, case_ref: str, number: int | None = None) -> list[dict[str, Any]]:
    """The standing notices of a situation, or of one of its fiches, with what they say, in order.

    ``said`` is {} once erased.
    """
    rows = db.execute(
        """SELECT n.*, b.short AS partner, t.content FROM standing_notice n
        LEFT JOIN notice_detail t ON t.notice_id = n.id LEFT JOIN body b ON b.id = n.body
        WHERE n.case_ref = ? AND (? IS NULL OR n.liaison_number = ?) ORDER BY n.on_date, n.id""",
        (case_ref, number, number),
    )
    return [{**dict(row), "said": json.loads(row["content"] or "{}")} for row in rows]
