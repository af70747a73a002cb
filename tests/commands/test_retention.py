"""What is past its term: listed, doubted, frozen first, erased by the same way as a request.

Everybody here is fictional.
"""

from datetime import date, timedelta

import pytest
from decrypted import files_under, pages_of, rows_of
from exchanges import founded_cell
from pypdf import PdfReader

from pdpcli.commands.opening import open_store
from pdpcli.rules.dates import french, months_later

TODAY = date.today()  # noqa: DTZ011
OLD = months_later(TODAY, -30)
MARKS = ("Zmarqueunz", "Ymarquedeux", "Vmarquecinq")


def registered(cell, number, on=OLD, **changed):
    first = {"nom": f"Fictif{'abcdefgh'[number]}", "prenom": "Ève", "naissance": "04/03/1968"}
    return cell.registered(**first | {"date_signalement": french(on), "arret_debut": None,
                                      "en_arret": "non", "prereprise": "non",
                                      "prereprise_date": None, **changed})  # fmt: skip


def closed(cell, ref, on=OLD):
    """Closed a long time ago, as an old notebook would say it."""
    cell("situation", "clore", ref, "--motif", "terminé", "--issue", "maintien au poste",
         "--le", french(on), "--oui")  # fmt: skip
    return ref


@pytest.fixture
def cell(tmp_path, capsys, monkeypatch):
    """Eight situations: the first is past its term; then recent ones."""
    made = founded_cell(tmp_path, capsys, monkeypatch)
    made("convention", "ajouter", "btp34-carsat-lr")
    closed(made, registered(made, 0, nom="Zmarqueunz", contexte="Ymarquedeux (fictif).",
                            poste="Vmarquecinq"))  # fmt: skip
    for number in range(1, 5):
        registered(made, number, on=TODAY)
    return made


def test_it_lists_with_the_source_and_erases_nothing(cell):
    said = cell("conservation")
    assert "1 personne(s)" in said
    assert "2021-028" in said
    assert "recommandé, non obligatoire" in " ".join(said.split())
    assert "Rien n'est effacé" in said
    found = cell.json("conservation", "liste")
    (one,) = found["past"]
    assert one["refs"] == [f"{OLD.year}-0001"]
    assert found["settings"] == {"retention_months": 24, "share": 25, "clock_days": 62}
    assert found["unfrozen"] == {str(OLD.year): ["btp34-carsat-lr"]}
    assert cell.count("erasure") == 0


def test_the_term_is_a_parameter_and_its_deadline_follows(cell):
    due = "SELECT due_on FROM deadline WHERE rule = 'purge' AND state <> 'void'"
    assert cell.rows(due) == [{"due_on": months_later(OLD, 24).isoformat()}]
    cell("conservation", "regler", "duree", "36")
    assert cell.json("conservation", "liste")["past"] == []
    cell("echeances", "liste")
    assert "36" in cell("conservation", "regler")
    cell("conservation", "regler", "duree", "-")
    assert len(cell.json("conservation", "liste")["past"]) == 1
    assert cell("conservation", "regler", "part", "300", code=2)
    assert "n'existe pas" in cell("conservation", "regler", "rien", "3", code=2)


def test_it_erases_only_when_the_number_is_said_and_the_years_were_weighed(cell):
    assert "Figez d'abord" in cell("conservation", "effacer", "--confirmer", "1", code=2)
    assert "--confirmer 1" in cell("conservation", "effacer", "--oui", code=2)
    assert "Ce n'est pas ce nombre" in cell(
        "conservation", "effacer", "--confirmer", "2", "--oui", code=2
    )
    assert cell.count("erasure") == 0
    cell("conservation", "effacer", "--confirmer", "1", "--oui")
    assert cell.rows("SELECT reason FROM erasure") == [{"reason": "term"}]
    assert "Rien n'est hors délai" in cell("conservation", "effacer", "--confirmer", "1")


def test_full_circle_statistics_equal_chain_verified_markers_nowhere(cell, tmp_path):
    years = {OLD.year, OLD.year + 1, TODAY.year}
    before = [cell.json("chiffres", "--annee", str(year)) for year in years]
    kept = "\n".join(rows_of(open_store()))
    assert [mark for mark in MARKS if mark not in kept] == []
    cell("conservation", "effacer", "--confirmer", "1", "--oui")
    assert [cell.json("chiffres", "--annee", str(year)) for year in years] == before
    assert all(one["sound"] for one in cell.json("verifier"))
    store = open_store()
    after = "\n".join(rows_of(store)).casefold()
    assert [mark for mark in MARKS if mark.casefold() in after] == []
    pages = pages_of(store)
    for mark in MARKS:
        assert not any(mark.encode() in page for page in pages)
    own = files_under(tmp_path / "coffre", tmp_path / "state", tmp_path / "run")
    assert not [path for path, held in own.items() for mark in MARKS if mark.encode() in held]


def test_frozen_years_raise_no_doubt_do_not_move_and_hold_no_marker(cell):
    cell("convention", "ajouter", "cpom-prevy", "--en-tant-que", "prevy")
    frozen = [("--annee", str(OLD.year), "--convention", one)
              for one in ("btp34-carsat-lr", "cpom-prevy")]  # fmt: skip
    assert f"pdp bilan figer {' '.join(frozen[1])}" in cell("conservation")
    for said in frozen:
        cell("bilan", "figer", *said)
    before = [cell.json("bilan", "voir", *said) for said in frozen]
    assert cell.json("conservation", "liste")["unfrozen"] == {}
    cell("conservation", "effacer", "--confirmer", "1")
    assert [cell.json("bilan", "voir", *said) for said in frozen] == before
    after = "\n".join(rows_of(open_store())).casefold()
    assert [mark for mark in MARKS if mark.casefold() in after] == []
    assert all(one["sound"] for one in cell.json("verifier"))


def test_what_is_open_held_limited_or_asked_for_stays_with_the_reason(cell):
    cell("conservation", "regler", "part", "100")
    still_open = registered(cell, 5)
    held, limited = (closed(cell, registered(cell, number)) for number in (6, 7))
    asking = closed(cell, registered(cell, 0, nom="Fictifdemandeur"))
    cell("droits", "bloquer", held, "--motif", "Contentieux (fictif).")
    cell("droits", "limiter", limited)
    cell("droits", "recevoir", asking, "--nature", "accès", "--recu-le", french(OLD))
    found = cell.json("conservation", "liste")
    why = {one["refs"][0]: one["why"] for one in found["kept"]}
    assert set(why) == {still_open, held, asking}
    assert "ouverte" in why[still_open]
    assert "Contentieux" in why[held]
    assert "demande" in why[asking]
    assert [one["refs"] for one in found["past"]] == [[f"{OLD.year}-0001"]]


def test_too_great_a_share_is_refused_and_said(cell):
    for number in (5, 6):
        closed(cell, registered(cell, number))
    told = cell("conservation", "effacer", "--confirmer", "3", "--oui", code=2)
    assert "partiraient d'un coup" in told
    cell("conservation", "regler", "part", "50")
    cell("conservation", "effacer", "--confirmer", "3", "--oui")
    assert cell.count("erasure") == 3


def moved(monkeypatch, on):
    """The laptop's day, moved for this command."""
    from pdpcli.commands import erasing, retention

    for module in (erasing, retention):
        monkeypatch.setattr(module, "today", lambda: on)


def test_a_clock_that_jumped_is_refused(cell, monkeypatch):
    with monkeypatch.context() as closer:
        moved(closer, TODAY + timedelta(400))
        told = cell("conservation", "effacer", "--confirmer", "1", "--oui", code=2)
        assert "avancé" in told
    with monkeypatch.context() as closer:
        moved(closer, TODAY - timedelta(10))
        told = cell("conservation", "effacer", "--confirmer", "1", "--oui", code=2)
        assert "reculé" in told
    assert cell.count("erasure") == 0


def test_a_partner_is_told_without_being_asked_to_erase(cell):
    cell("conservation", "regler", "part", "50")
    ref = registered(cell, 5)
    cell("accord", "enregistrer", ref, "--signe-le", french(OLD), "--lieu", "Lattes")
    cell("fiche", "envoyer", ref, "--canal", "courrier postal", "--le", french(OLD), "--oui")
    closed(cell, ref)
    told = cell("conservation", "effacer", "--confirmer", "2", "--oui")
    assert "envoyer la lettre à SSAM Carsat LR" in told
    (letter,) = cell.folder.glob("effacement-*.pdf")
    text = " ".join(PdfReader(letter).pages[0].extract_text().split())
    assert "Au terme de notre durée de conservation" in text
    assert "Il vous revient d'apprécier" in text
    assert not [mark for mark in MARKS if mark.casefold() in text.casefold()]
