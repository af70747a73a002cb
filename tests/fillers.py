"""A fiche filled as a partner would, with four programs: texts and boxes by input name.

pypdf; PDFium (Chrome's); MuPDF (absent from some machines); and an update written by hand, as the
many programs that only add to the end of a file.
"""

import ctypes
import json
import shutil
import subprocess
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.generic import ByteStringObject, DictionaryObject, NameObject

ON = "on"  # the value of a box to tick
MUTOOL = shutil.which("mutool")


def with_pypdf(pdf: bytes, filled: Mapping[str, str], _folder: Path) -> bytes:
    """Written anew by pypdf."""
    writer = PdfWriter(clone_from=PdfReader(BytesIO(pdf)))
    values: dict[str, Any] = {
        name: "/Yes" if said == ON else said.replace("\n", "\r") for name, said in filled.items()
    }
    for page in writer.pages:
        if "/Annots" in page:
            writer.update_page_form_field_values(page, values, auto_regenerate=False)
    made = BytesIO()
    writer.write(made)
    return made.getvalue()


def with_pdfium(pdf: bytes, filled: Mapping[str, str], _folder: Path) -> bytes:
    """Typed and clicked in PDFium."""
    import pypdfium2
    from pypdfium2 import raw

    document = pypdfium2.PdfDocument(pdf)
    document.init_forms()
    env = document.formenv
    for page in document:
        for index in range(raw.FPDFPage_GetAnnotCount(page)):
            widget = raw.FPDFPage_GetAnnot(page, index)
            said = filled.get(_pdfium_name(env, widget))
            if said == ON:
                _pdfium_click(env, page, widget)
            elif said is not None:
                raw.FORM_SetFocusedAnnot(env, widget)
                raw.FORM_SelectAllText(env, page)
                raw.FORM_ReplaceSelection(env, page, _wide(said.replace("\n", "\r\n")))
                raw.FORM_ForceToKillFocus(env)
            raw.FPDFPage_CloseAnnot(widget)
    made = BytesIO()
    document.save(made)
    document.close()
    return made.getvalue()


def _pdfium_name(env: Any, widget: Any) -> str:
    from pypdfium2 import raw

    size = raw.FPDFAnnot_GetFormFieldName(env, widget, None, 0)
    room = ctypes.create_string_buffer(size)
    pointer = ctypes.cast(room, ctypes.POINTER(ctypes.c_ushort))
    raw.FPDFAnnot_GetFormFieldName(env, widget, pointer, size)
    return room.raw.decode("utf-16le").rstrip("\0")


def _pdfium_click(env: Any, page: Any, widget: Any) -> None:
    from pypdfium2 import raw

    rect = raw.FS_RECTF()
    raw.FPDFAnnot_GetRect(widget, rect)
    at = (rect.left + rect.right) / 2, (rect.bottom + rect.top) / 2
    raw.FORM_OnMouseMove(env, page, 0, *at)
    raw.FORM_OnLButtonDown(env, page, 0, *at)
    raw.FORM_OnLButtonUp(env, page, 0, *at)


def _wide(said: str) -> Any:
    room = ctypes.create_string_buffer((said + "\0").encode("utf-16le"))
    return ctypes.cast(room, ctypes.POINTER(ctypes.c_ushort))


_SCRIPT = """
var asked = JSON.parse(%s), doc = new PDFDocument(%s);
for (var number in asked) {
  var page = doc.loadPage(+number), widgets = page.getWidgets();
  for (var index in asked[number]) {
    var one = widgets[index], said = asked[number][index];
    if (said === "on") one.toggle(); else one.setTextValue(said);
    one.update();
  }
}
doc.save(%s, "incremental");
"""


def with_mupdf(pdf: bytes, filled: Mapping[str, str], folder: Path) -> bytes:
    """Filled by MuPDF, which adds its changes at the end."""
    source, made, script = (folder / name for name in ("fiche.pdf", "filled.pdf", "fill.js"))
    source.write_bytes(pdf)
    asked: dict[int, dict[int, str]] = {}
    for number, page in enumerate(PdfReader(BytesIO(pdf)).pages):
        widgets = [one.get_object() for one in page.get("/Annots", [])]
        named = [str((one if "/T" in one else one["/Parent"])["/T"]) for one in widgets]
        asked[number] = {at: filled[name] for at, name in enumerate(named) if name in filled}
    told = (json.dumps(one) for one in (json.dumps(asked), str(source), str(made)))
    script.write_text(_SCRIPT % tuple(told), "utf-8")
    subprocess.run([MUTOOL or "mutool", "run", script], check=True, capture_output=True, timeout=60)
    return made.read_bytes()


def by_hand(pdf: bytes, filled: Mapping[str, str], _folder: Path) -> bytes:
    """The objects of the filled fields written again at the end: texts in UTF-16."""
    return updated(pdf, {name: _utf16(said) for name, said in filled.items()})


def _utf16(said: str) -> bytes:
    return b"\xfe\xff" + said.replace("\n", "\r").encode("utf-16-be")


_TICKED = _utf16(ON)


def updated(pdf: bytes, filled: Mapping[str, bytes]) -> bytes:
    """``pdf`` and an update that gives these bytes as values; a box that is « on » is /Yes."""
    reader = PdfReader(BytesIO(pdf))
    places, made = {}, bytearray(pdf)
    form: Any = reader.trailer["/Root"]["/AcroForm"]  # type: ignore[index]
    for reference in form["/Fields"]:
        field = DictionaryObject(reference.get_object())
        value = filled.get(str(field["/T"]))
        if value is None:
            continue
        if value == _TICKED:
            field[NameObject("/AS")] = field[NameObject("/V")] = NameObject("/Yes")
        else:
            field[NameObject("/V")] = ByteStringObject(value)
        content = BytesIO()
        field.write_to_stream(content)
        places[reference.idnum] = len(made)
        made += b"%d 0 obj\n%b\nendobj\n" % (reference.idnum, content.getvalue())
    return bytes(made + _table(reader, places, len(made), pdf))


def _table(reader: PdfReader, places: Mapping[int, int], at: int, before: bytes) -> bytes:
    previous = int(before[before.rindex(b"startxref") + 9 :].split()[0])
    rows = b"".join(b"%d 1\n%010d 00000 n \n" % (number, places[number]) for number in places)
    root, size = reader.trailer.raw_get("/Root").idnum, int(str(reader.trailer["/Size"]))
    kept = b""
    if "/Info" in reader.trailer:
        kept = b"/Info %d 0 R" % reader.trailer.raw_get("/Info").idnum
    told = b"/Size %d /Root %d 0 R /Prev %d %b" % (size, root, previous, kept)
    return b"xref\n%btrailer\n<< %b >>\nstartxref\n%d\n%%%%EOF\n" % (rows, told, at)


Filler = Callable[[bytes, Mapping[str, str], Path], bytes]
FILLERS: Mapping[str, Filler] = {
    "pypdf": with_pypdf,
    "pdfium": with_pdfium,
    "mupdf": with_mupdf,
    "by hand": by_hand,
}
