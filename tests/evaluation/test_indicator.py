"""A declaration is read strictly: every fault at once, each with its place."""

import tomllib
from collections.abc import Iterator
from typing import Any

import pytest
from handmade import evaluation_text

from pdpcli.declarations.table import Table
from pdpcli.errors import InputRefused, Problem
from pdpcli.evaluation.indicator import _evaluation, read_evaluation

MINIMAL = """
agreement = "une-convention"
source = "Convention fictive, article 1"
[[indicator]]
id = "X-1"
label = "un chiffre"
[[indicator.count]]
id = "a"
label = "entretiens"
unit = "row"
where = { kind = "interview" }
"""


def refused(text: str) -> dict[str, str]:
    with pytest.raises(InputRefused) as refusal:
        read_evaluation(text)
    return {problem.place: problem.reason for problem in refusal.value.problems}


def test_the_smallest_declaration_is_read() -> None:
    evaluation = read_evaluation(MINIMAL)
    assert evaluation.indicators[0].counts[0].where[0].values == ("interview",)


def test_a_group_stands_for_its_kinds() -> None:
    evaluation = read_evaluation(MINIMAL.replace('kind = "interview"', 'group = "support"'))
    assert set(evaluation.indicators[0].counts[0].where[0].values) == {"interview", "orientation"}


def test_this_stands_for_the_agreement_declared() -> None:
    evaluation = read_evaluation(
        MINIMAL.replace('kind = "interview"', 'kind = "referral", agreement = "this"')
    )
    assert evaluation.indicators[0].counts[0].where[1].values == ("une-convention",)


def test_what_is_not_toml_is_one_problem() -> None:
    assert refused("agreement = ") == {
        "evaluation.toml": "ce n'est pas du TOML lisible, à la fin du fichier."
    }


@pytest.mark.parametrize(
    ("old", "new", "place", "reason"),
    [
        ('"interview"', '"intervew"', "where · kind", "Vouliez-vous dire « interview » ?"),
        ("where = {", "wher = {", "wher", "clé inconnue. Vouliez-vous dire « where » ?"),
        ('"row"', '"rows"', "unit", "au choix : row, case, person"),
        ('"row"', '"participants"', "unit", "au choix"),
        ('kind = "interview"', 'name = "x"', "where · name", "colonne inconnue"),
        ('kind = "interview"', "kind = 3", "where · kind", "liste de textes"),
        ('kind = "interview"', 'group = "suport"', "where · group", "support"),
        ('label = "entretiens"', "", "count 1 « a » · label", "il faut un label, ou des lignes"),
        ('label = "un chiffre"', "", "label", "à renseigner"),
        ('unit = "row"', 'unit = "row"\nby = ["sex"]', "by", "rien de ce nom n'est déclaré"),
        (
            'unit = "row"',
            'unit = "row"\npopulation = "sent"',
            "population",
            "rien de ce nom n'est déclaré",
        ),
        ('unit = "row"', 'unit = "row"\ncounted = "{x.y}"', "counted", "entre accolades"),
        ('unit = "row"', 'unit = "row"\ncounted = "{"', "counted", "entre accolades"),
        ('unit = "row"', 'unit = "row"\ncounted = "{year:9999}"', "counted", "entre accolades"),
        ('unit = "row"', 'unit = "row"\ncounted = "{n:a|{n}}"', "counted", "entre accolades"),
        ('label = "un chiffre"', 'label = "a\\u202eb"', "label", "sens de lecture"),
        ('unit = "row"', 'of = "gathering"\nunit = "case"', "unit", "au choix : row, participants"),
    ],
)
def test_a_fault_is_told_with_its_place(old: str, new: str, place: str, reason: str) -> None:
    problems = refused(MINIMAL.replace(old, new, 1))
    assert any(key.endswith(place) and reason in problems[key] for key in problems), problems


def test_a_count_that_sqlite_could_not_hold_is_refused() -> None:
    line = "[[indicator.count.line]]\nid = 'l%d'\nlabel = 'l'\nwhere = { kind = 'interview' }\n"
    lines = MINIMAL + "".join(line % number for number in range(50))
    assert len(read_evaluation(lines).indicators[0].counts[0].lines) == 50
    (place,) = refused(lines + line % 50)
    assert place.endswith("· line")
    jobs = ", ".join(f'"m{number}"' for number in range(1001))
    (place,) = refused(MINIMAL.replace('kind = "interview"', f"job = [{jobs}]"))
    assert place.endswith("where · job")


def test_all_faults_are_told_at_once() -> None:
    text = MINIMAL.replace('"interview"', '"x"').replace('"row"', '"y"').replace("source", "sorce")
    assert len(refused(text)) >= 4


@pytest.mark.parametrize(
    ("added", "place"),
    [
        ("[dimension.age]\nlabel = 'âge'", "dimension 'age' · bands"),
        ("[dimension.sex]\nlabel = 'sexe'\nbands = { tous = [0, 9] }", "dimension 'sex' · bands"),
        (
            "[dimension.age]\nlabel = 'âge'\nbands = { tous = [9, 0] }",
            "dimension 'age' · bands · tous",
        ),
        (
            "[dimension.age]\nlabel = 'âge'\nbands = { tous = [0, 99999999999999999999] }",
            "dimension 'age' · bands · tous",
        ),
        (
            "[dimension.age]\nlabel = 'âge'\nbands = { tous = [-5, 9] }",
            "dimension 'age' · bands · tous",
        ),
        (
            "[dimension.age]\nlabel = 'âge'\n[dimension.age.bands]\n"
            + "".join(f"a{n} = [{n}, {n}]\n" for n in range(51)),
            "dimension 'age' · bands",
        ),
        ("[dimension.x]\nlabel = 'x'", "dimension 'x' · column"),
        (
            "[parameter.p]\nlabel = 'p'\n[parameter.p.choice.c]\ntext = 't'",
            "parameter 'p' · default",
        ),
        (
            (
                "[parameter.p]\nlabel = 'p'\ndefault = 'c'\n"
                "[parameter.p.choice.c]\ntext = 't'\nyear_from = '31-12'"
            ),
            "parameter 'p' · choice 'c' · year_from",
        ),
        (
            (
                "[parameter.p]\nlabel = 'p'\ndefault = 'c'\n"
                "[parameter.p.choice.c]\ntext = 't'\npopulation = 'x'"
            ),
            "parameter 'p' · choice 'c' · population",
        ),
    ],
)
def test_a_faulty_dimension_or_parameter_is_told(added: str, place: str) -> None:
    assert f"evaluation.toml · {place}" in refused(f"{MINIMAL}\n{added}")


def test_a_breakdown_of_cases_needs_one_act_to_speak_for_each() -> None:
    text = evaluation_text().replace('take = "last"\nby =', "by =")
    assert "ventiler des situations ou des personnes exige" in next(iter(refused(text).values()))


def test_two_counts_of_one_name_are_refused() -> None:
    twice = MINIMAL + MINIMAL[MINIMAL.index("[[indicator.count]]") :]
    assert "est déclaré 2 fois" in next(iter(refused(twice).values()))


def altered(value: Any, wrong: Any) -> Iterator[Any]:
    """``value`` with each of its parts, in turn, replaced by something of another shape."""
    yield wrong
    if isinstance(value, dict):
        for key, part in value.items():
            yield from ({**value, key: other} for other in altered(part, wrong))
    elif isinstance(value, list):
        for place, part in enumerate(value):
            for other in altered(part, wrong):
                yield [*value[:place], other, *value[place + 1 :]]


@pytest.mark.parametrize("wrong", [3, "x", [], {}, [3], {"x": 3}, [{}], True])
def test_no_shape_of_toml_breaks_the_reading(wrong: Any) -> None:
    for table in altered(tomllib.loads(evaluation_text()), wrong):
        if isinstance(table, dict):
            problems: list[Problem] = []
            _evaluation(Table(table, "", problems))


@pytest.mark.parametrize("text", ["indicator = 3", "parameter = 1", "parameters = 'x'", "x = 1"])
def test_a_wrong_shape_is_refused(text: str) -> None:
    assert refused(text)
