"""Declaring a convention as ours, and choosing where its text is silent."""

from contextlib import closing
from datetime import date

import pytest

from pdpcli.agreements.consent_terms import DEFAULTS
from pdpcli.agreements.loader import find
from pdpcli.errors import InputRefused, Refusal
from pdpcli.store.our_agreements import our_agreement
from pdpcli.workflows import agreement
from pdpcli.workflows.stats import count

TODAY = date(2025, 7, 1)


def test_our_service_is_the_party_we_are(signed_store):
    with closing(signed_store.read()) as db:
        ours = our_agreement(db, None)
        bodies = {row["id"]: row["parent"] for row in db.execute("SELECT id, parent FROM body")}
    assert (ours.as_body, ours.partner) == ("sante-btp-34", "carsat-lr-ssam")
    assert bodies["carsat-lr-ssam"] == "carsat-lr"


@pytest.mark.parametrize("name", ["btp34-carsat-lr", "carsat-lr-ssam"])
def test_a_convention_is_named_by_its_id_or_by_its_partner(signed_store, name):
    with closing(signed_store.read()) as db:
        assert our_agreement(db, name).id == "btp34-carsat-lr"


def test_a_convention_is_ours_once(signed_store):
    with (
        pytest.raises(InputRefused, match="déjà des nôtres"),
        signed_store.write("agreement add") as write,
    ):
        agreement.add(write, find("btp34-carsat-lr"), None, TODAY)


def test_the_terms_of_its_consents_are_kept_when_it_becomes_ours(signed_store):
    """The gate reads them as they are kept: no default is written anywhere else."""
    with closing(signed_store.read()) as db:
        assert our_agreement(db, None).parameters == DEFAULTS


def test_we_may_be_the_other_party(store):
    with store.write("agreement add") as write:
        us = agreement.add(write, find("btp34-carsat-lr"), "carsat-lr-ssam", TODAY)
    with closing(store.read()) as db:
        assert (us, our_agreement(db, None).partner) == ("carsat-lr-ssam", "sante-btp-34")


def test_who_is_no_party_is_refused(store):
    with pytest.raises(InputRefused, match="laquelle"), store.write("agreement add") as write:
        agreement.add(write, find("btp34-carsat-lr"), "mdph", TODAY)


def chosen(store, *said):
    with store.write("agreement set") as write:
        return agreement.choose(write, our_agreement(write.db, None), *said)


def test_a_choice_changes_the_hypothesis_shown_with_the_figure(signed_store):
    assert "examinées en instance au titre" in chosen(signed_store, "examined", "agreement")
    with closing(signed_store.read()) as db:
        figure = count(db, 2025, None)[0].figures[1]
    assert "examinées en instance au titre de ce protocole" in {h.text for h in figure.hypotheses}


def test_a_delay_takes_a_number(signed_store):
    chosen(signed_store, "answer_delay_days", "21")
    with closing(signed_store.read()) as db:
        assert our_agreement(db, None).parameters == {**DEFAULTS, "answer_delay_days": 21}


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        (("consent_months", "12"), {"consent_months": 12}),
        (("consent_scope", "une seule fiche"), {"consent_scope": "sheet"}),
        (("consent_oral", "oui"), {"consent_oral": "yes"}),
    ],
)
def test_what_no_source_says_of_a_consent_is_chosen_and_counts_nothing(signed_store, said, kept):
    before = counted(signed_store)
    chosen(signed_store, *said)
    with closing(signed_store.read()) as db:
        assert our_agreement(db, None).parameters == {**DEFAULTS, **kept}
    assert counted(signed_store) == before


def counted(store):
    with closing(store.read()) as db:
        return count(db, 2025, None)[0].figures


@pytest.mark.parametrize(
    ("said", "refused"),
    [
        (("consent_months", "1201"), InputRefused),
        (("consent_months", "-1"), InputRefused),
        (("consent_months", "٣"), InputRefused),
        (("consent_months", "9" * 5000), InputRefused),
        (("consent_scope", "fiche"), Refusal),
        (("consent_oral", "peut-être"), Refusal),
        (("examinde", "all"), InputRefused),
        (("examined", "jamais"), Refusal),
        (("answer_delay_days", "bientôt"), InputRefused),
    ],
)
def test_an_unknown_setting_or_choice_is_refused(signed_store, said, refused):
    with pytest.raises(refused):
        chosen(signed_store, *said)
