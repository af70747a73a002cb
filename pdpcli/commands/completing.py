"""What may follow on a command line being typed: words, options, references; never a name.

Called by the shells' scripts at each press of Tab: nothing is imported but what is needed, nothing
is asked, nothing is written. References only while the store is unlocked.
"""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from types import MappingProxyType
from typing import Any

from pdpcli.commands.words import COMMANDS, Word, candidates, plain

#: Commands whose arguments are references: noun -> verbs ("" for one that stands alone). Tested.
REFERENCES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "signal": frozenset(("cancel", "close", "edit", "follow-up", "plan", "reopen", "show")),
        "liaison": frozenset(
            (
                "ack",
                "cancel",
                "correct",
                "decline",
                "drop",
                "edit",
                "export",
                "misdirected",
                "more",
                "new",
                "news",
                "preview",
                "remind",
                "reply",
                "send",
                "show",
                "taken-on",
            )
        ),
        "consent": frozenset(("list", "record", "refuse", "show", "sign", "withdraw")),
        "orient": frozenset(("",)),
        "act": frozenset(("add", "list")),
        "referent": frozenset(("assign",)),
        "rights": frozenset(
            ("access", "breach", "erase", "hold", "lift", "limit", "new", "object", "rectify")
        ),
    }
)
#: The options of the program itself, those of the morning screen. Tested.
ROOT_OPTIONS = ("--version", "--json", "--discret", "--discreet", "--referent", "--vu-le", "--at")
#: Options that a reference follows.
_OPTIONS = frozenset({"--situation", "--case", "--situations", "--cases"})
_SHOWN = 25
_OPEN = """SELECT ref, number FROM case_file WHERE state = 'open'
    ORDER BY opened_on DESC, number DESC LIMIT 500"""


def completed(current: str, before: Sequence[str]) -> list[str]:
    """What ``current`` may become after the words ``before`` (without the program itself)."""
    found: list[Word] = []
    words: Sequence[Word] = COMMANDS
    places = [word for word in before if not word.startswith("-")]
    for place in places:
        known = candidates(place, words) if words else []
        if len(known) != 1:
            break
        found.append(known[0])
        words = known[0].verbs
    if current.startswith("-"):
        return _options(current, found)
    if before and before[-1] in _OPTIONS:
        return _references(current)
    if words and len(found) == len(places):
        return _names(current, words)
    takes = found and _verb(found) in REFERENCES.get(found[0].name, ())
    after_option = bool(before) and before[-1].startswith("--") and "=" not in before[-1]
    return _references(current) if takes and not after_option else []


def _verb(found: Sequence[Word]) -> str:
    return found[1].name if len(found) > 1 else ""


def _names(current: str, words: Iterable[Word]) -> list[str]:
    """The French names; with letters, those that begin so in either language."""
    wanted = plain(current)
    if not wanted:
        return [word.french[0] for word in words]
    return [name for word in words for name in word.names if plain(name).startswith(wanted)]


def _options(current: str, found: Sequence[Word]) -> list[str]:
    """The options of the command: it is built for that, which the rest avoids."""
    from pdpcli.commands.french import RootGroup

    command: Any = RootGroup(name="pdp")
    for word in found:
        command = command.load(word)
        if command is None:
            return []
    if default := getattr(command, "default", ""):  # a noun whose bare call does something
        command = command.get_command(None, default)
    names = [name for one in command.params if not one.hidden for name in getattr(one, "opts", ())]
    known = [*(names if found else ROOT_OPTIONS), "--aide"]
    wanted = plain(current)
    return [name for name in known if name.startswith("--") and name.startswith(wanted)]


def _references(current: str) -> list[str]:
    """The latest open references that begin so; this year's bare numbers when none does."""
    rows = _opened()
    full = [ref for ref, _ in rows if ref.startswith(current)]
    if full or not current:
        return full[:_SHOWN]
    year = str(date.today().year)  # noqa: DTZ011 - her day is the laptop's local day
    numbers = [str(number) for ref, number in rows if ref.startswith(year)]
    return [number for number in numbers if number.startswith(current)][:_SHOWN]


def _opened() -> list[tuple[str, int]]:
    """The latest open situations; none while the store is locked, busy, or of another version."""
    with suppress(Exception):  # a key pressed must never print a fault
        return _read()
    return []


def _read() -> list[tuple[str, int]]:
    from pdpcli.store import envelope, session_key
    from pdpcli.store.connection import connect
    from pdpcli.store.home import home

    folder = home()
    found = envelope.load(folder)
    kept = session_key.kept(found.store_id, found.generation, touch=False)
    if kept is None:
        return []
    db = connect(folder / found.store, kept[0], found.salt, mode="ro", busy_ms=0)
    try:
        return [(row["ref"], row["number"]) for row in db.execute(_OPEN)]
    finally:
        db.close()
