"""The catalogue of acts: what names another list is that list."""

from pdpcli.rules.choices import designated
from pdpcli.rules.vocabulary import ACT_KINDS, CHOICES


def test_an_agreement_of_the_cpam_is_for_an_action_of_remobilisation():
    actions = {code: one.label for code, one in ACT_KINDS.items() if one.group == "remobilisation"}
    assert CHOICES["remobilisation"] == actions


def test_the_usual_short_names_of_acts_are_kept():
    labels = {code: kind.label for code, kind in ACT_KINDS.items()}
    assert designated("rendez-vous", labels) == "liaison_meeting"
    assert designated("entretien", labels) == "interview"
    assert designated("déclaration", labels) == "unfit"
    assert designated("inaptitude", labels) is None
