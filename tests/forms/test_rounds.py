"""A cumulative fiche: « nouvelles liaisons » repeated, the consent last."""

from datetime import date

import pytest

from pdpcli.agreements.loader import find
from pdpcli.forms.form import Form, read_form
from pdpcli.forms.overflow import overflows
from pdpcli.forms.rounds import repeats, reply_ids, request_ids, with_rounds

F1, F2 = find("btp34-carsat-lr").form, find("caire84-carsat-se").form
OWN = """
id = "fx"
title = "FICHE FICTIVE"
parties = ["a", "b"]
[[section]]
rows = [["n"]]
[section.field.n]
label = "Nom"
kind = "name"
path = "person.last_name"
[[section]]
title = "SUITE"
by = "either"
repeat = "suite"
columns = [["ok"], ["texte", "autre"]]
at_least_one = [["texte", "autre"]]
[section.field.ok]
label = "Vu"
kind = "flag"
path = "liaison.answers.seen"
then = { yes = "ok_le" }
[section.field.ok_le]
label = "le"
kind = "date"
path = "liaison.answers.seen_on"
when = "ok"
[section.field.texte]
label = "Objet"
kind = "paragraph"
path = "entry.text"
when = "n"
[section.field.autre]
label = "Autre"
kind = "text"
path = "liaison.answers.more"
"""


def test_a_form_without_further_liaisons_has_round_0_only() -> None:
    assert repeats(F1)
    assert not repeats(F2)
    assert with_rounds(F2, 3) is F2
    assert request_ids(F2, 1) == reply_ids(F2, 1) == {}
    assert dict(reply_ids(F2, 0)) == {"reponse": "reponse"}


def test_one_round_is_the_form_itself_and_more_are_made_once() -> None:
    assert with_rounds(F1, 1) is F1
    assert with_rounds(F1, 3) is with_rounds(F1, 3)
    assert with_rounds(with_rounds(F1, 3), 3) is with_rounds(F1, 3)
    with pytest.raises(ValueError, match="once"):
        with_rounds(with_rounds(F1, 2), 3)


def test_each_round_is_a_request_then_a_reply_and_the_consent_stays_last() -> None:
    form = with_rounds(F1, 3)
    assert (form.hash, form.id, form.version) == (F1.hash, F1.id, F1.version)
    ids = [one.fields[-1].id for one in form.sections]
    at = ids.index("objet_texte")
    assert ids[at:] == [
        "objet_texte", "retour_texte", "objet_texte_2", "retour_texte_2",
        "objet_texte_3", "retour_texte_3", "signature",
    ]  # fmt: skip
    assert len(form.by_id) == len(form.fields)
    assert [one.title for one in form.sections if one.repeat and one.title] == [
        "NOUVELLES LIAISONS AS CARSAT LR / SPST",
        "NOUVELLES LIAISONS AS CARSAT LR / SPST (2)",
        "NOUVELLES LIAISONS AS CARSAT LR / SPST (3)",
    ]
    assert overflows(form) == []


def test_the_ids_of_a_round_are_found_from_those_of_the_declaration() -> None:
    form = with_rounds(F1, 2)
    assert request_ids(form, 2)["objet_texte"] == "objet_texte_2"
    assert reply_ids(form, 2)["retour_date"] == "retour_date_2"
    assert request_ids(form, 1)["objet_texte"] == "objet_texte"
    assert set(request_ids(form, 2)) == set(request_ids(F1, 1))
    assert set(reply_ids(form, 2)) == set(reply_ids(F1, 1))
    assert "contexte" in request_ids(form, 0)
    assert set(reply_ids(form, 0)) == {one.id for one in F1.asked("recipient")}
    with pytest.raises(ValueError, match="expanded"):
        request_ids(form, 3)


def test_conditions_boxes_and_groups_of_a_copy_are_its_own() -> None:
    form: Form = with_rounds(read_form(OWN), 2)
    section = form.sections[2]
    assert section.columns == (("ok_2",), ("texte_2", "autre_2"))
    assert section.at_least_one == (("texte_2", "autre_2"),)
    assert dict(form.by_id["ok_2"].then) == {"yes": "ok_le_2"}
    assert form.by_id["ok_le_2"].when == type(form.by_id["ok_le"].when)("ok_2")
    assert form.by_id["texte_2"].when == form.by_id["texte"].when


def test_every_round_is_read_and_may_leave_as_the_first() -> None:
    form, today = with_rounds(F1, 2), date(2026, 6, 15)
    raw = {"objet_date_2": "hier", "retour_texte_2": "Vu.", "objet_tel_2": "pas un numéro"}
    parsed = form.parse(raw, stage=None, today=today)
    assert parsed.values == {"objet_date_2": date(2026, 6, 14), "retour_texte_2": "Vu."}
    assert [one.place for one in parsed.problems] == ["objet_tel_2"]
    assert form.outgoing(parsed.values, "carsat-lr-ssam") == parsed.values
    assert form.propose({"entry.text": "jamais proposé"}) == {}
