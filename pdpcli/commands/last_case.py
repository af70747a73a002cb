"""« - » or « dernier » for a reference: the last situation she wrote today, shown before acting.

A wrong default would be a harm: hers only, of today only, named on the screen, and confirmed
before anything is written. Nobody to show it to: refused.
"""

import sys
from contextlib import closing
from typing import TYPE_CHECKING, Any

from pdpcli.commands.words import plain
from pdpcli.errors import InputRefused, SaidNo

if TYPE_CHECKING:
    from sqlite3 import Connection

    from pdpcli.store.open import Store

WORDS = frozenset({"-", "dernier", "derniere"})
#: Verbs that only show: the situation is named, and nothing is asked.
_READING = frozenset({"show", "list", "preview", "orient"})
_REF = "RÉF"
#: The journal is read from its end: what is further back is no « last » any more.
_LAST = """SELECT subject, at FROM (SELECT n, subject, at, author FROM journal
      ORDER BY n DESC LIMIT 20000)
    WHERE author = ? AND subject GLOB '[0-9][0-9][0-9][0-9]-[0-9]*' ORDER BY n DESC LIMIT 1"""


def named(text: object) -> bool:
    """Whether ``text`` stands for the last situation, or for one of its fiches (« -/1 »)."""
    return isinstance(text, str) and plain(text.partition("/")[0]) in WORDS


def put_reference(verb: str, params: list[Any], values: dict[str, Any]) -> None:
    """Replace « - » by the reference, among the ``values`` of a command's ``params``.

    Raises:
        InputRefused: nobody to show it to, or no situation written by her today.
        SaidNo: it is not that one.
    """
    asked = [one.name for one in params if (one.metavar or "").startswith(_REF)]
    found = ""
    for name in asked:
        said = values.get(name)
        several = isinstance(said, (list, tuple))
        texts = list(said) if several and said else [said]
        if any(map(named, texts)):
            found = found or _found(verb)
            put = [_put(text, found) for text in texts]
            values[name] = put if several else put[0]


def _put(text: Any, ref: str) -> Any:  # noqa: ANN401 - what was typed, or nothing
    if not named(text):
        return text
    _, slash, fiche = text.partition("/")
    return f"{ref}{slash}{fiche}"


def _found(verb: str) -> str:
    from pdpcli.commands import opening

    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise InputRefused("« - » ne vaut qu'au terminal.", todo="Tapez la référence : 42, 26-42…")
    store = opening.open_store()
    ref, told = _last(store)
    opening.hand_over(store)
    from pdpcli.commands.output import note

    note(told)
    if verb not in _READING:
        _confirm()
    return ref


def _last(store: "Store") -> tuple[str, str]:
    """The reference, and how it is shown."""
    from pdpcli.commands.clock import moment, today
    from pdpcli.rules.dates import french

    with closing(store.read()) as db:
        row = db.execute(_LAST, (store.author,)).fetchone()
        when = moment(row["at"]) if row else ""
        name = _name(db, row["subject"]) if row else ""
    if not name or not when.startswith(french(today())):
        raise InputRefused(
            "Vous n'avez encore rien noté aujourd'hui sur une situation.",
            todo="Tapez sa référence : 42, 26-42…",
        )
    return row["subject"], f"Situation {row['subject']}, {name} (votre dernière, {when})."


def _name(db: "Connection", ref: str) -> str:
    from pdpcli.rules.names import display_name

    row = db.execute(
        """SELECT p.last_name, p.first_name FROM case_file c JOIN person p ON p.id = c.person_id
        WHERE c.ref = ?""",
        (ref,),
    ).fetchone()
    return display_name(row["last_name"], row["first_name"]) if row else ""


def _confirm() -> None:
    from pdpcli.commands.asker import terminal
    from pdpcli.commands.questions import or_leave

    if not or_leave(lambda: terminal().confirm("C'est bien elle ?")):
        raise SaidNo("Laissé là : rien n'a été changé.")
