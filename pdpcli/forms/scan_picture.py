"""A photograph or a scan in JPEG or PNG, made a plain JPEG of a sheet's size (in the child).

Decoded and encoded anew: place, date, device, comments and anything hidden after it are gone.
"""

from hashlib import sha256
from io import BytesIO

from PIL import Image, ImageOps
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile

from pdpcli.forms.unreadable import MOST_PIXELS, Unreadable

_A4 = (1754, 2480)  # at 210 points an inch: a signature and small print stay readable
_QUALITY = 80
_LARGE = 20_000_000


def picture(data: bytes) -> bytes:
    """The JPEG of the picture, upright, within A4; Unreadable."""
    kind = JpegImageFile if data.startswith(b"\xff\xd8") else PngImageFile
    try:
        with kind(BytesIO(data)) as opened:
            return _plain(opened)
    except (OSError, SyntaxError, ValueError) as error:
        raise Unreadable("cut" if "truncated" in str(error) else "damaged") from error


def pixels(data: bytes) -> str:
    """SHA-256 of what the picture shows, hexadecimal: the same in whatever file it is."""
    return sha256(_shown(data).tobytes()).hexdigest()


def _shown(data: bytes) -> Image.Image:
    kind = JpegImageFile if data.startswith(b"\xff\xd8") else PngImageFile
    with kind(BytesIO(data)) as opened:
        refuse_large(*opened.size)
        shown = _on_white(ImageOps.exif_transpose(_smooth(opened)))
        return shown.convert("RGB")


def refuse_large(width: int, height: int) -> None:
    """Unreadable, before anything is decoded, beyond MOST_PIXELS."""
    if width < 1 or height < 1 or width * height > MOST_PIXELS:
        raise Unreadable("picture_too_large")


def _plain(opened: Image.Image) -> bytes:
    refuse_large(*opened.size)
    room = _A4[::-1] if opened.width > opened.height else _A4
    opened.draft("RGB", room)  # a large JPEG is decoded at a half or less
    opened.load()
    shown = _smooth(opened)
    shown.thumbnail(room, reducing_gap=3.0)
    flat = _on_white(ImageOps.exif_transpose(shown))
    flat.info.clear()
    made = BytesIO()
    flat.save(made, "JPEG", quality=_QUALITY, optimize=True)
    return made.getvalue()


def _smooth(opened: Image.Image) -> Image.Image:
    """In a mode that is reduced by averages: black and white letters stay readable."""
    if opened.mode == "1":
        return opened.convert("L")
    if opened.mode.startswith("I"):
        return opened.convert("I").point(lambda value: value / 256).convert("L")
    if opened.mode in ("P", "PA"):
        if opened.width * opened.height > _LARGE:
            return opened.convert("L")  # colours would take four times the room
        return opened.convert("RGBA" if "transparency" in opened.info else "RGB")
    return opened


def _on_white(shown: Image.Image) -> Image.Image:
    """Grey or colours, what was transparent being paper."""
    if shown.mode in ("RGBA", "LA") or "transparency" in shown.info:
        above = shown.convert("RGBA")
        paper = Image.new("RGB", shown.size, "white")
        paper.paste(above, mask=above.getchannel("A"))
        return paper
    return shown if shown.mode in ("L", "RGB") else shown.convert("RGB")
