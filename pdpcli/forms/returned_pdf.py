"""What a returned PDF says, told as JSON: in the child process of forms/confined.py only.

Nothing is drawn, run or written; only types and sizes are judged here. Values are judged by
``Form.parse``, in the parent.
"""

import json
import re
from base64 import b64encode
from collections.abc import Iterable
from typing import Any

from pypdf import PageObject
from pypdf.generic import StreamObject

from pdpcli.forms.active_content import OURS, active, embedded
from pdpcli.forms.field_tree import Leaf, leaves
from pdpcli.forms.pdf_opening import Opened
from pdpcli.forms.pdf_values import MOST_TEXT, dictionary, of, text
from pdpcli.forms.unreadable import Unreadable

_NAME = re.compile(r"[A-Za-z0-9_.-]{1,100}")
_REFERENCE = re.compile(r"Réf\.\s*([0-9]{4}-[0-9]{4,6}(?:\s*/\s*[0-9]{1,4})?)")
_MOST_ATTACHED = 1_000_000
_MOST_SAID = 500_000  # characters of all the values
_PAGES_SEARCHED = 5
_CONTENT_SEARCHED = 1_000_000
Remark = tuple[str, str]  # a code of returned.REMARKS, and the field it is about


def told(data: bytes) -> bytes:
    """The JSON of what ``data`` says; Unreadable."""
    opened = Opened(data)
    every = list(leaves(dictionary(of(opened.root, "/AcroForm")), opened.annotations))
    fields, doubled, remarks = _values(one for one in every if one.fillable)
    holders = [*opened.pages, *opened.annotations, *(box for one in every for box in one.widgets)]
    remarks += [(code, "") for code in sorted(active(opened.root, holders))]
    attachment = _attachment(opened)
    keywords = (text(of(of(opened.reader.trailer, "/Info"), "/Keywords")) or "")[:500]
    answer = {
        "fields": fields,
        "doubled": doubled,
        "keywords": keywords,
        "reference": "" if keywords.startswith("pdp-fiche ") else _reference(opened.pages),
        "pages": len(opened.pages),
        "attachment": None if attachment is None else b64encode(attachment).decode(),
        "fillable": any(one.fillable for one in every),
        "seal_present": any(one.type == "/Sig" and _signed(one) for one in every),
        "remarks": [*remarks, *([("mended", "")] if opened.mended else [])],
    }
    return json.dumps(answer).encode()


def _values(every: Iterable[Leaf]) -> tuple[dict[str, str], list[str], list[Remark]]:
    """Texts by name, the names that two fields bear, and what was left aside.

    Two fields of one name that say different things say nothing: neither value is kept.
    """
    kept: dict[str, str] = {}
    doubled: dict[str, bool] = {}
    remarks: dict[Remark, None] = {}
    for one in every:
        if not _NAME.fullmatch(one.name):
            remarks["name", ""] = None
            continue
        said, code = _said(one)
        if code:
            remarks[code, one.name] = None
        if one.name in kept:
            doubled[one.name] = doubled.get(one.name, True) and kept[one.name] == said
        kept.setdefault(one.name, said or "")
    if sum(map(len, kept.values())) > _MOST_SAID:
        raise Unreadable("too_heavy")
    fields = {name: said for name, said in kept.items() if doubled.get(name, True)}
    return fields, list(doubled), list(remarks)


def _said(one: Leaf) -> tuple[str, str]:
    """What a field says, as text, and the code of a remark."""
    if one.type == "/Btn":
        states = {state != "/Off" for state in one.states}
        return ("on" if one.ticked else ""), ("box" if len(states) > 1 else "")
    if one.value is None:
        return "", ""
    said = text(one.value)
    if said is None:
        return "", "type"
    return ("", "long") if len(said) > MOST_TEXT else (said, "")


def _signed(one: Leaf) -> bool:
    return dictionary(one.value) is not None


def _attachment(opened: Opened) -> bytes | None:
    """The bytes of our « fiche.json », if there is one and only one, of a sane size."""
    found = [file for said, file in embedded(opened.root) if said == OURS]
    if len(found) != 1:
        return None
    files: Any = of(found[0], "/EF")
    streams = [of(files, key) for key in ("/F", "/UF")]  # an empty one is false
    stream = next((one for one in streams if isinstance(one, StreamObject)), None)
    content = None if stream is None else stream.get_data()
    return content if content is not None and len(content) <= _MOST_ATTACHED else None


def _reference(pages: Iterable[Any]) -> str:
    """The reference printed at the foot of the first pages."""
    for page in list(pages)[:_PAGES_SEARCHED]:
        found = _REFERENCE.search(_printed(page))
        if found:
            return "".join(found[1].split())
    return ""


def _printed(page: Any) -> str:  # noqa: ANN401 - a PDF dictionary
    """The text of a page; nothing when it is too long to be a fiche, or cannot be read."""
    shown = PageObject()
    shown.update(page)
    try:
        content = shown.get_contents()
        if content is None or len(content.get_data()) > _CONTENT_SEARCHED:
            return ""
        return shown.extract_text()
    except Exception:  # noqa: BLE001 - the reference is then asked
        return ""
