"""docs/indicateurs.md: each example is ours word for word, is read and is counted; hers too."""

import re
from pathlib import Path

import openpyxl
import pytest
from counting import AGREEMENT, counted_cell, handmade
from handmade import Handmade, evaluation_text
from pypdf import PdfReader

import pdpcli
from pdpcli.commands.opening import open_store
from pdpcli.evaluation.indicator import read_evaluation
from pdpcli.evaluation.period import years
from pdpcli.evaluation.sheets import count_over

DOCUMENT = Path(pdpcli.__file__).parent.parent / "docs" / "indicateurs.md"
pytestmark = pytest.mark.skipif(not DOCUMENT.is_file(), reason="installed without its documents")
_BLOCK = re.compile(r"^```toml ?(\S*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
EXAMPLES = _BLOCK.findall(DOCUMENT.read_text("utf-8")) if DOCUMENT.is_file() else []
OURS = [one for one in EXAMPLES if one[0]]
(HERS,) = [body for mark, body in EXAMPLES if not mark] or [""]


def declared(agreement: str) -> str:
    """What an evaluation declares before its figures."""
    return evaluation_text(agreement).partition("[[indicator]]")[0]


@pytest.mark.parametrize(("agreement", "body"), OURS)
def test_an_example_is_in_the_convention_it_names(agreement: str, body: str) -> None:
    assert body in evaluation_text(agreement)


@pytest.mark.parametrize(
    ("agreement", "body"), [one for one in OURS if one[1].startswith("[[indicator]]")]
)
def test_an_example_is_read_and_counted(agreement: str, body: str) -> None:
    evaluation = read_evaluation(declared(agreement) + body)
    store = Handmade(agreement)
    case = store.case(1)
    about = {"on_leave": "yes", "naf": "43.99C", "contract": "cdi", "age": 55, "status": "employee"}
    store.referral(case, "2025-02-01", **about)
    store.act(case, "risk_index", "2025-02-02", iri=3, irdp=4, **about)
    store.act(case, "outcome", "2025-06-01", nature="same_job", **about)
    store.gathering("workshop", "2025-03-01", participants=7)
    store.insert("member", first_name="Ève", last_name="F", functions='["assistant"]')
    for key in ("lt11", "11_to_49", "50_to_299", "300_up"):
        entered = {"agreement": agreement, "year": 2025, "key": "fe_done_btp", "cell": key}
        store.insert("figure", **entered, side="us", value=20, added_at="", author="Test")
    (figure,) = count_over(store.db, evaluation, years(2025), {})
    values = [line.values[0] for line in figure.lines if not line.dimension]
    assert any(values), figure.lines
    known = {
        "BTP34-1": [0, 1],
        "BTP34-3": [1, 7],
        "BTP34-public": [1],
        "CPOM-5.2A-1": [1, 1, 100.0],
        "CPOM-5.2C-4": [80],
        "DGT-1": [1, 1],
        "AFNOR-1": [1, 1, 100.0],
    }
    assert values == known[figure.id]


def test_her_own_figure_is_checked_counted_explained_and_printed_like_ours(
    tmp_path, capsys, monkeypatch
) -> None:
    cell = counted_cell(tmp_path, capsys, monkeypatch)
    cell("convention", "copier", AGREEMENT, "la-mienne")
    folder = next(tmp_path.rglob("la-mienne"))
    path = folder / "evaluation.toml"
    path.write_text(path.read_text("utf-8") + "\n" + HERS.replace("row", "rows", 1), "utf-8")
    wrong = cell("convention", "verifier", "la-mienne", code=2)
    assert "MAISON-1" in wrong
    assert "unit" in wrong
    path.write_text(path.read_text("utf-8").replace('"rows"', '"row"'), "utf-8")
    assert "utilisable" in cell("convention", "verifier", "la-mienne")
    cell("convention", "ajouter", "la-mienne", "--en-tant-que", "sante-btp-34")
    cell.place()
    with open_store().write("test rows") as write:
        store = handmade(write.db)
        for case, on, mode in ((1, "02-01", "home"), (1, "03-01", "home"), (2, "03-02", "phone")):
            store.act(case, "interview", f"2025-{on}", mode=mode, status="employee")
    asked = ("chiffres", "--annee", "2025", "--convention", "la-mienne")
    figures = {one["id"]: one for one in cell.json(*asked)["agreements"][0]["figures"]}
    lines = {one["id"]: one["values"]["2025"] for one in figures["MAISON-1"]["lines"][::-1]}
    assert lines == {"a": 2, "b": 1}
    explained = " ".join(cell(*asked, "--expliquer", "MAISON-1").split())
    assert "2 entretiens pour 1 personne" in explained
    assert "sorte : entretien ; mode : à domicile ; état : fait" in explained
    assert "salarié (2) : 2025-0001" in explained
    cell(*asked, "--xlsx", "mien.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "mien.xlsx").worksheets[0]
    assert ("MAISON-1", "b", "personnes rencontrées") in [
        row[:3] for row in sheet.iter_rows(values_only=True)
    ]
    printed = ("--annee", "2025", "--convention", "la-mienne", "--sortie", "mien.pdf")
    cell("bilan", "imprimer", *printed)
    pages = " ".join(page.extract_text() for page in PdfReader(tmp_path / "mien.pdf").pages)
    assert "entretiens à domicile" in pages
