"""One side's part of a fiche, as a form of its own. Everybody here is fictional."""

from datetime import date

import pytest
from catalogue import with_fiche

from pdpcli.agreements.loader import find
from pdpcli.forms.form import read_form
from pdpcli.forms.part import ON, REFERENT, TEXT, asked, at, is_beside, part
from pdpcli.forms.rounds import with_rounds

TODAY = date(2026, 6, 15)
F1, F2 = find("btp34-carsat-lr").form, find("caire84-carsat-se").form
OWN = """
id = "fx"
title = "FICHE FICTIVE"
parties = ["a", "b"]
[[section]]
rows = [["vu"]]
[section.field.vu]
label = "Déjà vu"
kind = "flag"
path = "liaison.answers.seen"
[[section]]
title = "RÉPONSE"
by = "recipient"
rows = [["texte"], ["suite:6"], ["pourquoi"]]
[section.field.texte]
label = "Réponse"
kind = "paragraph"
path = "entry.text"
required = ["reply"]
[section.field.suite]
label = "Suite"
kind = "flag"
path = "liaison.answers.next"
required = ["reply"]
when = "vu"
[section.field.pourquoi]
label = "Pourquoi"
kind = "text"
path = "liaison.answers.why"
when = "suite"
"""


@pytest.mark.parametrize("name", with_fiche())
def test_a_reply_of_every_form_has_a_day_a_name_and_a_text(name):
    form = find(name).form
    if not any(form.asked("recipient")):
        pytest.skip("a convention without a fiche")
    written = part(form, "reply", 0, {})
    for path in (ON, REFERENT, TEXT):
        assert at(written, path), path


def test_what_the_form_has_no_place_for_is_asked_beside_it():
    written = part(F2, "reply", 0, {})
    assert [one.id for one in written.fields if not is_beside(one)] == ["reponse"]
    assert is_beside(written.by_id[at(written, ON)])
    assert not any(map(is_beside, part(F1, "reply", 0, {}).fields))


def test_the_ids_are_the_declaration_s_whatever_the_round():
    third = part(with_rounds(F1, 3), "reply", 3, {})
    assert {one.id for one in third.fields} == {one.id for one in part(F1, "reply", 1, {}).fields}
    assert at(third, TEXT) == "retour_texte"
    assert at(part(with_rounds(F1, 3), "request", 2, {}), TEXT) == "objet_texte"


def test_all_that_the_form_requires_is_required_of_us_and_a_day_and_a_text_of_them():
    said = {"reponse_date": "12/06/2026", "reponse_texte": "Vu (fictif)."}
    theirs = part(F1, "reply", 0, {}).parse(said, stage="reply", today=TODAY)
    ours = part(F1, "reply", 0, {}, ours=True).parse(said, stage="reply", today=TODAY)
    assert theirs.problems == ()
    assert {one.place for one in ours.problems} == {"reponse_nom", "reponse_tel, reponse_mail"}
    blank = part(F1, "reply", 1, {}).parse({}, stage="reply", today=TODAY)
    assert {one.place for one in blank.problems} == {"retour_date", "retour_texte"}


def test_a_condition_on_the_rest_of_the_fiche_is_settled_by_it():
    form = read_form(OWN)
    without, with_it = part(form, "reply", 0, {}), part(form, "reply", 0, {"vu": "yes"})
    assert "suite" not in without.by_id
    assert with_it.by_id["suite"].when is None
    assert with_it.by_id["pourquoi"].when.field == "suite"


def test_the_questions_are_those_of_the_part_with_what_is_proposed():
    written = part(F1, "reply", 0, {}, ours=True)
    questions = asked(written, {"reponse_nom": "Camille Exemple"})
    assert [one.id for one in questions.asked()] == [one.id for one in written.fields]
    assert questions.by_id["reponse_nom"].default == "Camille Exemple"
    assert questions.by_id["reponse_texte"].due("register")
    assert not questions.by_id["reponse_mail"].due("register")
