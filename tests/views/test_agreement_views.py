"""A convention's card says everything the declaration says, each line with its source."""

from dataclasses import replace
from datetime import date

import pytest

from pdpcli.agreements.agreement import Agreement, Delay, Frequency, Parameter
from pdpcli.agreements.loader import find, shipped
from pdpcli.evaluation.indicator import read_evaluation
from pdpcli.views.agreements import agreement_card, agreement_rows, agreement_value, settings

TODAY = date(2026, 6, 15)
BTP34 = find("btp34-carsat-lr")
OTHER = replace(
    BTP34,
    delays=(
        *BTP34.delays,
        Delay("first", "Premier entretien", "le signalement", "art. 9", days=30),
        Delay("settle", "Conciliation", "la contestation", "art. 8", months=2),
    ),
    frequencies=(Frequency("cell", "Réunions", 2, "quarter", "art. 10"),),
    parameters=(*BTP34.parameters, Parameter("hours", "Heures", 3, "votre nombre", "art. 11")),
)


def _card(one=OTHER, **chosen) -> str:
    points = read_evaluation(one.evaluation_text).parameters
    return agreement_card(one, TODAY, chosen, settings(points, chosen))


def _flat(card: str) -> str:
    return " ".join(card.replace("\N{NO-BREAK SPACE}", " ").split())


def test_every_delay_has_its_days_in_force_and_its_source() -> None:
    card = _flat(_card(answer_delay_days=21))
    assert "Retour sur la fiche de liaison : 21 jours, à partir de : réception de la fiche" in card
    assert "le protocole n'en fixe pas [answer_delay_days]" in card
    assert "Premier entretien : 30 jours, à partir de : le signalement (art. 9)" in card
    assert "Conciliation : 2 mois, à partir de : la contestation (art. 8)" in card
    assert "Heures : 3 (votre nombre [hours] ; art. 11)" in card


def test_a_frequency_is_a_period_as_declared() -> None:
    assert "Réunions : au moins 2 par trimestre (art. 10)" in _flat(_card())


def test_instances_public_and_the_consent_rule_are_said_with_their_source() -> None:
    card = _flat(_card())
    for one in BTP34.instances:
        assert f"{one.name}, {BTP34.body(one.body).short} : {one.rule} ({one.source})" in card
    for said in (*BTP34.population, BTP34.consent):
        assert f"{said.text} ({said.source})" in card


@pytest.mark.parametrize("one", [OTHER, *map(find, shipped())], ids=lambda one: one.id)
def test_the_card_stays_within_80_columns(one: Agreement) -> None:
    assert max(map(len, _card(one).splitlines())) <= 80


def test_a_convention_without_open_points_offers_only_its_numbers() -> None:
    card = _card(find("caire84-carsat-se"))
    assert "CE QUE LE TEXTE NE DIT PAS" not in card
    assert "[answer_delay_days]" in card
    assert card.endswith("pdp convention regler caire84-carsat-se RÉGLAGE CHOIX")


def test_what_no_source_says_of_a_consent_is_shown_with_what_is_in_force() -> None:
    card = _card(consent_months=24, consent_scope="sheet")
    assert "0 : sans terme) : 24 (votre durée [consent_months] ; aucune source" in _flat(card)
    assert "    > une seule fiche (sheet)" in card
    assert "    > non, il faut une signature (no)" in card
    assert "      toutes les fiches de cette convention (person)" in card


def test_what_is_not_declared_has_no_line() -> None:
    bare = replace(OTHER, instances=(), population=(), consent=replace(OTHER.consent, text=""))
    card = _card(replace(bare, consent_parameters=()))
    assert not any(title in card for title in ("INSTANCES", "PUBLIC", "ACCORD DE LA PERSONNE"))


def test_as_values_the_convention_is_its_terms_and_not_its_files() -> None:
    value = agreement_value(BTP34, TODAY)
    assert value["shipped"] is True
    assert value["expires_on"] == date(2027, 4, 14)
    assert not {"form", "form_text", "evaluation_text"} & value.keys()


def test_a_folder_to_correct_is_a_row_like_the_others() -> None:
    good, wrong = agreement_rows([BTP34], ["la-mienne"], {"btp34-carsat-lr", "la-mienne"})
    assert (good["usable"], wrong["usable"]) == (True, False)
    assert good.keys() == wrong.keys()
    assert wrong["ours"]
