"""A rectified fiche says so on every page; the words of the seal never lie over anything."""

import re
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from catalogue import with_fiche
from golden.sheets import values_of
from pypdf import PdfReader

from pdpcli.agreements.loader import find
from pdpcli.forms.draw import draw
from pdpcli.forms.edges import seal_height, seal_lines
from pdpcli.forms.form import Form, read_form
from pdpcli.forms.mark import mark, read_mark
from pdpcli.forms.metrics import BOTTOM, SMALL_PITCH
from pdpcli.forms.pages import Extra, lay_out, notice_lines, plate_of
from pdpcli.forms.rounds import with_rounds
from pdpcli.forms.sheet import Sheet

F1 = find("btp34-carsat-lr").form
FORMS = {one: find(one).form for one in with_fiche()}
SEAL = (
    "Cachet électronique de la cellule fictive, posé le 15/06/2026 selon l'horloge du poste. "
    "Il permet de constater que ce fichier n'a pas été modifié depuis. "
    * 3
    + "Empreinte : "
    + "0123456789abcdef" * 4
)


def _pages(content: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(BytesIO(content), strict=True).pages]


@pytest.mark.parametrize("mode", ["release", "to_sign"])
@pytest.mark.parametrize("agreement", FORMS)
def test_a_rectified_fiche_says_what_it_replaces_and_its_version_on_every_page(
    agreement: str, mode: Any
) -> None:
    sheet = Sheet("2026-0171/1", mode=mode, version=2, replaces=date(2026, 6, 1))
    pages = _pages(draw(FORMS[agreement], values_of(agreement), sheet))
    assert "FICHE RECTIFIÉE, version 2, remplace celle du 01/06/2026" in pages[0]
    assert all("Réf. 2026-0171/1, version 2" in page for page in pages)
    assert all("rectifiée, version 2" in page for page in pages[1:])


def test_the_first_version_says_nothing_of_versions() -> None:
    assert not any("version" in page for page in _pages(draw(F1, {}, Sheet("2026-0171/1"))))
    assert Sheet("1", version=3).rectified == "FICHE RECTIFIÉE, version 3"


def test_the_line_of_a_rectified_fiche_lies_over_nothing() -> None:
    """The line under the title, the mention to sign under it, then the first section."""
    content = draw(F1, {}, Sheet("1", mode="to_sign", version=2))
    page: Any = PdfReader(BytesIO(content)).pages[0]
    code = page.get_contents().get_data().decode("latin-1")
    heights = sorted({float(y) for y in re.findall(r"1 0 0 1 [\d.]+ ([\d.]+) Tm", code)})[-4:]
    top = max(float(y) for y in re.findall(r"q 1 0 0 1 [\d.]+ ([\d.]+) cm", code))
    assert heights[-3] - heights[-4] > 8
    assert heights[-4] - 3 > top


@pytest.mark.parametrize("rounds", [1, 2, 3])
@pytest.mark.parametrize("words", [0, 100, 300, 500, 900])
@pytest.mark.parametrize("agreement", FORMS)
def test_what_the_seal_says_is_whole_and_under_everything(
    agreement: str, words: int, rounds: int
) -> None:
    form = with_rounds(FORMS[agreement], rounds)
    text = " ".join(f"mot{number}" for number in range(words))
    sheet = Sheet("2026-0171/1", seal_notice=SEAL)
    values = values_of(agreement, **({"case.context": text} if text else {}))
    pages = _pages(draw(form, values, sheet))
    said = " ".join(" ".join(pages).split())
    assert said.count(" ".join(SEAL.split())) == 1
    texts = {one.id: one.format(values[one.id]) for one in form.fields if values.get(one.id)}
    layout = lay_out(form, texts, Extra(foot=seal_height(sheet)))
    last = layout.pages[-1][-1]
    foot = 0.0 if layout.apart else seal_height(sheet)
    low = last.top - plate_of(form, last).height
    assert low >= BOTTOM + foot + len(notice_lines(form)) * SMALL_PITCH - 0.01


def test_without_room_the_seal_has_a_page_of_its_own() -> None:
    content = draw(_tall(), {}, Sheet("2026-0001/1", seal_notice=SEAL))
    pages = _pages(content)
    assert len(pages) == 2
    assert "Cachet électronique" not in pages[0]
    assert "CACHET ÉLECTRONIQUE" in pages[1]
    assert "Page 2/2" in pages[1]
    assert "Page 1/2" in pages[0]
    assert len(seal_lines(SEAL)) > 3


def _tall() -> Form:
    """One section that fills its page."""
    return read_form(
        'id = "fx"\ntitle = "FICHE FICTIVE"\nparties = ["a", "b"]\n[[section]]\nrows = [["n"]]\n'
        '[section.field.n]\nlabel = "Texte"\nkind = "paragraph"\npath = "case.context"\nlines = 40'
    )


def test_the_mark_is_in_the_properties_and_names_nobody() -> None:
    said = mark("2026-0171/1", 2, 1, F1.hash)
    content = draw(F1, values_of("btp34-carsat-lr"), Sheet("2026-0171/1", mark=said))
    metadata = PdfReader(BytesIO(content)).metadata
    assert metadata is not None
    found = read_mark(metadata["/Keywords"])
    assert found is not None
    assert (found.ref, found.version, found.round) == ("2026-0171/1", 2, 1)
    assert found.form_hash == F1.hash
