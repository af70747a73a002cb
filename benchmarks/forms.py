"""1,000 fiches drawn, against typst and fpdf2 drawing the same rows; bytes of one fiche.

    python benchmarks/forms.py [FICHES]

The peers get the same titles, labels, values, boxes and texts, in a plainer layout, without a part
to fill on screen and without data attached. Rounds of a tenth are taken in turn; the rate is the
median round's.
"""

import json
import sys
import warnings
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from pdpcli.forms.attachment import fiche_json
from pdpcli.forms.draw import draw
from pdpcli.forms.form import Field, Form, read_form
from pdpcli.forms.mark import mark
from pdpcli.forms.sheet import Sheet, SignedBlock

Values = dict[str, Any]
Draw = Callable[[Values, int], bytes]
TODAY = date(2026, 6, 15)
FONTS = Path(str(files("pdpcli.forms") / "fonts"))
GOAL_BYTES = 45_000
ANSWERS = {
    "date_signalement": "15/06/2026",
    "referent_nom": "Exemple",
    "referent_prenom": "Camille",
    "referent_tel": "04 65 71 00 34",
    "nom": "PARPAING",
    "prenom": "Łukasz",
    "adresse": "3 rue des Exemples, 34970 Lattes",
    "naissance": "04/03/1968",
    "tel": "06 39 98 12 34",
    "arret": "02/05/2026",
    "risque": "illness",
    "temps_partiel": "no",
    "poste": "maçon",
    "anciennete": "11 ans",
    "contrat": "cdi",
    "employeur": "BÂTI-FICTION LATTES",
    "employeur_adresse": "Zone d'activité imaginaire, 34970 Lattes",
    "employeur_tel": "04 65 71 12 34",
    "medecin_travail": "Dr FICTIF",
    "prereprise": "planned",
    "prereprise_date": "24/06/2026",
    "contexte": "Ne peut plus porter de charges. Souhaite garder son métier ; l'employeur est"
    " d'accord pour essayer un poste aménagé, à temps réduit pour commencer (fictif). " * 2,
}
SIGNED = SignedBlock("Łukasz PARPAING", "Lattes", date(2026, 6, 12), "Santé BTP 34")


def fiche() -> Form:
    folder = files("pdpcli.agreements") / "btp34-carsat-lr"
    return read_form((folder / "form.toml").read_text("utf-8"))


def values(form: Form, number: int) -> Values:
    """The answers of one fiche; the name and the address change with ``number``."""
    said = {**ANSWERS, "adresse": f"{number} rue des Exemples, 34970 Lattes"}
    return dict(form.parse(said, stage=None, today=TODAY).values)


def rows(form: Form, said: Values) -> dict[str, Any]:
    """What the peers draw: the bands, the labels with their texts or boxes, and the fixed texts."""
    bands = [
        {"title": one.title, "rows": [cell(x, said) for x in one.fields], "text": one.text}
        for one in form.sections
    ]
    return {"title": form.title, "bands": bands, "notice": form.notice}


def cell(one: Field, said: Values) -> dict[str, Any]:
    value = said.get(one.id)
    if one.choices:
        text = "   ".join(f"{'☒' if x == value else '☐'} {y}" for x, y in one.choices.items())
    else:
        text = "" if value is None else one.format(value)
    return {"label": one.label, "text": text, "lines": one.lines}


def ours(form: Form) -> Draw:
    """A fiche as it leaves, before its seal: its mark, and its data attached."""

    def one(said: Values, number: int) -> bytes:
        ref = f"2026-{number:04}/1"
        sheet = Sheet(ref, signed=SIGNED, mark=mark(ref, 1, 0, form.hash))
        return draw(form, said, replace(sheet, attachment=fiche_json(form, said, sheet)))

    return one


def bare(form: Form) -> Draw:
    """The same without its data."""
    return lambda said, number: draw(form, said, Sheet(f"2026-{number:04}/1", signed=SIGNED))


TYPST = """
#let d = json(bytes(sys.inputs.data))
#set page(paper: "a4", margin: 15mm, footer: [#sys.inputs.ref])
#set text(font: "DejaVu Sans", size: 8pt)
#align(center, text(14pt, weight: "bold", d.title))
#for b in d.bands {
  block(width: 100%, fill: luma(220), inset: 4pt, text(weight: "bold", b.title))
  grid(columns: (1fr, 1fr), row-gutter: 6pt, ..b.rows.map(r => [#r.label : #r.text
    #for _ in range(r.lines - 1) { block(line(length: 100%, stroke: (dash: "dotted"))) }]))
  b.text
}
#d.notice
"""


def typst(form: Form) -> Draw:
    from typst import Compiler

    template = TYPST.encode()
    compiler = Compiler(template, font_paths=[str(FONTS)], ignore_system_fonts=True)

    def one(said: Values, number: int) -> bytes:
        data = json.dumps(rows(form, said), ensure_ascii=False)
        inputs = {"data": data, "ref": f"2026-{number:04}/1"}
        made: bytes = compiler.compile(template, sys_inputs=inputs, pdf_tags=False)
        return made

    return one


def fpdf2(form: Form) -> Draw:
    from fpdf import FPDF

    def one(said: Values, number: int) -> bytes:
        pdf, told = FPDF(), rows(form, said)
        pdf.add_font("DejaVu", "", FONTS / "DejaVuSans.ttf")
        pdf.add_font("DejaVu", "B", FONTS / "DejaVuSans-Bold.ttf")
        pdf.add_page()
        pdf.set_fill_color(220)
        pdf.set_font("DejaVu", "B", 14)
        pdf.cell(0, 8, told["title"], align="C", new_x="LMARGIN", new_y="NEXT")
        for band in told["bands"]:
            pdf.set_font("DejaVu", "B", 8)
            pdf.cell(0, 5, band["title"], fill=True, new_x="LMARGIN", new_y="NEXT")
            pdf.set_font("DejaVu", "", 8)
            for row in band["rows"]:
                pdf.multi_cell(0, 4, f"{row['label']} : {row['text']}", new_x="LMARGIN")
                for _ in range(row["lines"] - 1):
                    pdf.ln(4)
                    pdf.line(pdf.l_margin, pdf.y, 195, pdf.y)
            pdf.multi_cell(0, 4, band["text"], new_x="LMARGIN")
        pdf.multi_cell(0, 4, f"{told['notice']} 2026-{number:04}/1", new_x="LMARGIN")
        return bytes(pdf.output())

    return one


def rates(form: Form, tools: dict[str, Draw], fiches: int, rounds: int = 10) -> dict[str, float]:
    """Fiches a second of each tool, the median of rounds taken in turn; the first draws warm up."""
    spent: dict[str, list[float]] = {name: [] for name in tools}
    size = max(1, fiches // rounds)
    for turn in range(rounds):
        for name, tool in tools.items():
            if turn == 0:
                tool(values(form, 0), 0)
            start = perf_counter()
            for number in range(turn * size, turn * size + size):
                tool(values(form, number), number)
            spent[name].append(perf_counter() - start)
    return {name: size / median(times) for name, times in spent.items()}


def main() -> None:
    fiches = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    warnings.simplefilter("ignore")
    form = fiche()
    tools: dict[str, Draw] = {"pdp": ours(form), "no json": bare(form)}
    for name, make in (("typst", typst), ("fpdf", fpdf2)):
        if find_spec(name) is None:
            print(f"{name} is not installed: left out")
        else:
            tools[name] = make(form)
    found = rates(form, tools, fiches)
    sizes = {name: len(tool(values(form, 1), 1)) for name, tool in tools.items()}
    print(f"{fiches:,} fiches, reading the answers included")
    for name, rate in found.items():
        ratio = f"pdp = {found['pdp'] / rate:5.2f} x {name}" if name != "pdp" else ""
        print(f"{name:<7} {rate:7.1f} fiches/s {sizes[name]:>7,} bytes   {ratio}")
    print(f"goals: at least typst; at most {GOAL_BYTES:,} bytes, fillable")


if __name__ == "__main__":
    main()
