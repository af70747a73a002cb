"""The elements of an XML part, one after the other; a document type, thus an entity, is refused."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import IO, Any
from xml.parsers import expat

from pdpcli.errors import InputRefused

_CHUNK = 1 << 16
_DEEPEST = 60


@dataclass(frozen=True)
class Element:
    """An element that ended: its local name, its attributes, its own text.

    ``path`` are the names of those around it, the innermost last; ``opened`` is True when it is
    only beginning (for the names of ``BEGUN``): its text and children are still to come.
    """

    name: str
    attributes: Mapping[str, str]
    text: str = ""
    path: tuple[str, ...] = ()
    opened: bool = False


#: Elements that are told when they begin, too.
BEGUN = frozenset({"row", "c", "si", "cellXfs"})


@dataclass
class _Reading:
    stack: list[tuple[str, Mapping[str, str], list[str]]] = field(default_factory=list)
    ready: list[Element] = field(default_factory=list)

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        local = name.rpartition(":")[2]
        if len(self.stack) >= _DEEPEST:
            raise _entities()
        if local in BEGUN:
            self.ready.append(Element(local, attributes, path=self._path(), opened=True))
        self.stack.append((local, attributes, []))

    def end(self, _name: str) -> None:
        local, attributes, texts = self.stack.pop()
        self.ready.append(Element(local, attributes, "".join(texts), self._path()))

    def text(self, said: str) -> None:
        if self.stack:
            self.stack[-1][2].append(said)

    def _path(self) -> tuple[str, ...]:
        return tuple(one[0] for one in self.stack)


def elements(stream: IO[bytes]) -> Iterator[Element]:
    """Every element of the stream as it ends, read a chunk at a time.

    Raises:
        InputRefused: a document type, or elements within elements without end.
        ValueError: this is no XML.
    """
    reading = _Reading()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = reading.begin
    parser.EndElementHandler = reading.end
    parser.CharacterDataHandler = reading.text
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    try:
        while chunk := stream.read(_CHUNK):
            parser.Parse(chunk, False)  # noqa: FBT003 - expat takes no name
            yield from _taken(reading)
        parser.Parse(b"", True)  # noqa: FBT003 - idem
    except expat.ExpatError as error:
        raise ValueError("no XML") from error
    yield from _taken(reading)


def _taken(reading: _Reading) -> list[Element]:
    ready, reading.ready = reading.ready, []
    return ready


def _refuse(*_: Any) -> None:  # noqa: ANN401 - each handler has its own
    raise _entities()


def _entities() -> InputRefused:
    return InputRefused("Ce classeur contient des définitions cachées (entités) : refusé.")
