"""The PDF document around its pages: its properties, the file attached to it, its pictures."""

from io import BytesIO
from typing import Any

from pdpcli.forms.attachment import NAME
from pdpcli.forms.font import REGULAR
from pdpcli.forms.form import Form
from pdpcli.forms.metrics import PAGE
from pdpcli.forms.picture import Picture
from pdpcli.forms.ready import Join, Ready, stream, text
from pdpcli.forms.sheet import Sheet


def new_document(form: Form, sheet: Sheet, buffer: BytesIO) -> Any:  # noqa: ANN401 - no types
    """A canvas whose properties hold nothing personal: the same bytes for the same sheet."""
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(
        buffer,
        pagesize=PAGE,
        invariant=1,
        pageCompression=1,
        initialFontName=REGULAR,
        lang="fr-FR",
    )
    title = form.title.capitalize() if form.title.isupper() else form.title
    canvas.setTitle(f"{title} {sheet.reference}".strip())
    canvas.setAuthor(sheet.author)
    canvas.setCreator("pdp")
    canvas.setSubject(" / ".join(form.header))
    canvas.setKeywords(sheet.mark)
    canvas.setViewerPreference("DisplayDocTitle", "true")
    if sheet.on is not None:
        stamp = canvas._doc._timeStamp  # noqa: SLF001 - no other way
        stamp.YMDhms = (*sheet.on.timetuple()[:3], 0, 0, 0)
    if sheet.attachment:
        _attach(canvas._doc, sheet.attachment)  # noqa: SLF001 - idem
    return canvas


def _attach(doc: Any, content: bytes) -> None:  # noqa: ANN401 - idem
    """Embed ``content`` under its one name."""
    size = b"/Type /EmbeddedFile /Subtype /application#2Fjson /Params << /Size %d >>"
    embedded = doc.Reference(Ready(stream(content, size % len(content))))
    name = text(NAME)
    file = doc.Reference(
        Join(
            b"<< /Type /Filespec /AFRelationship /Data /F %b /UF %b /EF << /F " % (name, name),
            embedded,
            b" /UF ",
            embedded,
            b" >> >>",
        )
    )
    names = Join(b"<< /EmbeddedFiles << /Names [ %b " % name, file, b" ] >> >>")
    doc.Catalog.Names = names


def show_picture(canvas: Any, made: Picture, room: tuple[float, float, float, float]) -> None:  # noqa: ANN401 - idem
    """Draw a picture on the current page, as large as its room (x, y, width, height) allows."""
    doc, x, y = canvas._doc, room[0], room[1]  # noqa: SLF001 - no other way
    scale = min(room[2] / made.width, room[3] / made.height)
    wide, high = made.width * scale, made.height * scale
    head = (
        b"<< /Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceRGB "
        b"/BitsPerComponent 8 /Filter /DCTDecode /Length %d >>\nstream\n"
        % (made.width, made.height, len(made.jpeg))
    )
    name = f"signature{len(canvas._formsinuse)}.{canvas.getPageNumber()}"  # noqa: SLF001 - idem
    inside = doc.getXObjectName(name)
    doc.Reference(Ready(head + made.jpeg + b"\nendstream\n"), inside)
    canvas._formsinuse.append(name)  # noqa: SLF001 - idem
    canvas.addLiteral(f"q {wide:.2f} 0 0 {high:.2f} {x:.2f} {y:.2f} cm /{inside} Do Q")
