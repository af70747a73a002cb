"""What is entered once a year: read as typed, kept with its author, never forgotten."""

from contextlib import closing

import pytest

from pdpcli.agreements.loader import find
from pdpcli.errors import InputRefused
from pdpcli.evaluation.asked import Asked
from pdpcli.store.figures import figures_of, history
from pdpcli.store.open import Store
from pdpcli.workflows import agreement
from pdpcli.workflows.check import check
from pdpcli.workflows.figures import changes, enter, parse_figures

ID = "btp34-carsat-lr"
DONE = Asked("fe_done", "btp", "us", "fiches d'entreprise, BTP", "row", "CPOM-5.2C-4")
ALL = Asked("fe_done", "all", "us", "fiches d'entreprise, tous", "row", "CPOM-5.2C-4")
PLEASED = Asked("pleased", "", "us", "assurés satisfaits", "percent", "BFC-19")
ASKED = (DONE, ALL, PLEASED)


@pytest.fixture
def ours(store: Store) -> Store:
    """A store whose agreement is ours."""
    from datetime import date

    with store.write("agreement add") as write:
        agreement.add(write, find(ID), None, date(2025, 5, 1))
    return store


def said(store: Store, year: int, **texts: str) -> list[tuple[str, float | None, float | None]]:
    named = {name.replace("__", "."): text for name, text in texts.items()}
    with store.write("stats enter") as write:
        found = enter(write, ID, year, parse_figures(ASKED, named), "relevé du logiciel")
    return [(one.asked.name, one.before, one.after) for one in found]


def test_a_value_is_kept_with_what_was_there_before(ours: Store) -> None:
    assert said(ours, 2025, fe_done__btp="82", pleased="96 %") == [
        ("fe_done.btp", None, 82),
        ("pleased", None, 96),
    ]
    assert said(ours, 2025, fe_done__btp="80", pleased="96") == [("fe_done.btp", 82, 80)]
    assert said(ours, 2025, fe_done__btp="-") == [("fe_done.btp", 80, None)]
    assert said(ours, 2025, fe_done__btp="0", fe_done__all="") == [("fe_done.btp", None, 0)]
    with closing(ours.read()) as db:
        assert figures_of(db, ID, [2025, 2024]) == {
            DONE.place: {2025: 0},
            PLEASED.place: {2025: 96},
        }
        past = history(db, ID, 2025, "us")
    assert [(one.key, one.value) for one in past if one.cell] == [
        ("fe_done", 82), ("fe_done", 80), ("fe_done", None), ("fe_done", 0),
    ]  # fmt: skip
    assert {(one.author, one.note) for one in past} == {("Camille Exemple", "relevé du logiciel")}
    assert all(finding.sound for finding in check(ours))


@pytest.mark.parametrize(
    ("texts", "reason"),
    [
        ({"fe_dnoe.btp": "3"}, "« fe_done.btp »"),
        ({"fe_done": "3"}, "fe_done.btp, fe_done.all"),
        ({"fe_done.btp": "3,5"}, "entier"),
        ({"fe_done.btp": "trois"}, "chiffres"),
        ({"pleased": "-5"}, "chiffres"),
        ({"xyz": "5"}, "rien de ce nom"),
    ],
)
def test_what_nothing_asks_for_or_is_no_number_is_refused(
    texts: dict[str, str], reason: str
) -> None:
    with pytest.raises(InputRefused) as refused:
        parse_figures(ASKED, {**texts, "other": "1"})
    assert len(refused.value.problems) == 2
    assert reason in str(refused.value.problems[0])


def test_what_was_never_entered_cannot_be_withdrawn(ours: Store) -> None:
    with pytest.raises(InputRefused) as refused:
        said(ours, 2025, pleased="-", fe_done__btp="3")
    assert [one.place for one in refused.value.problems] == ["pleased"]
    with closing(ours.read()) as db:
        assert figures_of(db, ID, [2025]) == {}
        assert [one.after for one in changes(db, ID, 2025, [(DONE, 3.0)])] == [3.0]
