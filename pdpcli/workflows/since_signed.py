"""What she signed against what leaves: the fields of the fiche that changed in between."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pdpcli.forms.form import Field, Form
from pdpcli.rules.dates import french
from pdpcli.store.printed_sheets import sheet_signed

if TYPE_CHECKING:
    from sqlite3 import Connection

    from pdpcli.forms.fields import Value
    from pdpcli.store.liaisons import LiaisonRow

#: Not what she agrees to: her block, what each side writes afterwards, how our referent is reached.
_BESIDE = ("consent.", "entry.", "liaison.sender_referent.")


def shown_texts(form: Form, seen: "Mapping[str, Value]") -> dict[str, str]:
    """What is drawn of the fiche itself, text by field id."""
    return {
        key: form.by_id[key].format(value)
        for key, value in seen.items()
        if not form.by_id[key].path.startswith(_BESIDE)
    }


def changed_since_signed(
    db: "Connection",
    liaison: "LiaisonRow",
    consent: Mapping[str, Any] | None,
    form: Form,
    seen: "Mapping[str, Value]",
) -> tuple[tuple[Field, ...], str]:
    """The fields that differ from the sheet signed under ``consent``, and the day of that sheet.

    None, and "", when no sheet of this fiche was printed here before the consent.
    """
    signed = sheet_signed(db, liaison, consent) if consent and liaison.direction == "out" else None
    if signed is None:
        return (), ""
    now = shown_texts(form, seen)
    differ = (one for one in form.fields if now.get(one.id) != signed.shown.get(one.id))
    return tuple(differ), french(signed.on)
