"""One reading for every way in: conditions, stages, unknown keys, all errors at once.

Persons are fictional.
"""

import json
import tomllib
from datetime import date

import pytest
from catalogue import with_fiche

from pdpcli.agreements.loader import find
from pdpcli.forms.fields import Value
from pdpcli.forms.form import Field, Form, Section, registration, situation
from pdpcli.rules.nir import nir_key
from pdpcli.rules.vocabulary import PATHS

TODAY = date(2026, 6, 15)
F1 = find("btp34-carsat-lr").form
SITUATION = situation()
FORMS = {**{one: find(one).form for one in with_fiche()}, "situation": SITUATION}
REGISTERED = {
    "date_signalement": "hier",
    "origine": "Son employeur",
    "nom": "MARTINEZ",
    "prenom": "Luc",
}
_NIR = "1680334172123"
_SAMPLES: dict[str, tuple[Value, ...]] = {
    "text": ("Maçon, chef d’équipe", "a = b [c] <d>", 'guillemets " et \\ barre'),
    "name": ("D'Hérouville-Łukasz", "Nguyễn", "Œuvrard", "Škoda"),
    "paragraph": ('Une ligne.\nUne autre, « entre guillemets » ; """ et \\n.\n\nFin "', "x" * 3000),
    "address": ("3 rue des Acacias, 34970 Lattes",),
    "date": (date(1968, 3, 4), date(2026, 6, 15)),
    "phone": ("06 12 34 56 78",),
    "email": ("prenom.nom@exemple.fr",),
    "nir": (_NIR + nir_key(_NIR),),
    "siret": ("73282932000074",),
    "naf": ("43.99C",),
    "integer": (0, 14, 12000),
    "body": ("carsat-lr-ssam",),
    "signature": ("signé sur papier le 12/06/2026",),
}


def _samples(one: Field) -> tuple[Value, ...]:
    unknown: tuple[Value, ...] = (None,) if one.unknown and "unknown" not in one.labels else ()
    return (*(tuple(one.labels) or _SAMPLES[one.kind]), *unknown)


@pytest.mark.parametrize("name", FORMS)
def test_every_field_reads_back_what_it_writes(name: str) -> None:
    for one in FORMS[name].fields:
        for value in _samples(one):
            assert one.parse(one.format(value), TODAY) == value, one.id


@pytest.mark.parametrize("name", FORMS)
def test_the_skeleton_is_toml_that_parse_accepts_back(name: str) -> None:
    form = FORMS[name]
    assert form.parse(tomllib.loads(form.skeleton()), stage=None, today=TODAY).problems == ()
    assert set(tomllib.loads(form.skeleton())) == {one.id for one in form.asked("sender", "auto")}


def test_few_answers_suffice_to_register() -> None:
    parsed = SITUATION.parse(REGISTERED, stage="register", today=TODAY)
    assert parsed.problems == ()
    assert parsed.values["date_signalement"] == date(2026, 6, 14)
    assert parsed.values["origine"] == "employer"


def test_every_problem_is_said_at_once_by_field() -> None:
    raw = {"nom": "X9", "prenon": "Luc", "naissance": "31/02/1968", "sexe": "oui"}
    places = {one.place for one in SITUATION.parse(raw, stage="register", today=TODAY).problems}
    assert places == {"nom", "prenon", "naissance", "sexe", "prenom", "date_signalement", "origine"}


def test_an_unknown_key_is_refused_with_the_nearest_name() -> None:
    (problem,) = SITUATION.parse({"prenon": "Luc"}, stage=None, today=TODAY).problems
    assert "« prenom »" in problem.reason


def test_an_answer_whose_condition_does_not_hold_is_set_aside_and_said() -> None:
    raw = {"en_arret": "non", "arret_debut": "02/05/2026", "risque": "maladie"}
    parsed = SITUATION.parse(raw, stage=None, today=TODAY)
    assert parsed.values == {"en_arret": "no"}
    assert parsed.ignored == ("arret_debut", "risque")


def test_not_known_yet_is_an_answer_where_it_can_be_true_and_nowhere_else() -> None:
    raw = {"sexe": "nsp", "rqth": "je ne sais pas encore", "nom": "nsp"}
    parsed = SITUATION.parse(raw, stage=None, today=TODAY)
    assert parsed.values == {"sexe": None, "rqth": "unknown"}
    assert [one.place for one in parsed.problems] == ["nom"]


def test_what_the_font_cannot_draw_is_refused_when_it_is_typed() -> None:
    (problem,) = SITUATION.parse({"prenom": "王明"}, stage=None, today=TODAY).problems
    assert "forme latine de la pièce d'identité" in problem.reason
    assert "王" not in problem.reason


def test_the_fiche_asks_a_telephone_or_a_mail_before_it_is_sent() -> None:
    gaps = {one.place for one in F1.missing({}, "send")}
    assert {"referent_tel, referent_mail", "contexte", "prereprise", "nom"} <= gaps
    assert "signataire" not in gaps


def test_to_sign_less_is_needed_than_to_send() -> None:
    to_sign, to_send = F1.missing({}, "sign"), F1.missing({}, "send")
    assert {one.place for one in to_sign} < {one.place for one in to_send}


def test_a_planned_visit_needs_its_date() -> None:
    gaps = {one.place for one in F1.missing({"prereprise": "planned"}, "send")}
    assert "prereprise_date" in gaps


def test_an_undecided_visit_is_still_missing_on_the_fiche() -> None:
    gaps = {one.place for one in F1.missing({"prereprise": "unknown"}, "send")}
    assert "prereprise" in gaps


def test_what_the_store_knows_is_proposed_and_entries_are_not() -> None:
    record: dict[str, Value] = dict.fromkeys(PATHS, "x")
    proposed = F1.propose(record)
    assert {"nom", "referent_nom", "signataire"} <= proposed.keys()
    assert not {"reponse_nom", "objet_texte"} & proposed.keys()


def test_only_the_parties_receive_and_a_field_may_stay() -> None:
    assert F1.outgoing({"nom": "A"}, "carsat-lr-ssam") == {"nom": "A"}
    assert F1.outgoing({"nom": "A"}, "cap-emploi-34") == {}
    assert SITUATION.outgoing({"nom": "A"}, "carsat-lr-ssam") == {}


def test_registering_asks_nothing_that_a_liaison_settles() -> None:
    assert registration(None) == SITUATION
    assert [one.id for one in registration(F1).fields] == [one.id for one in SITUATION.fields]


@pytest.mark.parametrize("agreement", with_fiche())
def test_what_only_a_fiche_asks_is_in_the_file_and_not_on_screen(agreement: str) -> None:
    """A situation is registered before anybody knows which partners it will be sent to."""
    form = registration(find(agreement).form)
    more = form.fields[len(SITUATION.fields) :]
    assert form.fields[: len(SITUATION.fields)] == SITUATION.fields
    assert all(one.path.startswith("liaison.answers.") for one in more)
    assert all(one.ask == "later" and not one.required for one in more)


def test_a_fact_without_a_question_of_its_own_is_asked_when_registering() -> None:
    more = Field("taille", "Taille", "integer", path="person.height")
    form = registration(Form("fx", 1, "Autre", (_section(more),)))
    assert form.fields[-1] == more


def test_what_is_said_of_a_liaison_is_kept_as_texts_that_read_back() -> None:
    """Its JSON column holds texts only; a choice, a date and « not known yet » come back."""
    fields = (
        Field("accord", "Accord", "flag", path="liaison.answers.agreed"),
        Field("le", "Le", "date", path="liaison.answers.on", unknown=True),
        Field("depuis", "Depuis", "date", path="liaison.answers.since", unknown=True),
        Field("voie", "Voie", "choice", path="liaison.answers.way", choices={"a": "Par écrit"}),
        Field("nom", "Nom", "name", path="person.last_name"),
        Field("retour", "Retour", "text", by="recipient", path="liaison.answers.back"),
    )
    form = Form("fx", 1, "Autre", (Section("Autre", "sender", fields),))
    said: dict[str, Value] = {"accord": "yes", "le": TODAY, "depuis": None, "voie": "a"}
    kept = form.answers({**said, "nom": "Martinez", "retour": "x"})
    assert json.loads(json.dumps(kept)) == kept
    assert form.parse(kept, stage=None, today=TODAY).values == said
    assert form.record(said)["liaison.answers.agreed"] == "yes"


def test_a_planned_visit_is_on_the_nearest_day() -> None:
    """« 30/11 » typed on 21 November for a planned visit is in nine days, not last year."""
    raw = {"prereprise": "programmée", "prereprise_date": "30/11", "naissance": "30/11"}
    for form in (SITUATION, F1):
        parsed = form.parse(raw, stage=None, today=date(2026, 11, 21))
        assert parsed.values["prereprise_date"] == date(2026, 11, 30)
        assert [problem.place for problem in parsed.problems] == ["naissance"]


@pytest.mark.parametrize("said", ["demain", "22/11/2026", "12/04/2078"])
def test_what_has_happened_is_not_in_the_future(said: str) -> None:
    for form in (SITUATION, F1):
        parsed = form.parse({"naissance": said}, stage=None, today=date(2026, 11, 21))
        assert "futur" in parsed.problems[0].reason


def _section(one: Field) -> Section:
    return Section("Autre", "sender", (one,))


def test_every_fact_the_fiche_asks_of_the_sender_has_a_question_at_registration() -> None:
    covered = {one.path for one in SITUATION.fields}
    asked = {one.path for one in F1.asked("sender") if not one.path.startswith("liaison.")}
    assert asked <= covered


def test_a_situation_holds_every_fact_of_the_vocabulary() -> None:
    roots = (
        "case.", "person.", "employer.", "agency.", "employment.", "leave.", "situation.", "visit_",
        "second_",
    )  # fmt: skip
    assert {one for one in PATHS if one.startswith(roots)} == {one.path for one in SITUATION.fields}


def test_the_wizard_asks_what_the_public_concerned_needs() -> None:
    now = {one.path for one in SITUATION.fields if one.ask == "now"}
    assert {
        "situation.status",
        "leave.risk",
        "employment.contract",
        "person.born_on",
        "person.sex",
    } <= now


@pytest.mark.parametrize("one", SITUATION.fields, ids=lambda one: one.id)
def test_every_question_has_help(one: Field) -> None:
    assert one.help


def test_every_default_is_an_answer() -> None:
    for one in SITUATION.fields:
        if one.default:
            one.parse(one.default, TODAY)
