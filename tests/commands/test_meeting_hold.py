"""A meeting held: its decisions are acts, what was put off waits again, figures follow.

Everybody here is fictional.
"""

from datetime import timedelta

import pytest
from exchanges import founded_cell
from golden.markers import everything_told
from meetings import SSAM, TODAY, agenda, figures, held, key, known, planned, refs


@pytest.fixture
def cell(places, tmp_path, capsys, monkeypatch):
    made = founded_cell(tmp_path / "a", capsys, monkeypatch)
    made("convention", "ajouter", "btp34-carsat-lr")
    return made


def test_held_its_decisions_are_acts_and_what_was_put_off_waits_again(cell):
    seen, later = known(cell), known(cell, nom="Zfictif-Deux")
    number = planned(cell, "--partenaire", SSAM, "--situation", seen, "--situation", later)
    told = held(cell, number, **{
        "present_1": "oui", f"present_{SSAM}": "non", "compte_rendu": "Tour de table.",
        f"examinee_{key(seen)}": "oui", f"decision_{key(seen)}": "Zdécision",
        f"acte_{key(seen)}": "orientation", f"acte_nature_{key(seen)}": "Cap emploi",
        f"examinee_{key(later)}": "non",
    })  # fmt: skip
    assert "1 situation examinée" in told
    assert later in told
    acts = cell.rows("SELECT kind, state, nature, on_date FROM act WHERE kind IN "
                     "('examination', 'orientation') ORDER BY id")  # fmt: skip
    today = TODAY.isoformat()
    assert acts == [
        {"kind": "examination", "state": "done", "nature": "cell", "on_date": today},
        {"kind": "examination", "state": "cancelled", "nature": "cell", "on_date": today},
        {"kind": "orientation", "state": "done", "nature": "cap_emploi", "on_date": today},
    ]
    assert cell.rows("SELECT member_id, body, present FROM attendance ORDER BY body") == [
        {"member_id": 1, "body": None, "present": "yes"},
        {"member_id": None, "body": SSAM, "present": "no"},
    ]
    assert cell.count("gathering_partner") == 0
    assert "Zdécision" in cell("situation", "voir", seen)
    again = agenda(cell, planned(cell))["waiting"]
    assert [(row["ref"], row["reason"]) for row in again] == [(later, "postponed")]


def test_a_planned_act_may_follow_and_one_incomplete_writes_nothing(cell):
    ref = known(cell)
    number = planned(cell, "--situation", ref)
    said = {f"examinee_{key(ref)}": "oui", f"acte_{key(ref)}": "orientation"}
    assert "nature" in cell(
        "reunion", "tenir", number, "--fichier", cell.file("h.toml", **said), code=2
    )
    assert agenda(cell, number)["meeting"]["state"] == "planned"
    later = (TODAY + timedelta(days=9)).strftime("%d/%m/%Y")
    said |= {f"acte_{key(ref)}": "essai encadré", f"acte_prevu_{key(ref)}": "oui",
             f"acte_le_{key(ref)}": later, f"acte_jours_{key(ref)}": "10"}  # fmt: skip
    held(cell, number, **said)
    assert cell.rows("SELECT state, days FROM act WHERE kind = 'essai_encadre'") == [
        {"state": "planned", "days": 10}
    ]


def test_every_situation_is_to_be_said_and_an_unknown_answer_is_refused(cell):
    ref = known(cell)
    number = planned(cell, "--situation", ref)
    told = cell("reunion", "tenir", number, "--fichier", cell.file("h.toml", present_1="oui"),
                code=2)  # fmt: skip
    assert f"examinee_{key(ref)}" in told
    assert "FICTIF" not in told.split("examinee")[0]
    said = cell.file("h.toml", **{f"examinee_{key(ref)}": "oui", "present_99": "oui"})
    assert "present_99" in cell("reunion", "tenir", number, "--fichier", said, code=2)
    assert "--modele" in cell("reunion", "tenir", number, code=2)


def test_the_file_to_fill_names_nobody_and_is_read_back(cell):
    ref = known(cell)
    number = planned(cell, "--situation", ref)
    shown = cell("reunion", "tenir", number, "--modele")
    assert "FICTIF" not in shown
    path = cell.folder / "filled.toml"
    filled = shown.replace(f'examinee_{key(ref)} = ""', f'examinee_{key(ref)} = "oui"')
    path.write_text(filled, "utf-8")
    assert "1 situation examinée" in cell("reunion", "tenir", number, "--fichier", str(path))


def test_a_meeting_to_come_or_cancelled_is_not_held_and_one_held_only_put_right(cell):
    ref = known(cell)
    ahead = planned(cell, "--situation", ref, on="demain")
    assert "n'a pas encore eu lieu" in cell("reunion", "tenir", ahead, code=2)
    gone = planned(cell)
    cell("reunion", "annuler", gone, "--motif", "à tort")
    assert "annulée" in cell("reunion", "tenir", gone, code=2)
    number = planned(cell, "--situation", ref)
    held(cell, number, **{f"examinee_{key(ref)}": "oui", f"decision_{key(ref)}": "Une chose"})
    held(cell, number, **{f"examinee_{key(ref)}": "oui", f"decision_{key(ref)}": "Une autre"})
    assert cell.rows("SELECT decision FROM agenda_item WHERE decision IS NOT NULL") == [
        {"decision": "Une autre"}
    ]
    said = {f"examinee_{key(ref)}": "oui", f"acte_{key(ref)}": "entretien"}
    assert "déjà tenue" in cell(
        "reunion", "tenir", number, "--fichier", cell.file("h.toml", **said), code=2
    )
    assert "déjà tenue" in cell("reunion", "ordre-du-jour", number, "--retirer", ref, code=2)


def test_the_minutes_are_for_the_cell_and_their_file_names_nobody(cell):
    ref = known(cell)
    number = planned(cell, "--situation", ref)
    held(cell, number, **{f"examinee_{key(ref)}": "oui", f"decision_{key(ref)}": "Zdécision",
                          "compte_rendu": "Tour de table.", "present_1": "oui"})  # fmt: skip
    cell("reunion", "tenir", number, "--pdf")
    (path,) = cell.folder.glob("compte-rendu-*.pdf")
    assert path.name == f"compte-rendu-{number}-interne.pdf"
    told = everything_told(path.read_bytes())
    assert all(word in told for word in ("FICTIF", "Zdécision", "Tourdetable.", "EXEMPLECamille"))


def test_one_seen_besides_the_agenda_is_told_with_it(cell):
    ref = known(cell)
    number = planned(cell)
    said = cell.file("h.toml", **{f"examinee_{key(ref)}": "oui"})
    cell("reunion", "tenir", number, "--situation", ref, "--fichier", said)
    assert refs(agenda(cell, number)["agenda"]) == [ref]


def test_situations_and_meetings_are_counted_with_their_neighbours_left_out(cell):
    """BTP34-2 and BTP34-6: counted once held, by instance and kind; nothing planned, put off,
    reviewed, cancelled or of another convention."""
    cell("convention", "ajouter", "prevy-cap-emploi", "--en-tant-que", "prevy")
    names = ("Un", "Deux", "Trois", "Quatre")
    one, two, three, four = (known(cell, nom=f"Zfictif-{name}") for name in names)

    def meet(kind, *args, seen=(), put_off=()):
        more = [word for ref in (*seen, *put_off) for word in ("--situation", ref)]
        number = planned(cell, *args, *more, kind=kind)
        answers = {f"examinee_{key(ref)}": "oui" for ref in seen}
        held(cell, number, **answers, **{f"examinee_{key(ref)}": "non" for ref in put_off})

    meet("cellule", seen=(one, two), put_off=(three,))
    meet("cellule", seen=(one,))
    ours = ("--convention", "btp34-carsat-lr")
    meet("instances", *ours, "--instance", "assurance", seen=(one,))
    meet("services", *ours, seen=(four,))
    meet("services", "--convention", "prevy-cap-emploi", seen=(four,))
    planned(cell, "--situation", four)
    planned(cell, *ours, kind="services")
    gone = planned(cell, *ours, "--instance", "assurance", "--situation", four, kind="instances")
    held(cell, gone, **{f"examinee_{key(four)}": "oui"})
    cell("reunion", "annuler", gone, "--motif", "notée à tort")
    assert figures(cell, "BTP34-2") == {"a": 1, "b": 2}
    assert figures(cell, "BTP34-6") == {"a": 1, "b": 1}
