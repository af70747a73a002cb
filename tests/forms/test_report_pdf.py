"""The paper of an annual report: everything given is printed, whatever its length.

Everybody and every figure here is fictional.
"""

from datetime import date
from io import BytesIO
from itertools import pairwise

import pytest
from pypdf import PdfReader

from pdpcli.errors import InputRefused
from pdpcli.forms.measure import width
from pdpcli.forms.report import Bar, Chart, Cover, Paragraph, Part, Report, Row, Section, Table
from pdpcli.forms.report_pages import paged
from pdpcli.forms.report_pdf import draw_report
from pdpcli.forms.report_place import BOTTOM, LEFT, RIGHT

LONG = "maintien dans l'entreprise, évolué à Œuvrécœur « ainsi » ; "
COLUMNS = ("2025", "2024", "2023", "Évolution")
WIDTHS = (44.0, 44.0, 44.0, 92.0)


def table(*rows):
    return Table(COLUMNS, WIDTHS, rows)


def row(label, level=0):
    return Row(label, ("31", "24", "n.d.", "+ 7 (+ 29 %)"), level)


def chart(count=20):
    bars = tuple(Bar(f"Barre {n} {LONG}", (n, None, 2.5), (str(n), "n.d.", "2,5"))
                 for n in range(count))  # fmt: skip
    return Chart("Par nature", COLUMNS[:3], bars)


def report(*blocks, signing=("Service fictif", f"Caisse fictive {LONG}"), notice="Provisoire."):
    facts = (("Parties", f"Une partie {LONG}\nUne autre"), ("Adressé à", "État"))
    cover = Cover("Service fictif", f"Protocole {LONG}" * 3, "Bilan annuel 2025", facts, notice)
    section = Section("1. Les chiffres", (Part("BTP34-1 · le nombre", blocks),))
    return Report(cover, date(2026, 1, 20), (section,), signing, "Pied fictif")


def text(pdf):
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


EVERYTHING = report(
    table(*(row(f"Ligne {n} {LONG}" * (n % 3 + 1)) for n in range(90))),
    chart(),
    Paragraph(LONG * 200),
    Paragraph(LONG * 3, small=True, point=True),
)


def test_everything_given_is_printed_on_as_many_pages_as_it_takes():
    pdf = draw_report(EVERYTHING)
    told, pages = text(pdf), len(PdfReader(BytesIO(pdf)).pages)
    assert pages > 5
    assert f"Page {pages}/{pages}" in told
    joined = told.replace(" ", "")
    assert all(f"Ligne{n}maintien" in joined for n in range(90))
    assert all(f"Barre{n}maintien" in joined for n in range(20))
    assert joined.count("Œuvrécœur") > 200


def test_no_text_and_no_bar_leaves_its_page_or_meets_another():
    for page in paged(EVERYTHING).pages:
        places = [(line.y, line.x, line.x + width(line.text, line.font, line.size), line.text)
                  for line in page.lines]  # fmt: skip
        for y, x, right, _ in places:
            assert y > BOTTOM - 15
            assert x >= LEFT - 0.01
            assert right <= RIGHT + 0.01
        for box in page.boxes:
            assert box.x + box.width <= RIGHT + 0.01
            assert box.y > BOTTOM - 20
        by_line = {}
        for y, x, right, _ in places:
            by_line.setdefault(y, []).append((x, right))
        for spans in map(sorted, by_line.values()):
            assert all(before[1] < after[0] for before, after in pairwise(spans))


def test_the_columns_are_said_on_each_page_of_a_table_and_the_legend_on_each_of_a_chart():
    pages = paged(report(table(*(row(f"Ligne {n}") for n in range(200))), chart(60))).pages
    for page in pages[1:]:
        told = {line.text for line in page.lines}
        if any(one.startswith("Ligne") for one in told):
            assert set(COLUMNS) <= told
        if any(one.startswith("Barre") for one in told):
            assert {"Par nature", *COLUMNS[:3]} <= told


def test_a_heading_is_never_the_last_thing_of_a_page():
    for before in range(40, 62):
        rows = [row(f"Ligne {n}") for n in range(before)]
        pages = paged(report(table(*rows, Row("par nature"), row("Dessous", 1)))).pages
        (page,) = [one for one in pages if any(line.text == "par nature" for line in one.lines)]
        assert any(line.text == "Dessous" for line in page.lines)


def test_no_line_of_a_breakdown_is_alone_on_its_page():
    for before in range(40, 62):
        inner = [row(f"Dessous {n}", 1) for n in range(5)]
        rows = [*(row(f"Ligne {n}") for n in range(before)), Row("par nature"), *inner]
        after = [] if before % 2 else [row("Après"), row("Encore")]
        counts = [
            sum(line.text.startswith("Dessous") for line in page.lines)
            for page in paged(report(table(*rows, *after))).pages
        ]
        assert sum(counts) == 5
        assert 1 not in counts


def test_what_is_to_be_signed_is_whole_and_names_nobody():
    for before in range(30, 60):
        pages = paged(report(table(*(row(f"Ligne {n}") for n in range(before))))).pages
        (page,) = [one for one in pages if any(line.text == "Signatures" for line in one.lines)]
        told = [line.text for line in page.lines]
        assert told.count("Nom et qualité :") == told.count("Signature :") == 2
        assert len([box for box in page.boxes if box.kind == "frame"]) == 2


def test_each_bar_is_told_without_colour_and_has_its_value_written():
    (page,) = paged(report(chart(3))).pages[1:]
    fillings = [box.kind for box in page.boxes if box.kind not in ("band", "frame")]
    assert fillings.count("solid") == 3  # its legend, and two: nought has no bar
    assert fillings.count("hatched") == 1  # its legend: nothing is known
    assert fillings.count("empty") == 4
    told = [line.text for line in page.lines]
    assert told.count("n.d.") == 3
    assert told.count("2,5") == 3
    drawn = draw_report(report(chart(3)))
    assert b" rg" not in drawn


def test_the_same_report_has_the_same_bytes_no_clock_and_an_outline():
    assert draw_report(EVERYTHING) == draw_report(EVERYTHING)
    reader = PdfReader(BytesIO(draw_report(EVERYTHING)))
    assert reader.metadata["/CreationDate"].startswith("D:20260120000000")
    assert "Bilan annuel 2025" in reader.metadata.title
    assert reader.trailer["/Root"]["/Lang"] == "fr-FR"
    assert [entry.title for entry in reader.outline][1:] == ["1. Les chiffres", "Signatures"]


def test_what_the_font_does_not_draw_is_refused_with_its_place():
    with pytest.raises(InputRefused) as refused:
        draw_report(report(Paragraph("漢字")))
    assert [one.place for one in refused.value.problems] == ["1. Les chiffres"]


def test_a_report_without_figures_nor_signature_is_a_paper_too():
    assert "Bilan annuel 2025" in text(draw_report(report(signing=(), notice="")))
