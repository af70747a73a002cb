"""The figures on screen: 80 columns, nothing a spreadsheet would run, references only."""

import csv
import io
from datetime import date

import pytest
from handmade import Handmade, count_year, evaluation_text

from pdpcli.evaluation.explain import Behind, Difference, Explanation, explain
from pdpcli.evaluation.indicator import read_evaluation
from pdpcli.evaluation.period import years
from pdpcli.evaluation.sheets import Figure, Line, Sheet
from pdpcli.views.explain import explanation_json, explanation_text, references
from pdpcli.views.stats import stats_text
from pdpcli.views.stats_data import inert, stats_csv, stats_json

EVALUATION = read_evaluation(evaluation_text())
TODAY = date(2026, 1, 1)


@pytest.fixture
def store() -> Handmade:
    store = Handmade()
    for number in range(1, 12):
        case = store.case(number)
        store.referral(case, "2025-02-01", age=40, status="employee", sex="female")
        store.act(case, "essai_encadre", "2025-03-01", on_leave="yes")
        store.act(case, "closure", "2025-05-01", nature="completed")
    store.gathering("collective", "2025-03-14", participants=12)
    return store


@pytest.fixture
def sheet(store: Handmade) -> Sheet:
    title = "Protocole Santé BTP 34 / Carsat LR"
    figures = tuple(count_year(store.db, EVALUATION, 2025, {}))
    return Sheet("btp34-carsat-lr", title, years(2025)[0], figures)


def explained(store: Handmade, figure: str) -> Explanation:
    indicator = next(each for each in EVALUATION.indicators if each.id == figure)
    return explain(store.db, EVALUATION, indicator, years(2025), {})


def test_nothing_on_screen_is_wider_than_80_columns(store: Handmade, sheet: Sheet) -> None:
    texts = [stats_text([sheet], date(2026, 1, 1))]
    for figure in sheet.figures:
        found = explained(store, figure.id)
        texts += [explanation_text(found, cases=False), explanation_text(found, cases=True)]
    assert max(len(line) for text in texts for line in text.splitlines()) <= 80


def test_each_line_has_its_letter_and_three_years(sheet: Sheet) -> None:
    text = stats_text([sheet], date(2026, 1, 1))
    assert "b) par Santé BTP 34".ljust(39) + "      11       0       0      +11    n.d." in text
    assert "     femme".ljust(39) + "      11       0       0      +11    n.d." in text
    assert "provisoires" not in text


def test_a_year_not_over_is_provisional(sheet: Sheet) -> None:
    assert "2025 n'est pas terminée : chiffres provisoires." in stats_text(
        [sheet], date(2025, 12, 31)
    )


def test_an_explanation_has_its_parts_in_order(store: Handmade) -> None:
    text = explanation_text(explained(store, "BTP34-5"), cases=False)
    parts = [
        "BTP34-5 · année 2025               Protocole Santé BTP 34 / Carsat LR, article 5",
        "« le bilan en termes de réalisation d'actions de remobilisation précoce et de",
        "CE QUI EST COMPTÉ",
        "a) des actions, pas des personnes : 11 actions pour 11 personnes.",
        "CE QUE LE TEXTE NE DIT PAS, ET CE QUE NOUS AVONS CHOISI",
        "· « précoce » : commencée pendant un arrêt de travail               [modifiable]",
        "CONTRÔLES",
        "bon      aucune situation à la fois en b et en c",
        "à voir   11 situations closes en 2025 sans issue",
        "DIFFÉRENCE AVEC 2024",
        "a) + 11 : 11 en 2025 seulement, 0 en 2024 seulement",
        "b) sans changement",
        "LES SITUATIONS",
        "a) essai encadré (11) : 2025-0001, 0002, 0003, 0004, 0005, 0006…",
        "toutes : --situations",
    ]
    assert [text.index(part) for part in parts] == sorted(text.index(part) for part in parts)


def test_all_references_come_with_cases(store: Handmade) -> None:
    text = explanation_text(explained(store, "BTP34-5"), cases=True)
    assert "0010, 0011" in text
    assert "…" not in text
    assert "toutes :" not in text


def test_gatherings_are_told_by_their_date(store: Handmade) -> None:
    text = explanation_text(explained(store, "BTP34-3"), cases=False)
    assert "LES RÉUNIONS ET ACTIONS\na) actions collectives conjointes (1) : 14/03/2025" in text


def test_references_say_the_year_once() -> None:
    refs = ("2024-0003", "2025-0001", "2025-0002", "2024-0009")
    assert references(refs, None) == "2024-0003, 2025-0001, 0002, 2024-0009"
    assert references(refs, 2) == "2024-0003, 2025-0001…"


def test_json_keys_are_stable(store: Handmade, sheet: Sheet) -> None:
    (agreement,) = stats_json([sheet], TODAY)["agreements"]
    assert set(agreement) == {"agreement", "title", "period", "provisional", "figures"}
    figure = agreement["figures"][0]
    assert set(figure) == {"id", "label", "source", "periods", "lines", "hypotheses"}
    assert figure["lines"][1] == {
        "id": "b",
        "label": "par Santé BTP 34",
        "unit": "case",
        "values": {"2025": 11, "2024": 0, "2023": 0},
        "dimension": "",
        "code": "",
        "crossed": None,
        "masked": [],
        "target": "",
        "at_least": None,
        "reached": None,
        "evolution": {"change": 11, "percent": None},
    }
    about = explanation_json(explained(store, "BTP34-5"))
    assert set(about) == {
        *figure,
        "counted",
        "controls",
        "differences",
        "behind",
        "definitions",
        "entered",
        "frozen",
        "moved",
    }


def test_csv_has_one_row_a_line_and_year(sheet: Sheet) -> None:
    rows = list(csv.reader(io.StringIO(stats_csv([sheet], TODAY)), delimiter=";"))
    assert rows[0][:3] == ["convention", "chiffre", "intitulé"]
    assert len(rows) == 1 + 3 * sum(len(figure.lines) for figure in sheet.figures)
    row = dict(zip(rows[0], rows[4], strict=True))
    assert [row["chiffre"], row["ligne"], row["unité"]] == ["BTP34-1", "b", "case"]
    assert [row["période"], row["du"], row["au"]] == ["2025", "2025-01-01", "2025-12-31"]
    assert [row["valeur"], row["évolution"], row["évolution en %"]] == ["11", "11", "n.d."]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1", " =1", "\r=1"])
def test_no_cell_is_run_by_a_spreadsheet(text: str) -> None:
    assert inert(text) == f"'{text}"
    figure = Figure("X", text, "s", years(2025)[:1], (Line("a", text, "act", (1,)),), ())
    row = list(
        csv.reader(
            io.StringIO(stats_csv([Sheet(text, "t", figure.periods[0], (figure,))], TODAY)),
            delimiter=";",
        )
    )
    assert all(not cell.lstrip().startswith(("=", "+", "-", "@")) for cell in row[1])


def test_an_ordinary_cell_is_left_alone() -> None:
    assert inert("essai encadré - CRPE") == "essai encadré - CRPE"


def test_a_difference_downwards_has_its_sign() -> None:
    figure = Figure("X-1", "x", "source", years(2025), (), ())
    moved = Difference("a", "case", -2, 1, 3, 4, ("2025-0001",), ())
    found = Explanation(figure, (), (), (moved,), (Behind("a", "x", "case", 0, ()),))
    text = explanation_text(found, cases=False)
    assert "a) - 2 : 1 en 2025 seulement, 3 en 2024 seulement, 4 les deux années" in text
