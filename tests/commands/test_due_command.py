"""What is due says why; it goes when it is met; a calendar names nobody unless asked."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from exchanges import Cell, founded_cell
from icalendar import Calendar

from pdpcli.rules.dates import WEEKDAYS, french_long

TODAY = date.today()  # noqa: DTZ011 - the commands read the laptop's own day
THREE_ON = (TODAY.weekday() + 3) % 7


@pytest.fixture
def cell(tmp_path: Path, capsys, monkeypatch) -> Cell:
    cell = founded_cell(tmp_path, capsys, monkeypatch)
    cell("convention", "ajouter", "btp34-carsat-lr")
    return cell


def on_leave(cell: Cell, days: int, **changed: object) -> str:
    """A situation on leave for that many days, its pré-reprise not done."""
    began = TODAY - timedelta(days - 1)
    said = {"arret_debut": began.strftime("%d/%m/%Y"), "prereprise": "non"}
    said |= {"prereprise_date": None, "date_signalement": "aujourd'hui"}
    return cell.registered(**said | changed)


def rules(cell: Cell, *args: str) -> dict[str, dict]:
    return {row["rule"]: row for row in cell.json("echeances", *args)}


def test_what_is_due_says_the_rule_its_source_and_what_to_type(cell: Cell) -> None:
    ref = on_leave(cell, 31)
    found = rules(cell, "--situation", ref)["prereprise_possible"]
    assert found["due_on"] == TODAY.isoformat()
    assert "L.4624-2-4" in found["source"]
    assert "31e jour" in found["why"]
    assert found["command"].startswith(f"acte ajouter {ref}")
    assert not found["late"]


def test_what_was_done_is_due_no_more(cell: Cell) -> None:
    ref = on_leave(cell, 31)
    cell("acte", "ajouter", ref, "visite de pré-reprise", "--le", "aujourd'hui")
    assert "prereprise_possible" not in rules(cell, "--situation", ref)


def test_what_she_says_of_one_survives_what_is_written_next(cell: Cell) -> None:
    ref = on_leave(cell, 31)
    found = rules(cell, "--situation", ref)
    done, aside = found["prereprise_possible"], found["liaison_meeting_possible"]
    cell("echeances", "fait", str(done["number"]))
    later = (TODAY + timedelta(5)).strftime("%d/%m/%Y")
    cell("echeances", "suspendre", str(aside["number"]), "--au", later, "--motif", "congés")
    cell("acte", "ajouter", ref, "entretien", "--mode", "par téléphone")
    left = rules(cell, "--situation", ref)
    assert not {"prereprise_possible", "liaison_meeting_possible"} & set(left)
    cell("echeances", "reprendre", str(aside["number"]))
    assert "liaison_meeting_possible" in rules(cell, "--situation", ref)


def test_a_note_is_due_on_its_day_and_goes_with_the_person(cell: Cell) -> None:
    ref = on_leave(cell, 5)
    cell("echeances", "ajouter", "rappeler le chef d'atelier", "--le", "hier", "--situation", ref)
    note = rules(cell)["note"]
    assert (note["why"], note["ref"], note["late"]) == ("rappeler le chef d'atelier", ref, True)
    cell("droits", "effacer", ref, "--oui")
    assert "note" not in rules(cell)
    assert cell.count("reminder_note") == 0
    assert cell.rows("SELECT 1 FROM deadline WHERE why LIKE '%atelier%'") == []


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("fait", "999"), "Aucune échéance ne porte ce numéro"),
        (("suspendre", "1"), "jusqu'à quand, et pourquoi"),
        (("ajouter", "essai"), "Pour quel jour ?"),
        (("ajouter", "essai\x1b[31m", "--le", "demain"), "caractère"),
    ],
)
def test_a_refusal_says_what_to_give(cell: Cell, args: tuple[str, ...], said: str) -> None:
    assert said in cell("echeances", *args, code=2)


def test_the_calendar_names_nobody_unless_asked_and_a_second_one_updates(cell: Cell) -> None:
    on_leave(cell, 31, nom="Zmarqueunz")
    first, second = cell.folder / "a.ics", cell.folder / "b.ics"
    cell("echeances", "--ics", str(first))
    cell("echeances", "--ics", str(second), "--noms")
    read = [Calendar.from_ical(path.read_bytes()) for path in (first, second)]
    uids = [{str(event["uid"]) for event in one.walk("VEVENT")} for one in read]
    assert uids[0] == uids[1] != set()
    assert b"ZMARQUEUNZ" not in first.read_bytes().upper()
    assert b"ZMARQUEUNZ" in second.read_bytes().upper()
    told = cell.rows("SELECT \"row\" FROM journal WHERE action = 'due ics'")
    assert [row["row"] for row in told] == ["calendar", "calendar with names"]


def test_the_discreet_list_shows_references_only(cell: Cell) -> None:
    ref = on_leave(cell, 31, nom="Zmarqueunz")
    cell("echeances", "ajouter", "rappeler Zmarqueunz", "--le", "hier", "--situation", ref)
    for shown in (
        cell("echeances", "--discret"),
        cell("echeances", "--discret", "--json"),
        cell("--discret"),
    ):
        assert ref in shown
        assert "Votre note" in shown
        assert "ZMARQUEUNZ" not in shown.upper()


def test_nothing_is_due_about_a_person_who_died(cell: Cell) -> None:
    ref = on_leave(cell, 31)
    cell("echeances", "ajouter", "la rappeler", "--le", "hier", "--situation", ref)
    cell("situation", "clore", ref, "--motif", "décès", "--oui")
    assert rules(cell, "--situation", ref) == {}
    again = ("echeances", "ajouter", "la rappeler", "--le", "hier")
    assert "plus aucun rappel" in cell(*again, "--situation", ref, code=2)
    cell("situation", "rouvrir", ref, "--motif", "Erreur.")
    assert rules(cell, "--situation", ref)["note"]["why"] == "la rappeler"


def test_a_setting_of_hers_moves_what_is_due_and_says_the_default(cell: Cell) -> None:
    assert "proposé : 45" in cell("echeances", "regler")
    ref = on_leave(cell, 5, naissance="04/03/1990")
    assert "midcareer" not in rules(cell, "--situation", ref)
    assert "36" in cell("echeances", "regler", "midcareer_age", "36")
    assert "midcareer" in rules(cell, "--situation", ref)
    cell("echeances", "regler", "midcareer_age")
    assert cell("echeances", "regler", "midcareer_ag", "36", code=2).count("midcareer_age") == 1
    cell("echeances", "regler", "midcareer_age", "zéro", code=2)


def test_a_setting_is_typed_by_its_french_name_and_goes_back_with_a_dash(cell: Cell) -> None:
    said = cell("echeances", "regler")
    assert "mi-carriere" in said
    assert "_" not in said
    assert ": 36" in cell("echeances", "regler", "Mi-carriere", "36")
    assert ": 36" in cell("echeances", "regler", "midcareer_age", "36")
    assert ": 45" in cell("echeances", "regler", "mi-carriere", "-")
    assert "relances" in cell("echeances", "regler", "relance", "1", code=2)


def test_the_calendar_of_the_cpom_is_followed_when_it_is_asked(cell: Cell) -> None:
    assert "cpom" not in rules(cell, "--au", "31/12/2027")
    cell("echeances", "regler", "cpom", "oui")
    assert "cpom" in rules(cell, "--au", "31/12/2027")


def test_one_deadline_tells_its_source_and_what_was_said_of_it(cell: Cell) -> None:
    ref = on_leave(cell, 31)
    number = str(rules(cell, "--situation", ref)["prereprise_possible"]["number"])
    cell("echeances", "fait", number, "--motif", "vue hier")
    told = " ".join(cell("echeances", "voir", number).split())
    assert "source : C. trav." in told
    assert "fait, par Camille Exemple : vue hier" in told


def test_a_note_for_a_weekday_is_for_the_next_one(cell: Cell) -> None:
    said = cell("echeances", "ajouter", "rappeler le chef d'atelier", "--le", WEEKDAYS[THREE_ON])
    assert french_long(TODAY + timedelta(3)) in said
    note = rules(cell)["note"]
    assert (note["due_on"], note["late"]) == ((TODAY + timedelta(3)).isoformat(), False)
    cell("echeances", "suspendre", str(note["number"]), "--au", WEEKDAYS[THREE_ON], "--motif", "x")
    assert "note" not in rules(cell)


def test_a_delay_of_a_convention_moves_what_was_already_awaited(cell: Cell) -> None:
    cell.sent()
    before = date.fromisoformat(rules(cell, "--au", "31/12/2099")["answer_theirs"]["due_on"])
    cell("convention", "regler", "btp34", "answer_delay_days", "30")
    after = date.fromisoformat(rules(cell, "--au", "31/12/2099")["answer_theirs"]["due_on"])
    assert after - before == timedelta(15)


def test_a_consent_that_runs_out_is_to_sign_again_the_day_after(cell: Cell) -> None:
    with time_machine.travel(datetime(2026, 1, 5, 9), tick=True) as clock:  # noqa: DTZ001
        cell("convention", "regler", "btp34", "consent_months", "1")
        ref = cell.registered(date_signalement="05/01/2026", prereprise_date="05/01/2026")
        cell("accord", "enregistrer", ref, "--signe-le", "05/01/2026", "--lieu", "Lattes")
        clock.move_to(datetime(2026, 2, 5, 9))  # noqa: DTZ001
        assert "to_produce" in rules(cell)
        clock.move_to(datetime(2026, 2, 6, 9))  # noqa: DTZ001
        found = rules(cell)
        assert "to_produce" not in found
        assert "to_sign" in found
        assert "✓ les échéances" in cell("verifier")
