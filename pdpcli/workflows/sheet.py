"""The sheet to sign: the whole fiche, given to the person herself; journaled, not gated (law 1)."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from pdpcli.forms.sheet import Sheet
from pdpcli.store.bodies import service_name
from pdpcli.store.consents import printed_note
from pdpcli.store.people import person_name
from pdpcli.store.printed_sheets import keep_sheet
from pdpcli.workflows.release import leaving, require
from pdpcli.workflows.since_signed import shown_texts

if TYPE_CHECKING:
    from pdpcli.store.liaisons import LiaisonRow
    from pdpcli.store.open import Write


@dataclass(frozen=True)
class SheetToSign:
    """A PDF for the person, and a name without personal data."""

    name: str
    pdf: bytes


def sheet_to_sign(write: "Write", liaison: "LiaisonRow", on: date) -> SheetToSign:
    """What would leave, for her to read and sign: the same values, the block left blank.

    Raises:
        InputRefused: something required to sign is missing.
    """
    from pdpcli.forms.draw import draw
    from pdpcli.forms.visible import to_draw, visible

    form, values = leaving(write.db, liaison, on)
    require(form, values, "sign", liaison)
    signer = person_name(write.db, liaison.case.person_id)
    values |= form.propose({"consent.signer": signer})
    sheet = Sheet(liaison.ref, "to_sign", author=service_name(write.db), on=on)
    write.note(printed_note(liaison.ref))
    name = f"a-signer-{liaison.case.ref}-{liaison.number}.pdf"
    pdf = draw(form, values, sheet)
    shown = shown_texts(form, visible(form, to_draw(form, values, sheet)))
    keep_sheet(write, liaison, on, pdf, shown)
    return SheetToSign(name, pdf)
