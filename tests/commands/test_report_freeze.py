"""A frozen report never moves: what a recount would give is said, row by row, with its cause.

Everybody here is fictional; the clock stands on 20 January 2026.
"""

import json
import shutil
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime

import pytest
import time_machine
from decrypted import rows_of
from exchanges import founded_cell, reopened_cell
from golden.markers import everything_told

from pdpcli.commands.opening import open_store
from pdpcli.store.frozen import counts_of, frozen_all, hash_of, sound

BTP34, CAPE = "btp34-carsat-lr", "prevy-cap-emploi"
NOW = datetime(2026, 1, 20, 9, 0, tzinfo=UTC)
MARKS = ("Zmarqueun", "Ymarquedeux", "Xmarquetrois", "Wmarquequatre", "Vmarquecinq")
SIGNALLED = {
    "nom": "Zmarqueun",
    "prenom": "Ymarquedeux",
    "employeur": "Zmarqueun Xmarquetrois",
    "poste": "Vmarquecinq",
    "contexte": "Wmarquequatre",
    "date_signalement": "15/06/2025",
    "arret_debut": "02/05/2025",
    "prereprise_date": "24/06/2025",
}


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=True) as moved:
        yield moved


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """Where the store of this module is kept, once it is made."""
    return tmp_path_factory.mktemp("kept") / "cell"


@pytest.fixture
def cell(tmp_path, capsys, monkeypatch, clock, kept):
    """A situation with an action of remobilisation and an outcome, another one, a meeting."""
    if kept.exists():
        shutil.copytree(kept, tmp_path, dirs_exist_ok=True)
        return reopened_cell(tmp_path, capsys, monkeypatch)
    made = founded_cell(tmp_path, capsys, monkeypatch)
    made("convention", "ajouter", BTP34)
    made("convention", "regler", BTP34, "universe", "everyone")
    one = made.registered(**SIGNALLED)
    made("acte", "ajouter", one, "essai encadré", "--le", "10/07/2025")
    made("acte", "ajouter", one, "issue", "--nature", "maintien au poste", "--le", "01/12/2025")
    other = made.registered(**SIGNALLED | {"nom": "Autre-Fictif", "employeur": "Bâti Fictif"})
    made("acte", "ajouter", other, "formation", "--le", "11/07/2025")
    made("reunion", "ajouter", "services", "--le", "03/03/2025", "--convention", BTP34)
    shutil.copytree(tmp_path, kept)
    return made


@pytest.fixture
def ref(cell):
    assert cell.count("case_file") == 2
    return "2025-0001"


@pytest.fixture
def frozen(cell, ref):
    cell("bilan", "figer")
    return ref


def act(cell, kind):
    (row, *_) = cell.rows(f"SELECT id FROM act WHERE kind = '{kind}' ORDER BY id")
    return str(row["id"])


def drawn(cell):
    out = cell.folder / "b.pdf"
    cell("bilan", "--sortie", str(out), "--remplacer")
    return out.read_bytes()


def values(cell, *asked):
    """The values of the report for its own period, by figure and line."""
    return {
        (one["id"], line["id"], line["dimension"], line["code"]): line["values"]["2025"]
        for one in cell.json("bilan", "voir", *asked)["figures"]
        for line in one["lines"]
    }


def held(cell):
    """Every byte of what was frozen."""
    return cell.rows("SELECT * FROM frozen_evaluation") + cell.rows("SELECT * FROM frozen_count")


def moved(cell):
    found = cell.json("bilan", "comparer")
    return {
        (count["indicator"], row["sign"], row["ref"], cause["kind"])
        for count in found["counts"]
        for row in count["rows"]
        for cause in row["causes"]
    }


def correct(cell, ref):
    cell("acte", "corriger", act(cell, "essai_encadre"), "--le", "10/07/2024")


def cancel(cell, ref):
    cell("acte", "annuler", act(cell, "outcome"), "--motif", "noté deux fois")


def add(cell, ref):
    cell("acte", "ajouter", ref, "PMSMP", "--le", "12/12/2025")


def change(cell, ref):
    said = cell.file("c.toml", en_arret="non")
    cell("situation", "corriger", ref, "--changement", "--le", "01/07/2025", "--fichier", said)


def put_right(cell, ref):
    said = cell.file("c.toml", statut="artisan")
    cell("situation", "corriger", ref, "--erreur", "--fichier", said)


def erase(cell, ref):
    cell("droits", "effacer", ref, "--oui")


def choose(cell, ref):
    cell("convention", "regler", BTP34, "early", "any")


def drop(cell, ref):
    cell("situation", "annuler", ref, "--motif", "enregistrée à tort")


def edit_meeting(cell, ref):
    (row,) = cell.rows("SELECT id FROM gathering")
    cell("reunion", "corriger", str(row["id"]), "--le", "03/03/2024")


EVERYTHING = (add, put_right, change, correct, cancel, edit_meeting, choose, erase)


def test_a_frozen_report_survives_everything_that_is_done_afterwards(cell, frozen):
    before, pdf, kept = values(cell), drawn(cell), held(cell)
    assert before["BTP34-5", "a", "", ""] == 2
    assert before["BTP34-5", "b", "", ""] == 1
    assert before["BTP34-6", "a", "", ""] == 1
    for done in EVERYTHING:
        done(cell, frozen)
        assert values(cell) == before, done.__name__
        assert drawn(cell) == pdf, done.__name__
        assert held(cell) == kept, done.__name__
    assert "✗" not in cell("verifier")
    assert "✗" not in cell("bilan", "liste")
    (row,) = cell.json("bilan", "liste")
    assert row["sound"] is True


def test_nothing_that_is_frozen_says_who_she_was(cell, frozen):
    assert [one for one in MARKS if one in "\n".join(rows_of(open_store()))] == list(MARKS)
    told = "\n".join(str(row) for row in held(cell)).casefold()
    assert [one for one in MARKS if one.casefold() in told] == []
    for ref in (frozen, "2025-0002"):  # both have the job and the words
        cell("droits", "effacer", ref, "--oui")
    after = "\n".join(rows_of(open_store())).casefold()
    assert [one for one in MARKS if one.casefold() in after] == []


@pytest.mark.parametrize(
    ("done", "expected"),
    [
        (correct, ("BTP34-5", "-", "2025-0001, acte {essai_encadre}", "corrected")),
        (cancel, ("BTP34-5", "-", "2025-0001", "cancelled")),
        (add, ("BTP34-5", "+", "2025-0001, acte {pmsmp}", "added")),
        (change, ("BTP34-5", "-", "2025-0001, acte {essai_encadre}", "changed")),
        (drop, ("BTP34-5", "-", "2025-0001, acte {essai_encadre}", "cancelled")),
        (edit_meeting, ("BTP34-6", "-", "réunion 1 du 03/03/2024", "corrected")),
    ],
)
def test_what_a_recount_would_give_is_said_row_by_row_with_its_cause(cell, frozen, done, expected):
    assert cell.json("bilan", "comparer")["same"] is True
    assert "rien ne diffère" in cell("bilan", "comparer")
    done(cell, frozen)
    kinds = {row["kind"]: row["id"] for row in cell.rows("SELECT kind, id FROM act")}
    wanted = tuple(part.format(**kinds) for part in expected)
    assert wanted in moved(cell)
    told = cell("bilan", "comparer")
    assert wanted[2] in told
    assert "cause non trouvée" not in told


def test_two_situations_put_together_since_are_said_so(cell, ref):
    other = cell.registered(**SIGNALLED)
    cell("acte", "ajouter", other, "issue", "--nature", "reclassement externe",
         "--le", "02/12/2025")  # fmt: skip
    cell("bilan", "figer")
    before = values(cell)
    cell("situation", "fusionner", ref, other, "--fichier", cell.file("m.toml"), "--oui")
    assert ("BTP34-5", "-", ref, "merged") in moved(cell)
    assert "cause non trouvée" not in cell("bilan", "comparer")
    assert values(cell) == before


def test_an_erasure_moves_no_figure(cell, frozen):
    erase(cell, frozen)
    found = cell.json("bilan", "comparer")
    assert (found["lines"], found["counts"]) == ([], [])


def test_a_row_that_changes_bucket_says_from_which_to_which(cell, frozen):
    cell("acte", "corriger", act(cell, "outcome"), "--nature", "reclassement externe")
    told = cell("bilan", "comparer")
    assert "BTP34-5 b), 2025 : figé 1 le 20/01/2026, recompté 0" in told
    assert "BTP34-5 c), 2025 : figé 0 le 20/01/2026, recompté 1" in told
    assert "~ 2025-0001, b : oui → non ; c : non → oui : corrigé le 20/01/2026" in " ".join(
        told.split()
    )


def test_choices_and_definitions_that_changed_are_said(cell, frozen):
    choose(cell, frozen)
    (one,) = cell.json("bilan", "comparer")["choices"]
    assert one["was"] == "commencée pendant un arrêt de travail"
    assert one["now"] == "toute action de remobilisation, en arrêt ou non"
    assert "Choix changé" in cell("bilan", "comparer")


def test_nothing_can_be_changed_or_taken_away_even_in_sql(cell, frozen):
    for table in ("frozen_evaluation", "frozen_count"):
        for sql in (
            f"UPDATE {table} SET id = id + 1",
            f"DELETE FROM {table}",
            f"INSERT OR REPLACE INTO {table} SELECT * FROM {table} LIMIT 1",
        ):
            with (
                closing(open_store().connect("rw")) as db,
                pytest.raises(Exception, match="append-only"),
            ):
                db.execute(sql)


def test_words_written_are_only_changed_to_hide_a_name(cell, frozen):
    path = cell.folder / "t.txt"
    path.write_text("Vu Nouvelle Fictive.", encoding="utf-8")
    cell("bilan", "rediger", "--texte", str(path))
    ref = cell.registered(**SIGNALLED | {"nom": "Fictive", "prenom": "Nouvelle"})
    with closing(open_store().connect("rw")) as db:
        for sql in ("UPDATE report_text SET part = 'perspectives'", "DELETE FROM report_text"):
            with pytest.raises(Exception, match="append-only"):
                db.execute(sql)
    cell("bilan", "figer", "--motif", "saisie complétée")
    cell("droits", "effacer", ref, "--oui")
    (row,) = cell.rows("SELECT text FROM report_text")
    assert row["text"] == "Vu (effacé)."
    assert "un nom effacé depuis" in cell("bilan", "comparer")
    assert "Fictive" not in cell("bilan", "voir")


def test_a_period_that_is_not_over_is_refused_unless_it_is_said(cell, ref):
    told = cell("bilan", "figer", "--annee", "2026", code=2)
    assert "se termine le 31/12/2026" in told
    assert "--provisoire" in told
    assert cell.count("frozen_evaluation") == 0
    cell("bilan", "figer", "--annee", "2026", "--provisoire")
    (row,) = cell.json("bilan", "liste")
    assert (row["period"], row["provisional"]) == ("2026", True)
    assert "provisoire" in cell("bilan", "liste")


def test_one_more_is_frozen_for_a_reason_and_the_first_one_stays(cell, frozen):
    told = cell("bilan", "figer", code=2)
    assert "figé depuis le 20/01/2026" in told
    assert "« erreur corrigée »" in told
    correct(cell, frozen)
    cell("bilan", "figer", "--motif", "erreur corrigée")
    assert cell.json("bilan", "comparer")["same"] is True
    first, second = cell.json("bilan", "liste")
    assert (first["again"], second["again"]) == (None, "corrected")
    assert first["sha256"] != second["sha256"]
    assert values(cell)["BTP34-5", "a", "", ""] == 1


def test_the_year_before_keeps_its_frozen_value_and_the_recount_is_said(cell, clock, frozen):
    correct(cell, frozen)
    clock.move_to(datetime(2027, 2, 1, tzinfo=UTC))
    found = cell.json("bilan", "voir", "--annee", "2026")
    (figure,) = [one for one in found["figures"] if one["id"] == "BTP34-5"]
    assert next(one for one in figure["lines"] if one["id"] == "a")["values"]["2025"] == 2
    assert "BTP34-5 a), 2025 : figé 2 le 20/01/2026, recompté 1" in cell("bilan", "voir")
    cell("bilan", "figer")
    assert "figé 2 le 20/01/2026" in cell("bilan", "voir")


def test_a_frozen_report_survives_the_purge_of_what_is_past_its_term(cell, clock, frozen):
    before, pdf, kept = values(cell), drawn(cell), held(cell)
    for ref in (frozen, "2025-0002"):
        cell("situation", "clore", ref, "--motif", "terminé", "--issue", "maintien au poste",
             "--le", "15/12/2025", "--oui")  # fmt: skip
    clock.move_to(datetime(2028, 2, 1, tzinfo=UTC))
    cell("conservation", "regler", "part", "100")
    cell("conservation", "regler", "horloge", "1000")
    cell("conservation", "effacer", "--confirmer", "2", "--oui")
    assert cell.count("erasure") == 2
    assert cell.count("person") == 0
    assert values(cell, "--annee", "2025") == before
    cell("bilan", "--annee", "2025", "--sortie", "c.pdf")
    assert (cell.folder / "c.pdf").read_bytes() == pdf
    assert held(cell) == kept
    assert "✗" not in cell("bilan", "liste")


def test_nothing_is_compared_that_is_not_frozen(cell):
    assert "n'est pas figé" in cell("bilan", "comparer", code=2)
    assert "Aucun bilan" in cell("bilan", "liste")


def test_freezing_notes_the_evaluation_made_when_it_is_said_and_its_deadline_closes(cell, ref):
    def due():
        rows = cell.json("echeances", "--convention", BTP34, "--au", "01/05/2026")
        return [row for row in rows if row["rule"] == "evaluation"]

    assert len(due()) == 1
    cell("bilan", "figer")
    assert cell.count("agreement_event") == 0
    assert len(due()) == 1
    told = cell("bilan", "figer", "--motif", "demandé par un signataire", "--fait")
    assert "notée faite" in told
    assert due() == []
    cell("bilan", "figer", "--motif", "demandé par un signataire", "--fait")  # noted once
    (row,) = cell.rows("SELECT kind, on_date, note FROM agreement_event")
    assert row == {"kind": "evaluated", "on_date": "2026-01-20", "note": "bilan 2025"}


def test_the_turn_that_was_frozen_stays_and_passes_to_the_next_year(cell, clock, ref):
    cell("convention", "ajouter", CAPE)
    cell("bilan", "figer", "--convention", CAPE, "--fait")
    (row,) = cell.rows("SELECT note FROM agreement_event")
    assert row["note"] == "bilan 2025, rédigé par PREVY"
    assert cell.json("bilan", "voir", "--convention", CAPE)["writer"] == "PREVY"
    clock.move_to(datetime(2027, 1, 10, tzinfo=UTC))
    assert cell.json("bilan", "voir", "--convention", CAPE)["writer"] == "Cap emploi Gard"
    cell("bilan", "figer", "--convention", CAPE, "--par", "PREVY", "--fait")
    clock.move_to(datetime(2028, 1, 10, tzinfo=UTC))
    assert cell.json("bilan", "voir", "--convention", CAPE)["writer"] == "Cap emploi Gard"


def test_freezing_is_journaled(cell, frozen):
    rows = cell.rows("SELECT DISTINCT \"table\" AS t FROM journal WHERE action = 'report freeze'")
    assert {row["t"] for row in rows} == {"declaration", "frozen_evaluation", "frozen_count"}


def test_what_is_not_what_was_frozen_any_more_is_seen(cell, frozen, monkeypatch):
    (row,) = cell.rows("SELECT * FROM frozen_count WHERE count = 'outcomes'")
    assert json.loads(row["rows"])
    with closing(open_store().read()) as db:
        (one,) = frozen_all(db)
        counts = counts_of(db, one.id)
        assert sound(db, one)
        assert hash_of(one, counts) == one.sha256
        assert hash_of(one, counts[1:]) != one.sha256
        assert hash_of(replace(one, label="2024"), counts) != one.sha256
    monkeypatch.setattr("pdpcli.store.frozen.hash_of", lambda *_: "0" * 64)
    assert "✗" in cell("bilan", "liste")
    assert "ATTENTION" in cell("bilan", "comparer")


def test_the_figures_and_their_explanation_say_what_is_frozen(cell, frozen):
    assert "FIGÉ" not in cell("chiffres", "--annee", "2020")
    head = "BILAN FIGÉ 2025, Protocole Santé BTP 34 / Carsat LR, le 20/01/2026 : recompté"
    told = " ".join(cell("chiffres", "--annee", "2025").split())
    assert f"{head}, il donne toujours les mêmes valeurs." in told
    asked = ("chiffres", "--annee", "2025", "--expliquer", "BTP34-5")
    assert "le chiffre est celui du bilan figé le 20/01/2026" in " ".join(cell(*asked).split())
    correct(cell, frozen)
    told = " ".join(cell("chiffres", "--annee", "2025").split())
    assert f"{head}, il diffère." in told
    assert "BTP34-5 a), 2025 : figé 2 le 20/01/2026, recompté 1" in told
    assert "pdp bilan comparer --annee 2025" in told
    told = " ".join(cell(*asked).split())
    assert "n'est plus celui du bilan figé le 20/01/2026" in told
    assert "figé 2, recompté 1" in told
    said = cell.json("chiffres", "--annee", "2025")["frozen"]
    assert [one["periods"][0]["label"] for one in said] == ["2025"]
    assert {one["now"] for one in said[0]["moved"]} == {0, 1}


def test_a_breakdown_by_job_or_employer_keeps_no_word_and_names_nobody(cell):
    us = ("--en-tant-que", "prevy")
    cell("convention", "ajouter", "cpom-prevy", *us)
    cpom = ("--convention", "cpom-prevy")
    for last in ("Zmarqueun", "Autre-Fictif", "Tiers-Fictif", "Quart-Fictif"):
        named = last in ("Zmarqueun", "Autre-Fictif")
        said = {"nom": last, "poste": "Ymarquedeux Zmarqueun" if named else "Couvreur fictif",
                "employeur": "Zmarqueun Xmarquetrois" if named else "Toits Fictifs"}  # fmt: skip
        cell.registered(**SIGNALLED | said)
    cell("bilan", "figer", *cpom)
    out = cell.folder / "b.pdf"
    cell("bilan", *cpom, "--sortie", str(out))
    told = everything_told(out.read_bytes())
    said = [one for one in MARKS if one.casefold() in told.casefold()]
    assert said == ["Vmarquecinq"]  # a post of two persons, that names nobody
    shown = " ".join(cell("bilan", "voir", *cpom).split())
    assert "couvreur fictif 2 0 0" in shown
    assert "TOITS FICTIFS 2 0 0" in shown.upper()
    assert "poste non nommé 2 0 0" in shown
    assert "entreprise non nommée" in shown
    kept = "\n".join(str(row) for row in held(cell)).casefold()
    assert [one for one in (*MARKS, "couvreur", "toits") if one.casefold() in kept] == []
    assert cell.json("bilan", "comparer", *cpom)["same"] is True
    assert "toujours les mêmes valeurs" in " ".join(cell("chiffres", "--annee", "2025").split())


def test_what_is_advised_names_the_year_that_is_frozen(cell, clock):
    cell("bilan", "figer")
    again = cell("bilan", "figer", code=2)
    assert f"pdp bilan comparer --annee 2025 --convention {BTP34}" in again
    clock.move_to(datetime(2026, 11, 22, 9, 0, tzinfo=UTC))
    assert "pdp bilan comparer --annee 2025" in cell("bilan", "comparer", code=2)
    assert "--annee 2025" in cell("bilan", "figer", code=2)
