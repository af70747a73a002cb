"""Each figure of the PREVY protocol's article 5: known by hand, with the neighbours left out."""

from collections.abc import Callable

import pytest
from handmade import Handmade, count_year

from pdpcli.evaluation.explain import explain
from pdpcli.evaluation.period import years
from pdpcli.evaluation.terms import Evaluation

Counted = Callable[..., dict[str, tuple[int, ...]]]
OTHER = "btp34-carsat-lr"

LABELS = {
    "PREVY-1": "le nombre de situations signalées par chacun des deux services",
    "PREVY-2": "le nombre de situations traitées par chacune des cellules PDP",
    "PREVY-3": "le nombre et la nature des actions de sensibilisation communes réalisées",
    "PREVY-4": "le bilan en termes de réalisation d'actions de remobilisation précoce et de"
    " maintien dans l'entreprise",
    "PREVY-5": "le nombre de réunions entre les services et le nombre de rencontres entre cellules"
    " PDP",
    "PREVY-public": "le public concerné",
}


@pytest.fixture(scope="module")
def agreement() -> str:
    return "prevy-carsat-lr"


def test_labels_are_those_of_the_protocol_in_its_order(evaluation: Evaluation) -> None:
    assert {each.id: each.label for each in evaluation.indicators} == LABELS
    assert [each.id for each in evaluation.indicators] == list(LABELS)


def test_a_situation_already_known_to_the_social_service_is_left_out_of_ours(
    store: Handmade, counted: Counted
) -> None:
    """Protocol, art. 3: PREVY refers those « non connus » of the SSAM; not known yet is no yes."""
    for number, known in enumerate(("no", "unknown", None, "yes", "yes"), 1):
        store.referral(store.case(number, known_to_ssam=known), "2025-03-01")
    theirs = store.case(6, known_to_ssam="yes")  # they know those they signal
    store.referral(theirs, "2025-03-01", "in")
    assert counted("PREVY-1") == {"a": (1, 0, 0), "b": (3, 0, 0)}
    assert counted("PREVY-1", known="only_new") == {"a": (1, 0, 0), "b": (1, 0, 0)}
    assert counted("PREVY-1", known="all") == {"a": (1, 0, 0), "b": (5, 0, 0)}


def test_signalled_situations_leave_out_their_neighbours(store: Handmade, counted: Counted) -> None:
    again = store.case(1)
    store.referral(again, "2025-01-01")
    store.referral(again, "2025-12-31")  # a second fiche: still one situation
    store.referral(store.case(2), "2025-03-01", agreement=OTHER)
    store.referral(store.case(3), "2025-03-01", state="planned")
    store.referral(store.case(4, state="cancelled"), "2025-03-01")
    store.referral(store.case(5), "2024-12-31")
    store.referral(store.case(6), "2026-01-01")
    assert counted("PREVY-1") == {"a": (0, 0, 0), "b": (1, 1, 0)}


def test_what_is_not_known_of_a_situation_sent_is_to_be_looked_at(
    store: Handmade, evaluation: Evaluation
) -> None:
    for number, known in enumerate(("no", None, "yes"), 1):
        store.referral(store.case(number, known_to_ssam=known), "2025-03-01")
    found = explain(store.db, evaluation, evaluation.indicators[0], years(2025), {})
    seen = {verdict.text: verdict.refs for verdict in found.verdicts if not verdict.good}
    assert list(seen.values()) == [("2025-0003",), ("2025-0002",)]
    strict = explain(
        store.db, evaluation, evaluation.indicators[0], years(2025), {"known": "only_new"}
    )
    texts = [verdict.text for verdict in strict.verdicts]
    assert "1 situation non comptée, faute de savoir (connue du service social, ou non)" in texts


def test_examined_situations_are_distinct_in_each_cell(store: Handmade, counted: Counted) -> None:
    first, second = store.case(1), store.case(2)
    said = {"agreement": "prevy-carsat-lr"}
    for month in ("02", "03", "04"):
        store.act(first, "examination", f"2025-{month}-10", nature="cell", **said)
    store.act(first, "examination", "2025-05-10", nature="insurance", **said)
    store.act(second, "examination", "2025-05-10", nature="insurance")
    store.act(second, "examination", "2025-05-11", nature="cell", agreement=OTHER)
    store.act(second, "examination", "2025-05-12", nature="cell", state="planned", **said)
    assert counted("PREVY-2") == {"a": (2, 0, 0), "b": (1, 0, 0)}
    assert counted("PREVY-2", examined="agreement") == {"a": (1, 0, 0), "b": (1, 0, 0)}


def test_joint_awareness_actions_by_title_without_training_nor_participants(
    store: Handmade, evaluation: Evaluation
) -> None:
    store.gathering("awareness", "2025-02-01", participants=20, title="Essai encadré")
    store.gathering("awareness", "2025-02-02", participants=10, title="Essai encadré")
    store.gathering("awareness", "2025-02-03")
    store.gathering("training", "2025-02-03", participants=5)
    store.gathering("awareness", "2025-02-04", joint=0)
    store.gathering("awareness", "2025-02-04", agreement=OTHER)
    store.gathering("awareness", "2025-02-04", state="cancelled")
    figure = count_year(store.db, evaluation, 2025, {})[2]
    assert [(line.id, line.label, line.values[0]) for line in figure.lines] == [
        ("a", "actions de sensibilisation communes", 3),
        ("a", "Essai encadré", 2),
        ("a", "sans intitulé", 1),
    ]


def test_remobilisation_and_keeping_in_the_company_are_of_situations_sent(
    store: Handmade, counted: Counted
) -> None:
    sent, received = store.case(1), store.case(2)
    store.referral(sent, "2024-11-01")
    store.referral(received, "2024-11-01", "in")
    store.referral(store.case(3), "2024-11-01", agreement=OTHER)
    for case in (1, 2, 3):
        store.act(case, "essai_encadre", "2025-02-01", on_leave="yes")
        store.act(case, "crpe", "2025-03-01", on_leave="no")
        store.act(case, "outcome", "2025-05-01", nature="same_employer")
    assert counted("PREVY-4") == {"a": (1, 0, 0), "b": (1, 0, 0)}
    assert counted("PREVY-4", universe="exchanged") == {"a": (2, 0, 0), "b": (2, 0, 0)}
    store.act(sent, "outcome", "2025-09-01", nature="other_employer")  # outside: not asked
    assert counted("PREVY-4")["b"] == (0, 0, 0)
    assert counted("PREVY-4", outcomes="each")["b"] == (1, 0, 0)


def test_meetings_between_services_and_between_cells(store: Handmade, counted: Counted) -> None:
    store.gathering("services", "2025-02-01")
    store.gathering("services", "2023-02-01")
    store.gathering("instances", "2025-02-01", joint=0)
    store.gathering("cell", "2025-02-01")
    store.gathering("services", "2025-02-01", agreement=OTHER)
    store.gathering("instances", "2025-02-01", state="planned")
    assert counted("PREVY-5") == {"a": (1, 0, 1), "b": (1, 0, 0)}


def test_the_public_is_that_of_the_situations_signalled(
    store: Handmade, evaluation: Evaluation
) -> None:
    store.referral(store.case(1), "2025-02-01", age=45, sex="male", status="craftsman")
    store.referral(store.case(2), "2025-02-01", age=50, agreement=OTHER)
    figure = count_year(store.db, evaluation, 2025, {})[5]
    found = {(line.dimension, line.label): line.values[0] for line in figure.lines}
    assert found["", "personnes"] == found["âge", "26 à 45 ans"] == 1
    assert found["statut", "artisan (travailleur indépendant)"] == 1
