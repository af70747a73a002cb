"""A declaration that is wrong is refused with every key and every reason at once."""

import pytest

from pdpcli.errors import InputRefused, Problem
from pdpcli.forms.form import Form, read_form

GOOD = """
id = "fx"
title = "FICHE"
parties = ["a", "b"]
[[section]]
title = "UNE"
rows = [["nom:6", "oui:6"]]
[section.field.nom]
label = "Nom"
kind = "name"
path = "person.last_name"
[section.field.oui]
label = "Oui"
kind = "flag"
path = "liaison.answers.oui"
"""


def _problems(text: str) -> list[Problem]:
    with pytest.raises(InputRefused) as refused:
        read_form(text)
    return list(refused.value.problems)


def test_a_right_declaration_is_a_frozen_form_with_a_hash() -> None:
    form = read_form(GOOD)
    assert isinstance(form, Form)
    assert [one.to for one in form.fields] == [("a", "b"), ("a", "b")]
    assert form.hash == read_form(GOOD.replace("\n", "\r\n")).hash
    assert form.hash != read_form(GOOD.replace("FICHE", "AUTRE")).hash


@pytest.mark.parametrize(
    ("before", "after", "where", "why"),
    [
        ('kind = "name"', 'kind = "date"', "kind", "name"),
        ("person.last_name", "person.lastname", "path", "« person.last_name »"),
        ('label = "Nom"', 'lable = "Nom"', "lable", "« label »"),
        ('"nom:6"', '"non:6"', "non", "pas déclaré"),
        ('"nom:6"', '"oui:6"', "oui", "deux fois"),
        ('"nom:6"', '"nom:13"', "rows", "douzièmes"),
        ('"nom:6"', '"nom:7"', "rows", "douze"),
        ('label = "Oui"', 'label = "Oui"\nwhen = "mon = yes"', "oui", "plus haut"),
        ('label = "Oui"', 'label = "Oui"\nwhen = "nom et oui"', "when", "code"),
        ('label = "Oui"', 'label = "Oui"\nrequired = ["sent"]', "required", "« send »"),
        ('label = "Oui"', 'label = "Oui"\nto = ["c"]', "to", "parties"),
        ('label = "Oui"', 'label = "O\\u202Eui"', "label", "sens de lecture"),
        ('id = "fx"', 'id = "F/x"', "id", "minuscules"),
        ("[section.field.oui]", "[section.field.Oui]", "'Oui'", "minuscules"),
        ('label = "Oui"', 'label = "Oui"\nfuture = true', "future", "date"),
        ('title = "FICHE"', "title = 3", "title", "texte"),
        ('title = "FICHE"', "", "title", "renseigner"),
        ('rows = [["nom:6", "oui:6"]]', 'rows = ["nom"]', "rows", "listes"),
    ],
)
def test_a_wrong_key_is_refused_with_its_place_and_the_reason(
    before: str, after: str, where: str, why: str
) -> None:
    problems = _problems(GOOD.replace(before, after, 1))
    assert any(one.place.endswith(where) and why in one.reason for one in problems)


def test_every_problem_is_reported_at_once() -> None:
    text = GOOD.replace('kind = "name"', 'kind = "nom"').replace("liaison.answers.oui", "x.y")
    assert len(_problems(text)) == 2


def test_a_path_may_select_among_the_answers_of_a_list_and_only_these() -> None:
    date = ('kind = "name"\npath = "person.last_name"', 'kind = "date"\npath = "{}"')
    text = GOOD.replace(date[0], date[1].format("leave.started_on[work_accident, illness]"))
    assert read_form(text).fields[0].path.startswith("leave.started_on[")
    (problem,) = _problems(GOOD.replace(date[0], date[1].format("leave.started_on[accident]")))
    assert problem.place.endswith("path")
    box = GOOD.replace("liaison.answers.oui", "situation.status[craftsman, trader]")
    assert read_form(box).fields[1].labels.keys() == {"yes", "no", "unknown"}


def test_choices_are_those_of_the_vocabulary() -> None:
    field = 'kind = "choice"\npath = "person.sex"\nchoices = { male = "H", autre = "X" }'
    text = GOOD.replace('kind = "flag"\npath = "liaison.answers.oui"', field)
    assert any("autre" in one.reason for one in _problems(text))


def test_what_is_not_toml_is_refused_with_the_line() -> None:
    (problem,) = _problems('id = "fx"\ntitle = ""\nid = 3 4\n')
    assert problem.reason == "ce n'est pas du TOML lisible, ligne 3, colonne 7."
