"""What a fiche says, as data beside the page: the JSON attachment « fiche.json ».

It holds what can be seen on the sheet and nothing else; ``docs/fiche-json.md`` is its schema.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pdpcli.errors import Refusal
from pdpcli.forms.fields import Value
from pdpcli.forms.form import Form
from pdpcli.forms.sheet import Sheet
from pdpcli.rules.text import clean

SCHEMA = "pdp-fiche/1"
NAME = "fiche.json"  # of the attachment in the PDF
MOST_BYTES = 200_000
_MOST_VALUES, _LONGEST = 400, 6000

_ID = re.compile(r"[a-z][a-z0-9_]{0,44}")
_BODY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_REFERENCE = re.compile(r"[0-9]{4}-[0-9]{4,6}/[0-9]{1,4}")
_HASH = re.compile(r"[0-9a-f]{64}")
_MOST_NUMBER, _MOST_ROUNDS = 9999, 99


@dataclass(frozen=True)
class FicheJson:
    """What the attachment says; ``values`` and ``consent`` are texts by field id.

    The ids are those of the form drawn with ``round`` « nouvelles liaisons » (see forms.rounds).
    Nothing is checked against a form: ``values`` go through :meth:`Form.parse`.
    """

    reference: str
    version: int
    round: int
    replaces: date | None
    on: date | None
    form_id: str
    form_version: int
    form_hash: str
    agreement: str
    sender: str
    recipient: str
    values: Mapping[str, str]
    consent: Mapping[str, str]


def fiche_json(form: Form, values: Mapping[str, Value], sheet: Sheet) -> bytes:
    """The attachment of the sheet that ``draw`` makes of the same arguments."""
    from pdpcli.forms.visible import to_draw, visible

    seen = visible(form, to_draw(form, values, sheet))
    block = {one.id for one in form.asked("person")}
    said = {
        "schema": SCHEMA,
        "reference": sheet.reference,
        "version": sheet.version,
        "round": sheet.round,
        "replaces": sheet.replaces and sheet.replaces.isoformat(),
        "on": sheet.on and sheet.on.isoformat(),
        "form": {"id": form.id, "version": form.version, "hash": form.hash},
        "agreement": sheet.agreement,
        "sender": sheet.sender,
        "recipient": sheet.recipient,
        "values": {key: str(value) for key, value in seen.items() if key not in block},
        "consent": {key: str(value) for key, value in seen.items() if key in block},
    }
    return json.dumps(said, ensure_ascii=False).encode()


def read_fiche_json(content: bytes) -> FicheJson:
    """What an attachment says, strictly: every key, every type, every text cleaned.

    Raises:
        Refusal: anything that ``fiche_json`` would not have written.
    """
    top = _Table(_load(content))
    if top.text("schema") != SCHEMA:
        raise Refusal("la version de la pièce jointe n'est pas connue de ce programme.")
    form = _Table(top.take("form"))
    read = FicheJson(
        reference=top.match("reference", _REFERENCE),
        version=top.number("version", 1),
        round=top.number("round", 0, _MOST_ROUNDS),
        replaces=top.day("replaces"),
        on=top.day("on"),
        form_id=form.match("id", _BODY),
        form_version=form.number("version", 0),
        form_hash=form.match("hash", _HASH),
        agreement=top.match("agreement", _BODY, empty=True),
        sender=top.match("sender", _BODY, empty=True),
        recipient=top.match("recipient", _BODY, empty=True),
        values=_texts(top.take("values")),
        consent=_texts(top.take("consent")),
    )
    form.close()
    top.close()
    return read


def _load(content: bytes) -> object:
    if len(content) > MOST_BYTES:
        raise Refusal("la pièce jointe est trop grosse.")
    try:
        return json.loads(
            content.decode("utf-8"), object_pairs_hook=_once, parse_constant=_no_constant
        )
    except Refusal:
        raise
    except (ValueError, RecursionError):
        raise Refusal("la pièce jointe n'est pas du JSON lisible.") from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Refusal("la pièce jointe dit deux fois la même chose.")
    return found


def _no_constant(_name: str) -> None:
    raise Refusal("la pièce jointe contient un nombre qui n'en est pas un.")


def _texts(said: object) -> dict[str, str]:
    """Cleaned texts by field id."""
    table = _Table(said)
    if len(table.left) > _MOST_VALUES:
        raise Refusal("la pièce jointe contient trop de champs.")
    keys = list(table.left)
    if not all(_ID.fullmatch(key) for key in keys):
        raise Refusal("la pièce jointe contient un nom de champ impossible.")
    return {key: table.text(key, multiline=True, limit=_LONGEST) for key in keys}


class _Table:
    """An object whose keys are all taken, once each."""

    def __init__(self, said: object) -> None:
        if not isinstance(said, dict):
            raise Refusal("la pièce jointe n'a pas la forme attendue.")
        self.left: dict[str, object] = dict(said)

    def take(self, key: str) -> object:
        """The value of a key, which must be there."""
        if key not in self.left:
            raise Refusal(f"il manque « {key} » dans la pièce jointe.")
        return self.left.pop(key)

    def text(self, key: str, *, multiline: bool = False, limit: int = 200) -> str:
        """A text, cleaned."""
        said = self.take(key)
        if not isinstance(said, str):
            raise Refusal("la pièce jointe n'a pas la forme attendue.")
        return clean(said, multiline=multiline, limit=limit)

    def match(self, key: str, pattern: re.Pattern[str], *, empty: bool = False) -> str:
        """A short text of one shape."""
        said = self.text(key)
        if not (pattern.fullmatch(said) or (empty and not said)):
            raise Refusal(f"« {key} » n'a pas la forme attendue dans la pièce jointe.")
        return said

    def number(self, key: str, least: int, most: int = _MOST_NUMBER) -> int:
        """A small whole number."""
        said = self.take(key)
        if type(said) is not int or not least <= said <= most:
            raise Refusal(f"« {key} » n'a pas la forme attendue dans la pièce jointe.")
        return said

    def day(self, key: str) -> date | None:
        """An ISO date, or null."""
        said = self.take(key)
        if said is None:
            return None
        try:
            read = date.fromisoformat(said if isinstance(said, str) else "")
        except ValueError:
            read = None
        if read is None or read.isoformat() != said:
            raise Refusal(f"« {key} » n'est pas une date, dans la pièce jointe.")
        return read

    def close(self) -> None:
        """Nothing may be left."""
        if self.left:
            raise Refusal("la pièce jointe contient des rubriques inconnues.")
