"""The fields of a PDF from outside, walked by hand (in the child process).

pypdf's own list merges two fields of one name, and trusts the tree; here every node is seen once,
however it is reached, and their number is bounded.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pypdf.generic import DictionaryObject, IndirectObject

from pdpcli.forms.pdf_values import dictionary, items, name, number, of, reached, text
from pdpcli.forms.unreadable import Unreadable

MOST_FIELDS = 2000
_PUSH_BUTTON = 1 << 16
_OFF = "/Off"
_INHERITED = ("/FT", "/V", "/Ff")


@dataclass(frozen=True)
class Leaf:
    """A field: its full name, its type (/Tx, /Btn, /Ch, /Sig), its value and its widgets."""

    name: str
    type: str
    flags: int
    value: Any
    widgets: tuple[DictionaryObject, ...]

    @property
    def fillable(self) -> bool:
        """Whether somebody fills it: not a signature, not a button to press."""
        if self.type == "/Btn":
            return not self.flags & _PUSH_BUTTON
        return self.type in ("/Tx", "/Ch")

    @property
    def states(self) -> tuple[str, ...]:
        """What a box says: its value, then the state that each of its widgets shows."""
        shown = (name(of(one, "/AS")) for one in self.widgets)
        return tuple(one for one in (name(self.value), *shown) if one)

    @property
    def ticked(self) -> bool:
        """A box is ticked if its value or what it shows says so."""
        return any(one != _OFF for one in self.states)


@dataclass(frozen=True)
class _Node:
    holder: DictionaryObject
    above: str = ""
    inherited: dict[str, Any] = field(default_factory=dict)


def leaves(form: DictionaryObject | None, widgets: Iterator[Any]) -> Iterator[Leaf]:
    """Every field once, in the order of the tree, then the named widgets that are outside of it."""
    seen: set[object] = set()
    for start in (items(of(form, "/Fields")), _named(widgets)):
        waiting = [_Node(one) for one in _new(start, seen)]
        waiting.reverse()
        while waiting:
            node = waiting.pop()
            kids = [*_new(items(of(node.holder, "/Kids")), seen)]
            below = [one for one in kids if "/T" in one]
            own = _below(node)
            if below:
                waiting.extend(_Node(one, own.above, own.inherited) for one in reversed(below))
            else:
                yield _leaf(own, tuple(kids) or (node.holder,))


def _new(every: Iterator[Any], seen: set[object]) -> Iterator[DictionaryObject]:
    """The dictionaries not seen yet; too many of them stop everything."""
    for one in every:
        key: object = (one.idnum, one.generation) if isinstance(one, IndirectObject) else id(one)
        holder = dictionary(one)
        if holder is None or key in seen:
            continue
        seen.add(key)
        if len(seen) > MOST_FIELDS:
            raise Unreadable("too_heavy")
        yield holder


def _named(widgets: Iterator[Any]) -> Iterator[Any]:
    """Widgets with a name of their own: some programs forget them in the list of fields."""
    for one in widgets:
        holder = dictionary(one)
        if holder is not None and "/T" in holder and "/Parent" not in holder:
            yield one


def _below(node: _Node) -> _Node:
    """The node with its full name and what its kids inherit from it."""
    own = {key: of(node.holder, key) for key in _INHERITED if key in node.holder}
    said = text(of(node.holder, "/T")) or ""
    return _Node(
        node.holder,
        ".".join(filter(None, (node.above, said)))[:200],
        {**node.inherited, **own},
    )


def _leaf(node: _Node, widgets: tuple[DictionaryObject, ...]) -> Leaf:
    inherited = node.inherited
    return Leaf(
        node.above,
        name(reached(inherited.get("/FT"))),
        number(inherited.get("/Ff")),
        inherited.get("/V"),
        widgets,
    )
