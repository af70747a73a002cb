"""A label or a choice wider than its cell is refused when the form is checked."""

import pytest
from catalogue import with_fiche

from pdpcli.agreements.loader import find
from pdpcli.forms.form import read_form
from pdpcli.forms.overflow import overflows

FORM = """
id = "fx"
title = "FICHE"
header = ["A", "B"]
parties = ["a", "b"]
[[section]]
title = "UNE"
rows = [["nom:3", "choix:3", "case:3"]]
[section.field.nom]
label = "Nom"
kind = "name"
path = "person.last_name"
[section.field.choix]
label = "Oui"
kind = "choice"
path = "liaison.answers.choix"
choices = { a = "A", b = "B" }
[section.field.case]
label = "Case"
kind = "flag"
path = "liaison.answers.case"
"""


@pytest.mark.parametrize("agreement", with_fiche())
def test_no_shipped_form_overflows(agreement: str) -> None:
    assert overflows(find(agreement).form) == []


def test_a_form_that_fits_is_accepted() -> None:
    assert overflows(read_form(FORM)) == []


@pytest.mark.parametrize(
    ("before", "after", "where"),
    [
        ('label = "Nom"', 'label = "Nom et prénom de la personne"', "nom"),
        ('b = "B"', 'b = "Une réponse bien trop longue pour sa case"', "choix"),
        ('label = "Case"', 'label = "Une case au libellé bien trop long"', "case"),
        ('title = "FICHE"', f'title = "{"FICHE " * 12}"', "title"),
        ('title = "FICHE"', f'title = "FICHE"\nsubtitle = "{"modèle " * 12}"', "subtitle"),
        ('title = "UNE"', f'title = "{"RUBRIQUE " * 11}"', "RUBRIQUE"),
        ('"A", "B"', f'"{"ORGANISME " * 6}", "B"', "header"),
        ('label = "Nom"', 'label = "名"', "nom"),
        ('label = "Nom"', 'label = "Nom"\nlines = 45', "UNE"),
        ('title = "UNE"', f'title = "{"RUBRIQUE " * 8}LONGUES"\nrepeat = "suite"', "RUBRIQUE"),
    ],
)
def test_what_would_leave_its_cell_is_refused(before: str, after: str, where: str) -> None:
    problems = overflows(read_form(FORM.replace(before, after)))
    assert any(one.place.startswith(where) for one in problems)


def test_the_same_title_fits_when_it_is_never_numbered() -> None:
    assert overflows(read_form(FORM.replace('"UNE"', f'"{"RUBRIQUE " * 8}LONGUES"'))) == []
