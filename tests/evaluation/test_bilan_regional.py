"""The regional report (S3): what it published, entered, gives what it printed; ours beside.

Persons are fictional; the published figures are those of « Bilan PDP 2023 », Carsat BFC.
"""

from collections.abc import Callable
from random import Random

import pytest
from handmade import Handmade, count_year

from pdpcli.evaluation.asked import of_us
from pdpcli.evaluation.evolution import NONE, Evolution, evolution
from pdpcli.evaluation.sheets import Figure, Line
from pdpcli.evaluation.terms import Evaluation
from pdpcli.rules.vocabulary import ACT_KINDS, CHOICES

#: (key, cell) -> year -> what S3 prints
PUBLISHED: dict[str, dict[int, float]] = {
    "accompagnes": {2022: 8757, 2021: 8894},  # 2023: an image that is lost
    "detectes_requetes": {2023: 3136, 2022: 4003, 2021: 3576},
    "entretiens": {2023: 30417, 2022: 31772, 2021: 32236},
    "entretiens_moyenne": {2023: 6, 2022: 6, 2021: 6},
    "duree_mois": {2023: 9, 2022: 10, 2021: 9},
    "actions_collectives": {2023: 44, 2022: 39, 2021: 8},
    "femmes_pourcent": {2023: 59, 2022: 59, 2021: 58},
    "hommes_pourcent": {2023: 41},
    "couple_enfants_pourcent": {2023: 36},
    "personne_seule_pourcent": {2023: 24},
    "couple_sans_enfant_pourcent": {2023: 23},
    "couples_pourcent": {2023: 62},
    "risque_maladie_pourcent": {2023: 72},
    "ilco_dossiers": {2023: 1139},
    "ilco_dossiers_yonne": {2023: 82},
    "ilco_accords_yonne": {2023: 74},
    "essais_encadres": {2023: 360, 2022: 265},
    "ti": {2023: 285, 2022: 295},
    "ti_en_activite": {2023: 254},
    "ti_artisans_pourcent": {2023: 49, 2022: 51},
    "ti_commercants_pourcent": {2023: 25, 2022: 28},
    "ti_help": {2023: 51, 2022: 40},
    "ti_couples_pourcent": {2023: 62, 2022: 61},
    "satisfaits_pourcent": {2023: 96},
    "points_accueil": {2023: 70},
    "essais_encadres_dept.21": {2023: 67, 2022: 45},
    "remobilisation_dept.21": {2023: 213, 2022: 168},
    "accompagnes_dept.21": {2023: 1501},
    "accompagnes_dept.25": {2023: 1056},
    "accompagnes_dept.39": {2023: 821},
    "accompagnes_dept.58": {2023: 632},
    "accompagnes_dept.70": {2023: 847},
    "accompagnes_dept.71": {2023: 2000},
    "accompagnes_dept.89": {2023: 977},
    "accompagnes_dept.90": {2023: 805},
    "entretiens_de_visu_dept.25": {2023: 1301},
    "entretiens_telephone_dept.25": {2023: 2121},
}
Counted = Callable[..., dict[str, Figure]]


@pytest.fixture(scope="module")
def agreement() -> str:
    return "bilan-regional"


@pytest.fixture
def figures(store: Handmade, evaluation: Evaluation) -> Counted:
    def count(year: int = 2023, **said: str) -> dict[str, Figure]:
        return {one.id: one for one in count_year(store.db, evaluation, year, said)}

    return count


@pytest.fixture
def published(store: Handmade) -> None:
    """What S3 prints, entered."""
    for name, values in PUBLISHED.items():
        key, _, cell = name.partition(".")
        for year, value in values.items():
            store.insert(
                "figure", agreement="bilan-regional", year=year, key=key, cell=cell, value=value,
                added_at="2024-09-01T09:00:00Z", author="Test",
            )  # fmt: skip


def line_of(figure: Figure, id_: str, code: str = "") -> Line:
    return next(one for one in figure.lines if one.id == id_ and one.code == code)


def own(figure: Figure, id_: str = "ours") -> float | None:
    return line_of(figure, id_).values[0]


def parts(figure: Figure, id_: str = "ours", heading: str = "") -> dict[str, float | None]:
    return {
        one.code: one.values[0]
        for one in figure.lines
        if one.id == id_ and one.dimension and one.unit != "percent"
        if heading in ("", one.dimension)
    }


def test_the_twenty_figures_are_there_in_order_and_their_places_are_entered(
    evaluation: Evaluation,
) -> None:
    assert [one.id for one in evaluation.indicators] == [f"BFC-{n}" for n in range(1, 21)]
    names = {one.name for one in of_us(evaluation)}
    assert set(PUBLISHED) <= names
    lost = {one.id for one in evaluation.indicators if "image perdue" in str(one)}
    assert lost == {"BFC-1", "BFC-11", "BFC-12", "BFC-13"}


@pytest.mark.usefixtures("published")
def test_what_was_published_gives_the_evolutions_that_were_printed(figures: Counted) -> None:
    found = figures()
    trials = line_of(found["BFC-14"], "published")
    assert trials.values == (360, 265, None)
    assert evolution(trials.values, trials.unit) == Evolution(95, 36)
    in_21 = line_of(found["BFC-14"], "departments_trials", "21")
    assert (in_21.label, evolution(in_21.values, in_21.unit)) == ("Côte-d'Or", Evolution(22, 49))
    actions = line_of(found["BFC-14"], "departments_actions", "21")
    assert evolution(actions.values, actions.unit) == Evolution(45, 27)
    assert line_of(found["BFC-2"], "published").values == (3136, 4003, 3576)
    assert line_of(found["BFC-3"], "published").values == (30417, 31772, 32236)
    assert line_of(found["BFC-5"], "published").values == (44, 39, 8)
    assert line_of(found["BFC-15"], "published").values == (285, 295, None)
    assert line_of(found["BFC-16"], "published_craftsmen").values == (49, 51, None)
    women = line_of(found["BFC-6"], "published_women")
    assert evolution(women.values[1:], women.unit) == Evolution(1, None)  # 59 %, 58 % : a point


@pytest.mark.usefixtures("published")
def test_an_image_that_is_lost_is_not_known_and_never_deduced(figures: Counted) -> None:
    followed = line_of(figures()["BFC-1"], "published")
    assert followed.values == (None, 8757, 8894)
    assert evolution(followed.values, followed.unit) == NONE
    assert [one.id for one in figures()["BFC-11"].lines if "publié" in one.label] == []


@pytest.mark.usefixtures("published")
def test_what_does_not_agree_is_kept_as_it_was_printed(
    figures: Counted, evaluation: Evaluation
) -> None:
    found = figures()
    held = {one.id: one.values[0] for one in found["BFC-8"].lines if one.unit == "percent"}
    couples = held["published_couple_children"], held["published_couple"]
    assert (couples, held["published_couples"]) == ((36, 23), 62)
    ilco = found["BFC-13"]
    assert [own(ilco, f"published{one}") for one in ("", "_yonne", "_yonne_agreed")] == [
        1139, 82, 74,
    ]  # fmt: skip
    departments = line_of(found["BFC-1"], "departments")
    assert departments.values == (8639, None, None)
    assert "n'est pas le chiffre de la région" in evaluation.indicators[0].counts[1].counted
    assert line_of(found["BFC-3"], "departments_in_person").values[0] is None  # one of eight
    assert line_of(found["BFC-3"], "departments_in_person", "25").values[0] == 1301


def test_those_followed_during_a_leave_are_counted_once_and_their_neighbours_are_not(
    store: Handmade, figures: Counted
) -> None:
    first = store.case(1, year=2023)
    for on in ("2023-01-01", "2023-12-31"):
        store.act(first, "interview", on, on_leave="yes", dept="21", sex="female", age=46)
    again = store.case(2, year=2023, person_key="p2023-1")
    store.act(again, "essai_encadre", "2023-05-01", on_leave="yes", dept="21", sex="female", age=45)
    store.act(store.case(3), "interview", "2023-03-01", on_leave="yes", sex="male", age=75)
    neighbours = {
        "not on leave": {"on_leave": "no"},
        "not known": {"on_leave": "unknown"},
        "not said": {},
        "planned": {"on_leave": "yes", "state": "planned"},
        "cancelled": {"on_leave": "yes", "state": "cancelled"},
    }
    for rank, said in enumerate(neighbours.values(), 10):
        store.act(store.case(rank), "interview", "2023-06-01", dept="21", **said)
    before = {"on_leave": "yes", "dept": "21", "sex": "female", "age": 46}
    store.act(store.case(20), "interview", "2022-12-31", **before)
    store.act(store.case(21, state="cancelled"), "interview", "2023-02-01", on_leave="yes")
    found = figures()
    assert line_of(found["BFC-1"], "ours").values == (2, 1, 0)
    assert parts(found["BFC-1"]) == {"21": 1, "unknown": 1}
    assert own(figures(followed="any")["BFC-1"]) == 5
    assert parts(found["BFC-6"]) == {"female": 1, "male": 1}
    assert parts(found["BFC-7"]) == {"46-59 ans": 1, "75 ans et plus": 1}


def test_interviews_are_acts_and_their_mode_gives_every_definition(
    store: Handmade, figures: Counted
) -> None:
    case = store.case(1)
    for mode in ("in_person", "in_person", "phone", "home", "video", None):
        store.act(case, "interview", "2023-04-01", mode=mode, dept="70")
    store.act(case, "ssam_evaluation", "2023-04-01", mode="phone")
    store.act(case, "liaison_meeting", "2023-04-01", mode="in_person")
    store.act(case, "interview", "2023-04-01", mode="in_person", state="planned")
    found = figures()["BFC-3"]
    assert own(found) == 6
    assert parts(found, heading="mode") == {
        "in_person": 2, "phone": 1, "home": 1, "video": 1, "unknown": 1,
    }  # fmt: skip
    definitions = ("in_person", "in_person_or_home", "in_person_or_phone")
    assert [own(found, one) for one in definitions] == [2, 3, 4]
    assert own(figures(interviews="evaluation")["BFC-3"]) == 7
    other = store.case(2)
    store.act(other, "interview", "2023-04-01")
    assert own(figures()["BFC-4"], "mean") == 3.5
    assert own(figures(2022)["BFC-4"], "mean") is None


def test_profiles_of_those_followed(store: Handmade, figures: Counted) -> None:
    homes = ("couple_children", "couple", "alone", "alone", None)
    for rank, household in enumerate(homes, 1):
        store.act(
            store.case(rank), "interview", "2023-05-01", on_leave="yes", household=household,
            contract=("cdi", "none", None, "interim", None)[rank - 1],
            status=("employee", "employee", None, "employee", "trader")[rank - 1],
            risk="illness" if rank > 1 else "work_accident",
        )  # fmt: skip
    found = figures()
    assert parts(found["BFC-8"]) == {"alone": 2, "couple_children": 1, "couple": 1, "unknown": 1}
    assert own(found["BFC-8"], "couples") == 2
    assert line_of(found["BFC-8"], "couples", "share").values[0] == 40.0
    assert own(found["BFC-9"], "employed") == 3
    assert line_of(found["BFC-9"], "employed", "share").values[0] == 60.0
    assert parts(found["BFC-10"]) == {"illness": 4, "work_accident": 1}


def test_examinations_agreements_trials_and_actions(store: Handmade, figures: Counted) -> None:
    case, other = store.case(1), store.case(2)
    for on in ("2023-02-01", "2023-03-01"):
        store.act(case, "examination", on, nature="insurance", dept="89")
    store.act(other, "examination", "2023-02-01", nature="cell")
    store.act(case, "cpam_agreement", "2023-02-02", nature="essai_encadre")
    store.act(case, "essai_encadre", "2023-02-10", dept="89")
    store.act(case, "essai_encadre", "2023-06-10", dept="21")
    store.act(case, "essai_encadre", "2023-12-01", state="planned", dept="21")
    store.act(case, "pmsmp", "2023-07-10", dept="89")
    store.act(case, "part_time", "2023-08-10", dept="89")
    store.act(case, "outcome", "2023-09-10", nature="dismissed_unfit")
    store.act(case, "outcome", "2023-10-10", nature="other_employer")
    store.act(case, "orientation", "2023-02-10", nature="cep")
    found = figures()
    assert (own(found["BFC-13"]), own(found["BFC-13"], "agreed")) == (1, 1)
    assert own(found["BFC-14"], "trials") == 2
    assert parts(found["BFC-14"], "trials") == {"21": 1, "89": 1}
    assert own(found["BFC-14"], "actions") == 3
    assert parts(found["BFC-14"], "actions", "mesure") == {"essai_encadre": 2, "pmsmp": 1}
    assert parts(found["BFC-12"]) == {"dismissed_unfit": 1, "other_employer": 1}
    assert parts(found["BFC-11"]) == {"cep": 1}


def test_the_self_employed_are_those_of_their_status(store: Handmade, figures: Counted) -> None:
    said = (
        ("craftsman", "on_leave", "couple"),
        ("craftsman", "leaving", "alone"),
        ("trader", "part_time", "couple_children"),
        ("spouse", None, None),
        ("employee", "on_leave", "couple"),
        ("public_agent", "working", "couple"),
    )
    for rank, (status, position, household) in enumerate(said, 1):
        store.act(
            store.case(rank), "interview", "2023-05-01", on_leave="yes", status=status,
            position=position, household=household,
        )  # fmt: skip
    found = figures()
    assert (own(found["BFC-15"]), own(found["BFC-15"], "working")) == (4, 2)
    assert own(figures(working="at_work")["BFC-15"], "working") == 1
    assert parts(found["BFC-16"]) == {"craftsman": 2, "trader": 1, "spouse": 1}
    assert own(found["BFC-18"], "couples") == 2
    assert line_of(found["BFC-18"], "couples", "share").values[0] == 50.0


def test_collective_actions_are_those_that_support_persons(
    store: Handmade, figures: Counted
) -> None:
    for kind in ("collective", "workshop", "webinar", "awareness", "forum", "broadcast"):
        store.gathering(kind, "2023-05-01")
    store.gathering("collective", "2023-05-01", state="planned")
    assert own(figures()["BFC-5"]) == 3


def test_every_breakdown_adds_up(store: Handmade, figures: Counted) -> None:
    """Whatever the acts: each heading of a line gives the line."""
    at = Random(5)  # noqa: S311 - rows for a test

    def one_of(name: str) -> str | None:
        return at.choice([*CHOICES[name], None])

    for number in range(1, 61):
        case = store.case(number, person_key=f"p{at.randrange(40)}")
        for _ in range(at.randrange(5)):
            kind = at.choice(list(ACT_KINDS))
            store.act(
                case, kind, f"202{at.randrange(1, 4)}-0{at.randrange(1, 9)}-11",
                on_leave=at.choice(("yes", "yes", "no", None)), sex=one_of("sex"),
                household=one_of("household"), risk=one_of("risk"), status=one_of("status"),
                position=one_of("position"), mode=one_of("mode"), origin=one_of("origin"),
                dept=at.choice(("21", "25", None)), age=at.choice((24, 46, 60, 80, None)),
                nature=one_of(ACT_KINDS[kind].nature) if ACT_KINDS[kind].nature else None,
            )  # fmt: skip
    seen = 0
    for figure in figures().values():
        counted = [one for one in figure.lines if one.unit != "percent"]
        for heading in {(one.id, one.dimension) for one in counted if one.dimension}:
            whole = line_of(figure, heading[0]).values
            held = [one.values for one in counted if (one.id, one.dimension) == heading]
            if None not in held[0]:  # a department entered is no breakdown of ours
                assert tuple(map(sum, zip(*held, strict=True))) == whole
                seen += any(whole)
    assert seen >= 12
