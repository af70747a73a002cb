"""Closing, opening again, a death: what each one stops, through the commands.

Everybody here is fictional.
"""

import pytest
from exchanges import founded_cell

BTP = "btp34-carsat-lr"


@pytest.fixture
def cell(tmp_path, capsys, monkeypatch):
    made = founded_cell(tmp_path, capsys, monkeypatch)
    made("convention", "ajouter", BTP)
    return made


@pytest.fixture
def ref(cell):
    return cell.registered(date_signalement="01/02/2025", prereprise_date="03/02/2025")


def shown(cell, ref):
    return cell.json("situation", "voir", ref)


def test_several_outcomes_each_at_its_own_day_are_as_many_acts(cell, ref):
    said = cell(
        "situation", "clore", ref, "--motif", "terminé", "--le", "30/06/2025",
        "--issue", "licenciement pour inaptitude le 10/05/2025",
        "--issue", "other_employer=2025-06-20", "--issue", "maintien au poste",
    )  # fmt: skip
    assert f"{ref} close le 30/06/2025 : accompagnement terminé." in said
    told = cell.rows("SELECT nature, on_date FROM act WHERE kind = 'outcome' ORDER BY on_date")
    assert [tuple(row.values()) for row in told] == [
        ("dismissed_unfit", "2025-05-10"), ("other_employer", "2025-06-20"),
        ("same_job", "2025-06-30"),
    ]  # fmt: skip
    assert cell.rows("SELECT state, closed_on FROM case_file") == [
        {"state": "closed", "closed_on": "2025-06-30"}
    ]


def test_without_an_outcome_she_is_told_what_the_evaluation_will_lack(cell, ref):
    assert "Aucune issue dite" in cell("situation", "clore", ref, "--motif", "terminé")
    cell("situation", "rouvrir", ref, "--motif", "À revoir (fictif).")
    cell("acte", "ajouter", ref, "issue", "--nature", "démission")
    assert "Aucune issue" not in cell("situation", "clore", ref, "--motif", "terminé")


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("--motif", "terminé", "--le", "01/01/2025"), "elle précède le signalement (01/02/2025)"),
        (("--motif", "terminé", "--le", "01/01/2099"), "sa date est dans le futur"),
        (("--motif", "terminé", "--issue", "démission le 01/01/2099"), "dans le futur"),
        (("--motif", "terminé", "--issue", "je ne sais"), "--issue : réponse inconnue"),
        (("--motif", "terminé", "--issue", "démission le 31/02/2025"), "février a 28 jours"),
        ((), "--motif : accompagnement terminé"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(cell, ref, args, said):
    assert said in cell("situation", "clore", ref, *args, code=2)
    assert cell.rows("SELECT state FROM case_file") == [{"state": "open"}]
    assert cell.rows("SELECT 1 FROM act WHERE kind IN ('outcome', 'closure')") == []


def test_a_closed_situation_is_not_closed_again(cell, ref):
    cell("situation", "clore", ref, "--motif", "injoignable")
    again = cell("situation", "clore", ref, "--motif", "terminé", code=2)
    assert "déjà close" in again
    assert f"pdp situation rouvrir {ref}" in again


def test_a_situation_is_opened_again_with_its_reason_and_closed_once_more(cell, ref):
    cell("situation", "clore", ref, "--motif", "injoignable", "--le", "01/06/2025")
    assert "avant" in cell(
        "situation", "rouvrir", ref, "--motif", "x", "--le", "01/05/2025", code=2
    )
    cell("situation", "rouvrir", ref, "--motif", "A rappelé (fictif).", "--le", "10/06/2025")
    assert shown(cell, ref)["state"] == "open"
    (act,) = cell.rows("SELECT note, on_date FROM act WHERE kind = 'reopening'")
    assert act == {"note": "A rappelé (fictif).", "on_date": "2025-06-10"}
    early = cell("situation", "clore", ref, "--motif", "terminé", "--le", "05/06/2025", code=2)
    assert "rouverte le 10/06/2025" in early
    cell("situation", "clore", ref, "--motif", "terminé", "--le", "12/06/2025")
    assert shown(cell, ref)["state"] == "closed"
    assert "elle n'a pas à être rouverte" in cell(
        "situation", "rouvrir", cell.registered(nom="Autre-Fictive"), "--motif", "x", code=2
    )


def test_opening_again_asks_why(cell, ref):
    cell("situation", "clore", ref, "--motif", "injoignable")
    assert "--motif MOTIF" in cell("situation", "rouvrir", ref, code=2)


@pytest.fixture
def sent(cell):
    """A fiche sent, another situation of the same person, and somebody else's fiche sent."""
    cell.sent()
    other = cell.registered(date_signalement="hier", prereprise="programmée",
                            prereprise_date="demain")  # fmt: skip
    cell.sent(nom="Autre-Fictive", nir=None)
    first, third = (row["ref"] for row in cell.rows("SELECT ref FROM case_file WHERE id <> 2"))
    return first, other, third


def test_a_death_stops_everything_about_the_person_and_nothing_of_the_others(cell, sent):
    first, other, third = sent
    assert "ajoutez --oui" in cell("situation", "clore", first, "--motif", "décès", code=2)
    said = " ".join(
        cell("situation", "clore", first, "--motif", "décès", "--le", "hier", "--oui").split()
    )
    assert f"Close aussi : {other}." in said
    assert f"N'attend plus rien : fiche {first}/1" in said
    assert "arrête tout" in said
    states = {row["ref"]: row["state"] for row in cell.rows("SELECT ref, state FROM case_file")}
    assert states == {first: "closed", other: "closed", third: "open"}
    waiting = cell.json("fiche", "liste", "--toutes")
    assert {one["ref"] for one in waiting if one["waits"]} == {third}
    reminded = cell("fiche", "relancer", "--toutes", "--essai")
    assert first not in reminded
    assert third in reminded
    due = cell.rows("SELECT subject FROM deadline WHERE state = 'open' AND case_id IS NOT NULL")
    assert {row["subject"] for row in due} == {third}
    planned = cell.rows("SELECT case_id, cancel_reason FROM act WHERE state <> 'done'")
    assert [row["cancel_reason"] for row in planned] == ["décès de la personne"] * 2 + [None]


def test_nothing_leaves_and_nothing_opens_about_somebody_dead(cell, sent):
    first, other, _ = sent
    cell("situation", "clore", first, "--motif", "décès", "--oui")
    assert "décès" in cell("fiche", "produire", other, "--sortie", "x.pdf", code=2)
    assert "déjà noté" in cell("situation", "clore", other, "--motif", "décès", "--oui", code=2)
    said = cell("situation", "nouveau", "--fichier", str(cell.folder / "answers.toml"), code=0)
    assert "enregistrée" in said  # somebody else of the fixture
    from fictional import answers_file

    again = answers_file(cell.folder, date_signalement="hier")
    refused = cell("situation", "nouveau", "--fichier", str(again), code=2)
    assert "décès de cette personne est noté" in refused


def test_a_death_noted_by_mistake_is_as_if_it_never_was(cell, sent):
    first, other, third = sent
    before = cell.json("fiche", "liste", "--toutes")
    due = "SELECT subject, rule, state FROM deadline ORDER BY subject, rule, occurrence"
    kept = cell.rows(due)
    cell("situation", "clore", other, "--motif", "décès", "--oui")
    said = cell("situation", "rouvrir", first, "--motif", "Homonyme (fictif).")
    assert f"Rouverte : {first}, {other}." in said
    assert cell.json("fiche", "liste", "--toutes") == before
    assert cell.rows(due) == kept
    assert cell.rows("SELECT 1 FROM act WHERE state = 'done' AND kind = 'closure'") == []
    assert third


def test_a_death_has_one_door(cell, ref):
    noted = cell("acte", "ajouter", ref, "clôture", "--nature", "décès", code=2)
    assert f"pdp situation clore {ref} --motif décès" in noted
    cell("acte", "ajouter", ref, "clôture", "--nature", "injoignable")
    number = cell.rows("SELECT id FROM act WHERE kind = 'closure'")[0]["id"]
    assert "décès" in cell("acte", "corriger", number, "--nature", "décès", code=2)
    cell("situation", "clore", ref, "--motif", "décès", "--oui")
    assert cell.rows("SELECT nature FROM act WHERE kind = 'closure'") == [{"nature": "unreachable"}]
    assert "Le décès n'est plus noté" in cell("situation", "rouvrir", ref, "--motif", "Erreur.")


def test_the_death_of_an_open_situation_is_cancelled_by_its_own_door_only(cell, ref):
    cell("situation", "clore", ref, "--motif", "décès", "--oui")
    number = cell.rows("SELECT id FROM act WHERE kind = 'closure'")[0]["id"]
    assert "pdp situation rouvrir" in cell("acte", "annuler", number, "--motif", "x", code=2)
