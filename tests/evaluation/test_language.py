"""What the language of an evaluation refuses: bounds, « any », figures, ratios, targets."""

import pytest

from pdpcli.errors import InputRefused
from pdpcli.evaluation.indicator import read_evaluation

START = """
agreement = "une-convention"
source = "Convention fictive, article 1"
[dimension.sex]
label = "sexe"
[[indicator]]
id = "X-1"
label = "un chiffre"
"""
COUNT = '[[indicator.count]]\nid = "a"\nlabel = "a"\nunit = "row"\n'
FIGURE = '[[indicator.count]]\nid = "a"\nlabel = "a"\nof = "figure"\nunit = "number"\n'
RATIO = '[[indicator.ratio]]\nid = "r"\nlabel = "r"\nof = "a"\nover = "a"\n'


def refused(text: str) -> str:
    with pytest.raises(InputRefused) as refusal:
        read_evaluation(START + text)
    return " | ".join(f"{one.place} {one.reason}" for one in refusal.value.problems)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (COUNT + "where = { iri = { abov = 2 } }", "Vouliez-vous dire « above »"),
        (COUNT + "where = { iri = {} }", "il faut une borne"),
        (COUNT + 'where = { iri = { above = "2" } }', "il faut un nombre"),
        (COUNT + "where = { iri = { above = true } }", "il faut un nombre"),
        (COUNT + "where = { iri = { above = nan } }", "il faut un nombre"),
        (COUNT + "where = { kind = { above = 2 } }", "prennent des bornes"),
        (COUNT + 'where = { any = "x" }', "any"),
        (COUNT + "where = { any = [] }", "any"),
        (COUNT + "where = { any = [{ any = [{ iri = { above = 2 } }] }] }", "pas de « any »"),
        (COUNT + 'where = { any = [{ kid = "entry" }] }', "colonne inconnue"),
        (COUNT + "share = true", "rien n'est ventilé"),
        (COUNT + "recurring = 2", "rien n'est ventilé"),
        (COUNT + 'key = "x"', "sont ceux d'un chiffre saisi"),
        (COUNT + "target = { at_least = 2 }", "à renseigner"),
        (COUNT + 'target = { least = 2, text = "t" }', "il faut un nombre"),
        (FIGURE, "le nom sous lequel il se saisit"),
        (FIGURE + 'key = "k"\ncells = { a = "A" }', "vont ensemble"),
        (FIGURE + 'key = "k"\nby = ["sex"]', "ni condition, ni ligne"),
        (FIGURE.replace('"number"', '"row"') + 'key = "k"', "au choix"),
        (COUNT + RATIO.replace('over = "a"', 'over = "b"'), "aucune ligne de ce nom"),
        (COUNT + RATIO.replace('over = "a"', 'over = "X-2/a"'), "aucune ligne de ce nom"),
        (COUNT + RATIO.replace('id = "r"', 'id = "a"'), "est déclaré 2 fois"),
        (COUNT + RATIO + 'form = "per_cent"', "au choix"),
        (COUNT + '[[indicator]]\nid = "X-2"\nlabel = "l"\nsame_as = "X-9"', "same_as"),
        (
            COUNT + '[[indicator]]\nid = "X-2"\nlabel = "l"\nsame_as = "X-1"\n' + COUNT,
            "il compte ce que compte l'autre",
        ),
        ("", "il faut au moins une table [[count]]"),
    ],
)
def test_a_fault_is_told_in_french_with_its_place(text: str, said: str) -> None:
    assert said in refused(text)


def test_an_indicator_may_ask_for_words_alone() -> None:
    assert read_evaluation(START + "text = true").indicators[0].counts == ()


def test_a_ratio_may_be_of_another_indicator() -> None:
    other = '[[indicator]]\nid = "X-2"\nlabel = "l"\n' + COUNT
    read = read_evaluation(START + COUNT + other + RATIO.replace('over = "a"', 'over = "X-1/a"'))
    assert read.indicators[1].ratios[0].over == "X-1/a"


def test_the_year_is_chosen_for_all_the_figures() -> None:
    year = (
        '[parameter.year]\nlabel = "année"\ndefault = "a"\n'
        '[parameter.year.choice.a]\ntext = "t"\nyear_from = "04-14"\n'
    )
    text = START.replace("[dimension", year + "[dimension") + COUNT + 'parameters = ["year"]'
    with pytest.raises(InputRefused) as refusal:
        read_evaluation(text)
    assert "il vaut pour tous les chiffres" in refusal.value.problems[0].reason
