"""Every shipped fiche: drawn in its order, filled, returned and read; nothing cut, nothing added.

Persons are fictional.
"""

import re
from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from catalogue import with_fiche
from golden.markers import (
    ALL_SHAPES,
    MARKED_BLOCK,
    MARKED_BLOCK_TEXTS,
    everything_told,
    marked_entries,
    marked_record,
    shapes,
)
from golden.sheets import SAID, values_of
from pypdf import PdfReader, PdfWriter

from pdpcli.agreements.loader import find, folder_of
from pdpcli.forms.attachment import fiche_json
from pdpcli.forms.draw import draw
from pdpcli.forms.form import Field, Form
from pdpcli.forms.inputs import inputs_of, read_inputs
from pdpcli.forms.mark import mark
from pdpcli.forms.rounds import repeats, with_rounds
from pdpcli.forms.sheet import Sheet, SignedBlock
from pdpcli.forms.visible import to_draw, visible
from pdpcli.rules.paths import fact_of

if TYPE_CHECKING:
    from pdpcli.forms.fields import Value

TODAY = date(2026, 6, 15)
FORMS = {one: find(one).form for one in with_fiche()}
F2, F3 = FORMS["caire84-carsat-se"], FORMS["prevy-cap-emploi"]
TO_SIGN = Sheet("2026-0171", mode="to_sign")
SIGNED = SignedBlock(
    "MARTINEZ Luc", "Avignon", date(2026, 6, 12), "CAIRE 84", collected_by="Anne DURAND"
)
EVERY = pytest.mark.parametrize("agreement", FORMS)
#: The labels of dossier §1.2 in the order of its 18 rows.
F2_ROWS = [
    "SERVICE EXPÉDITEUR", "CAIRE 84", "Service social CARSAT-SE",
    "SERVICE DESTINATAIRE", "CAIRE 84", "Service social CARSAT-SE",
    "SALARIÉ / ASSURÉ", "N° Sécurité sociale :", "Nom :", "Prénom :", "Adresse :", "Tél :",
    "Email :", "Arrêt maladie depuis le :", "AT/MP depuis le :", "RQTH", "Pension invalidité",
    "Rente AT", "Pour accord transmission le :", "Nom et signature de l'assuré :",
    "Nom et signature du professionnel :", "COMMENTAIRE", "RÉPONSE",
]  # fmt: skip


def _words(content: bytes) -> str:
    pages = PdfReader(BytesIO(content), strict=True).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def _crosses(content: bytes) -> int:
    pages: Any = PdfReader(BytesIO(content), strict=True).pages
    return sum(len(re.findall(rb"1\.3 w", page.get_contents().get_data())) for page in pages)


def _printed(form: Form) -> list[str]:
    """What is printed of a form, section by section."""
    every = [text for one in form.sections for text in (one.title, one.lead, *one.column_titles)]
    fields = [(one.label, *one.choices.values()) for one in form.fields]
    every += [text for texts in fields for text in texts]
    return [form.title, form.subtitle, *form.header, *every]


@EVERY
def test_everything_declared_is_printed(agreement: str) -> None:
    form = FORMS[agreement]
    words = _words(draw(form, {}, TO_SIGN))
    for text in filter(None, _printed(form)):
        assert " ".join(text.split()) in words, text
    for section in form.sections:
        assert " ".join(section.text.split()) in words


@EVERY
def test_names_are_printed_with_their_letters_and_3000_characters_are_never_cut(
    agreement: str,
) -> None:
    form, text = FORMS[agreement], " ".join(f"mot{number}" for number in range(500))[:3000]
    values = values_of(agreement, **{"case.context": text})
    words = _words(draw(form, values, Sheet("2026-0171", signed=SIGNED)))
    assert "Nguyễn" in words
    assert "Œuvrard" in words
    assert set(text.split()) <= set(words.split())


@EVERY
def test_what_the_example_says_suffices_to_send(agreement: str) -> None:
    form = FORMS[agreement]
    assert form.missing(values_of(agreement), "send") == ()
    assert set(SAID.get(agreement, {})) <= set(form.by_id)


@EVERY
@pytest.mark.parametrize("rounds", [1, 2, 3])
def test_the_recipient_fills_its_part_on_screen_and_it_is_read_back(
    agreement: str, rounds: int
) -> None:
    form = with_rounds(FORMS[agreement], rounds)
    content = draw(form, values_of(agreement), Sheet("2026-0171", signed=SIGNED))
    filled = {one.id: _reply(one) for one in form.asked("recipient", "either")}
    assert set(PdfReader(BytesIO(content)).get_fields() or {}) == set(inputs_of(form))
    assert set(inputs_of(form)) == set(filled)
    writer = PdfWriter(BytesIO(content))
    for page in writer.pages:
        writer.update_page_form_field_values(page, filled, auto_regenerate=False)
    out = BytesIO()
    writer.write(out)
    found = PdfReader(out).get_fields() or {}
    raw, problems = read_inputs(form, {key: str(one.get("/V")) for key, one in found.items()})
    parsed = form.parse(raw, stage="reply", today=TODAY)
    assert (problems, parsed.problems) == ((), ())
    assert {key: form.by_id[key].format(said) for key, said in parsed.values.items()} == filled


@EVERY
@pytest.mark.parametrize("rounds", [1, 2, 3])
def test_each_round_is_drawn_in_its_order_and_what_is_written_in_it(
    agreement: str, rounds: int
) -> None:
    form = with_rounds(FORMS[agreement], rounds)
    mine = [one.id for one in form.asked("recipient", "either") if one.kind == "paragraph"]
    values = values_of(agreement) | {key: f"texte de {key}" for key in mine}
    content = draw(form, values, Sheet("2026-0171", signed=SIGNED))
    words, at = _words(content), 0
    for key in mine:
        assert f"texte de {key}" in words[at:]
        at = words.index(f"texte de {key}", at)
    if repeats(form):
        assert words.index("Je soussigné(e)") > at
    assert not set(mine) & set(PdfReader(BytesIO(content)).get_fields() or {})


@EVERY
@pytest.mark.parametrize("rounds", [1, 3])
@pytest.mark.parametrize("kept_back", [0, 1, 2])
def test_nothing_leaves_outside_of_the_allow_list(
    agreement: str, rounds: int, kept_back: int
) -> None:
    """Every value is a marker; one field in two is not for the recipient, or all are."""
    form = _kept_back(with_rounds(FORMS[agreement], rounds), kept_back)
    partner = form.parties[0]
    values = form.propose(marked_record(form.parties)) | marked_entries(form)
    leaving = form.outgoing(values, partner)
    sheet = Sheet(
        "2026-0171/1",
        signed=MARKED_BLOCK,
        addressee=partner,
        mark=mark("2026-0171/1", 1, rounds, form.hash),
    )
    drawn = visible(form, to_draw(form, leaving, sheet))
    told = everything_told(
        draw(form, leaving, replace(sheet, attachment=fiche_json(form, leaving, sheet)))
    )
    assert (kept_back == 2) == (not drawn)
    allowed = {shape for key in drawn for shape in shapes(form.by_id[key], drawn[key])}
    assert [shape for shape in allowed if shape not in told] == []
    known = {
        *ALL_SHAPES,
        *(shape for key in values for shape in shapes(form.by_id[key], values[key])),
    }
    known |= {text for text in MARKED_BLOCK_TEXTS if not any(text in one for one in allowed)}
    assert [shape for shape in known - allowed if shape in told] == []


def _kept_back(form: Form, how: int) -> Form:
    """The form with no field, every other one, or every one that never leaves."""
    sections = []
    for section in form.sections:
        fields = tuple(
            replace(one, to=()) if number % 2 < how else one
            for number, one in enumerate(section.fields)
        )
        sections.append(replace(section, fields=fields))
    return replace(form, sections=tuple(sections))


def _reply(one: Field) -> str:
    kinds = {"date": "12/06/2026", "phone": "04 90 00 00 00", "email": "as@exemple.fr"}
    return kinds.get(one.kind, "Nguyễn")


@EVERY
def test_the_sheet_to_sign_waits_for_the_hand_and_the_sent_one_is_filled(agreement: str) -> None:
    form, values = FORMS[agreement], values_of(agreement)
    to_sign = draw(form, values, TO_SIGN)
    assert not PdfReader(BytesIO(to_sign)).get_fields()
    assert "12/06/2026" not in _words(to_sign)
    sent = _words(draw(form, values, Sheet("2026-0171", signed=SIGNED)))
    assert "MARTINEZ Luc" in sent
    assert "signé sur papier le 12/06/2026, original conservé par CAIRE 84" in sent


def test_the_18_rows_of_f2_are_printed_in_order() -> None:
    words, at = _words(draw(F2, {}, TO_SIGN)), 0
    for label in F2_ROWS:
        found = words.find(label, at)
        assert found >= 0, label
        at = found + len(label)
    assert F2.title == "Fiche liaison unique CAIRE 84 - Carsat Sud-Est"
    assert F2.notice == ""


@pytest.mark.parametrize(
    ("sender", "recipient"), [("caire84", "carsat-se-ssam"), ("carsat-se-ssam", "caire84")]
)
def test_both_boxes_of_f2_are_ticked_from_the_direction(sender: str, recipient: str) -> None:
    values = F2.propose({"liaison.sender": sender, "liaison.recipient": recipient})
    assert values == {"expediteur": sender, "destinataire": recipient}
    assert _crosses(draw(F2, values, TO_SIGN)) == 2


@pytest.mark.parametrize(
    ("risk", "printed"),
    [
        ("illness", {"arret_maladie"}),
        ("work_accident", {"arret_at_mp"}),
        ("occupational_disease", {"arret_at_mp"}),
        ("invalidity", set()),
        (None, set()),
    ],
)
def test_the_leave_is_on_the_line_of_its_risk(risk: str | None, printed: set[str]) -> None:
    known: dict[str, Value] = {"leave.started_on": TODAY, "leave.risk": risk}
    assert set(F2.propose(known)) == printed


@pytest.mark.parametrize(("code", "crosses"), [("cat3", 1), ("none", 0), ("unknown", 0)])
def test_a_pension_of_any_category_ticks_the_one_box_of_f2(code: str, crosses: int) -> None:
    values = F2.propose({"situation.invalidity": code})
    assert _crosses(draw(F2, values, TO_SIGN)) == crosses


def test_f2_is_signed_by_the_person_and_by_the_professional() -> None:
    words = _words(draw(F2, values_of("caire84-carsat-se"), Sheet("1", signed=SIGNED)))
    assert "MARTINEZ Luc : signé sur papier le 12/06/2026" in words
    assert "accord recueilli par Anne DURAND, original conservé par CAIRE 84" in words
    reply = [one.path for one in F2.asked("recipient")]
    assert reply == ["entry.text"]


def test_f3_says_that_it_is_a_model_and_holds_neither_nir_nor_birth_date() -> None:
    assert F3.title == "FICHE DE SIGNALEMENT INDIVIDUEL"
    for mode in ("release", "to_sign"):
        assert "modèle établi d'après la convention" in _words(
            draw(F3, {}, Sheet("1", mode=mode))  # type: ignore[arg-type]
        )
    facts = {fact_of(one.path) for one in F3.fields}
    assert not facts & {"person.nir", "person.born_on", "leave.risk", "person.birth_name"}


@pytest.mark.parametrize(
    ("status", "box"),
    [("employee", "prive"), ("micro", "independant"), ("public_agent", "public")],
)
def test_f3_ticks_who_finances_from_the_status(status: str, box: str) -> None:
    values = F3.propose({"situation.status": status})
    assert [key for key, said in values.items() if said == "yes"] == [box]


def test_the_title_of_a_text_that_goes_on_stays_on_the_page() -> None:
    values: dict[str, Value] = {"difficultes": "mot " * 1200}
    words = _words(draw(F3, values, TO_SIGN))
    assert "SUITE DE LA RUBRIQUE « DIFFICULTÉS OU IMPOSSIBILITÉS À SE MAINTENIR" in words
    assert "… » (page 1)" in words


def test_f3_asks_the_four_criteria_of_the_cep_only_for_it() -> None:
    values = values_of("prevy-cap-emploi")
    kept = {key: said for key, said in values.items() if not key.startswith("cep_")}
    assert F3.missing({**kept, "orientation": "retention"}, "send") == ()
    gaps = {one.place for one in F3.missing({**kept, "orientation": "cep"}, "send")}
    assert gaps == {"cep_accompagnement", "cep_handicap", "cep_projet", "cep_contrat"}


def test_the_fiche_of_prevy_is_the_model_of_btp34_to_the_letter_and_says_so() -> None:
    """Its annex is not in the source: only the head of the declaration differs."""
    model, copied = (
        (folder_of(one) / "form.toml").read_text("utf-8").split("[[section]]", 1)
        for one in ("btp34-carsat-lr", "prevy-carsat-lr")
    )
    assert copied[1] == model[1]
    form = FORMS["prevy-carsat-lr"]
    assert form.subtitle == "modèle du protocole Santé BTP 34, l'annexe n'étant pas reproduite"
    assert form.parties == ("carsat-lr-ssam", "prevy")
