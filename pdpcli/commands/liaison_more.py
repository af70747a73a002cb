"""`pdp liaison more`: a « nouvelle liaison » on the same fiche, asked by us."""

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from pdpcli.commands.clock import today
from pdpcli.commands.opening import open_store
from pdpcli.commands.options import argument, option
from pdpcli.commands.output import emit, note

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pdpcli.forms.fields import Value
    from pdpcli.workflows.more import Asking


def more(
    ref: Annotated[str, argument("RÉF", "La fiche : 42, ou 42/1 s'il y en a plusieurs")],
    *,
    file: Annotated[Path | None, option("file", "Les réponses, en TOML ou JSON")] = None,
    agreement: Annotated[str, option("agreement", "La convention, s'il y en a plusieurs")] = "",
    yes: Annotated[bool, option("yes", "Ne pas demander de confirmer")] = False,
) -> None:
    """Une nouvelle liaison sur la même fiche, sous le même accord

    Tant qu'elle n'est pas partie, la même commande la reprend.
    """
    from pdpcli.commands.following import fiche_followed
    from pdpcli.commands.questions import confirmed
    from pdpcli.commands.subject import known_fiche
    from pdpcli.workflows.more import asking, begin_round
    from pdpcli.workflows.reply import entry_of

    store = open_store()
    with closing(store.read()) as db:
        asked = asking(db, known_fiche(db, ref, agreement), today())
    confirmed(asked.doubts, yes=yes)
    values = _read(asked, file) if file else _asked(asked)
    with store.write("liaison more") as write:
        asked = asking(write.db, fiche_followed(write, ref, agreement), today())
        entry = entry_of(asked.form, values, asked.liaison.round, "request", "us")
        fiche = begin_round(write, asked, entry)
    emit(f"Fiche {fiche.ref} : nouvelle liaison n° {fiche.round}, {fiche.agreement.partner_name}.")
    note(f"La produire : pdp fiche produire {fiche.ref}")


def _read(asked: "Asking", file: Path) -> "Mapping[str, Value]":
    from pdpcli.commands.answers_file import read_answers
    from pdpcli.commands.registering_file import parsed

    said = {**asked.held, **asked.proposed, **read_answers(file)}
    return parsed(asked.form, said, stage="reply")


def _asked(asked: "Asking") -> "Mapping[str, Value]":
    from pdpcli.commands.asking_part import asked_part

    return asked_part(asked.form, "Nouvelle liaison", held=asked.held, proposed=asked.proposed)
