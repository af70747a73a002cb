"""The elements of an XML part, one after the other; a document type, thus an entity, is refused."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import IO, Any
from xml.parsers import expat

from pdpcli.errors import InputRefused

_CHUNK = 1 << 16
_DEEPEST = 60
_LONGEST = 1_000_000  # characters of one text; bytes of one tag, which expat reads again and again
_MOST = 20_000_000  # elements of a part: 200,000 lines of 20 columns are 12 million


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
    count: int = 0
    said: int = 0  # characters of texts since the last tag

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        local = name.rpartition(":")[2]
        self.count, self.said = self.count + 1, 0
        if len(self.stack) >= _DEEPEST or self.count > _MOST:
            raise _endless()
        if local in BEGUN:
            self.ready.append(Element(local, attributes, path=self._path(), opened=True))
        self.stack.append((local, attributes, []))

    def end(self, _name: str) -> None:
        local, attributes, texts = self.stack.pop()
        self.said = 0
        self.ready.append(Element(local, attributes, "".join(texts), self._path()))

    def text(self, said: str) -> None:
        self.said += len(said)
        if self.said > _LONGEST:
            raise _endless()
        if self.stack:
            self.stack[-1][2].append(said)

    def _path(self) -> tuple[str, ...]:
        return tuple(one[0] for one in self.stack)


def elements(stream: IO[bytes]) -> Iterator[Element]:
    """Every element of the stream as it ends, read a chunk at a time.

    Raises:
        InputRefused: a document type; elements within elements, a tag or a text without end.
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
    fed = 0
    try:
        while chunk := stream.read(_CHUNK):
            parser.Parse(chunk, False)  # noqa: FBT003 - expat takes no name
            fed += len(chunk)
            if fed - parser.CurrentByteIndex > _LONGEST:
                raise _endless()
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


def _endless() -> InputRefused:
    return InputRefused(
        "Ce classeur n'est pas un tableau : un texte ou une balise sans fin. Refusé."
    )
