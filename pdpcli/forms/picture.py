"""The picture of a signature, made ready for its place: small and opaque.

What a camera adds (place, date, name of the device) is left out. It was checked when it was
received; here it is decoded as JPEG or PNG only, never anything else, and its size is limited.
"""

import warnings
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING

from pdpcli.errors import Refusal

if TYPE_CHECKING:
    from PIL.Image import Image

_FORMATS = ("JPEG", "PNG")
_MOST_PIXELS = 40_000_000
_DPI, _QUALITY = 220, 78


@dataclass(frozen=True)
class Picture:
    """A picture in pixels, its JPEG bytes."""

    width: int
    height: int
    jpeg: bytes


@lru_cache(maxsize=4)
def picture(content: bytes, width: float, height: float) -> Picture:
    """``content`` reduced to what a room of ``width`` by ``height`` points shows.

    Raises:
        Refusal: not a JPEG or PNG picture, too large, or damaged.
    """
    seen = _decoded(content)
    seen.thumbnail((int(width * _DPI / 72), int(height * _DPI / 72)))
    out = BytesIO()
    seen.save(out, "JPEG", quality=_QUALITY, optimize=True)
    return Picture(seen.width, seen.height, out.getvalue())


def _decoded(content: bytes) -> "Image":
    """The picture as it is seen, upright."""
    from PIL import Image, ImageOps

    try:
        with warnings.catch_warnings(action="ignore"):
            opened = Image.open(BytesIO(content), formats=_FORMATS)
        if opened.width * opened.height <= _MOST_PIXELS:
            return _opaque(ImageOps.exif_transpose(opened))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise Refusal("l'image de la signature n'est pas un fichier JPEG ou PNG lisible.") from None
    raise Refusal("l'image de la signature est trop grande.")


def _opaque(image: "Image") -> "Image":
    """The same on white: what is transparent is the paper."""
    from PIL import Image

    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        layer = image.convert("RGBA")
        paper = Image.new("RGBA", layer.size, "white")
        image = Image.alpha_composite(paper, layer)
    plain = image.convert("RGB")
    plain.info = {}  # a comment would be written again
    return plain
