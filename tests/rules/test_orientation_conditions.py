"""Every criterion of the dossier §2.2 to §2.6 is met, unmet or to be said, by what is known."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_orientation_matrix import ON, PATHS, known

from pdpcli.agreements.loader import find, shipped
from pdpcli.rules.dates import months_later
from pdpcli.rules.orientation.conditions import (
    MET,
    PUBLICS,
    UNMET,
    Condition,
    codes_of_path,
    judge,
    judge_all,
    paths,
    standing,
)
from pdpcli.rules.orientation.deduced import DEDUCED, title
from pdpcli.rules.orientation.known import QUESTIONS, Fact, Known, Noted
from pdpcli.rules.orientation.regimes import REGIMES
from pdpcli.rules.snapshot import Facts, SituationFact, snapshot
from pdpcli.rules.vocabulary import CHOICES, NO, UNKNOWN, YES

TI = {"situation__status": "craftsman"}
EMPLOYEE = {"situation__status": "employee"}
REFERRALS = {
    (agreement, one.id): one for agreement in shipped() for one in find(agreement).referrals
}

#: (convention, referral, words of the criterion, what meets it, what does not, what leaves it).
#: ``None``: no answer of the notebook does.
CRITERIA = [
    # §2.2 SSAM -> SPSTI (1), S0 art. 3; S1 annexe 1 art. 3
    *((agreement, "ssam-prereprise", text, yes, no, unknown)
      for agreement in ("btp34-carsat-lr", "prevy-carsat-lr")
      for text, yes, no, unknown in (
        ("reçu par un assistant social", None, None, {"case__known_to_ssam": YES}),
        ("pendant son arrêt", {"leave__on_leave": YES}, {"leave__on_leave": NO}, {}),
        ("difficultés de retour", {"situation__unfit_risk": YES}, None,
         {"situation__unfit_risk": NO}),
        ("champ d'intervention", {"employer__member": YES}, {"employer__member": NO}, {}),
    )),
    # §2.2 SSAM -> SPSTI (2) « peuvent également »
    *((agreement, "ssam-maintien", text, yes, no, unknown)
      for agreement in ("btp34-carsat-lr", "prevy-carsat-lr")
      for text, yes, no, unknown in (
        ("temps partiel thérapeutique", {"situation__position": "part_time"},
         {"situation__position": "on_leave", "situation__part_time": NO,
          "situation__invalidity": "none"}, {"situation__part_time": NO}),
        ("temps partiel thérapeutique", {"situation__part_time": YES},
         {"situation__position": "working", "situation__part_time": NO,
          "situation__invalidity": "none"}, {"situation__position": "working"}),
        ("pension d'invalidité", {"situation__position": "working_invalidity"},
         {"situation__position": "on_leave", "situation__part_time": NO,
          "situation__invalidity": "cat1"}, {"situation__invalidity": "cat1"}),
        ("pension d'invalidité",
         {"situation__position": "working", "situation__invalidity": "cat2"}, None,
         {"situation__position": "leaving", "situation__invalidity": "cat2"}),
        ("problématique de maintien", {"situation__horizon": "short"}, None,
         {"situation__horizon": "long"}),
        ("adhérent", {"employer__member": YES}, {"employer__member": NO}, {}),
    )),
    # §2.2 SPSTI -> SSAM, Santé BTP 34: art. 3 and the public of art. 2
    *(("btp34-carsat-lr", "btp34-prereprise", *criterion) for criterion in (
        ("régime général", {"situation__regime": "general"},
         {"situation__regime": "agricultural"}, {}),
        ("salarié d'une entreprise adhérente", {"employer__member": YES},
         {"employer__member": NO}, {}),
        ("domicilié", {"person__dept": "34"}, {"person__dept": "13"}, {}),
        ("salarié en arrêt", {**EMPLOYEE, "leave__on_leave": YES},
         {**EMPLOYEE, "leave__on_leave": NO, "situation__invalidity": "none"},
         {**EMPLOYEE, "leave__on_leave": NO}),
        ("salarié en arrêt", {**EMPLOYEE, "situation__invalidity": "granted"}, None,
         {"leave__on_leave": YES}),
        ("pathologie lourde", {**TI, "leave__on_leave": YES}, None,
         {**TI, "leave__on_leave": NO}),
        ("visite de pré-reprise", {"visit_prereprise__state": YES},
         {"visit_prereprise__state": "planned"}, {}),
        ("risque d'inaptitude à son poste", {**EMPLOYEE, "situation__unfit_risk": YES},
         {**EMPLOYEE, "situation__unfit_risk": NO}, {"situation__unfit_risk": YES}),
        ("perte d'activité", {**TI, "situation__unfit_risk": YES}, None,
         {**TI, "situation__unfit_risk": NO}),
    )),
    # §2.2 SPSTI -> SSAM, PREVY: the same, not known by it; no domicile condition
    *(("prevy-carsat-lr", "prevy-prereprise", *criterion) for criterion in (
        ("régime général", {"situation__regime": "general"},
         {"situation__regime": "special"}, {}),
        ("entreprise adhérente", {"employer__member": YES}, {"employer__member": NO}, {}),
        ("en arrêt de travail", {**TI, "leave__on_leave": YES},
         {**TI, "leave__on_leave": NO, "situation__invalidity": "none"}, {}),
        ("non connu", {"case__known_to_ssam": NO}, {"case__known_to_ssam": YES}, {}),
        ("visite de pré-reprise", {"visit_prereprise__state": YES},
         {"visit_prereprise__state": NO}, {}),
        ("risque d'inaptitude à son poste", {**EMPLOYEE, "situation__unfit_risk": YES},
         {**EMPLOYEE, "situation__unfit_risk": NO}, EMPLOYEE),
        ("perte d'activité", {**TI, "situation__horizon": "short"}, None, TI),
    )),
    # §2.3 Cap emploi, maintien: cumulative
    *(("prevy-cap-emploi", "prevy-maintien", *criterion) for criterion in (
        ("obligation d'emploi", {"situation__rqth": YES}, None,
         {"situation__rqth": NO, "situation__invalidity": "none", "situation__rente_at": NO,
          "situation__boeth_other": NO, "situation__mdph": NO}),  # « prêt à engager »
        ("en cours de l'être", {"situation__mdph": YES}, None, {}),
        ("adhérent", {"employer__member": YES}, {"employer__member": NO}, {}),
        ("difficultés ou impossibilités", {"situation__unfit_risk": YES}, None, {}),
        ("expertise emploi-handicap", None, None, {"situation__rqth": YES}),
        ("3 prochains mois", {"leave__on_leave": NO}, None, {"leave__on_leave": YES}),
    )),
    # §2.3 CEP Cap emploi: cumulative
    *(("prevy-cap-emploi", "prevy-cep", *criterion) for criterion in (
        ("accompagnement à la recherche", None, None, {}),
        ("frein prégnant", None, None, {"situation__rqth": YES}),
        ("projet professionnel ne soit pas identifié", None, None, {}),
        ("contrat de travail soit maintenu", None,
         {**EMPLOYEE, "employment__contract": "none"},
         {**EMPLOYEE, "employment__contract": "cdi"}),
    )),
    # §2.5 CAIRE 84: both ways
    *(("caire84-carsat-se", referral, *criterion)
      for referral in ("caire84-ssam", "ssam-caire84") for criterion in (
        ("accord de l'assuré", {"consent__given": YES}, {"consent__given": NO}, {}),
        ("pertinente", None, None, {}),
        ("travailleur indépendant", TI, EMPLOYEE, {}),
        ("en activité", {"situation__position": "working"}, None,
         {"situation__position": "on_leave"}),
        ("chroniques, handicapantes", {"situation__invalidity": "cat2"}, None,
         {"situation__invalidity": "none", "situation__rqth": NO}),
        ("impact social", {"situation__unfit_risk": YES}, None, {"situation__unfit_risk": NO}),
        ("Vaucluse", {"person__dept": "84"}, {"person__dept": "30"}, {}),
    )),
    ("caire84-carsat-se", "caire84-ssam", "reprise au poste", None, None, {}),
    ("caire84-carsat-se", "caire84-ssam", "solution adaptée", None, None, {}),
    ("caire84-carsat-se", "caire84-ssam", "régime général", {"situation__regime": "general"},
     {"situation__regime": "agricultural"}, {}),
    ("caire84-carsat-se", "ssam-caire84", "expertise de l'association", None, None, {}),
]  # fmt: skip


def criterion(agreement, referral, words):
    found = [one for one in REFERRALS[agreement, referral].conditions if words in one.text]
    assert len(found) == 1, words
    return found[0]


@pytest.mark.parametrize("line", CRITERIA, ids=lambda line: f"{line[1]} {line[2]}")
def test_each_criterion_is_met_unmet_or_to_be_said(line):
    agreement, referral, words, *answers = line
    condition = criterion(agreement, referral, words)
    for said, state in zip(answers, (MET, UNMET, UNKNOWN), strict=True):
        if said is not None:
            assert judge(condition, known(**said)).state == state, said


def test_each_criterion_of_the_conventions_has_its_line_here():
    told = {(agreement, referral, criterion(agreement, referral, words).text)
            for agreement, referral, words, *_ in CRITERIA}  # fmt: skip
    every = {(*key, one.text) for key, way in REFERRALS.items() for one in way.conditions}
    assert told == every


@pytest.mark.parametrize(
    ("words", "yes", "no", "unknown"),
    [
        ("contrat de travail", {**EMPLOYEE, "employment__contract": "cdd"},
         {**EMPLOYEE, "employment__contract": "none"}, EMPLOYEE),
        ("travailleur indépendant", TI, None, {}),
        ("indemnisé", {"leave__on_leave": YES, "leave__risk": "occupational_disease"},
         {"leave__on_leave": NO, "situation__invalidity": "none"}, {"leave__on_leave": YES}),
        ("indemnisé", {"situation__invalidity": "cat1"}, None, {}),
        ("risque de désinsertion", {"situation__unfit_risk": YES}, None, {}),
    ],
)  # fmt: skip
def test_the_general_regime_supports_who_is_compensated_with_a_risk(words, yes, no, unknown):
    condition = next(one for one in REGIMES["general"].conditions if words in one.text)
    for said, state in ((yes, MET), (no, UNMET), (unknown, UNKNOWN)):
        if said is not None:
            assert judge(condition, known(**said)).state == state


def with_acts(*acts, **said):
    return Known(ON, known(**said).facts, acts)


@pytest.mark.parametrize(
    ("agreement", "referral", "words", "acts", "state"),
    [
        ("btp34-carsat-lr", "ssam-prereprise", "reçu par un assistant",
         [Noted("ssam_evaluation", ON)], MET),
        ("prevy-cap-emploi", "prevy-maintien", "en cours de l'être",
         [Noted("rqth_request", ON, "planned")], MET),
        ("prevy-cap-emploi", "prevy-maintien", "difficultés", [Noted("adjustment", ON)], MET),
        ("prevy-cap-emploi", "prevy-maintien", "difficultés",
         [Noted("adjustment", ON, "planned")], UNKNOWN),
        ("prevy-cap-emploi", "prevy-cep", "un accompagnement", [Noted("workstation", ON)], MET),
        ("prevy-cap-emploi", "prevy-cep", "un accompagnement", [Noted("redeployment", ON)], MET),
        ("prevy-cap-emploi", "prevy-cep", "un accompagnement", [Noted("interview", ON)], UNKNOWN),
        ("prevy-cap-emploi", "prevy-cep", "un accompagnement",
         [Noted("workstation", months_later(ON, 1))], UNKNOWN),
        ("prevy-cap-emploi", "prevy-cep", "contrat", [Noted("unfit", ON)], UNMET),
        ("prevy-cap-emploi", "prevy-cep", "contrat",
         [Noted("outcome", months_later(ON, 3), "planned", "mutual_termination")], UNMET),
        ("prevy-cap-emploi", "prevy-cep", "contrat",
         [Noted("unfit", months_later(ON, 4), "planned")], UNKNOWN),
        ("prevy-cap-emploi", "prevy-cep", "contrat", [Noted("unfit", months_later(ON, 1))],
         UNKNOWN),  # done since: not known that day
        ("prevy-cap-emploi", "prevy-maintien", "en cours de l'être",
         [Noted("rqth_request", months_later(ON, 1))], UNKNOWN),
        ("prevy-cap-emploi", "prevy-cep", "contrat",
         [Noted("unfit", months_later(ON, -2)), Noted("outcome", ON, "done", "same_employer")],
         UNKNOWN),
    ],
)  # fmt: skip
def test_the_acts_answer_what_they_prove_and_nothing_more(agreement, referral, words, acts, state):
    judged = judge(criterion(agreement, referral, words), with_acts(*acts))
    assert judged.state == state
    assert judged.by or state == UNKNOWN


def test_still_employed_in_three_months_is_asked_of_who_is_on_leave():
    condition = criterion("prevy-cap-emploi", "prevy-maintien", "3 prochains mois")
    ending = Noted("outcome", months_later(ON, 2), "planned", "dismissed_unfit")
    assert judge(condition, with_acts(ending, leave__on_leave=YES)).state == UNMET
    assert judge(condition, with_acts(ending)).state == UNKNOWN


def test_what_answers_is_told_with_its_day_and_what_is_unknown_with_a_question():
    condition = criterion("btp34-carsat-lr", "btp34-prereprise", "régime général")
    (fact,) = judge(condition, known(situation__regime="general")).by
    assert (fact.label, fact.said) == ("régime", "régime général, dit le 15/06/2026")
    assert judge(condition, known()).ask == QUESTIONS["situation.regime"][1]


@pytest.mark.parametrize("key", REFERRALS)
def test_every_condition_that_is_to_be_said_has_a_question_and_every_one_a_source(key):
    referral = REFERRALS[key]
    for judged in judge_all(referral.conditions, known()):
        assert judged.state == UNKNOWN
        assert judged.ask.endswith(("?", ")"))
        assert judged.condition.source or referral.source


@pytest.mark.parametrize(
    ("states", "whole"),
    [
        ([("situation.unfit_risk", YES)], "met"),
        ([("situation.unfit_risk", YES), ("case.known_to_ssam", None)], "to_say"),
        ([("situation.unfit_risk", NO), ("case.known_to_ssam", None)], "not_now"),
        ([("situation.unfit_risk", NO), ("employer.member", NO)], "excluded"),
        ([], "met"),
    ],
)
def test_a_referral_stands_by_its_conditions_and_only_what_lasts_excludes(states, whole):
    conditions = [Condition(path, path, (YES,)) for path, _ in states]
    held = known(**{path.replace(".", "__"): value for path, value in states if value})
    assert standing(judge_all(conditions, held)) == whole


def test_a_condition_for_another_public_is_not_asked():
    assert judge(Condition("t", public="independent"), known(**EMPLOYEE)) is None
    assert judge(Condition("t", public="employee"), known(**TI)) is None
    for status in ("public_agent", "spouse"):
        said = known(situation__status=status)
        assert [judge(Condition("t", public=one), said).state for one in PUBLICS] == [UNKNOWN] * 2


def test_every_path_a_condition_may_read_can_be_asked_or_is_deduced():
    assert all(codes_of_path(one) is not None for one in paths())
    read = {one.path for way in REFERRALS.values() for one in way.conditions if one.path}
    assert read <= {*QUESTIONS, *DEDUCED}
    assert codes_of_path("person.nir") is None


VALUES = {
    **PATHS,
    "situation.unfit_risk": [YES, NO, UNKNOWN],
    "visit_prereprise.state": [YES, NO, "planned", UNKNOWN],
    "case.known_to_ssam": [YES, NO, UNKNOWN],
    "employment.contract": [*CHOICES["contract"]],
    "leave.risk": [*CHOICES["risk"]],
    "person.dept": ["34", "84", "13"],
    "consent.given": [YES, NO],
}
EVERY = [
    *(one for way in REFERRALS.values() for one in way.conditions),
    *REGIMES["general"].conditions,
]
SAID = st.fixed_dictionaries({}, optional={k: st.sampled_from(v) for k, v in VALUES.items()})


@given(SAID, st.sampled_from(sorted(VALUES)), st.data())
def test_what_is_unknown_is_never_counted_so_learning_it_changes_no_verdict(said, path, data):
    """Whatever the answer to what was not known, a « oui » or a « non » already given stands."""
    value = data.draw(st.sampled_from(VALUES[path]))
    before = {key: one for key, one in said.items() if key != path}
    for condition in EVERY:
        first = judge(condition, facts_of(before))
        after = judge(condition, facts_of({**before, path: value}))
        if first is None or first.state == UNKNOWN:
            continue
        assert after is not None
        assert after.state == first.state, (condition.text, path, value)


@given(SAID)
def test_je_ne_sais_pas_encore_is_the_same_as_nothing_told(said):
    told = {key: one for key, one in said.items() if one != UNKNOWN}
    for condition in EVERY:
        assert judge(condition, facts_of(said)) == judge(condition, facts_of(told))


@given(SAID)
def test_a_title_is_what_the_counts_call_a_boeth(said):
    columns = ("rqth", "invalidity", "rente_at", "boeth_other")
    row = {one: said.get(f"situation.{one}") for one in columns}
    counted = snapshot(Facts(situations=[SituationFact(ON, **row)]), ON)["boeth"]
    assert title(facts_of(said)).value == counted


def facts_of(said) -> Known:
    return Known(ON, {path: Fact(path, value) for path, value in said.items()})
