"""Noting what happens to a fiche: what was not said is asked, what is doubtful is confirmed."""

from collections.abc import Mapping, Sequence
from contextlib import closing
from typing import TYPE_CHECKING

from pdpcli.commands.clock import today
from pdpcli.commands.output import emit, note

if TYPE_CHECKING:
    from pdpcli.forms.form import Field
    from pdpcli.store.liaisons import LiaisonRow
    from pdpcli.store.open import Store, Write
    from pdpcli.workflows.follow import Fact

_VERBS = {
    "ack": "ack",
    "taken_on": "taken-on",
    "news": "news",
    "declined": "decline",
    "dropped": "drop",
}
_LONGEST = 4000  # characters of what a partner tells


def fiche_followed(write: "Write", ref: str, agreement: str) -> "LiaisonRow":
    """The fiche that ``ref`` names; none is begun; what is written is journaled as about it."""
    from pdpcli.commands.subject import known_fiche

    fiche = known_fiche(write.db, ref, agreement)
    write.subject = fiche.case.ref
    return fiche


def note_fact(store: "Store", ref: str, agreement: str, fact: "Fact", *, yes: bool) -> None:
    """Have the doubts confirmed, note the fact, and say how to take it back.

    Raises:
        InputRefused: no such fiche, or a date in the future.
        Interrupted: she said no to a doubt.
    """
    from pdpcli.commands.questions import confirmed
    from pdpcli.commands.subject import known_fiche
    from pdpcli.views.wrap import wrapped
    from pdpcli.workflows.follow import follow, follow_doubts

    with closing(store.read()) as db:
        confirmed(follow_doubts(db, known_fiche(db, ref, agreement), fact.on), yes=yes)
    with store.write(f"liaison {_VERBS[fact.kind]}") as write:
        fiche = fiche_followed(write, ref, agreement)
        number = follow(write, fiche, fact, today())
    noted = f"Fiche {fiche.ref}, {fiche.agreement.partner_name} : {_in_words(fact)}."
    emit("\n".join(wrapped(noted)))
    note(f"Noté par erreur ? pdp fiche annuler {fiche.ref} --evenement {number}")


def _in_words(fact: "Fact") -> str:
    from pdpcli.rules.dates import french
    from pdpcli.rules.vocabulary import label

    why = f" ({label('decline_reason', fact.code)})" if fact.code else ""
    return f"{label('notice', fact.kind)}{why}, le {french(fact.on)}"


def asked_beside(
    fields: "Sequence[Field]", said: Mapping[str, str], options: Mapping[str, str]
) -> dict[str, str]:
    """``said`` by field id, those missing being asked; ``options`` names each field's option.

    Nothing is asked when all that is required was said.

    Raises:
        InputRefused: something required is missing and there is nobody to ask.
        Interrupted: she left the questions.
    """
    from pdpcli.commands.questions import answers_to
    from pdpcli.errors import InputRefused, Problem

    given = {key: text for key, text in said.items() if text}
    missing = [one for one in fields if one.id not in given]
    lacking = [one for one in missing if one.required]
    if not lacking:
        return given
    otherwise = InputRefused(
        "Rien n'a été noté : il manque",
        problems=[Problem(f"--{options[one.id]}", one.question) for one in lacking],
    )
    answers = answers_to(missing, otherwise)
    by_id = {one.id: one for one in missing}
    return given | {
        key: str(value) if by_id[key].labels else by_id[key].format(value)
        for key, value in answers.items()
        if value is not None
    }


def told(text: str) -> str:
    """A parser for options: what is told, in as many lines as it takes."""
    from pdpcli.rules.text import clean

    return clean(text, multiline=True, limit=_LONGEST)
