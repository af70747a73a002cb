"""A letter, reopened: what it says, in order, on as many pages as it takes. Fictional services."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from pdpcli.errors import InputRefused
from pdpcli.forms.letter import Letter, draw_letter, letter_text

LETTER = Letter(
    sender=("Santé BTP 34", "1 rue Fictive", "34000 Montpellier"),
    recipient=("Carsat Languedoc-Roussillon, service social", "29 cours Fictif, 34000 Montpellier"),
    on=date(2026, 6, 15),
    subject="une fiche à ne plus utiliser",
    paragraphs=("Premier paragraphe : « Œuvrard ».", "Second paragraphe."),
    references=("fiche 2026-0042/1, envoyée le 12/06/2026",),
    place="Montpellier",
    signed_by="Camille Exemple, référente",
)


def texts_of(pdf: bytes) -> list[str]:
    pages = PdfReader(BytesIO(pdf), strict=True).pages
    return [" ".join(page.extract_text().split()) for page in pages]


def test_a_letter_says_who_writes_to_whom_when_and_about_what_in_order() -> None:
    (text,) = texts_of(draw_letter(LETTER))
    at = 0
    for said in (
        *LETTER.sender, "Carsat Languedoc-Roussillon,", "29 cours Fictif",
        "Montpellier, le 15 juin 2026", "Objet : une fiche", "Référence : fiche 2026-0042/1",
        "Madame, Monsieur,", *LETTER.paragraphs, "Nous vous prions", "Camille Exemple, référente",
        "Page 1/1",
    ):  # fmt: skip
        assert text.find(said, at) >= at, said
        at = text.find(said, at)


def test_the_same_letter_has_the_same_bytes() -> None:
    assert draw_letter(LETTER) == draw_letter(LETTER)


def test_a_long_letter_continues_and_loses_no_word() -> None:
    words = [f"mot{number}" for number in range(3000)]
    long = replace(LETTER, paragraphs=(" ".join(words), "Fin."))
    pages = texts_of(draw_letter(long))
    assert len(pages) > 2
    said = [word for page in pages for word in page.split() if word.startswith("mot")]
    assert said == words
    assert f"Page {len(pages)}/{len(pages)}" in pages[-1]


@pytest.mark.parametrize("count", range(25, 45))
def test_the_signature_is_never_alone_on_a_page(count: int) -> None:
    pages = texts_of(draw_letter(replace(LETTER, paragraphs=("x\n" * count,))))
    assert "Nous vous prions" in pages[-1]
    assert "Camille Exemple" in pages[-1]


def test_several_references_are_listed_and_none_leaves_no_line() -> None:
    two = replace(LETTER, references=("fiche 2026-0042/1", "fiche 2026-0043/1"))
    assert "Références : – fiche 2026-0042/1 – fiche 2026-0043/1" in texts_of(draw_letter(two))[0]
    assert "Référence" not in texts_of(draw_letter(replace(LETTER, references=())))[0]


def test_the_text_of_a_mail_has_the_body_and_neither_the_recipient_nor_the_date() -> None:
    text = letter_text(LETTER)
    assert text.startswith("Madame, Monsieur,\n\nRéférence : fiche 2026-0042/1")
    assert "Second paragraphe." in text
    assert text.rstrip().endswith("34000 Montpellier")
    assert "cours Fictif" not in text
    assert "2026\n" not in text.replace("12/06/2026\n", "")


def test_a_character_that_is_not_drawn_is_refused_and_not_repeated() -> None:
    with pytest.raises(InputRefused) as refused:
        draw_letter(replace(LETTER, recipient=("組合",)))
    assert refused.value.problems[0].place == "destinataire"
    assert "組" not in refused.value.problems[0].reason


def test_properties_name_the_subject_and_the_service_only() -> None:
    info = PdfReader(BytesIO(draw_letter(LETTER))).metadata
    assert info is not None
    assert (info.title, info.author) == (LETTER.subject, "Santé BTP 34")
    assert info["/CreationDate"].startswith("D:20260615")
