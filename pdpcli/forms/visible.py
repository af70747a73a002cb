"""What of a fiche can be seen: a box ticked, a text written. The attachment holds nothing else."""

from collections.abc import Mapping

from pdpcli.forms.fields import Value
from pdpcli.forms.form import Field, Form
from pdpcli.forms.plate import AFTER_BOXES, Plate, Slot, plate
from pdpcli.forms.sheet import Sheet, consent_values
from pdpcli.rules.vocabulary import UNKNOWN


def to_draw(form: Form, values: Mapping[str, Value], sheet: Sheet) -> dict[str, Value]:
    """The values to draw: the person's block is the signed one's, or waits for a hand."""
    by_hand = {
        one.id
        for one in form.asked("person")
        if sheet.mode == "to_sign" and one.path != "consent.signer"
    }
    kept = {key: value for key, value in values.items() if key not in by_hand}
    return {**kept, **consent_values(form, sheet)}


def written(one: Field, value: Value) -> str:
    """What is written on the field's lines, or after its boxes."""
    if value is None or (one.labels and value == UNKNOWN):
        return ""
    if one.choices or one.kind == "flag":
        return one.extra.get(str(value), "")
    return one.format(value)


def slot_of(form: Form, one: Field, made: Plate, values: Mapping[str, Value]) -> Slot | None:
    """Its lines, the end of its boxes, or the place beside the box that is ticked."""
    own = made.slots.get((one.id, "")) or made.slots.get((one.id, AFTER_BOXES))
    if own:
        return own
    for asked in form.fields:
        code = str(values.get(asked.id))
        if asked.then.get(code) == one.id:
            return made.slots.get((one.id, code))
    return None


def visible(form: Form, values: Mapping[str, Value]) -> dict[str, Value]:
    """Those of ``values`` that leave a trace on the sheet, in the order of the form."""
    found: dict[str, Value] = {}
    for index, section in enumerate(form.sections):
        made = plate(form, index)
        for one in section.fields:
            value = values.get(one.id)
            if (one.id, str(value)) in made.boxes or (
                written(one, value) and slot_of(form, one, made, values)
            ):
                found[one.id] = value
    return found
