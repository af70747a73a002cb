"""The sheet, reopened: its labels in order, its values, its fields, its pages. Fictional person."""

import re
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader, PdfWriter

from pdpcli.agreements.loader import find
from pdpcli.forms.draw import draw
from pdpcli.forms.fields import Value
from pdpcli.forms.form import Form, read_form
from pdpcli.forms.sheet import Sheet, SignedBlock

TODAY = date(2026, 6, 15)
F1 = find("btp34-carsat-lr").form
SIGNED = SignedBlock("MARTINEZ Luc", "Montpellier", date(2026, 6, 12), "Santé BTP 34")
SHEET = Sheet("2026-0171", signed=SIGNED, author="Santé BTP 34")
TO_SIGN = Sheet("2026-0171", mode="to_sign")
ANSWERS = {
    "date_signalement": "15/06/2026",
    "referent_nom": "Œuvrard",
    "referent_prenom": "Maëlle",
    "referent_tel": "04 67 00 00 00",
    "nom": "D'Hérouville-Łukasz",
    "prenom": "Nguyễn Škoda",
    "adresse": "3 rue des Acacias, 34970 Lattes",
    "naissance": "04/03/1968",
    "arret": "02/05/2026",
    "risque": "maladie",
    "mdph": "oui",
    "mdph_depose": "01/02/2026",
    "poste": "Maçon",
    "contrat": "CDI",
    "employeur": "Bâti Sud",
    "prereprise": "programmée",
    "prereprise_date": "24/06/2026",
    "contexte": "Ne peut plus porter. Souhaite garder son emploi.",
}
#: The labels of dossier §1.1 in the order of its 37 rows.
ROWS = [
    "DATE SIGNALEMENT", "Date du signalement :", "COORDONNÉES RÉFÉRENT(E)", "NOM :", "Prénom :",
    "TÉL :", "Mail :", "IDENTIFICATION DE L'ASSURÉ", "Nom :", "Prénom :", "Adresse :",
    "Date de naissance :", "N° NNI :", "☎ :", "SITUATION ADMINISTRATIVE",
    "Arrêt de travail : date :", "nature du risque :", "Maladie", "AT", "MP",
    "Pension d'invalidité :", "1ʳᵉ cat.", "P.I. 2ⁿᵈᵉ cat.", "Temps partiel thérapeutique",
    "Reprise travail aménagé", "DOSSIER MDPH", "OUI", "Déposé, Date :", "NON",
    "Autre titre BOETH", "Préciser :", "RENSEIGNEMENTS RELATIFS À L'EMPLOI", "Poste occupé :",
    "Ancienneté dans l'entreprise :", "Contrat :", "CDD", "CDI", "Intérim",
    "Coordonnées employeur", "Nom :", "Adresse :", "Tél :", "Nom médecin du travail :",
    "Réalisation visite de pré-reprise :", "oui", "Date :", "non", "programmée", "Date :",
    "CONTEXTE DU SIGNALEMENT", "RÉPONSE AS CARSAT LR / SPST", "DATE :",
    "Coordonnées référent :", "Nom :", "Tél :", "Mail :",
    "NOUVELLES LIAISONS AS CARSAT LR / SPST", "DATE :", "RÉFÉRENT :", "Nom :", "Tél :", "Mail :",
    "OBJET :", "DATE :", "RÉFÉRENT :", "Nom :", "Tél :", "Mail :", "RÉPONSE :",
    "Je soussigné(e) :", "Autorise les professionnels de la CARSAT LR et du SPST",
    "Fait à :", "le :", "Signature :", "La Carsat LR et le SPST ont des moyens informatiques",
]  # fmt: skip


def _values(**more: str) -> dict[str, Value]:
    parsed = F1.parse({**ANSWERS, **more}, stage="send", today=TODAY)
    assert parsed.problems == ()
    return dict(parsed.values)


def _read(content: bytes) -> PdfReader:
    return PdfReader(BytesIO(content), strict=True)


def _words(content: bytes) -> str:
    text = "\n".join(page.extract_text() for page in _read(content).pages)
    return " ".join(text.split())


def _operators(content: bytes) -> str:
    return "\n".join(page.get_contents().get_data().decode("latin-1")  # type: ignore[union-attr]
                     for page in _read(content).pages)  # fmt: skip


def _crosses(content: bytes) -> int:
    return len(re.findall(r"1\.3 w", _operators(content)))


def test_every_row_of_the_model_is_printed_in_order() -> None:
    words, at = _words(draw(F1, {}, TO_SIGN)), 0
    for label in ROWS:
        found = words.find(label, at)
        assert found >= 0, label
        at = found + len(label)


def test_the_consent_and_the_notice_are_printed_to_the_letter() -> None:
    words = _words(draw(F1, {}, TO_SIGN))
    person = next(one for one in F1.sections if one.by == "person")
    assert " ".join(person.text.split()) in words
    assert " ".join(F1.notice.split()) in words


@pytest.mark.parametrize("name", ["Œuvrard", "D'Hérouville-Łukasz", "Nguyễn Škoda"])
def test_names_are_printed_with_their_letters(name: str) -> None:
    assert name in _words(draw(F1, _values(), SHEET))


def test_the_same_values_give_the_same_bytes_within_the_budget() -> None:
    content = draw(F1, _values(), SHEET)
    assert content == draw(F1, _values(), SHEET)
    assert len(content) <= 45_000


def test_a_box_is_crossed_for_a_yes_and_never_for_a_no_or_an_unknown() -> None:
    assert _crosses(draw(F1, {}, SHEET)) == 0
    answers: dict[str, Value] = {"temps_partiel": "yes", "risque": "work_accident"}
    assert _crosses(draw(F1, answers, SHEET)) == 2
    for code in ("no", "unknown"):
        assert _crosses(draw(F1, {"temps_partiel": code, "autre_titre": code}, SHEET)) == 0
    assert _crosses(draw(F1, {"mdph": "unknown", "invalidite": "unknown"}, SHEET)) == 0


def test_an_answer_without_a_box_is_written_after_the_boxes() -> None:
    content = draw(F1, {"invalidite": "cat3"}, SHEET)
    assert "3ᵉ cat." in _words(content)
    assert _crosses(content) == 0


def test_a_date_is_beside_the_box_that_is_crossed() -> None:
    words = _words(draw(F1, {"prereprise": "planned", "prereprise_date": TODAY}, SHEET))
    assert words.count("15/06/2026") == 1


@pytest.mark.parametrize("length", [1200, 3000, 6000])
def test_a_long_context_continues_on_a_following_page_and_is_never_cut(length: int) -> None:
    text = " ".join(f"mot{number}" for number in range(2000))[:length].strip()
    content = draw(F1, {"contexte": text}, SHEET)
    words = _words(content)
    assert all(word in words.split() for word in text.split())
    continued = "SUITE DE LA RUBRIQUE « CONTEXTE DU SIGNALEMENT » (page 1)" in words
    assert continued == ("(suite page 3)" in words) == (length > 1200)


def test_long_lines_of_every_kind_are_never_cut() -> None:
    values: dict[str, Value] = {
        one.id: " ".join(f"{one.id}{number}" for number in range(40))
        for one in F1.fields
        if one.kind in ("text", "address", "name", "paragraph")
    }
    values["autre_titre"] = "yes"
    words = _words(draw(F1, values, Sheet("2026-0171", "to_sign")))
    squeezed = words.replace(" ", "")
    for one in F1.fields:
        texts = str(values.get(one.id, "")) if one.type.limit > 40 and one.by != "person" else ""
        assert all(word in squeezed for word in texts.split()), one.id


def test_reference_and_page_are_on_every_page() -> None:
    pages = _read(draw(F1, _values(contexte="mot " * 1400), SHEET)).pages
    for number, page in enumerate(pages, 1):
        text = page.extract_text()
        assert "Réf. 2026-0171" in text
        assert f"Page {number}/{len(pages)}" in text


def test_title_language_and_author_are_declared_and_name_nobody() -> None:
    reader = _read(draw(F1, _values(), SHEET))
    root: Any = reader.trailer["/Root"]
    assert root["/Lang"] == "fr-FR"
    assert reader.metadata is not None
    assert reader.metadata.title == "Fiche de liaison 2026-0171"
    assert reader.metadata.author == "Santé BTP 34"
    assert "Hérouville" not in str(reader.metadata)


def test_pages_are_a4_and_only_embedded_fonts_draw() -> None:
    for page in _read(draw(F1, _values(), SHEET)).pages:
        assert [round(float(side), 1) for side in page.mediabox[2:]] == [595.3, 841.9]
        fonts: Any = page["/Resources"]["/Font"]  # type: ignore[index]
        assert all("/FontFile2" in one.get_object()["/FontDescriptor"] for one in fonts.values())


def test_a_signed_consent_is_filled_from_its_block() -> None:
    words = _words(draw(F1, _values(), SHEET))
    assert "MARTINEZ Luc" in words
    statement = "signé sur papier le 12/06/2026, original conservé par Santé BTP 34"
    assert statement in words


def test_who_signed_for_the_person_is_said() -> None:
    block = SignedBlock("DURAND Anne", "Sète", date(2026, 6, 12), "Santé BTP 34", "sa tutrice")
    assert "DURAND Anne (sa tutrice)" in _words(draw(F1, {}, Sheet("1", signed=block)))


def test_the_sheet_to_sign_leaves_place_date_and_signature_to_the_hand() -> None:
    values = {**_values(), "signataire": "MARTINEZ Luc", "fait_a": "Sète", "fait_le": TODAY}
    content = draw(F1, values, TO_SIGN)
    assert "MARTINEZ Luc" in _words(content)
    assert "Sète" not in _words(content)
    assert not _read(content).get_fields()


def test_the_recipient_fills_its_part_on_screen_and_it_is_read_back() -> None:
    content = draw(F1, _values(), SHEET)
    fields = _read(content).get_fields() or {}
    recipient = {one.id for one in F1.fields if one.by in ("recipient", "either")}
    assert set(fields) == recipient
    assert all(one.get("/V") == "" and "/MaxLen" not in one for one in fields.values())
    writer = PdfWriter(_read(content))
    filled = {"reponse_nom": "Lefèvre", "reponse_texte": "Œuvre commune : rendez-vous le 3."}
    for page in writer.pages:
        writer.update_page_form_field_values(page, filled, auto_regenerate=False)
    out = BytesIO()
    writer.write(out)
    returned = PdfReader(out).get_fields() or {}
    raw = {name: one.get("/V") for name, one in returned.items()}
    assert F1.parse(raw, stage=None, today=TODAY).values == filled


def test_a_reply_already_given_is_drawn_and_no_longer_fillable() -> None:
    content = draw(F1, {"reponse_nom": "Lefèvre"}, SHEET)
    assert "Lefèvre" in _words(content)
    assert "reponse_nom" not in (_read(content).get_fields() or {})


def test_a_section_is_never_parted_by_a_page_break() -> None:
    pages = [page.extract_text() for page in _read(draw(F1, {}, TO_SIGN)).pages]
    assert "RÉPONSE AS CARSAT LR / SPST" in pages[1]
    assert "Coordonnées référent :" in pages[1]
    assert "Fait à :" in pages[1]
    assert "Je soussigné(e) :" in pages[1]


def _plain() -> Form:
    return read_form(
        'id = "fx"\ntitle = "FICHE Ĝ"\nparties = ["a", "b"]\n[[section]]\nrows = [["n"]]\n'
        '[section.field.n]\nlabel = "Nom Ж"\nkind = "name"\npath = "person.last_name"\n'
    )


def test_a_form_of_ones_own_with_other_letters_is_drawn() -> None:
    words = _words(draw(_plain(), {"n": "Ελένη"}, Sheet("1")))
    assert "Nom Ж :" in words
    assert "Ελένη" in words
    assert "FICHE Ĝ" in words
