"""Pictures of signatures made for the tests: a line drawn by a program, nobody's hand."""

from io import BytesIO
from math import sin

from PIL import Image, ImageDraw


def signature(kind: str = "PNG", size: tuple[int, int] = (900, 300), **saved: object) -> bytes:
    """A wavy line: on a transparent ground in PNG, on paper in JPEG."""
    clear = kind == "PNG"
    image = Image.new("RGBA" if clear else "RGB", size, (255, 255, 255, 0) if clear else "white")
    points = [(x, size[1] / 2 + sin(x / 40) * size[1] / 3) for x in range(20, size[0] - 20, 5)]
    ImageDraw.Draw(image).line(points, fill=(20, 30, 140), width=9)
    out = BytesIO()
    image.save(out, kind, **saved)
    return out.getvalue()
