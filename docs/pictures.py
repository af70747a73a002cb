"""Make the pictures of README.md, from the fictional store of ``pdp demo``.

``python docs/pictures.py``; needs ``pdftoppm`` (poppler) and ``fc-match`` (fontconfig), which
finds a fixed-width font. Everybody shown is invented.
"""

import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from reportlab.pdfbase.pdfmetrics import registerFont, stringWidth
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

IMAGES = Path(__file__).parent / "images"
_FONT, _SIZE, _LEADING, _MARGIN = "screen", 10, 14, 14
_LINES = 30  # as many as a terminal shows
_INK, _PAPER, _EDGE = "#1f2328", "#f6f8fa", "#d0d7de"


def main() -> None:
    """Build the demonstration in a temporary folder, and draw what it shows."""
    with TemporaryDirectory() as place:
        home = Path(place, "pdp-demo")
        env = {**os.environ, "PDP_HOME": str(home)}
        for name in ("XDG_STATE_HOME", "XDG_RUNTIME_DIR"):
            env[name] = str(Path(place, name))
            Path(env[name]).mkdir(mode=0o700)
        _pdp(env, "demo", "--into", str(home))
        screen = Path(place, "matin.pdf")
        _draw(_pdp(env).rstrip().splitlines()[:_LINES], screen)
        _picture(screen, "matin", "-singlefile", "-r", "95")
        _picture(next(home.glob("fiche-*.pdf")), "fiche", "-r", "70")


def _pdp(env: dict[str, str], *words: str) -> str:
    line = [sys.executable, "-m", "pdpcli", *words]
    return subprocess.run(line, env=env, check=True, capture_output=True, encoding="utf-8").stdout


def _picture(pdf: Path, name: str, *how: str) -> None:
    subprocess.run(["pdftoppm", "-png", *how, str(pdf), str(IMAGES / name)], check=True)


def _draw(lines: list[str], path: Path) -> None:
    """``lines`` as a terminal of 80 columns shows them."""
    asked = ["fc-match", "--format=%{file}", "monospace"]
    found = subprocess.run(asked, check=True, capture_output=True, encoding="utf-8")
    registerFont(TTFont(_FONT, found.stdout))
    width = stringWidth("0" * 80, _FONT, _SIZE) + 2 * _MARGIN
    height = len(lines) * _LEADING + 2 * _MARGIN
    page = Canvas(str(path), pagesize=(width, height))
    page.setFillColor(_PAPER)
    page.setStrokeColor(_EDGE)
    page.rect(0.5, 0.5, width - 1, height - 1, fill=1)
    text = page.beginText(_MARGIN, height - _MARGIN - _SIZE)
    text.setFont(_FONT, _SIZE, _LEADING)
    text.setFillColor(_INK)
    text.textLines(lines)
    page.drawText(text)
    page.save()


if __name__ == "__main__":
    main()
