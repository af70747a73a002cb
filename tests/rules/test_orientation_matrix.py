"""The matrix of the PRITH Occitanie is read as printed, then filtered by régime (dossier §2.4)."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pdpcli.rules.orientation.known import Fact, Known
from pdpcli.rules.orientation.matrix import COLUMNS, HORIZONS, cells, names_in, printed
from pdpcli.rules.vocabulary import CHOICES, NO, UNKNOWN, YES

ON = date(2026, 6, 15)
#: The table as the dossier prints it: one line a row, one cell a column, « - » for an empty one.
PRINTED = """
short yes | Cap emploi, SPST* | SPST*, Cap emploi (axe 2), Service social MSA | SPST*, Service social Carsat, Service social MSA, Cap emploi (axe 2) | Cap emploi (axe 1)
short no | SPST* | SPST*, Service social MSA | SPST*, Service social Carsat, Service social MSA | -
medium yes | Cap emploi (axe 1 / axe 2), SPST* | SPST*, Cap emploi (axe 2), Service social MSA | SPST*, Service social Carsat, Service social MSA, Cap emploi (axe 2) | Cap emploi (axe 2), opérateurs du CEP
medium no | SPST* | SPST*, Service social MSA | SPST*, Service social Carsat, Service social MSA | Opérateurs du CEP
long yes | SPST* | SPST* | SPST* | -
long no | SPST* | SPST* | SPST* | -
"""  # noqa: E501 - one line a row, as in the document
ROWS = [re.split(r" *\| *", line) for line in PRINTED.strip().splitlines()]
CELLS = [
    (*row[0].split(), column, "" if text == "-" else text)
    for row in ROWS
    for column, text in zip(COLUMNS, row[1:], strict=True)
]
TITLES = ("situation.rqth", "situation.rente_at", "situation.boeth_other", "situation.mdph")
PATHS = {
    "situation.horizon": [*CHOICES["horizon"], UNKNOWN],
    "situation.position": [*CHOICES["position"]],
    "situation.regime": [*CHOICES["regime"]],
    "situation.status": [*CHOICES["status"]],
    "situation.invalidity": [*CHOICES["invalidity"]],
    "situation.part_time": [YES, NO, UNKNOWN],
    "leave.on_leave": [YES, NO, UNKNOWN],
    "employer.member": [YES, NO, UNKNOWN],
    **{path: [YES, NO, UNKNOWN] for path in TITLES},
}


def known(**said: str) -> Known:
    """``known(situation__regime="general")``."""
    facts = {path.replace("__", "."): value for path, value in said.items()}
    return Known(ON, {path: Fact(path, value, ON) for path, value in facts.items()})


def placed(horizon: str, boe: str, column: str, **more: str) -> Known:
    titles = {path.replace(".", "__"): NO for path in TITLES} | {"situation__invalidity": "none"}
    if boe == YES:
        titles["situation__rqth"] = YES
    return known(situation__horizon=horizon, situation__position=column, **{**titles, **more})


def who(held: Known) -> list[str]:
    (cell,) = cells(held)
    return [one.name for one in cell.names if one.value != NO]


@pytest.mark.parametrize(("horizon", "boe", "column", "text"), CELLS)
def test_each_cell_is_as_printed_names_in_order(horizon, boe, column, text):
    assert printed(horizon, boe, column) == text
    assert ", ".join(one.name for one in names_in(text)) == text


@pytest.mark.parametrize(("horizon", "boe", "column", "text"), CELLS)
def test_each_cell_keeps_its_order_without_who_is_of_another_regime(horizon, boe, column, text):
    other = {"general": "Service social MSA", "agricultural": "Service social Carsat"}
    for regime, never in other.items():
        names = [one for one in text.split(", ") if one and one != never]
        assert who(placed(horizon, boe, column, situation__regime=regime)) == names


@pytest.mark.parametrize(("horizon", "boe", "column", "text"), CELLS)
def test_a_public_agent_has_cap_emploi_only(horizon, boe, column, text):
    for said in ({"situation__regime": "civil_service"}, {"situation__status": "public_agent"}):
        names = [one for one in text.split(", ") if one.startswith("Cap emploi")]
        assert who(placed(horizon, boe, column, **said)) == names


def test_the_odd_axes_and_the_axe_that_is_not_printed_are_kept():
    assert printed("short", YES, "hiring") == "Cap emploi, SPST*"
    assert printed("short", YES, "leaving") == "Cap emploi (axe 1)"
    assert printed("medium", YES, "leaving") == "Cap emploi (axe 2), opérateurs du CEP"


def test_the_carsat_is_printed_for_who_is_on_leave_only():
    assert {column for *_, column, text in CELLS if "Carsat" in text} == {"on_leave"}


def test_an_empty_cell_is_a_cell_without_a_name():
    (cell,) = cells(placed("short", NO, "leaving", situation__regime="general"))
    assert (cell.names, cell.column) == ((), "leaving")


def test_another_regime_is_to_be_verified_and_gets_neither_carsat_nor_msa():
    (cell,) = cells(placed("short", YES, "on_leave", situation__regime="special"))
    said = {one.name: (one.value, one.why) for one in cell.names}
    assert said["SPST*"] == (YES, "hors régime général : vérifier")
    assert said["Cap emploi (axe 2)"] == (YES, "hors régime général : vérifier")
    assert said["Service social Carsat"][0] == said["Service social MSA"][0] == NO


def test_a_regime_that_is_not_known_leaves_both_services_under_a_condition():
    (cell,) = cells(placed("short", YES, "on_leave"))
    said = {one.name: (one.value, one.why) for one in cell.names}
    assert said["Service social Carsat"] == (UNKNOWN, "si régime général")
    assert said["Service social MSA"] == (UNKNOWN, "si régime agricole")


@pytest.mark.parametrize(
    ("said", "columns"),
    [
        ({"situation__position": "part_time"}, ["working"]),
        ({"situation__position": "working_invalidity"}, ["working"]),
        ({"situation__position": "adapted"}, ["working"]),
        ({"situation__part_time": YES, "leave__on_leave": YES}, ["working"]),
        ({"situation__position": "working", "leave__on_leave": YES}, ["on_leave"]),
        ({"situation__position": "leaving", "leave__on_leave": YES}, ["leaving"]),
        ({"situation__position": "on_leave", "leave__on_leave": NO},
         ["hiring", "working", "leaving"]),
        ({"leave__on_leave": NO}, ["hiring", "working", "leaving"]),
        ({"leave__on_leave": YES}, ["on_leave"]),
        ({}, ["hiring", "working", "on_leave", "leaving"]),
    ],
)  # fmt: skip
def test_the_column_is_what_the_notebook_says_of_the_work(said, columns):
    assert list(dict.fromkeys(cell.column for cell in cells(known(**said)))) == columns


@pytest.mark.parametrize(
    ("said", "statuses"),
    [
        ({"situation__rqth": YES}, {YES}),
        ({"situation__invalidity": "cat1"}, {YES}),
        ({"situation__invalidity": "cat3"}, {YES}),
        ({"situation__rente_at": YES}, {YES}),
        ({"situation__boeth_other": YES}, {YES}),
        ({"situation__mdph": YES, "situation__rqth": NO}, {YES}),  # « en voie de l'être »
        ({"situation__rqth": NO}, {YES, NO}),
        ({}, {YES, NO}),
    ],
)
def test_the_row_is_boe_or_on_the_way_when_one_title_or_a_file_is_known(said, statuses):
    assert {cell.status for cell in cells(known(**said))} == statuses


def test_nothing_known_leaves_the_twenty_four_cells_possible():
    assert len(cells(known())) == len(HORIZONS) * 2 * len(COLUMNS) == len(CELLS)


@given(st.fixed_dictionaries({}, optional={k: st.sampled_from(v) for k, v in PATHS.items()}))
def test_the_msa_never_yields_the_carsat_and_the_carsat_is_the_general_regime_s(said):
    held = Known(ON, {path: Fact(path, value) for path, value in said.items()})
    farmer = said.get("situation.status") == "farmer"
    for cell in cells(held):
        for one in cell.names:
            if one.actor == "ssam" and (farmer or said.get("situation.regime") == "agricultural"):
                assert one.value == NO
            if one.actor == "ssam" and one.value == YES:
                assert said["situation.regime"] == "general"
            if one.actor == "msa" and one.value == YES:
                assert farmer or said["situation.regime"] == "agricultural"
