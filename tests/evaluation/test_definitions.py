"""What a line counts is said in French, from its declaration alone, in every convention."""

import pytest
from handmade import evaluation_text

from pdpcli.agreements import loader
from pdpcli.evaluation.columns import COLUMNS
from pdpcli.evaluation.definitions import definitions_of
from pdpcli.evaluation.indicator import read_evaluation
from pdpcli.evaluation.terms import Condition
from pdpcli.evaluation.wording import COLUMN_WORDS, UNIT_WORDS, where_words


@pytest.mark.parametrize("agreement", loader.shipped())
def test_every_line_of_every_shipped_convention_says_what_it_counts(agreement: str) -> None:
    evaluation = read_evaluation(evaluation_text(agreement))
    for indicator in evaluation.indicators:
        for one in definitions_of(evaluation, indicator, {}):
            assert one.filter, (indicator.id, one)
            assert one.unit
            assert "_" not in f"{one.unit} {one.filter}".split("[")[0], one


def test_every_column_and_source_has_its_word() -> None:
    assert {column for columns in COLUMNS.values() for column in columns} <= set(COLUMN_WORDS)
    assert {source for source in COLUMNS if source != "figure"} <= set(UNIT_WORDS)


def test_conditions_are_said_with_the_labels_of_the_closed_lists() -> None:
    where = (
        Condition("kind", ("crpe", "pmsmp")),
        Condition("agreement", ("une-convention", "unknown")),
        Condition("iri", bounds=(("above", 2),)),
        Condition("any", any=((Condition("sex", ("female",)),), (Condition("rqth", ("yes",)),))),
    )
    assert where_words(where, "act", "une-convention") == (
        "sorte : CRPE ou PMSMP ; convention : celle-ci ou non renseigné"
        " ; indice de risque d'inaptitude (IRI) : plus de 2"
        " ; (sexe : femme) ou (RQTH : oui)"
    )
