"""A convention described by answers is usable whatever was chosen, and carries nothing more."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pdpcli.agreements.describing import _CARRIED, described, questions
from pdpcli.agreements.loader import check_texts
from pdpcli.errors import InputRefused
from pdpcli.forms.form import read_form

TODAY = date(2026, 6, 15)
SAID = {
    "title": "Convention fictive entre deux services",
    "short": "Convention fictive",
    "evaluation": "oui",
    "counted": "oui",
    "us": "Service fictif",
    "partner": "Partenaire fictif, « entre guillemets »",
    "partner_short": "Partenaire fictif",
    "answer_days": "15",
    "consent": "J'accepte [sic] que ma situation soit partagée.\nPhrase fictive.",
    "form_title": "FICHE FICTIVE",
} | dict.fromkeys(_CARRIED, "non")


def _described(**said: str) -> dict[str, str]:
    parsed = questions().parse(SAID | said, stage="register", today=TODAY)
    assert parsed.problems == ()
    return described(parsed.values)


@settings(max_examples=40, deadline=None)
@given(chosen=st.sets(st.sampled_from(sorted(_CARRIED))), counted=st.booleans(), told=st.booleans())
def test_whatever_is_chosen_the_folder_is_usable(
    *, chosen: set[str], counted: bool, told: bool
) -> None:
    more = {"months": "12", "tacit": "oui", "notice_months": "2", "consent_rule": "art. fictif"}
    texts = _described(
        **dict.fromkeys(chosen, "oui"),
        **({} if counted else {"evaluation": "non", "counted": ""}),
        **(more if told else {}),
    )
    assert check_texts("convention-fictive", texts) == []


def test_the_fiche_carries_what_was_chosen_and_nothing_more() -> None:
    form = read_form(_described(carries_birth="oui")["form.toml"])
    paths = {one.path for one in form.asked("sender")}
    assert "person.born_on" in paths
    held = {"person.nir", "person.address", "leave.started_on", "employer.name"}
    assert not paths & held
    assert not form.asked("either") or list(form.asked("either")) == []


def test_the_consent_is_her_text_word_for_word() -> None:
    form = read_form(_described()["form.toml"])
    text = next(one.text for one in form.sections if one.by == "person")
    assert text == SAID["consent"]


@pytest.mark.parametrize(
    ("said", "place"),
    [({"short": "« … »"}, "short"), ({"partner_short": "Service  FICTIF"}, "partner_short")],
)
def test_a_name_without_letters_or_one_name_for_two_is_refused(
    said: dict[str, str], place: str
) -> None:
    with pytest.raises(InputRefused) as refused:
        _described(**said)
    assert [one.place for one in refused.value.problems] == [place]
