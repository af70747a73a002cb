"""Where the letters of a right are written; the one that names her is remembered, to be deleted."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pdpcli.commands.letters import letter_places, put_letters
from pdpcli.commands.output import note

if TYPE_CHECKING:
    from pdpcli.store.open import Store, Write
    from pdpcli.workflows.letter import LetterFile


def places_of(
    write: "Write", ref: str, letters: "Sequence[LetterFile]", output: Path | None, *, force: bool
) -> list[Path]:
    """Where each goes, checked before anything is written.

    Raises:
        InputRefused, CannotWrite: see ``letter_places``.
    """
    from pdpcli.store.clear_copies import remember_naming
    from pdpcli.workflows.rights_letter import RECIPIENT

    places = letter_places(letters, output, force=force)
    for letter, place in zip(letters, places, strict=True):
        if letter.recipient == RECIPIENT:
            remember_naming(write, (ref, 0), place, letter.pdf)
    return places


def put(letters: "Sequence[LetterFile]", places: Sequence[Path], *, force: bool) -> None:
    """Write them; they are kept in the store: `rights show --letters` writes them again."""
    put_letters(letters, places, force=force, saved="C'est noté, et la lettre est gardée")
    if letters:
        note("Celle de la personne porte son nom : une fois remise, supprimez le fichier.")


def put_again(store: "Store", number: int, output: Path | None, *, force: bool) -> None:
    """The letters of a request already answered, as they were.

    Raises:
        InputRefused: none is kept.
    """
    from pdpcli.store.rights import numbered_request
    from pdpcli.workflows.rights_letter import letters_again

    with store.write("rights show --letters") as write:
        request = numbered_request(write.db, number)
        write.subject = request.case_ref
        letters = letters_again(write, request)
        places = places_of(write, request.case_ref, letters, output, force=force)
    put(letters, places, force=force)
