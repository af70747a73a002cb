"""One table of a TOML declaration being read: what is wrong is noted, never raised, with its place.

Each key is taken once; ``close`` refuses the keys nobody asked for. A declaration may come from a
user's folder, so its texts go through ``rules.text`` like any text from outside.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TypeVar

from pdpcli.declarations.nearest import nearest
from pdpcli.declarations.toml import UNREADABLE, read_toml, where_unreadable
from pdpcli.errors import Problem, Refusal
from pdpcli.rules.text import clean as cleaned

T = TypeVar("T")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")
# What ``clean`` would give back as it is: most texts, told in one pass.
_CLEAN = re.compile(r"[!-~¡-¬®-˿‘-…]+(?: [!-~¡-¬®-˿‘-…]+)*")
_FEW = 12  # words of a list that are all quoted when none is near
_NAMES = {str: "un texte", int: "un nombre entier", bool: "true ou false", date: "une date"}


class Table:
    """A TOML table, with the place it is at and the list its problems go to."""

    def __init__(self, content: Mapping[str, object], place: str, problems: list[Problem]) -> None:
        self.place, self.problems = place, problems
        self._left = dict(content)
        self._known: list[str] = []

    def refuse(self, key: str, reason: str) -> None:
        """Note what is wrong with ``key``."""
        place = " · ".join(part for part in (self.place, key) if part)
        self.problems.append(Problem(place, reason))

    def take(self, key: str) -> object:
        """The raw value of ``key``, or None."""
        self._known.append(key)
        return self._left.pop(key, None)

    def _typed(self, key: str, type_: type[T], default: T) -> T:
        value = self.take(key)
        if value is None:
            return default
        if type(value) is not type_:
            self.refuse(key, f"il faut {_NAMES[type_]}.")
            return default
        return value

    def text(
        self, key: str, default: str | None = None, *, multiline: bool = False, limit: int = 400
    ) -> str:
        """A cleaned text; required unless a default is given."""
        given = self._left.get(key)
        if default is None and (given is None or given == ""):
            self.refuse(key, "à renseigner.")
        value = self._typed(key, str, "")
        if not value:
            return default or ""
        return self.clean(key, value, multiline=multiline, limit=limit)

    def clean(self, key: str, value: str, *, multiline: bool = False, limit: int = 400) -> str:
        """``value`` cleaned, or noted as refused."""
        if len(value) <= limit and _CLEAN.fullmatch(value):
            return value
        try:
            return cleaned(value, multiline=multiline, limit=limit)
        except Refusal as refusal:
            self.refuse(key, refusal.reason)
            return ""

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of cleaned texts, empty when absent."""
        value = self.take(key)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            self.refuse(key, "il faut une liste de textes.")
            return ()
        return tuple(self.clean(key, item) for item in value)

    def text_rows(self, key: str) -> tuple[tuple[str, ...], ...]:
        """A list of lists of texts, empty when absent."""
        value = self.take(key)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(row, list) for row in value):
            self.refuse(key, 'il faut une liste de listes : [["a", "b"], ["c"]].')
            return ()
        holder = Table({str(n): row for n, row in enumerate(value)}, self.place, self.problems)
        return tuple(holder.texts(str(n)) for n in range(len(value)))

    def integer(self, key: str, default: int | None = None, *, most: int = 10_000) -> int:
        """A whole number from 0 to ``most``; required unless a default is given."""
        value = self._typed(key, int, -1 if default is None else default)
        if not 0 <= value <= most:
            self.refuse(key, f"il faut un nombre entier de 0 à {most}.")
            return 0
        return value

    def number(self, key: str, *, most: int = 1_000_000_000) -> float:
        """A number from 0 to ``most``, whole or not; required."""
        value = self.take(key)
        if isinstance(value, (int, float)) and type(value) is not bool and 0 <= value <= most:
            return value
        self.refuse(key, f"il faut un nombre de 0 à {most}.")
        return 0

    def holds_table(self, key: str) -> bool:
        """Whether ``key`` holds a table, not taken yet."""
        return isinstance(self._left.get(key), dict)

    def truth(self, key: str, *, default: bool = False) -> bool:
        """A boolean, false unless said otherwise."""
        return self._typed(key, bool, default)

    def day(self, key: str) -> date | None:
        """A TOML date (2025-04-14), or None."""
        value = self.take(key)
        if value is None or type(value) is date:
            return value
        self.refuse(key, "il faut une date, sans guillemets : 2025-04-14.")
        return None

    def one_of(self, key: str, allowed: Iterable[str], default: str | None = None) -> str:
        """One word of a closed list; required unless a default is given."""
        words = list(allowed)
        value = self.text(key, default)
        if value and value not in words:
            self.refuse(key, _none_of(value, words))
            return default or ""
        return value

    def some_of(self, key: str, allowed: Iterable[str]) -> tuple[str, ...]:
        """A list of words of a closed list, empty when absent; the others are left out."""
        words, said = list(allowed), self.texts(key)
        for value in said:
            if value not in words:
                self.refuse(key, _none_of(value, words))
        return tuple(value for value in said if value in words)

    def one_or_more(self, key: str, allowed: Iterable[str] = ()) -> tuple[str, ...]:
        """A text or a list of texts, one at least; each of ``allowed`` when it names any."""
        value = self.take(key)
        holder = self.inner({key: value if isinstance(value, list) else [value]}, "")
        if value == []:
            self.refuse(key, "il faut un texte, ou une liste de textes.")
        return holder.some_of(key, words) if (words := list(allowed)) else holder.texts(key)

    def labels(self, key: str) -> dict[str, str]:
        """A table code = "label"; a label may be empty."""
        value = self.take(key)
        if value is None:
            return {}
        if not isinstance(value, dict) or not all(isinstance(one, str) for one in value.values()):
            self.refuse(key, 'il faut une table de textes : { code = "libellé" }.')
            return {}
        for code in value:
            if not _CODE.fullmatch(code):
                self.refuse(key, "un code s'écrit en lettres sans accent, chiffres et tirets.")
        return {code: self.clean(key, one) if one else "" for code, one in value.items()}

    def table(self, key: str) -> "Table | None":
        """The sub-table of that name, or None."""
        value = self.take(key)
        if value is None:
            return None
        if not isinstance(value, dict):
            self.refuse(key, f"il faut une table [{key}].")
            return None
        return self.inner(value, key)

    def tables(self, key: str, *, least: int = 0) -> list["Table"]:
        """The array of tables [[key]], ``least`` of them at least."""
        value = self.take(key)
        if not value and least:
            self.refuse(key, f"il faut au moins une table [[{key}]].")
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            self.refuse(key, f"il faut des tables [[{key}]].")
            return []
        return [self.inner(one, f"{key} {n}") for n, one in enumerate(value, 1)]

    def named(self, key: str) -> list[tuple[str, "Table"]]:
        """The tables [key.name], in order, each with its name."""
        value = self.take(key) or {}
        if not isinstance(value, dict) or not all(isinstance(one, dict) for one in value.values()):
            self.refuse(key, f"il faut des tables [{key}.nom].")
            return []
        return [(name, self.inner(one, f"{key} {name!r}")) for name, one in value.items()]

    def simple_names(self, key: str) -> list[tuple[str, "Table"]]:
        """The same, each name in lower case, figures and « _ »."""
        found = self.named(key)
        for name, inner in found:
            if not _NAME.fullmatch(name):
                inner.refuse("", "un nom s'écrit en minuscules, chiffres et « _ » (40 au plus).")
        return found

    def names(self) -> tuple[str, ...]:
        """The keys not taken yet, where they are free words."""
        return tuple(self._left)

    def called(self, name: str) -> None:
        """Say ``name`` in the place of this table, which is only a number."""
        if name:
            self.place = f"{self.place} « {name} »"

    def distinct(self, key: str, names: Iterable[str]) -> None:
        """Refuse a name declared twice."""
        for name, times in Counter(names).items():
            if name and times > 1:
                self.refuse(key, f"« {name} » est déclaré {times} fois.")

    def inner(self, content: Mapping[str, object], place: str) -> "Table":
        """A table inside this one, whose problems go to the same list."""
        full = " · ".join(part for part in (self.place, place) if part)
        return Table(content, full, self.problems)

    def close(self) -> None:
        """Refuse the keys that nobody took."""
        for key in self._left:
            self.refuse(key, f"clé inconnue.{nearest(key, self._known)}")


def _none_of(value: str, words: Sequence[str]) -> str:
    """Why ``value`` is refused: the word meant, or what there is to choose from."""
    near = nearest(value, words)
    if near and len(words) > _FEW:
        return f"mot inconnu.{near}"
    return f"au choix : {', '.join(words)}.{near}" if words else "rien de ce nom n'est déclaré."


def parse_toml(text: str, place: str, problems: list[Problem]) -> Table | None:
    """The root table of ``text``, or None with the line of what could not be read noted."""
    try:
        return Table(read_toml(text), place, problems)
    except UNREADABLE as error:
        where = where_unreadable(error)
        problems.append(Problem(place, f"ce n'est pas du TOML lisible, {where}."))
        return None
