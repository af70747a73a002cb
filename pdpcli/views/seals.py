"""The seals of the cell: a block each, and as JSON values; never the private key."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from pdpcli.forms.certificate import NEVER, described, in_groups
from pdpcli.rules.dates import french, french_iso
from pdpcli.store.seals import SealRow

_NONE = "Aucun cachet : le prochain document scellé en fera un, au nom de notre service."
_LEVELS = {
    "own": "simple : ni l'identité, ni la date pour des tiers",
    "imported": "niveau déclaré par l'émetteur, non vérifié",
}


def seal_blocks(rows: Sequence[SealRow]) -> str:
    """Each seal, the current one said so."""
    blocks = ["\n".join(_lines(row)) for row in rows]
    if all(row.retired_on for row in rows):
        blocks.append(_NONE)
    return "\n\n".join(blocks)


def seal_json(row: SealRow) -> dict[str, Any]:
    """Stable keys; dates in ISO form."""
    issuer, until = _issued(row)
    return {
        "id": row.id,
        "current": row.retired_on is None,
        "source": row.source,
        "subject": row.subject,
        "issuer": issuer,
        "level": _LEVELS[row.source],
        "since": _since(row),
        "valid_until": until.date(),
        "fingerprint": row.fingerprint,
        "documents": row.documents,
        "retired_on": row.retired_on,
        "retired_reason": row.retired_reason,
        "certificate": row.certificate,
    }


def _lines(row: SealRow) -> Iterator[str]:
    state = (
        f"retiré le {french_iso(row.retired_on)} : {row.retired_reason}"
        if row.retired_on
        else "actuel"
    )
    issuer, until = _issued(row)
    facts = {
        "Au nom de": row.subject,
        "Établi par": issuer if row.source == "imported" else "la cellule elle-même",
        "Niveau": _LEVELS[row.source],
        "Depuis le": french(_since(row)),
        "Valable": "sans limite"
        if until.year == date.max.year
        else f"jusqu'au {french(until.date())}",
        "Documents": str(row.documents),
        "Empreinte": _in_two_lines(in_groups(row.fingerprint)),
    }
    yield f"Cachet {row.id}, {state}"
    yield from (f"  {name:<12}{value}" for name, value in facts.items())


def _issued(row: SealRow) -> tuple[str, datetime]:
    """Who issued it and until when: known of a seal of ours, read in the one of an organisation."""
    if row.source == "own":
        return row.subject, NEVER
    said = described(row.certificate)
    return said.issuer, said.until


def _in_two_lines(fingerprint: str) -> str:
    """A line of 80 columns holds half of its sixty-four figures."""
    words = fingerprint.split()
    half = len(words) // 2
    return " ".join(words[:half]) + f"\n{'':<14}" + " ".join(words[half:])


def _since(row: SealRow) -> date:
    """The day, here, of a moment that the store keeps in UTC."""
    return datetime.fromisoformat(row.added_at).astimezone().date()
