"""A record of which every value is a marker, and everything that a PDF tells, to look for them.

Nobody's data: a marker is a made-up word, date or number.
"""

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import date, timedelta
from io import BytesIO
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PdfReadError
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    StreamObject,
    TextStringObject,
)

from pdpcli.forms.fields import Value
from pdpcli.forms.form import Field, Form
from pdpcli.forms.sheet import SignedBlock
from pdpcli.rules.dates import french
from pdpcli.rules.vocabulary import CHOICES, PATHS

_FIRST = date(1931, 1, 7)
_EMPTY = ("unknown", "none")


def _marker(number: int, kind: str) -> Value:
    """A value that appears nowhere else."""
    if kind == "date":
        return _FIRST + timedelta(days=37 * number)
    if kind == "integer":
        return 7_310_000 + number
    if kind == "phone":
        return f"06 98 {number // 100:02} {number % 100:02} 73"
    if kind in ("nir", "siret"):
        return f"18{number:03}7319064217"[: 15 if kind == "nir" else 14]
    return f"Zq{number:03}xk"


def marked_record(parties: tuple[str, ...]) -> dict[str, Value]:
    """Every path with its marker; a closed choice has an answer that is printed."""
    record: dict[str, Value] = dict(_MARKED)
    for path, type_ in PATHS.items():
        if type_ in CHOICES:
            record[path] = next(code for code in CHOICES[type_] if code not in _EMPTY)
    return record | {"liaison.sender": parties[1], "liaison.recipient": parties[0]}


def marked_entries(form: Form) -> dict[str, Value]:
    """What each side wrote, and what the fiche alone asks."""
    own = (one for one in form.fields if one.path.startswith(("entry.", "liaison.answers.")))
    return {
        one.id: next(iter(one.choices)) if one.choices else _marker(500 + number, one.kind)
        for number, one in enumerate(own)
    }


def shapes(one: Field | str, value: Value) -> frozenset[str]:
    """How a marker may be written, without blanks; what is no marker has no shape."""
    if value is None or (isinstance(one, Field) and (one.labels or one.kind == "flag")):
        return frozenset()
    if isinstance(value, date):
        return frozenset({french(value), value.isoformat()})
    return frozenset({re.sub(r"\s", "", str(value))})


_MARKED = {
    path: _marker(number, type_)
    for number, (path, type_) in enumerate(PATHS.items())
    if type_ not in CHOICES and type_ != "body"
}
#: Every shape of every path's marker.
ALL_SHAPES = frozenset(shape for path, value in _MARKED.items() for shape in shapes(path, value))
#: A consent of which every text is a marker.
MARKED_BLOCK = SignedBlock(
    "Zs901xk",
    "Zs902xk",
    date(1911, 2, 3),
    "Zs903xk",
    capacity="Zs904xk",
    collected_by="Zs905xk",
    means="screen",
    language="Zs906xk",
    translated_by="Zs907xk",
    document_seen="Zs908xk",
)
MARKED_BLOCK_TEXTS = ("03/02/1911", "1911-02-03", *(f"Zs90{number}xk" for number in range(1, 9)))


def everything_told(content: bytes) -> str:
    """Texts of the pages, every string and every stream of the document, without blanks."""
    reader = PdfReader(BytesIO(content), strict=True)
    told = [content.decode("latin-1"), *(page.extract_text() for page in reader.pages)]
    for number in range(1, reader.trailer["/Size"]):
        with suppress(PdfReadError):  # a number that the file does not use
            told += _strings(reader.get_object(number))
    told += [data.decode("utf-8") for found in reader.attachments.values() for data in found]
    told += [str(reader.metadata), str(reader.get_fields())]
    return re.sub(r"\s", "", "\n".join(told))


def _strings(one: Any) -> list[str]:
    if isinstance(one, TextStringObject):
        return [str(one)]
    if isinstance(one, ByteStringObject):
        return [bytes(one).decode("latin-1")]
    if isinstance(one, ArrayObject):
        return [text for item in one for text in _strings(item)]
    found = []
    if isinstance(one, Mapping | DictionaryObject):
        found = [text for key in one for text in (str(key), *_strings(one.raw_get(key)))]
    if isinstance(one, StreamObject) and one.get("/Subtype") != "/Image":
        found.append(one.get_data().decode("latin-1"))
    return found
