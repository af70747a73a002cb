"""The mark of a fiche in the properties of its PDF: what it is, without any personal data.

It is written in « Keywords », which the usual programs keep when a form is filled and saved.
"""

import re
from dataclasses import dataclass

_MARK = re.compile(
    r"pdp-fiche (?P<ref>[0-9]{4}-[0-9]{4,6}/[0-9]{1,4}) "
    r"v(?P<version>[1-9][0-9]{0,3}) r(?P<round>0|[1-9][0-9]?) (?P<hash>[0-9a-f]{64})"
    r"(?: (?P<token>[0-9a-f]{16}))?"
)
_LONGEST = 200


@dataclass(frozen=True)
class Mark:
    """A fiche's reference, its version and round, and the SHA-256 of its declaration.

    ``token`` is drawn by the store that released it, which alone knows it; "" in the older ones.
    """

    ref: str
    version: int
    round: int
    form_hash: str
    token: str = ""


def mark(ref: str, version: int, round_: int, form_hash: str, token: str = "") -> str:
    """The mark as it is written: ``pdp-fiche 2026-0171/1 v1 r0 … …``."""
    return f"pdp-fiche {ref} v{version} r{round_} {form_hash} {token}".rstrip()


def read_mark(text: str) -> Mark | None:
    """The mark that ``text`` is, or None; nothing around it but blanks."""
    found = _MARK.fullmatch(text.strip()) if len(text) <= _LONGEST else None
    if found is None:
        return None
    version, round_ = int(found["version"]), int(found["round"])
    return Mark(found["ref"], version, round_, found["hash"], found["token"] or "")
