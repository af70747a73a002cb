"""The recipient's boxes: ticked with public tools, sealed or not, and read as answers.

The form and the persons are fictional.
"""

from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader, PdfWriter

from pdpcli.errors import InputRefused
from pdpcli.forms.certificate import self_issued
from pdpcli.forms.draw import draw
from pdpcli.forms.fields import Value
from pdpcli.forms.form import read_form
from pdpcli.forms.inputs import input_names, inputs_of, read_inputs
from pdpcli.forms.overflow import overflows
from pdpcli.forms.rounds import with_rounds
from pdpcli.forms.seal import seal
from pdpcli.forms.seal_seen import inspect
from pdpcli.forms.sheet import Sheet

TODAY = date(2026, 6, 15)
TEXT = (Path(__file__).parents[1] / "golden" / "boxes.toml").read_text("utf-8")
FORM = with_rounds(read_form(TEXT), 2)
SHEET = Sheet("2026-0001/1")
FILLED = {
    "suite__planned": "/Yes",
    "suite_le__planned": "20/06/2026",
    "deja_connu": "/Yes",
    "reponse": "Nguyễn :\nŒuvre commune.",
    "objet_2": "Nouvelle étude",
    "urgent_2": "/Yes",
    "vu_2__no": "/Yes",
}
SAID: dict[str, Value] = {
    "suite": "planned",
    "suite_le": date(2026, 6, 20),
    "deja_connu": "yes",
    "reponse": "Nguyễn :\nŒuvre commune.",
    "objet_2": "Nouvelle étude",
    "urgent_2": "yes",
    "vu_2": "no",
}


def _fields(content: bytes) -> dict[str, str]:
    found = PdfReader(BytesIO(content)).get_fields() or {}
    return {name: str(one.get("/V", "")) for name, one in found.items() if one["/FT"] != "/Sig"}


def _filled(content: bytes, *, incremental: bool = False) -> bytes:
    writer = PdfWriter(BytesIO(content), incremental=incremental)
    for page in writer.pages:
        writer.update_page_form_field_values(page, FILLED, auto_regenerate=False)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def _read(content: bytes) -> dict[str, Value]:
    raw, problems = read_inputs(FORM, _fields(content))
    assert problems == ()
    parsed = FORM.parse(raw, stage="reply", today=TODAY)
    assert parsed.problems == ()
    return dict(parsed.values)


def test_each_answer_of_the_recipient_has_its_box() -> None:
    assert overflows(FORM) == []
    fields = PdfReader(BytesIO(draw(FORM, {}, SHEET)), strict=True).get_fields() or {}
    assert tuple(sorted(fields)) == tuple(sorted(inputs_of(FORM)))
    boxes = {name for name, one in fields.items() if one["/FT"] == "/Btn"}
    assert {"suite__accepted", "suite__planned", "suite__declined"} < boxes
    assert {"deja_connu", "urgent", "urgent_2", "vu__yes", "vu_2__no"} < boxes
    assert all(fields[name]["/V"] == "/Off" for name in boxes)
    assert fields["suite__planned"]["/TU"] == "Suite donnée : programmée"


def test_a_box_has_two_appearances_shared_by_all() -> None:
    page: Any = PdfReader(BytesIO(draw(FORM, {}, SHEET))).pages[0]
    boxes = [one.get_object() for one in page["/Annots"] if one.get_object().get("/FT") == "/Btn"]
    assert all(set(one["/AP"]["/N"]) == {"/Yes", "/Off"} for one in boxes)
    states = {one["/AP"]["/N"].raw_get("/Yes").idnum for one in boxes}
    assert len(states) == 1
    crossed = boxes[0]["/AP"]["/N"]["/Yes"].get_data()
    assert crossed.count(b" l") == 2


def test_boxes_and_texts_filled_with_a_public_tool_are_read_as_answers() -> None:
    assert _read(_filled(draw(FORM, {}, SHEET))) == SAID


def test_once_sealed_they_are_still_filled_and_the_seal_holds() -> None:
    key = self_issued("Cellule fictive", datetime(2026, 6, 15, 9, 0, tzinfo=UTC))
    returned = _filled(seal(draw(FORM, {}, SHEET), key).pdf, incremental=True)
    assert _read(returned) == SAID
    assert [one.state for one in inspect(returned, [key.certificate])] == ["filled"]


def test_a_box_left_alone_is_no_answer_and_never_a_no() -> None:
    assert read_inputs(FORM, _fields(draw(FORM, {}, SHEET))) == ({}, ())
    states = {"deja_connu": "Off", "rappel": "", "urgent": " /Off ", "vu__no": "/off", "x": "/Yes"}
    assert read_inputs(FORM, states) == ({}, ())


def test_two_boxes_of_one_question_are_a_problem() -> None:
    states = {"suite__accepted": "/Yes", "suite__declined": "On", "rappel": "Oui"}
    raw, problems = read_inputs(FORM, states)
    assert raw == {"rappel": "yes"}
    assert [one.place for one in problems] == ["suite"]


def test_the_date_beside_several_boxes_has_a_place_beside_each() -> None:
    """A field of its own in each: one field in two places could not be filled once sealed."""
    names = set(_fields(draw(FORM, {}, SHEET)))
    assert {"suite_le__accepted", "suite_le__planned", "rappel_le"} < names
    assert "suite_le" not in names
    two = {"suite_le__accepted": "18/06/2026", "suite_le__planned": "20/06/2026"}
    same = {**two, "suite_le__accepted": "20/06/2026"}
    assert read_inputs(FORM, same) == ({"suite_le": "20/06/2026"}, ())
    raw, problems = read_inputs(FORM, {**two, "suite__planned": "Yes"})
    assert (raw, problems) == ({"suite": "planned", "suite_le": "20/06/2026"}, ())
    assert [one.place for one in read_inputs(FORM, two)[1]] == ["suite_le"]


@pytest.mark.parametrize(
    ("values", "drawn"),
    [
        ({"suite": "accepted"}, {"suite__accepted", "suite__planned", "suite__declined"}),
        ({"deja_connu": "yes", "objet": "Visite"}, {"deja_connu", "objet"}),
        ({"vu": "no"}, {"vu__yes", "vu__no"}),
        ({"vu": "unknown", "deja_connu": None}, set()),
    ],
)
def test_what_is_given_is_drawn_and_no_longer_to_fill(
    values: dict[str, Value], drawn: set[str]
) -> None:
    content = draw(FORM, values, SHEET)
    assert set(inputs_of(FORM)) - set(_fields(content)) == drawn


def test_nothing_of_a_sheet_to_sign_is_to_fill() -> None:
    assert _fields(draw(FORM, {}, Sheet("2026-0001/1", mode="to_sign"))) == {}


def test_a_name_that_is_also_a_box_or_a_later_round_is_refused() -> None:
    for name in ("suite__planned", "objet_2"):
        clash = TEXT.replace("[section.field.nom]", f"[section.field.{name}]").replace(
            '"nom:6"', f'"{name}:6"'
        )
        with pytest.raises(InputRefused) as refused:
            read_form(clash)
        assert [name in str(one) for one in refused.value.problems] == [True]


def test_a_signature_is_never_filled_on_screen() -> None:
    assert input_names(FORM, FORM.by_id["signature"]) == ()
