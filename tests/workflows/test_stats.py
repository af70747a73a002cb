"""The year counted for our agreements, with the choices she made, without any heavy import."""

import json
import subprocess
import sys

import pytest
from handmade import AGREEMENT, Handmade

from pdpcli.errors import InputRefused
from pdpcli.workflows.stats import Wanted, count
from pdpcli.workflows.stats_explained import explained

HEAVY = ("sqlmodel", "sqlalchemy", "reportlab", "rich", "questionary")


@pytest.fixture
def store() -> Handmade:
    store = Handmade()
    for body in ("santebtp34", "carsat-lr"):
        store.insert("body", id=body, name=body, short=body)
    store.insert(
        "agreement",
        id=AGREEMENT,
        as_body="santebtp34",
        partner="carsat-lr",
        title="Protocole fictif",
        added_on="2025-01-01",
    )
    return store


def test_each_of_our_agreements_has_its_sheet(store: Handmade, places: dict[str, str]) -> None:
    assert places
    (sheet,) = count(store.db, 2025, None)
    assert (sheet.agreement, sheet.title, len(sheet.figures)) == (AGREEMENT, "Protocole fictif", 7)


def test_her_choices_are_those_in_force(store: Handmade, places: dict[str, str]) -> None:
    assert places
    said = json.dumps({"early": "any", "answer_days": 15})
    store.db.execute("UPDATE agreement SET parameters = ?", (said,))
    hypotheses = explained(store.db, Wanted(2025), "btp34-5").found.figure.hypotheses
    assert {each.parameter: each.choice for each in hypotheses}["early"] == "any"


def test_an_unknown_figure_is_refused_with_those_that_exist(
    store: Handmade, places: dict[str, str]
) -> None:
    assert places
    with pytest.raises(InputRefused) as refusal:
        explained(store.db, Wanted(2025), "BTP34-9")
    assert "BTP34-5" in refusal.value.todo


def test_counting_imports_neither_the_orm_nor_the_pdf_library() -> None:
    script = (
        "import sys, pdpcli.workflows.stats_explained, pdpcli.views.stats, pdpcli.views.explain\n"
        f"print([name for name in {HEAVY} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
    assert done.stdout.decode().strip() == "[]"
