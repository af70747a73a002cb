"""Reading a declaration key by key: what is wrong is noted, with its place, and reading goes on."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from difflib import get_close_matches
from typing import Any, TypeVar

from pdpcli.errors import Problem

_T = TypeVar("_T")


class Reader:
    """Collects problems; every method returns something usable so that reading goes on."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def refuse(self, place: str, reason: str) -> None:
        """Note one problem."""
        self.problems.append(Problem(place, reason))

    def keys(self, table: Mapping[str, Any], place: str, allowed: str) -> None:
        """Refuse the keys of ``table`` that are not among the words of ``allowed``."""
        known = allowed.split()
        for key in table:
            if key not in known:
                self.refuse(_at(place, key), self.meant("clé inconnue", key, known))

    def text(
        self, table: Mapping[str, Any], key: str, place: str, default: str | None = None
    ) -> str:
        """The text at ``key``; a missing one without default is a problem."""
        value = table.get(key, default)
        if value is None:
            self.refuse(_at(place, key), "manque")
        elif not isinstance(value, str):
            self.refuse(_at(place, key), "un texte est attendu")
        return value if isinstance(value, str) else ""

    def one_of(
        self,
        table: Mapping[str, Any],
        key: str,
        place: str,
        allowed: Collection[str],
        default: str | None = None,
    ) -> str:
        """The text at ``key``, one of ``allowed``."""
        value = self.text(table, key, place, default)
        if value and value not in allowed:
            self.refuse(_at(place, key), self.meant(f"« {value} » inconnu", value, allowed))
        return value

    def known(
        self, table: Mapping[str, Any], key: str, place: str, names: Collection[str]
    ) -> str | None:
        """The name at ``key``, one of those declared; ``None`` when absent or unknown."""
        value = self.text(table, key, place, default="")
        if value and value not in names:
            self.refuse(_at(place, key), self.meant(f"« {value} » n'est pas déclaré", value, names))
            return None
        return value or None

    def texts(
        self, table: Mapping[str, Any], key: str, place: str, names: Collection[str]
    ) -> tuple[str, ...]:
        """The list of declared names at ``key``; unknown ones are left out."""
        values = table.get(key, [])
        if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
            self.refuse(_at(place, key), "une liste de noms est attendue")
            return ()
        for value in values:
            if value not in names:
                reason = self.meant(f"« {value} » n'est pas déclaré", value, names)
                self.refuse(_at(place, key), reason)
        return tuple(value for value in values if value in names)

    def table_at(self, table: Mapping[str, Any], key: str, place: str) -> dict[str, Any]:
        """The table at ``key``; empty when absent."""
        value = table.get(key, {})
        if not isinstance(value, dict):
            self.refuse(_at(place, key), "une table est attendue")
            return {}
        return value

    def tables(
        self, table: Mapping[str, Any], key: str, place: str, least: int = 1
    ) -> list[dict[str, Any]]:
        """The array of tables at ``key``, at least ``least`` of them."""
        value = table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
            self.refuse(_at(place, key), f"s'écrit [[…{key}]]")
            return []
        if len(value) < least:
            self.refuse(_at(place, key), "il en faut au moins un")
        return value

    def named(
        self,
        table: Mapping[str, Any],
        key: str,
        read: Callable[[dict[str, Any], str, str], _T],
        inside: str = "",
    ) -> dict[str, _T]:
        """Each table under ``key``, read by ``read(table, name, place)``."""
        found = self.table_at(table, key, inside)
        return {
            name: read(self.table_at(found, name, f"{inside}{key}"), name, f"{inside}{key}.{name}")
            for name in found
        }

    def distinct(self, names: Iterable[str], place: str) -> None:
        """Refuse a name that occurs twice."""
        for name, times in Counter(names).items():
            if times > 1:
                self.refuse(place, f"« {name} » est déclaré {times} fois")

    def meant(self, reason: str, word: str, known: Collection[str]) -> str:
        """``reason``, with the nearest of ``known`` when one is near."""
        near = get_close_matches(word, known, n=1)
        return f"{reason} (vouliez-vous dire « {near[0]} » ?)" if near else reason


def _at(place: str, key: str) -> str:
    return f"{place}, {key}" if place else key
