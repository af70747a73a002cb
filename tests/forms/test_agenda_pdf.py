"""The paper of a meeting: everything given is printed, on as many pages as it takes."""

from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from pdpcli.errors import InputRefused
from pdpcli.forms.agenda_pages import LEFT, RIGHT, paged
from pdpcli.forms.agenda_pdf import Paper, Part, Point, draw_paper
from pdpcli.forms.measure import width


def paper(*points, title="Ordre du jour", facts=(("Le", "jeudi 18 juin 2026"),)):
    return Paper(
        "Service fictif", title, date(2026, 6, 1), facts,
        (Part(f"{len(points)} points", points),), "Une mention.", "Pied fictif",
    )  # fmt: skip


def text(pdf):
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


MANY = [Point(f"{place}. Situation 2026-{place:04}", ("Un motif fictif. " * 12,))
        for place in range(1, 61)]  # fmt: skip


def test_everything_given_is_printed_on_as_many_pages_as_it_takes():
    pdf = draw_paper(paper(*MANY))
    reader = PdfReader(BytesIO(pdf))
    assert len(reader.pages) > 3
    told = text(pdf)
    assert all(point.head in told for point in MANY)
    assert told.count("Un motif fictif.") == 12 * 60
    assert f"Page {len(reader.pages)}/{len(reader.pages)}" in told


def test_no_line_leaves_the_page_and_no_point_is_parted():
    pages = paged(paper(*MANY))
    for page in pages:
        for line in page.lines:
            assert line.y > 50
            assert line.x + width(line.text, line.font, line.size) <= RIGHT + 0.01
            assert line.x >= LEFT
        assert len([line for line in page.lines if line.text.startswith("1. ")]) <= 1
    heads = {point.head for point in MANY}
    for page in pages[1:]:
        assert page.lines[0].text in heads


def test_a_point_longer_than_a_page_is_parted_rather_than_cut():
    long = Point("1. Une longue décision", ("Un mot fictif, puis un autre. " * 400,))
    told = text(draw_paper(paper(long, Point("2. La suivante"))))
    assert told.count("autre.") == told.count("fictif,") == 400
    assert "2. La suivante" in told


def test_the_same_paper_has_the_same_bytes_and_no_clock():
    assert draw_paper(paper(*MANY[:3])) == draw_paper(paper(*MANY[:3]))
    info = PdfReader(BytesIO(draw_paper(paper()))).metadata
    assert info.title == "Ordre du jour"
    assert info["/CreationDate"].startswith("D:20260601000000")


def test_what_the_font_does_not_draw_is_refused():
    with pytest.raises(InputRefused, match="n'a pas été écrit"):
        draw_paper(paper(Point("漢字")))


def test_an_empty_agenda_is_a_paper_too():
    assert "0 points" in text(draw_paper(paper()))
