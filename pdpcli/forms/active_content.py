"""What a PDF from outside would do if it were opened: only noted, never run (in the child)."""

from collections.abc import Iterable, Iterator
from typing import Any

from pypdf.generic import DictionaryObject, IndirectObject

from pdpcli.forms.pdf_values import dictionary, items, name, of, reached, text

_MOST = 5000
_KINDS = {
    "/JavaScript": "script",
    "/Rendition": "script",
    "/Launch": "launch",
    "/URI": "link",
    "/GoToR": "link",
    "/GoToE": "link",
    "/SubmitForm": "link",
    "/ImportData": "link",
}
OURS = "fiche.json"


def active(root: DictionaryObject, holders: Iterable[Any]) -> set[str]:
    """Codes of what is in the catalogue and in ``holders``: pages, annotations, fields."""
    names = dictionary(of(root, "/Names"))
    found = {code for one in (root, *holders) for code in _of_holder(one)}
    if of(names, "/JavaScript") is not None:
        found.add("script")
    if any(said != OURS for said, _ in embedded(root)):
        found.add("files")
    if of(of(root, "/AcroForm"), "/XFA") is not None:
        found.add("xfa")
    return found


def embedded(root: DictionaryObject) -> Iterator[tuple[str, DictionaryObject]]:
    """The files in the file: name, and what describes it."""
    seen: set[object] = set()
    waiting: list[Any] = [of(of(root, "/Names"), "/EmbeddedFiles")]
    while waiting and len(seen) < _MOST:
        node = waiting.pop()
        holder = dictionary(node)
        if holder is None or _key(node) in seen:
            continue
        seen.add(_key(node))
        waiting.extend(items(of(holder, "/Kids")))
        for said in list(items(of(holder, "/Names")))[1::2]:
            file = dictionary(said)
            if file is not None:
                yield text(of(file, "/UF")) or text(of(file, "/F")) or "", file


def _of_holder(one: Any) -> Iterator[str]:  # noqa: ANN401 - any PDF object
    holder = dictionary(one)
    if holder is None:
        return
    more: dict[Any, Any] = dictionary(of(holder, "/AA")) or {}
    waiting = [of(holder, "/A"), of(holder, "/OpenAction"), *map(reached, more.values())]
    if name(of(holder, "/Subtype")) == "/FileAttachment":
        yield "files"
    for action in waiting:
        yield from _of_action(action)


def _of_action(action: Any) -> Iterator[str]:  # noqa: ANN401 - any PDF object
    """An action and those that follow it."""
    seen: set[object] = set()
    waiting = [action]
    while waiting and len(seen) < _MOST:
        one = waiting.pop()
        said = dictionary(one)
        if said is None or _key(one) in seen:
            continue
        seen.add(_key(one))
        kind = _KINDS.get(name(of(said, "/S")))
        if kind:
            yield kind
        following = said.raw_get("/Next") if "/Next" in said else None
        waiting.extend([*items(following)] or [following])


def _key(one: Any) -> object:  # noqa: ANN401 - any PDF object
    return (one.idnum, one.generation) if isinstance(one, IndirectObject) else id(one)
