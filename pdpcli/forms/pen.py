"""A pen writes PDF operators; what it wrote can be kept and drawn again elsewhere."""

from typing import Any

from pdpcli.forms.font import BOLD, NAMES, OBLIQUE, REGULAR, font
from pdpcli.forms.metrics import BAND_GREY, BAR_GREY, BOX, HATCH, LABEL_GREY, RULE_GREY


class Fonts:
    """The fonts of one document, each begun with its alphabet, in a fixed order."""

    def __init__(self, doc: Any, alphabets: dict[str, str]) -> None:  # noqa: ANN401 - no types
        self.doc = doc
        for name in NAMES:
            font(name).begin(doc, alphabets[name])

    def show(self, text: str, name: str, size: float) -> str:
        """The operators that show ``text`` at the current point."""
        used = font(name)
        return "".join(
            f"{used.getSubsetInternalName(subset, self.doc)} {size:g} Tf <{codes.hex()}> Tj "
            for subset, codes in used.splitString(text, self.doc)
        )


class Pen:
    """Operators written so far, from an origin."""

    def __init__(self, fonts: Fonts, x: float = 0.0, y: float = 0.0) -> None:
        self._fonts, self._x, self._y = fonts, x, y
        self._code: list[str] = []

    @property
    def code(self) -> str:
        """The operators."""
        return "\n".join(self._code)

    def text(
        self, at: tuple[float, float], text: str, name: str, size: float, grey: float = 0
    ) -> None:
        """A text from its left end on its baseline."""
        if text:
            shown = self._fonts.show(text, name, size)
            self._code.append(
                f"BT {grey:g} g 1 0 0 1 {self._x + at[0]:.2f} {self._y + at[1]:.2f} Tm {shown}ET"
            )

    def label(self, at: tuple[float, float], text: str, size: float) -> None:
        """A printed label."""
        self.text(at, text, REGULAR, size, LABEL_GREY)

    def bold(self, at: tuple[float, float], text: str, size: float) -> None:
        """A title."""
        self.text(at, text, BOLD, size)

    def italic(self, at: tuple[float, float], text: str, size: float) -> None:
        """A notice."""
        self.text(at, text, OBLIQUE, size, LABEL_GREY)

    def band(self, at: tuple[float, float], width: float, height: float) -> None:
        """A grey band."""
        x, y = self._x + at[0], self._y + at[1]
        self._code.append(f"{BAND_GREY:g} g {x:.2f} {y:.2f} {width:.2f} {height:.2f} re f")

    def dots(self, at: tuple[float, float], width: float) -> None:
        """A dotted leader, a little under the baseline."""
        if width > 0:
            x, y = self._x + at[0], self._y + at[1] - 2
            self._code.append(
                f"q {RULE_GREY:g} G 0.7 w 1 J [0.01 2.1] 0 d "
                f"{x:.2f} {y:.2f} m {x + width:.2f} {y:.2f} l S Q"
            )

    def rule(self, at: tuple[float, float], width: float) -> None:
        """A thin line."""
        x, y = self._x + at[0], self._y + at[1]
        self._code.append(f"{RULE_GREY:g} G 0.5 w {x:.2f} {y:.2f} m {x + width:.2f} {y:.2f} l S")

    def frame(self, at: tuple[float, float], width: float, height: float) -> None:
        """A thin frame."""
        x, y = self._x + at[0], self._y + at[1]
        self._code.append(f"{RULE_GREY:g} G 0.5 w {x:.2f} {y:.2f} {width:.2f} {height:.2f} re S")

    def bar(self, at: tuple[float, float], size: tuple[float, float], filling: str) -> None:
        """A bar that is told without colour: solid, hatched or empty."""
        x, y = self._x + at[0], self._y + at[1]
        outline = f"{x:.2f} {y:.2f} {size[0]:.2f} {size[1]:.2f} re"
        if filling == "solid":
            self._code.append(f"{BAR_GREY:g} g {outline} f")
        if filling == "hatched":
            strokes = " ".join(
                f"{x + left:.2f} {y:.2f} m {x + left + size[1]:.2f} {y + size[1]:.2f} l"
                for left in _steps(-size[1], size[0], HATCH)
            )
            self._code.append(f"q {outline} W n {BAR_GREY:g} G 0.6 w {strokes} S Q")
        self._code.append(f"{BAR_GREY:g} G 0.5 w {outline} S")

    def box(self, at: tuple[float, float]) -> None:
        """An empty box standing on the baseline."""
        x, y = self._x + at[0], self._y + at[1] - 0.8
        self._code.append(f"0 G 0.8 w {x:.2f} {y:.2f} {BOX:g} {BOX:g} re S")

    def cross(self, at: tuple[float, float]) -> None:
        """The cross in a box."""
        x, y = self._x + at[0] + 1.5, self._y + at[1] + 0.7
        side = BOX - 3
        self._code.append(
            f"0 G 1.3 w {x:.2f} {y:.2f} m {x + side:.2f} {y + side:.2f} l "
            f"{x:.2f} {y + side:.2f} m {x + side:.2f} {y:.2f} l S"
        )


def _steps(first: float, last: float, step: float) -> list[float]:
    """Numbers from ``first`` to ``last``, ``step`` apart."""
    return [first + rank * step for rank in range(int((last - first) / step) + 1)]
