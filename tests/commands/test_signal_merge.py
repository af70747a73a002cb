"""Two entries of one situation made one, through the commands: nothing lost, counted once.

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


def one(cell, **changed):
    said = {"date_signalement": "10/03/2025", "prereprise": None, "prereprise_date": None}
    return cell.registered(**{**said, **changed})


@pytest.fixture
def twice(cell):
    """The same person typed twice, the second time with a slip, another address and no birth."""
    kept = one(cell, sexe=None, rqth="non", nir=None)
    other = one(cell, nom="Fictif-Nguyen-Typo", naissance=None, rqth="oui", regime="nsp",
                adresse="4 rue des Lilas, 34970 Lattes", date_signalement="03/03/2025",
                contexte="Autre contexte (fictif).")  # fmt: skip
    return kept, other


def choices(cell, kept, other, **more):
    said = {
        "date_signalement": other, "nom": kept, "adresse": other, "rqth": other,
        "contexte": "les deux", **more,
    }  # fmt: skip
    return cell.file("choices.toml", **said)


def merged(cell, kept, other, **more):
    path = choices(cell, kept, other, **more)
    return cell("situation", "fusionner", kept, other, "--fichier", path, "--oui")


def sheet(cell, year):
    (found,) = cell.json("chiffres", "--annee", str(year))["agreements"]
    return {
        (figure["id"], line["id"]): line["values"][str(year)]
        for figure in found["figures"] for line in figure["lines"]
    }  # fmt: skip


def test_what_differs_is_shown_side_by_side_and_nothing_is_written(cell, twice):
    kept, other = twice
    said = cell("situation", "fusionner", kept, other, "--essai")
    for label in ("Nom", "Adresse", "RQTH", "Contexte", "Signalement"):
        assert label in said
    assert "Régime" not in said  # not known on one side
    assert "4 rue des Lilas" in said
    found = cell.json("situation", "fusionner", kept, other, "--essai")
    assert {one["id"] for one in found["differences"]} == {
        "nom", "adresse", "rqth", "contexte", "date_signalement",
    }  # fmt: skip
    assert cell.rows("SELECT 1 FROM case_alias") == []


def test_each_fact_is_the_one_chosen_and_what_one_side_ignored_is_kept(cell, twice):
    kept, other = twice
    merged(cell, kept, other)
    facts = cell.json("situation", "voir", kept)["facts"]
    assert facts["person.last_name"] == "Fictif-Nguyễn"
    assert facts["person.address"] == "4 rue des Lilas, 34970 Lattes"
    assert facts["person.born_on"] == "1968-03-04"
    assert facts["person.sex"] == "male"
    assert facts["situation.rqth"] == "yes"
    assert facts["situation.regime"] == "general"
    assert facts["case.opened_on"] == "2025-03-03"
    assert facts["case.context"] == "Ne peut plus porter (fictif).\nAutre contexte (fictif)."
    assert cell.rows("SELECT sex, rqth, on_date FROM act WHERE state = 'done'") == [
        {"sex": "male", "rqth": "yes", "on_date": "2025-03-03"}
    ]


def test_both_references_name_the_one_kept_and_only_one_situation_counts(cell, twice):
    kept, other = twice
    cell("acte", "ajouter", kept, "entretien", "--le", "01/04/2025")
    cell("acte", "ajouter", other, "entretien", "--le", "01/04/2025")
    cell("acte", "ajouter", other, "entretien", "--le", "02/04/2025")
    cell("situation", "plan", other, "--texte", "Essai (fictif).")
    said = merged(cell, kept, other)
    assert f"les deux références désignent {kept}" in said
    for ref in (kept, other, other[-2:]):
        assert cell("situation", "voir", ref).startswith(f"SITUATION {kept}, ouverte")
    assert f"Réunie avec                   {other}" in cell("situation", "voir", kept)
    assert [row["ref"] for row in cell.json("situation", "liste", "--etat", "toutes")] == [kept]
    assert [row["ref"] for row in cell.json("recherche", other)["cases"]] == [kept]
    assert [row["ref"] for row in cell.json("recherche", "fictif nguyen")["cases"]] == [kept]
    done = cell.rows("SELECT kind, on_date FROM act WHERE state = 'done' ORDER BY on_date")
    assert [row["kind"] for row in done] == ["entry", "interview", "interview"]
    assert "Essai (fictif)." in cell("situation", "voir", other)
    assert sum(row["n"] for row in cell.rows("SELECT n FROM case_tally")) == 1
    assert cell("acte", "ajouter", other, "entretien").count(kept) == 1
    assert all(one["sound"] for one in cell.json("verifier"))


def sent(cell, ref):
    cell("accord", "enregistrer", ref, "--signe-le", "11/03/2025", "--lieu", "Lattes")
    cell("fiche", "envoyer", ref, "--canal", "courrier postal", "--le", "12/03/2025", "--oui")


def test_a_fiche_already_sent_keeps_its_reference_and_is_still_followed(cell, twice):
    kept, other = twice
    sent(cell, other)
    said = " ".join(merged(cell, kept, other).split())
    assert f"Gardent leur référence imprimée : fiche {other}/1." in said
    assert f"Ce qu'elle a signé sous {other} vaut pour ces fiches" in said
    assert cell.state(f"{other}/1") == "sent"
    card = " ".join(cell("situation", "voir", kept).split())
    assert "attendre la réponse, fiche envoyée le 12/03/2025" in card
    assert f"({other})" in card
    cell("fiche", "accuse", f"{other}/1")
    assert cell.state(f"{other}/1") == "acknowledged"
    cell("fiche", "accuse", kept)  # its only fiche is that one
    assert cell.rows("SELECT DISTINCT case_ref FROM notice") == [{"case_ref": other}]
    figures = sheet(cell, 2025)
    assert figures["BTP34-1", "b"] == 1
    cell("fiche", "envoyer", f"{other}/1", "--canal", "courrier postal", "--oui")
    (count,) = cell.rows("SELECT count(*) AS n FROM act WHERE kind = 'referral'")
    assert count["n"] == 1


def test_both_fiches_sent_count_one_situation_and_each_stays_its_own(cell, twice):
    kept, other = twice
    sent(cell, kept)
    sent(cell, other)
    before = sheet(cell, 2025)
    assert before["BTP34-1", "b"] == 2
    merged(cell, kept, other)
    assert sheet(cell, 2025)["BTP34-1", "b"] == 1
    cell("fiche", "accuse", f"{other}/1")
    assert (cell.state(f"{kept}/1"), cell.state(f"{other}/1")) == ("sent", "acknowledged")
    owed = cell("fiche", "relancer", "--essai")
    assert f"{kept}/1" in owed
    assert f"{other}/1" in owed


def test_a_fiche_only_begun_twice_is_cancelled_and_one_alone_stays(cell, twice):
    kept, other = twice
    cell("fiche", "nouveau", kept)
    cell("fiche", "nouveau", other)
    assert "Gardent" not in merged(cell, kept, other)
    assert cell.state(f"{other}/1") == "cancelled"
    assert cell.state(f"{kept}/1") == "sign"


def test_withdrawing_reaches_what_she_signed_under_either_entry(cell, twice):
    kept, other = twice
    sent(cell, kept)
    sent(cell, other)
    merged(cell, kept, other)
    said = cell("accord", "retirer", kept)
    assert f"{other}/1" in said
    assert f"{kept}/1" in said
    assert [cell.state(f"{ref}/1") for ref in twice] == ["withdrawn", "withdrawn"]
    for ref in twice:
        cell("fiche", "produire", f"{ref}/1", "--sortie", "x.pdf", code=15)


def test_her_rights_reach_both_entries(cell, twice):
    """A request recorded before the two were one is still hers; a limitation closes both gates."""
    kept, other = twice
    sent(cell, kept)
    sent(cell, other)
    cell("droits", "recevoir", other, "--nature", "accès", "--identite", "connue")
    merged(cell, kept, other)
    assert "accès" in cell("droits", "liste", "--situation", kept)
    (due,) = cell.rows("SELECT subject FROM deadline WHERE rule = 'rights' AND state = 'open'")
    assert due["subject"] == kept
    told = cell("droits", "limiter", other)
    assert told.count("Lettre pour SSAM Carsat LR") == 1
    for ref in twice:
        cell("fiche", "produire", f"{ref}/1", "--sortie", "x.pdf", code=15)
    cell("droits", "acces", kept)
    (folder,) = cell.folder.glob("acces-*")
    held = (folder / "donnees.json").read_text("utf-8")
    assert f'"{other}"' in held
    assert f'"{kept}"' in held
    cell("droits", "bloquer", other, "--motif", "Un recours (fictif).")
    assert "Un recours" in cell("droits", "effacer", kept, "--oui", code=2)


def test_refusing_reaches_what_she_signed_under_either_entry(cell, twice):
    kept, other = twice
    sent(cell, other)
    merged(cell, kept, other)
    cell("fiche", "nouveau", kept)
    cell("accord", "refuser", f"{kept}/1")
    cell("fiche", "produire", f"{other}/1", "--sortie", "x.pdf", code=15)


def test_the_gate_opens_for_what_was_signed_and_for_nothing_else(cell, twice):
    kept, other = twice
    cell("accord", "enregistrer", other, "--signe-le", "11/03/2025", "--lieu", "Lattes")
    contact = cell.file("contact.toml", referent_tel="04 99 00 00 00")
    cell("fiche", "corriger", other, "--fichier", contact)
    merged(cell, kept, other)
    visit = cell.file("visit.toml", prereprise="programmée", prereprise_date="20/03/2025")
    cell("situation", "corriger", kept, "--fichier", visit, "--erreur")
    cell("fiche", "produire", f"{other}/1", "--sortie", "old.pdf")
    cell("fiche", "nouveau", kept, "--convention", BTP)
    cell("fiche", "corriger", f"{kept}/1", "--fichier", contact)
    cell("fiche", "produire", f"{kept}/1", "--sortie", "new.pdf", code=15)
    from pypdf import PdfReader

    page = PdfReader(cell.folder / "old.pdf").pages[0].extract_text()
    assert f"{other}/1" in page
    assert "4 rue des Lilas" in page  # what is now known of her


def test_a_death_and_an_erasure_reach_both_entries(cell, twice):
    kept, other = twice
    sent(cell, other)
    merged(cell, kept, other)
    cell("situation", "clore", other, "--motif", "décès", "--oui")
    assert [row["died_on"] is not None for row in cell.rows("SELECT died_on FROM person")] == [
        True, True,
    ]  # fmt: skip
    assert [row for row in cell.json("fiche", "liste", "--toutes") if row["waits"]] == []
    assert "Rouverte" in cell("situation", "rouvrir", kept, "--motif", "Erreur (fictif).")
    assert cell.state(f"{other}/1") == "sent"
    said = cell("droits", "effacer", kept, "--oui")
    assert f"Personne effacée : {min(twice)}, {max(twice)}." in said
    assert cell.count("person") == 0
    assert cell.count("person_word") == 0
    assert cell.rows("SELECT 1 FROM consent_detail") == []
    assert all(one["sound"] for one in cell.json("verifier"))


def test_an_older_situation_of_the_other_entry_is_hers_too(cell, twice):
    kept, other = twice
    born = cell.file("born.toml", naissance="04/03/1968")
    cell("situation", "corriger", other, "--fichier", born, "--erreur")
    old = one(cell, nom="Fictif-Nguyen-Typo", date_signalement="10/01/2024",
              adresse="4 rue des Lilas, 34970 Lattes")  # fmt: skip
    assert cell.count("person") == 2
    cell("acte", "ajouter", old, "entretien", "--le", "12/03/2025")
    merged(cell, kept, other)
    card = cell("situation", "voir", kept)
    assert f"SES AUTRES SITUATIONS\n  {old}" in card
    assert cell.json("situation", "voir", old)["facts"]["person.last_name"] == "Fictif-Nguyễn"
    keys = cell.rows("SELECT DISTINCT person_key FROM act")
    assert len(keys) == 1
    cell("acte", "ajouter", old, "entretien", "--le", "13/03/2025")
    assert len(cell.rows("SELECT DISTINCT person_key FROM act")) == 1
    fix = cell.file("fix.toml", sexe="femme")
    cell("situation", "corriger", old, "--fichier", fix, "--erreur")
    sexes = cell.rows("SELECT DISTINCT sex FROM act WHERE state = 'done'")
    assert sexes == [{"sex": "female"}]
    again = one(cell, date_signalement="10/06/2025")
    assert again in cell("situation", "voir", kept)


def test_the_same_person_with_two_situations_keeps_what_she_signed(cell):
    kept = one(cell)
    other = one(cell, date_signalement="12/03/2025")
    assert cell.count("person") == 1
    cell("accord", "enregistrer", other, "--signe-le", "13/03/2025", "--lieu", "Lattes")
    path = cell.file("choices.toml", date_signalement=kept)
    said = cell("situation", "fusionner", kept, other, "--fichier", path, "--oui")
    assert "signature" not in said
    cell("fiche", "nouveau", kept, "--convention", BTP)
    assert {row["state"] for row in cell.json("fiche", "liste")} == {"send"}


def test_a_merged_reference_may_be_merged_again_with_the_one_kept(cell, twice):
    kept, other = twice
    third = one(cell, nom="Encore-Fictif")
    sent(cell, other)
    merged(cell, kept, other)
    found = cell.json("situation", "fusionner", third, kept, "--essai")["differences"]
    path = cell.file("more.toml", **{each["id"]: third for each in found})
    cell("situation", "fusionner", third, other, "--fichier", path, "--oui")
    for ref in (kept, other, third):
        assert cell("situation", "voir", ref).startswith(f"SITUATION {third}")
    cell("fiche", "accuse", f"{other}/1")
    assert cell.state(f"{other}/1") == "acknowledged"
    assert "même situation" in cell("situation", "fusionner", kept, other, "--oui", code=2)


def test_a_closure_of_the_one_kept_closes_what_was_merged_and_nothing_waits(cell, twice):
    kept, other = twice
    sent(cell, other)
    cell("situation", "clore", other, "--motif", "injoignable", "--le", "20/03/2025")
    said = merged(cell, kept, other)
    assert "ouverte" in cell("situation", "voir", kept)
    assert said
    cell("situation", "clore", kept, "--motif", "terminé", "--issue", "démission")
    assert [row for row in cell.json("fiche", "liste", "--toutes") if row["waits"]] == []
    due = cell.rows("SELECT rule FROM deadline WHERE state = 'open' AND rule = 'recall'")
    assert len(due) == 1
    cell("situation", "rouvrir", other, "--motif", "Revient (fictif).")
    assert cell.state(f"{other}/1") == "sent"


@pytest.mark.parametrize("how", ["same", "cancelled", "erased", "dead"])
def test_what_cannot_be_made_one_is_refused(cell, twice, how):
    kept, other = twice
    said = {
        "same": lambda: "même situation",
        "cancelled": lambda: cell("situation", "annuler", other, "--motif", "x") and "annulée",
        "erased": lambda: cell("droits", "effacer", other, "--oui") and "effacée",
        "dead": lambda: cell("situation", "clore", other, "--motif", "décès", "--oui") and "décès",
    }[how]()
    again = kept if how == "same" else other
    assert said in cell("situation", "fusionner", kept, again, "--oui", code=2)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"nom": None}, "nom : à choisir"),
        ({"nom": "Martin"}, "nom : répondez"),
        ({"sexe": "x"}, "sexe : ne diffère pas"),
        ({"nom": "les deux"}, "nom : répondez"),
    ],
)
def test_every_difference_is_decided_by_one_of_the_two_references(cell, twice, changed, said):
    kept, other = twice
    told = {"date_signalement": other, "nom": kept, "adresse": other, "rqth": other,
            "contexte": kept, **changed}  # fmt: skip
    path = cell.file("c.toml", **{key: value for key, value in told.items() if value})
    assert said in cell("situation", "fusionner", kept, other, "--fichier", path, "--oui", code=2)
    assert cell.rows("SELECT 1 FROM case_alias") == []


def test_it_is_confirmed_since_nothing_undoes_it(cell, twice):
    kept, other = twice
    path = choices(cell, kept, other)
    said = cell("situation", "fusionner", kept, other, "--fichier", path, code=2)
    assert "ajoutez --oui" in said
    assert "est-ce bien une seule personne" in said


def test_the_history_of_the_side_chosen_is_kept_whole(cell, twice):
    kept, other = twice
    change = cell.file("change.toml", rqth="oui")
    cell("situation", "corriger", kept, "--fichier", change, "--changement", "--le", "01/05/2025")
    cell("acte", "ajouter", kept, "entretien", "--le", "30/04/2025")
    cell("acte", "ajouter", other, "entretien", "--le", "02/05/2025")
    path = cell.file("c.toml", date_signalement=kept, nom=kept, adresse=kept, contexte=kept)
    cell("situation", "fusionner", kept, other, "--fichier", path, "--oui")
    rows = cell.rows("SELECT rqth FROM act WHERE kind = 'interview' ORDER BY on_date")
    assert [row["rqth"] for row in rows] == ["no", "yes"]


def test_what_was_said_of_a_deadline_follows_the_one_kept(cell, twice):
    kept, other = twice
    for text in ("rappeler", "écrire"):
        cell("echeances", "ajouter", text, "--le", "hier", "--situation", other)
    numbers = {row["why"]: row["number"] for row in cell.json("echeances", "--situation", other)}
    cell("echeances", "fait", str(numbers["rappeler"]))
    uids = cell.rows("SELECT uid FROM deadline WHERE rule = 'note' ORDER BY uid")
    merged(cell, kept, other)
    notes = [row for row in cell.json("echeances", "--situation", kept) if row["rule"] == "note"]
    assert [row["why"] for row in notes] == ["écrire"]
    assert cell.rows("SELECT uid FROM deadline WHERE rule = 'note' ORDER BY uid") == uids
