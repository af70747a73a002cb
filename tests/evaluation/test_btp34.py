"""Each figure of the protocol's article 5: known by hand, with the neighbours left out."""

from collections.abc import Callable

import pytest
from handmade import OTHER, Handmade, count_year

from pdpcli.evaluation.terms import Evaluation

Counted = Callable[..., dict[str, tuple[int, ...]]]

LABELS = {
    "BTP34-1": "le nombre de situations signalées par chacun des deux services",
    "BTP34-2": "le nombre de situations traitées par chacune des instances de coordination PDP des"
    " deux services",
    "BTP34-3": "le nombre d'actions collectives conjointes et le nombre de participants",
    "BTP34-4": "le nombre et la nature des actions de sensibilisation et de formation communes"
    " réalisées, et le nombre de personnes ayant participé à ces actions",
    "BTP34-5": "le bilan en termes de réalisation d'actions de remobilisation précoce et de"
    " maintien dans ou hors de l'entreprise",
    "BTP34-6": "le nombre de réunions entre les services et le nombre de rencontres entre les"
    " instances de coordination PDP des deux services",
    "BTP34-public": "le public concerné",
}


def test_labels_are_those_of_the_protocol_in_its_order(evaluation: Evaluation) -> None:
    assert {each.id: each.label for each in evaluation.indicators} == LABELS
    assert [each.id for each in evaluation.indicators] == list(LABELS)


def test_every_figure_cites_article_5(store: Handmade, evaluation: Evaluation) -> None:
    sources = {figure.source for figure in count_year(store.db, evaluation, 2025, {})}
    assert sources == {"Protocole Santé BTP 34 / Carsat LR, article 5"}


def test_signalled_situations_are_counted_once_a_direction(
    store: Handmade, counted: Counted
) -> None:
    ours, theirs, both = store.case(1), store.case(2), store.case(3)
    store.referral(ours, "2025-01-01")
    store.referral(ours, "2025-12-31")  # a second fiche: still one situation
    store.referral(theirs, "2025-06-01", "in")
    store.referral(both, "2025-06-01", "in")
    store.referral(both, "2025-07-01")
    store.referral(store.case(4, year=2024), "2024-12-31")
    assert counted("BTP34-1") == {"a": (2, 0, 0), "b": (2, 1, 0)}


def test_signalled_situations_leave_out_their_neighbours(store: Handmade, counted: Counted) -> None:
    store.referral(store.case(1), "2025-03-01", state="planned")
    store.referral(store.case(2), "2025-03-01", state="cancelled")
    store.referral(store.case(3), "2025-03-01", agreement=OTHER)
    store.referral(store.case(4, state="cancelled"), "2025-03-01")
    store.act(store.case(5), "entry", "2025-03-01", agreement="btp34-carsat-lr", direction="out")
    store.referral(store.case(6), "2026-01-01")
    assert counted("BTP34-1") == {"a": (0, 0, 0), "b": (0, 0, 0)}


def test_examined_situations_are_distinct_in_each_instance(
    store: Handmade, counted: Counted
) -> None:
    first, second = store.case(1), store.case(2)
    said = {"agreement": "btp34-carsat-lr"}
    for month in ("02", "03", "04"):
        store.act(first, "examination", f"2025-{month}-10", nature="cell", **said)
    store.act(first, "examination", "2025-05-10", nature="insurance", **said)
    store.act(second, "examination", "2025-05-10", nature="cell", **said)
    store.act(second, "examination", "2025-05-11", nature="insurance", agreement=OTHER)
    store.act(second, "examination", "2025-05-12", nature="insurance", state="planned", **said)
    assert counted("BTP34-2") == {"a": (1, 0, 0), "b": (2, 0, 0)}


def test_whose_examinations_count_is_a_choice(store: Handmade, counted: Counted) -> None:
    case = store.case(1)
    store.referral(case, "2024-03-01", "in")
    store.act(case, "examination", "2025-05-10", nature="cell")
    store.act(store.case(2), "examination", "2025-05-10", nature="cell")  # no fiche exchanged
    assert counted("BTP34-2") == {"a": (0, 0, 0), "b": (2, 0, 0)}
    assert counted("BTP34-2", examined="agreement") == {"a": (0, 0, 0), "b": (0, 0, 0)}
    assert counted("BTP34-2", examined="exchanged") == {"a": (0, 0, 0), "b": (1, 0, 0)}


def test_joint_collective_actions_and_their_participants(store: Handmade, counted: Counted) -> None:
    store.gathering("collective", "2025-02-01", participants=12)
    store.gathering("collective", "2025-03-01", participants=None)  # not noted: still an action
    store.gathering("collective", "2024-03-01", participants=7)
    store.gathering("collective", "2025-03-01", participants=50, joint=0)
    store.gathering("collective", "2025-03-01", participants=50, agreement=OTHER)
    store.gathering("collective", "2025-03-01", participants=50, state="planned")
    store.gathering("awareness", "2025-03-01", participants=50)  # counted in BTP34-4
    store.gathering("services", "2025-03-01", participants=50)
    assert counted("BTP34-3") == {"a": (2, 1, 0), "b": (12, 7, 0)}


def test_a_joint_workshop_is_a_collective_action(store: Handmade, counted: Counted) -> None:
    store.gathering("workshop", "2025-03-01", participants=9)
    assert counted("BTP34-3") == {"a": (1, 0, 0), "b": (9, 0, 0)}


def test_awareness_and_training_by_nature(store: Handmade, evaluation: Evaluation) -> None:
    store.gathering("awareness", "2025-02-01", participants=20)
    store.gathering("awareness", "2025-02-02", participants=10)
    store.gathering("training", "2025-02-03", participants=5)
    store.gathering("awareness", "2025-02-04", participants=99, joint=0)
    store.gathering("collective", "2025-02-05", participants=99)
    figure = count_year(store.db, evaluation, 2025, {})[3]
    assert [(line.id, line.label, line.values[0]) for line in figure.lines] == [
        ("a", "actions de sensibilisation et de formation communes", 3),
        ("a", "sensibilisation", 2),
        ("a", "formation", 1),
        ("b", "personnes ayant participé", 35),
        ("b", "sensibilisation", 30),
        ("b", "formation", 5),
    ]


@pytest.fixture
def sent(store: Handmade) -> int:
    case = store.case(1)
    store.referral(case, "2024-11-01")
    return case


def test_early_remobilisation_counts_actions_begun_during_a_leave(
    store: Handmade, counted: Counted, sent: int
) -> None:
    store.act(sent, "essai_encadre", "2025-02-01", on_leave="yes")
    store.act(sent, "essai_encadre", "2025-03-01", on_leave="yes")  # two actions, one person
    store.act(sent, "crpe", "2025-04-01", on_leave="no")
    store.act(sent, "pmsmp", "2025-04-01", on_leave="unknown")
    store.act(sent, "training", "2025-04-01")
    store.act(sent, "skills_review", "2025-04-01", on_leave="yes", state="planned")
    store.act(sent, "part_time", "2025-04-01", on_leave="yes")  # a measure, not remobilisation
    assert counted("BTP34-5")["a"] == (2, 0, 0)
    assert counted("BTP34-5", early="any")["a"] == (5, 0, 0)
    assert counted("BTP34-5", carried="planned")["a"] == (3, 0, 0)


def test_remobilisation_is_that_of_situations_we_have_sent(
    store: Handmade, counted: Counted, sent: int
) -> None:
    received, later, never = store.case(2), store.case(3), store.case(4)
    store.referral(received, "2024-11-01", "in")
    store.referral(later, "2026-01-10")  # sent after the end of the year
    for case in (sent, received, later, never):
        store.act(case, "essai_encadre", "2025-05-01", on_leave="yes")
    assert counted("BTP34-5")["a"] == (1, 0, 0)
    assert counted("BTP34-5", universe="exchanged")["a"] == (2, 0, 0)
    assert counted("BTP34-5", universe="everyone")["a"] == (4, 0, 0)


def test_a_fiche_sent_later_in_the_same_year_is_enough(store: Handmade, counted: Counted) -> None:
    case = store.case(1)
    store.act(case, "essai_encadre", "2025-05-01", on_leave="yes")
    store.referral(case, "2025-12-31")
    assert counted("BTP34-5")["a"] == (1, 0, 0)


def test_inside_or_outside_the_company_is_the_last_outcome_of_the_year(
    store: Handmade, counted: Counted, sent: int
) -> None:
    store.act(sent, "outcome", "2025-03-01", nature="same_job")
    store.act(sent, "outcome", "2025-09-01", nature="other_activity")
    lost = store.case(2)
    store.referral(lost, "2025-01-10")
    store.act(lost, "outcome", "2025-03-01", nature="same_employer")
    store.act(lost, "outcome", "2025-11-01", nature="dismissed_unfit")
    assert counted("BTP34-5")["b"] == (0, 0, 0)
    assert counted("BTP34-5")["c"] == (1, 0, 0)
    each = counted("BTP34-5", outcomes="each")
    assert (each["b"], each["c"]) == ((2, 0, 0), (1, 0, 0))


def test_two_outcomes_of_one_day_are_told_apart_by_their_order(
    store: Handmade, counted: Counted, sent: int
) -> None:
    for nature in ("same_job", "other_employer", "same_employer"):
        store.act(sent, "outcome", "2025-03-01", nature=nature)
    assert counted("BTP34-5")["b"] == (1, 0, 0)
    assert counted("BTP34-5")["c"] == (0, 0, 0)


def test_meetings_between_services_and_between_instances(store: Handmade, counted: Counted) -> None:
    store.gathering("services", "2025-02-01")
    store.gathering("services", "2023-02-01")
    store.gathering("instances", "2025-02-01", joint=0)
    store.gathering("cell", "2025-02-01")
    store.gathering("services", "2025-02-01", agreement=OTHER)
    store.gathering("services", "2025-02-01", agreement=None)
    store.gathering("services", "2025-02-01", state="cancelled")
    assert counted("BTP34-6") == {"a": (1, 0, 1), "b": (1, 0, 0)}


def test_the_public_is_persons_by_their_last_act_and_adds_up(
    store: Handmade, evaluation: Evaluation
) -> None:
    first, again = store.case(1, person_key="one"), store.case(2, person_key="one")
    other = store.case(3, person_key="two")
    employee = {"status": "employee", "sex": "male", "contract": "cdi"}
    store.referral(first, "2025-02-01", age=45, **employee)
    store.referral(again, "2025-08-01", "in", age=46, **employee)
    store.referral(other, "2025-08-01", age=None, status="craftsman", sex="female")
    store.act(other, "interview", "2025-09-01", sex="female", status="trader")  # not a referral
    figure = count_year(store.db, evaluation, 2025, {})[6]
    found = {(line.dimension, line.label): line.values[0] for line in figure.lines}
    assert found == {
        ("", "personnes"): 2,
        ("statut", "salarié"): 1,
        ("statut", "artisan (travailleur indépendant)"): 1,
        ("nature du risque", "ni arrêt ni pension, ou non renseigné"): 2,
        ("contrat", "CDI"): 1,
        ("contrat", "non renseigné"): 1,
        ("âge", "46 à 59 ans"): 1,
        ("âge", "non renseigné"): 1,
        ("sexe", "femme"): 1,
        ("sexe", "homme"): 1,
    }


def test_a_year_of_the_protocol_runs_from_its_signature(store: Handmade, counted: Counted) -> None:
    store.referral(store.case(1), "2025-04-13")
    store.referral(store.case(2), "2025-04-14")
    store.referral(store.case(3), "2026-04-13")
    assert counted("BTP34-1")["b"] == (2, 0, 0)
    assert counted("BTP34-1", year="protocol")["b"] == (2, 1, 0)
