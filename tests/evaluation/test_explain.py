"""What stands behind a figure: totals that agree, what is doubtful, what moved, which cases."""

from collections.abc import Callable

import pytest
from handmade import Handmade, evaluation_text

from pdpcli.evaluation.explain import Explanation, explain
from pdpcli.evaluation.indicator import read_evaluation
from pdpcli.evaluation.period import years
from pdpcli.evaluation.terms import Evaluation

Explained = Callable[..., Explanation]


@pytest.fixture
def explained(store: Handmade, evaluation: Evaluation) -> Explained:
    def about(figure: str, **said: str) -> Explanation:
        indicator = next(each for each in evaluation.indicators if each.id == figure)
        return explain(store.db, evaluation, indicator, evaluation.years(2025, said), said)

    return about


def sent(store: Handmade, number: int) -> int:
    case = store.case(number)
    store.referral(case, "2024-06-01")
    return case


def verdicts(found: Explanation) -> dict[str, tuple[bool, tuple[str, ...]]]:
    return {each.text: (each.good, each.refs) for each in found.verdicts}


def test_actions_and_persons_are_both_said(store: Handmade, explained: Explained) -> None:
    case = sent(store, 1)
    for kind in ("essai_encadre", "essai_encadre", "crpe"):
        store.act(case, kind, "2025-02-01", on_leave="yes")
    found = explained("BTP34-5")
    assert found.counted[0].endswith("3 actions pour 1 personne.")
    assert verdicts(found)["nature : 2 + 1 = 3"] == (True, ())


def test_what_is_not_known_is_to_be_looked_at(store: Handmade, explained: Explained) -> None:
    store.act(sent(store, 7), "crpe", "2025-02-01", on_leave="unknown")
    store.act(sent(store, 8), "crpe", "2025-02-01", on_leave=None)
    store.act(sent(store, 9), "crpe", "2025-02-01", on_leave="no")
    said = "2 actes non comptés, faute de savoir (en arrêt, ou non)"
    assert verdicts(explained("BTP34-5"))[said] == (False, ("2025-0007", "2025-0008"))


def test_what_is_not_known_is_named_as_the_evaluation_heads_it(store: Handmade) -> None:
    text = evaluation_text().replace('{ group = "remob', '{ risk = "illness", group = "remob')
    evaluation = read_evaluation(text)
    store.act(sent(store, 7), "crpe", "2025-02-01", on_leave="yes", risk=None)
    indicator = next(each for each in evaluation.indicators if each.id == "BTP34-5")
    found = explain(store.db, evaluation, indicator, years(2025), {})
    said = "1 acte non compté, faute de savoir (nature du risque)"
    assert verdicts(found)[said] == (False, ("2025-0007",))


def test_closed_cases_without_outcome_are_named(store: Handmade, explained: Explained) -> None:
    without, settled, earlier = sent(store, 1), sent(store, 2), sent(store, 3)
    for case in (without, settled, earlier):
        store.act(case, "closure", "2025-05-01", nature="completed")
    store.act(settled, "outcome", "2025-05-01", nature="same_job")
    store.act(earlier, "outcome", "2024-12-20", nature="same_job")
    said = (
        "1 situation close en 2025 sans issue"
        " (si toutes étaient des maintiens, b ou c changerait de 1 au plus)"
    )
    assert verdicts(explained("BTP34-5"))[said] == (False, ("2025-0001",))


def test_no_case_is_both_inside_and_outside(store: Handmade, explained: Explained) -> None:
    case = sent(store, 1)
    store.act(case, "outcome", "2025-03-01", nature="same_job")
    store.act(case, "outcome", "2025-09-01", nature="other_employer")
    both = "situation à la fois en b et en c"
    assert verdicts(explained("BTP34-5"))[f"aucune {both}"] == (True, ())
    each = verdicts(explained("BTP34-5", outcomes="each"))
    assert each[f"1 {both}"] == (False, ("2025-0001",))


def test_a_case_signalled_both_ways_is_named(store: Handmade, explained: Explained) -> None:
    case = store.case(5)
    store.referral(case, "2025-02-01", "in")
    store.referral(case, "2025-03-01", "out")
    said = verdicts(explained("BTP34-1"))
    assert said["1 situation à la fois en a et en b"] == (False, ("2025-0005",))


def test_missing_numbers_of_participants_are_said(store: Handmade, explained: Explained) -> None:
    store.gathering("collective", "2025-03-01", participants=4)
    assert (True, ()) in verdicts(explained("BTP34-3")).values()
    store.gathering("collective", "2025-04-01")
    said = "1 sur 2 sans nombre de participants : le total est un minimum"
    assert verdicts(explained("BTP34-3"))[said] == (False, ())


def test_what_moved_is_the_rows_of_one_year_only(store: Handmade, explained: Explained) -> None:
    stays, leaves, comes = store.case(1), store.case(2), store.case(3)
    store.referral(stays, "2024-02-01")
    store.referral(stays, "2025-02-01")
    store.referral(leaves, "2024-02-01")
    store.referral(comes, "2025-02-01")
    moved = {each.id: each for each in explained("BTP34-1").differences}["b"]
    assert (moved.change, moved.new, moved.gone, moved.both) == (0, 1, 1, 1)
    assert (moved.new_refs, moved.gone_refs) == (("2025-0003",), ("2025-0002",))


def test_the_cases_behind_each_line_are_those_counted(
    store: Handmade, explained: Explained
) -> None:
    first, second = sent(store, 1), sent(store, 2)
    store.act(first, "essai_encadre", "2025-02-01", on_leave="yes")
    store.act(first, "essai_encadre", "2025-03-01", on_leave="yes")
    store.act(second, "crpe", "2025-02-01", on_leave="yes")
    store.act(second, "outcome", "2025-08-01", nature="same_job")
    behind = {each.label: (each.units, each.refs) for each in explained("BTP34-5").behind}
    assert behind == {
        "essai encadré": (2, ("2025-0001",)),
        "CRPE": (1, ("2025-0002",)),
        "maintiens dans l'entreprise": (1, ("2025-0002",)),
        "maintiens hors de l'entreprise": (0, ()),
    }


@pytest.mark.parametrize("choice", ["calendar", "protocol"])
def test_every_figure_can_be_explained(
    store: Handmade, evaluation: Evaluation, explained: Explained, choice: str
) -> None:
    store.act(sent(store, 1), "outcome", "2025-04-20", nature="same_job", age=30)
    for indicator in evaluation.indicators:
        found = explained(indicator.id, year=choice)
        assert found.counted
        assert all(verdict.good for verdict in found.verdicts), found.verdicts
