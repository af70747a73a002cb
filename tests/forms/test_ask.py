"""The wizard asks what is not known, refuses on the spot, goes back, suspends and is resumed.

The persons are fictional.
"""

import json
import re
from datetime import date

import pytest

from pdpcli.agreements.loader import find
from pdpcli.forms.ask import Interview, Suggestion, Suspended
from pdpcli.forms.draft import load
from pdpcli.forms.form import Condition, Field, Form, Section
from pdpcli.forms.summary import summary

TODAY = date(2026, 6, 15)
FIELDS = (
    Field("opened", "Signalement", "date", required=("register",), default="aujourd'hui"),
    Field("name", "Nom", "name", required=("register",), help="Le nom d'usage."),
    Field("born", "Né(e) le", "date", unknown=True),
    Field("leave", "En arrêt", "flag", unknown=True),
    Field("since", "Depuis", "date", when=Condition("leave", ("yes",)), unknown=True),
    Field("later", "Plus tard", "text", ask="later"),
    Field("regime", "Régime", "choice", choices={"general": "général", "msa": "MSA"}),
    Field("context", "Contexte", "paragraph"),
    Field("nir", "NIR", "nir"),
)
FORM = Form("probe", 1, "Essai", (Section("S", "sender", FIELDS),))


class Script:
    """An asker that plays a list of answers and remembers what it was shown."""

    def __init__(self, *answers):
        self.answers, self.asked, self.said = list(answers), [], []

    def ask(self, question):
        self.asked.append(question)
        if not self.answers:
            raise KeyboardInterrupt
        return self.answers.pop(0)

    def say(self, text):
        self.said.append(text)

    @property
    def texts(self):
        return [question.text for question in self.asked]


def play(*answers, draft=None, **how):
    script = Script(*answers)
    drafts = []
    interview = Interview(FORM, script, TODAY, on_answer=drafts.append, **how)
    return interview.ask(draft), script, drafts


ALL = ("", "martinez", "4/3/1968", "oui", "hier", "msa", "Ne peut plus porter.", "-")


def test_every_applicable_field_is_asked_once_in_order():
    draft, script, _ = play(*ALL)
    assert script.texts == [
        "Signalement", "Nom", "Né(e) le", "En arrêt", "Depuis", "Régime", "Contexte", "NIR",
    ]  # fmt: skip
    assert [q.number for q in script.asked] == [1, 2, 3, 4, 5, 6, 7, 8]
    parsed = FORM.parse(draft.asked().answers, stage="register", today=TODAY)
    assert not parsed.problems
    assert parsed.values["since"] == date(2026, 6, 14)
    assert parsed.values["regime"] == "msa"


def test_a_condition_that_does_not_hold_skips_its_question():
    _, script, _ = play("", "martinez", "nsp", "non", "-", "-", "-")
    assert "Depuis" not in script.texts


def test_a_refused_answer_is_asked_again_with_its_reason_and_never_repeated():
    _, script, _ = play("le 32 du mois", *ALL)
    assert script.texts[:2] == ["Signalement", "Signalement"]
    assert len(script.said) == 1
    assert "32" not in script.said[0]


def test_a_required_answer_cannot_be_skipped_nor_erased():
    _, script, _ = play("-", "", "", "-", *ALL[1:])
    assert script.texts[:5] == ["Signalement", "Signalement", "Nom", "Nom", "Nom"]


def test_not_known_yet_is_an_answer_and_is_never_a_no():
    draft, _, _ = play("", "martinez", "nsp", "nsp", "-", "-", "-")
    parsed = FORM.parse(draft.asked().answers, stage=None, today=TODAY)
    assert parsed.values["born"] is None
    assert parsed.values["leave"] == "unknown"


def test_enter_alone_never_says_yes():
    draft, script, _ = play("", "martinez", "", "", "", "", "")
    assert script.asked[3].proposed == "unknown"
    assert draft.values["leave"] == "unknown"
    assert draft.values.get("regime") is None


def test_what_is_proposed_is_shown_and_taken_by_enter():
    draft, script, _ = play(*ALL)
    assert script.asked[0].proposed == "aujourd'hui, 15/06/2026"
    assert draft.values["opened"] == TODAY


def test_back_asks_the_previous_question_again_with_its_answer_proposed():
    draft, script, _ = play("", "martinez", "<", "durand", "nsp", "non", "-", "-", "-")
    assert script.texts[:4] == ["Signalement", "Nom", "Né(e) le", "Nom"]
    assert script.asked[3].proposed.casefold() == "martinez"
    assert draft.values["name"] != draft.form.by_id["name"].parse("martinez", TODAY)


def test_back_at_the_first_question_stays_there():
    _, script, _ = play("<", "<", *ALL)
    assert script.texts[:3] == ["Signalement"] * 3


def test_help_is_said_and_the_question_asked_again():
    _, script, _ = play("", "?", *ALL[1:])
    assert "Le nom d'usage." in script.said[0]
    assert script.texts[1:3] == ["Nom", "Nom"]


def test_the_draft_is_kept_after_each_answer_and_suspension_says_how_to_resume():
    drafts = []
    script = Script("", "martinez", "fin")
    interview = Interview(FORM, script, TODAY, on_answer=drafts.append, resume="pdp …")
    with pytest.raises(Suspended) as suspended:
        interview.ask()
    assert suspended.value.exit_code == 130
    assert suspended.value.todo == "pdp …"
    assert set(drafts[-1]) == {"opened", "name"}


def test_an_interruption_at_every_question_loses_no_answer():
    for count in range(len(ALL)):
        drafts = []
        interview = Interview(FORM, Script(*ALL[:count]), TODAY, on_answer=drafts.append)
        with pytest.raises(KeyboardInterrupt):
            interview.ask()
        kept = json.loads(json.dumps(drafts[-1] if drafts else {}))
        draft, script, _ = play(*ALL[count:], draft=kept)
        assert len(script.asked) == len(ALL) - count
        assert draft.asked().answers == play(*ALL)[0].asked().answers


def test_a_draft_answer_that_is_no_longer_valid_is_asked_again():
    kept = {"name": "Martinez", "born": "nsp", "leave": "non", "regime": "", "context": ""}
    _, script, _ = play("", draft={**kept, "nir": "", "opened": "n'importe quoi"})
    assert script.texts == ["Signalement"]


BORN = date(1968, 3, 4)
LUC = Suggestion("Oui", "situation 2024-0212", {"born": BORN, "leave": "no"}, action="person:12")
REOPEN = Suggestion("Oui, et je rouvre 2024-0212", action="case:212", ends=True)
OTHER = Suggestion("Non, c'est une autre personne")
RETYPE = Suggestion("Une autre", retype=True)


def known(*suggestions):
    return {"name": lambda values: suggestions if values["name"] else ()}


def test_a_known_person_fills_what_is_not_asked_any_more():
    draft, script, _ = play("", "martinez", "1", "-", "-", "-", lookups=known(LUC, REOPEN, OTHER))
    assert script.texts == ["Signalement", "Nom", "Déjà connu ?", "Régime", "Contexte", "NIR"]
    assert script.asked[2].details == {"1": "situation 2024-0212"}
    assert draft.values["born"] == BORN
    assert draft.asked().actions == {"name": "person:12"}


def test_reopening_ends_the_questions():
    draft, script, _ = play("", "martinez", "2", lookups=known(LUC, REOPEN, OTHER))
    assert (draft.ended, draft.asked().actions) == (True, {"name": "case:212"})
    assert script.texts[-1] == "Déjà connu ?"


def test_someone_else_keeps_nothing_of_the_known_person():
    answers = ("", "martinez", "1", "<", "", "3", "nsp", "non", "-", "-", "-")
    draft, script, _ = play(*answers, lookups=known(LUC, REOPEN, OTHER))
    assert script.texts[3:6] == ["Régime", "Nom", "Déjà connu ?"]
    assert draft.values["born"] is None
    assert draft.asked().actions == {}


def test_an_answer_to_complete_is_asked_again_and_taken_as_typed():
    draft, script, _ = play(
        "", "mar", "1", "martinot", "nsp", "non", "-", "-", "-", lookups=known(RETYPE)
    )
    assert script.texts[1:4] == ["Nom", "Déjà connu ?", "Nom"]
    assert str(draft.values["name"]).casefold() == "martinot"


ON_LEAVE = Suggestion("Il est en arrêt", fills={"leave": "yes"}, again=True)


def test_what_is_said_beside_an_answer_is_kept_and_the_answer_asked_anew():
    def offered(values):
        return () if values.get("leave") == "yes" else (ON_LEAVE, OTHER)

    draft, script, _ = play(
        "", "mar", "1", "martinot", "nsp", "hier", "-", "-", "-", lookups={"name": offered}
    )
    assert script.texts[1:6] == ["Nom", "Déjà connu ?", "Nom", "Né(e) le", "Depuis"]
    assert [question.number for question in script.asked] == [1, 2, 0, 2, 3, 4, 5, 6, 7]
    assert draft.values["leave"] == "yes"


def test_a_choice_left_open_by_an_interruption_is_offered_again():
    drafts = []
    script = Script("", "martinez")
    interview = Interview(FORM, script, TODAY, lookups=known(LUC, OTHER), on_answer=drafts.append)
    with pytest.raises(KeyboardInterrupt):
        interview.ask()
    draft, script, _ = play("", "1", "-", "-", "-", draft=drafts[-1], lookups=known(LUC, OTHER))
    assert script.texts[:2] == ["Nom", "Déjà connu ?"]
    assert draft.asked().actions == {"name": "person:12"}


def test_a_remark_is_said_without_stopping():
    _, script, _ = play(
        *ALL, remarks={"born": lambda values: ["58 ans."] if values["born"] else []}
    )
    assert script.said == ["58 ans."]


def test_the_summary_is_numbered_masks_the_nir_and_shortens_long_texts():
    answers = {
        "name": "Martinez",
        "leave": "nsp",
        "context": "mot " * 900,
        "nir": "168033417212368",
    }
    lines = summary(FORM, answers, TODAY)
    assert [line.number for line in lines] == list(range(1, len(lines) + 1))
    shown = "\n".join(map(str, lines))
    assert "pas encore su" in shown
    assert re.search(r"Régime +—", shown), "what was left unanswered can be answered here"
    assert "172" not in shown
    assert max(map(len, shown.splitlines())) <= 80


def test_every_line_of_a_summary_says_what_it_is_whole():
    """A fiche prints « Nom » twice and some fields under their section's title only."""
    fiche = find("btp34-carsat-lr").form
    answers = {"mdph": "oui", "contexte": "Ne peut plus porter. " * 30, "employeur": "Bâti Sud"}
    lines = summary(fiche, answers, TODAY, every=True)
    names = [line.label for line in lines]
    assert {"Dossier MDPH", "Contexte du signalement", "Employeur : nom"} <= set(names)
    assert all(names)
    assert len(set(names)) == len(names)
    for line in lines:
        words = " ".join(text[:31].strip(" 0123456789") for text in str(line).splitlines())
        assert words.split() == line.label.split()
        assert max(map(len, str(line).splitlines())) < 80


def test_a_line_of_the_summary_is_corrected_by_its_number():
    draft, _, _ = play(*ALL)
    script = Script("99", "2", "durand", "")
    interview = Interview(FORM, script, TODAY)
    asked = interview.review(draft, lambda asked: f"{len(asked.answers)} réponses")
    assert script.texts[2] == "Nom"
    assert "durand" in asked.answers["name"].casefold()
    assert "réponses" in script.said[0]


def test_a_correction_that_opens_a_condition_asks_what_it_requires():
    draft, _, _ = play("", "martinez", "nsp", "non", "-", "-", "-")
    script = Script("4", "oui", "hier", "")
    asked = Interview(FORM, script, TODAY).review(draft)
    assert script.texts[1:3] == ["En arrêt", "Depuis"]
    assert asked.answers["since"] == "14/06/2026"


def test_the_summary_can_be_suspended_and_a_correction_given_up():
    draft, _, _ = play(*ALL)
    with pytest.raises(Suspended):
        Interview(FORM, Script("2", "<", "fin"), TODAY).review(draft)


def test_going_back_twice_walks_forward_again_question_by_question():
    """Each question gone over is asked again with its answer proposed, none is skipped."""
    draft, script, _ = play("", "martinez", "4/3/1968", "<", "<", "dupuis", "", *ALL[3:])
    assert script.texts[:9] == [
        "Signalement", "Nom", "Né(e) le", "En arrêt", "Né(e) le", "Nom", "Né(e) le", "En arrêt",
        "Depuis",
    ]  # fmt: skip
    parsed = FORM.parse(draft.asked().answers, stage=None, today=TODAY).values
    assert (str(parsed["name"]).lower(), parsed["born"]) == ("dupuis", date(1968, 3, 4))


def test_a_correction_asks_only_what_its_new_answer_requires():
    """Questions left unanswered before are not asked because one line is put right."""
    known = load(FORM, TODAY, {"opened": "01/06/2026", "name": "Martinez", "leave": "non"})
    number = next(line.number for line in summary(FORM, known.answers, TODAY, every=True)
                  if line.field.id == "leave")  # fmt: skip
    script = Script(str(number), "oui", "hier", "")
    asked = Interview(FORM, script, TODAY, every=True).review(known)
    assert [text for text in script.texts if text in {"En arrêt", "Depuis"}] == script.texts[1:3]
    assert len(script.texts) == 4
    assert asked.answers["since"] == "14/06/2026"
