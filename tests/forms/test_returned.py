"""What a partner returns is read as it was filled, whatever filled it; what harms is refused.

Persons are fictional.
"""

import os
import re
import subprocess
import sys
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

import fillers
import hostile
import pytest
from catalogue import with_fiche
from fillers import FILLERS, MUTOOL, ON, updated
from golden.sheets import values_of
from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject

from pdpcli.agreements.loader import find
from pdpcli.errors import DocumentRefused
from pdpcli.forms.certificate import self_issued
from pdpcli.forms.confined_tasks import perform
from pdpcli.forms.draw import draw
from pdpcli.forms.form import Form
from pdpcli.forms.inputs import FILLS, box_name, read_inputs
from pdpcli.forms.mark import Mark, mark
from pdpcli.forms.returned import REMARKS, Returned, read_returned
from pdpcli.forms.seal import seal
from pdpcli.forms.sheet import Sheet, SignedBlock
from pdpcli.forms.unreadable import MOST_BYTES, REASONS

TODAY = date(2026, 6, 15)
FORMS = {one: find(one).form for one in with_fiche()}
F1 = FORMS["btp34-carsat-lr"]
SIGNED = SignedBlock("MARTINEZ Luc", "Avignon", date(2026, 6, 12), "CAIRE 84")
_SAID = {
    "date": "12/06/2026",
    "phone": "04 90 00 00 00",
    "email": "as@exemple.fr",
    "paragraph": "Œuvre commune :\nvisite le 3 à 14 h, « au calme » – d’ici là, rien.",
}
_KNOWN = {"text": "un texte", "name": "Nguyễn-Œuvrard"}
_TOOLS = [
    pytest.param(
        one, marks=pytest.mark.skipif(one == "mupdf" and not MUTOOL, reason="mutool is absent")
    )
    for one in FILLERS
]


def _fiche(agreement: str = "btp34-carsat-lr", **more: object) -> bytes:
    form = FORMS[agreement]
    told = mark("2026-0171/1", 1, 0, form.hash)
    sheet = Sheet("2026-0171/1", signed=SIGNED, mark=told, **more)  # type: ignore[arg-type]
    return draw(form, values_of(agreement), sheet)


FICHE = _fiche()


def _answers(form: Form) -> tuple[dict[str, str], dict[str, str]]:
    """Everything that the recipient may say: what is typed by input, and the raw answers."""
    typed, raw = {}, {}
    for one in form.asked(*FILLS):
        if one.kind == "flag":
            typed[one.id], raw[one.id] = ON, "yes"
        elif one.choices:
            code = next(iter(one.choices))
            typed[box_name(one, code)], raw[one.id] = ON, code
        elif one.kind != "signature":
            typed[one.id] = raw[one.id] = {**_KNOWN, **_SAID}[one.kind]
    return typed, raw


@pytest.mark.parametrize("tool", _TOOLS)
@pytest.mark.parametrize("agreement", FORMS)
def test_drawn_filled_read_and_parsed_equals_what_was_typed(
    agreement: str, tool: str, tmp_path: Path
) -> None:
    form = FORMS[agreement]
    typed, raw = _answers(form)
    returned = read_returned(FILLERS[tool](_fiche(agreement), typed, tmp_path))
    found, problems = read_inputs(form, returned.fields)
    assert problems == ()
    assert found == raw
    parsed = form.parse(found, stage="reply", today=TODAY)
    assert parsed.problems == ()
    assert parsed == form.parse(raw, stage="reply", today=TODAY)
    assert returned.mark == Mark("2026-0171/1", 1, 0, form.hash)
    assert returned.fillable
    assert returned.doubled == returned.remarks == ()


def test_a_fiche_that_nobody_filled_says_nothing() -> None:
    returned = read_returned(FICHE)
    assert set(returned.fields.values()) == {""}
    assert read_inputs(F1, returned.fields) == ({}, ())
    assert returned.pages == len(PdfReader(BytesIO(FICHE)).pages)
    assert not returned.seal_present


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Nguyễn Œuvrard".encode("utf-16"), "Nguyễn Œuvrard"),
        (b"\xfe\xff" + "Œ\r\né".encode("utf-16-be"), "Œ\né"),
        (b"\x96uvrard \xe9t\xe9 \x8dcit\xe9\x8e \xa0", "Œuvrard été “cité” €"),
        (b"\xef\xbb\xbf" + "Nguyễn".encode(), "Nguyễn"),
        ("Nguyễn sans marque".encode(), "Nguyễn sans marque"),
        (b"deux\rlignes", "deux\nlignes"),
        (b"\xfe\xff" + "\x1bfr\x1bété".encode("utf-16-be"), "été"),
        (b"", ""),
    ],
)
def test_the_encodings_of_a_text_are_read_to_the_letter(written: bytes, expected: str) -> None:
    returned = read_returned(updated(FICHE, {"reponse_nom": written}))
    assert returned.fields["reponse_nom"] == expected


def test_a_text_longer_than_its_field_announces_is_read_whole() -> None:
    data = hostile.fiche(b"(%b) /MaxLen 3" % (b"a" * 300))
    assert read_returned(data).fields == {"reponse_nom": "a" * 300}


def test_a_value_too_long_or_of_another_type_is_left_and_said() -> None:
    for value, code in ((b"(%b)" % (b"a" * 1_000_000), "long"), (b"[(a) (b)]", "type")):
        returned = read_returned(hostile.fiche(value))
        assert returned.fields == {"reponse_nom": ""}
        assert returned.remarks == (REMARKS[code].format("reponse_nom"),)


def test_two_fields_of_one_name_that_differ_say_nothing_and_are_reported() -> None:
    returned = read_returned(hostile.hostile("the same field twice"))
    assert returned.fields == {}
    assert returned.doubled == ("reponse_nom",)


def test_a_box_shown_ticked_but_recorded_empty_is_pointed_out() -> None:
    for value, state in ((b"/Off", b"/Yes"), (b"/Yes", b"/Off")):
        box = b"<< /Subtype /Widget /FT /Btn /T (case) /V %b /AS %b >>" % (value, state)
        returned = read_returned(hostile.fiche(field=box))
        assert returned.fields == {"case": "on"}
        assert returned.remarks == (REMARKS["box"].format("case"),)


def test_a_fiche_printed_or_flattened_says_so_and_keeps_its_printed_reference() -> None:
    writer = PdfWriter(clone_from=PdfReader(BytesIO(FICHE)))
    writer.remove_annotations(subtypes="/Widget")
    del writer.root_object[NameObject("/AcroForm")]
    writer.metadata = None
    made = BytesIO()
    writer.write(made)
    returned = read_returned(made.getvalue())
    assert not returned.fillable
    assert returned.mark is None
    assert returned.reference == "2026-0171/1"


def test_fields_left_out_of_the_list_are_found_on_the_pages() -> None:
    data = hostile.fiche().replace(b"/Fields [4 0 R]", b"/Fields [     ]")
    assert read_returned(data).fields == {"reponse_nom": "Martin"}


def test_what_would_act_is_noted_and_nothing_of_it_runs() -> None:
    returned = read_returned(hostile.hostile("actions of every kind"))
    assert returned.fields == {"reponse_nom": "Martin"}
    noted = {REMARKS[code] for code in ("files", "launch", "link", "script")}
    assert set(returned.remarks) == noted


def test_our_attachment_is_given_back_and_another_is_only_noted() -> None:
    returned = read_returned(_fiche(attachment=b'{"schema": "pdp-fiche/1"}'))
    assert returned.attachment == b'{"schema": "pdp-fiche/1"}'
    assert returned.remarks == ()
    assert read_returned(FICHE).attachment is None


def test_an_attachment_too_large_is_not_given_back() -> None:
    large = _fiche(attachment=b" " * 1_500_000)
    assert read_returned(large).attachment is None


def test_a_file_encrypted_without_a_password_is_read_and_with_one_is_refused() -> None:
    free = hostile.hostile("encrypted without a password")
    assert read_returned(free).fields == {"reponse_nom": "Martin"}
    assert _refusal(hostile.hostile("encrypted")) == REASONS["encrypted"]


def test_a_file_cut_before_its_last_update_is_not_taken_for_the_empty_fiche() -> None:
    filled = updated(FICHE, {"reponse_nom": b"Martin"})
    assert _refusal(filled[: len(FICHE) + 60]) == REASONS["cut"]


def test_a_file_too_large_is_refused_before_any_process() -> None:
    assert _refusal(b"%PDF-" + bytes(MOST_BYTES)) == REASONS["too_big"]


def test_words_before_and_after_the_pdf_do_not_matter() -> None:
    around = b"\r\nContent-Type: application/pdf\r\n\r\n" + FICHE + b"\r\n--fin--\r\n"
    assert read_returned(around).fields == read_returned(FICHE).fields


def test_a_seal_is_seen_without_being_judged() -> None:
    signature = b"<< /Type /Sig /Contents <00> /ByteRange [0 1 2 3] >>"
    field = b"<< /FT /Sig /T (pdp_cachet) /V %b >>" % signature
    assert read_returned(hostile.fiche(field=field)).seal_present
    assert not read_returned(hostile.fiche(field=b"<< /FT /Sig /T (a) >>")).seal_present


def test_a_refusal_says_what_happened_and_what_to_do_and_nothing_of_the_file() -> None:
    with pytest.raises(DocumentRefused) as refused:
        read_returned(hostile.hostile("not a pdf"))
    assert refused.value.exit_code == 16
    assert "à la main" in refused.value.todo
    assert re.fullmatch(r"[^.]+\.", refused.value.what)


def _refusal(data: bytes) -> str:
    with pytest.raises(DocumentRefused) as refused:
        read_returned(data)
    return refused.value.what


@pytest.mark.parametrize("name", [one for one in hostile.NAMES if not one.startswith("wrong")])
def test_a_hostile_file_is_read_or_refused_within_the_limits(name: str) -> None:
    try:
        returned = read_returned(hostile.hostile(name))
    except DocumentRefused as refused:
        assert refused.what in REASONS.values()  # noqa: PT017 - both endings are right
    else:
        assert all(len(said) <= 20_000 for said in returned.fields.values())


@pytest.mark.parametrize("name", [one for one in hostile.NAMES if one.startswith("wrong")])
def test_a_wrong_type_anywhere_is_an_answer_or_a_refusal(name: str) -> None:
    assert perform("returned", hostile.hostile(name)).split(b"\n")[0] in ANSWERS


ANSWERS = {b"ok", *(b"no " + code.encode() for code in REASONS)}
_GOOD = [
    fillers.by_hand(FICHE, {"reponse_nom": "Nguyễn", "reponse_texte": "Œuvre\nligne"}, Path()),
    hostile.fiche(),
    hostile.hostile("object stream"),
    hostile.hostile("actions of every kind"),
]


def test_500_mutations_are_answers_or_refusals() -> None:
    answers = [perform("returned", one) for one in hostile.mutations(_GOOD, 500)]
    verdicts = {one.split(b"\n")[0] for one in answers}
    assert verdicts <= ANSWERS
    assert {b"ok", b"no damaged"} <= verdicts  # both were exercised


def test_20_mutations_in_the_child_are_values_or_refusals() -> None:
    for one in hostile.mutations(_GOOD, 20, seed=11):
        try:
            assert isinstance(read_returned(one), Returned)
        except DocumentRefused as refused:
            assert refused.what in REASONS.values()  # noqa: PT017 - both endings are right


@pytest.mark.skipif(sys.platform == "win32", reason="what a child used is not known there")
def test_the_child_stays_under_300_megabytes() -> None:
    """Measured from a small process: a child's figure includes that of the process it leaves."""
    program = (
        "import resource, sys; sys.path.insert(0, sys.argv[1]); import hostile\n"
        "from pdpcli.errors import DocumentRefused; from pdpcli.forms.confined import run\n"
        "made = open(sys.argv[2], 'rb').read()\n"
        "try: run('returned', made)\nexcept DocumentRefused: pass\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    for name in ("flate bomb", "nested flate bomb", "value of a megabyte in UTF-16"):
        most = _measured(program, hostile.hostile(name))
        assert most < 300_000


def _measured(program: str, data: bytes) -> int:
    import tempfile

    with tempfile.NamedTemporaryFile() as file:
        file.write(data)
        file.flush()
        done = subprocess.run(
            [sys.executable, "-c", program, str(Path(hostile.__file__).parent), file.name],
            capture_output=True,
            check=True,
            timeout=60,
            env=dict(os.environ),
        )
    return int(done.stdout) // (1024 if sys.platform == "darwin" else 1)


@pytest.mark.parametrize("tool", _TOOLS)
def test_a_sealed_fiche_is_read_as_it_was_filled_whatever_became_of_its_seal(
    tool: str, tmp_path: Path
) -> None:
    """Some programs add at the end of the file, others write it anew."""
    sealed = seal(FICHE, self_issued("Santé BTP 34 (fictif)", datetime(2026, 6, 12, tzinfo=UTC)))
    typed = {"reponse_nom": "Nguyễn", "reponse_texte": "Œuvre\nligne"}
    returned = read_returned(FILLERS[tool](sealed.pdf, typed, tmp_path))
    assert {name: said for name, said in returned.fields.items() if said} == typed
    assert returned.seal_present
    assert returned.mark is not None
    assert returned.remarks == ()
