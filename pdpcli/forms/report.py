"""What an annual report prints, as plain values: cover, sections, tables, bars, signatures.

Nothing here is computed: texts and numbers are given as they are to be read.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Paragraph:
    """A text; it keeps its line ends. ``small`` is a note, ``point`` begins with a dash."""

    text: str
    small: bool = False
    point: bool = False
    bold: bool = False


@dataclass(frozen=True)
class Row:
    """A line of a table: its label, a cell a column; without cells, a heading over the next.

    ``remark``: without cells too, but about the row above.
    """

    label: str
    cells: tuple[str, ...] = ()
    level: int = 0
    remark: bool = False

    @property
    def heading(self) -> bool:
        """Whether it is over the rows that follow."""
        return not self.cells and not self.remark


@dataclass(frozen=True)
class Table:
    """Rows under columns; the widths are those of the columns, in points."""

    columns: tuple[str, ...]
    widths: tuple[float, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Bar:
    """One label and its bars, a value a series (None has no bar), as it is written beside."""

    label: str
    values: tuple[float | None, ...]
    shown: tuple[str, ...]


@dataclass(frozen=True)
class Chart:
    """Horizontal bars, told apart by their filling, each with its value written."""

    title: str
    series: tuple[str, ...]
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Ruled:
    """Dotted lines, to write by hand."""

    lines: int


Block = Paragraph | Table | Chart | Ruled


@dataclass(frozen=True)
class Part:
    """A titled group of blocks inside a section; its title stays with what follows.

    ``over``: a heading above, over this part and the following ones.
    """

    title: str
    blocks: tuple[Block, ...]
    over: str = ""


@dataclass(frozen=True)
class Section:
    """A section: a grey band with its title, then its parts."""

    title: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Cover:
    """The first page: a title over facts (a label, its text), and a notice in a frame."""

    sender: str
    title: str
    subtitle: str
    facts: tuple[tuple[str, str], ...]
    notice: str = ""


@dataclass(frozen=True)
class Report:
    """One annual report. ``signing`` is for whom each signs; no person is named."""

    cover: Cover
    on: date
    sections: tuple[Section, ...]
    signing: tuple[str, ...]
    foot: str


def texts_of(report: Report) -> Iterator[tuple[str, str]]:
    """Every text printed, with the place that is said when it cannot be."""
    cover = report.cover
    yield from (("couverture", one) for one in (cover.sender, cover.title, cover.subtitle))
    yield from ((label, f"{label} {text}") for label, text in cover.facts)
    yield from (("mention", cover.notice), ("pied de page", report.foot))
    for section in report.sections:
        yield section.title, section.title
        for part in section.parts:
            yield from ((section.title, one) for one in (part.over, part.title))
            for block in part.blocks:
                yield from ((section.title, text) for text in _said(block))
    yield from (("signatures", one) for one in report.signing)


def _said(block: Block) -> Iterator[str]:
    if isinstance(block, Paragraph):
        yield block.text
    elif isinstance(block, Table):
        yield from block.columns
        for row in block.rows:
            yield from (row.label, *row.cells)
    elif isinstance(block, Chart):
        yield from (block.title, *block.series)
        for bar in block.bars:
            yield from (bar.label, *bar.shown)
