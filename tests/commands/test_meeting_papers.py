"""What each may read of a meeting: the cell names, a guest references, anybody the calendar.

Everybody here is fictional.
"""

import re
from itertools import product

import pytest
from exchanges import founded_cell
from fictional import ANSWERS, NIR
from golden.markers import everything_told
from meetings import IDENTITY, SSAM, TODAY, known, planned, told_by


@pytest.fixture
def cell(places, tmp_path, capsys, monkeypatch):
    made = founded_cell(tmp_path / "a", capsys, monkeypatch)
    made("convention", "ajouter", "btp34-carsat-lr")
    return made


@pytest.fixture
def shared(cell):
    """A meeting with the SSAM: a situation whose fiche it has, and one that it knows nothing of."""
    ref = cell.sent(nir=NIR).stem
    other = known(cell, nom="Zfictif-Deux")
    number = planned(cell, "--partenaire", SSAM, "--situation", ref, "--situation", other,
                     "--objet", "Zmotif")  # fmt: skip
    cell("reunion", "ordre-du-jour", number, "--ajouter", ref, "--ajouter", other,
         "--nature", "urgente", "--motif", "Zmotif")  # fmt: skip
    return ref, other, number


def test_the_agenda_of_the_cell_has_names_and_its_file_none(cell, shared):
    ref, other, number = shared
    cell("reunion", "ordre-du-jour", number, "--pdf")
    (path,) = cell.folder.glob("ordre-du-jour-*.pdf")
    assert path.name == f"ordre-du-jour-{number}-interne.pdf"
    told = everything_told(path.read_bytes())
    assert all(word in told for word in (ref, other, "FICTIF-NGUYỄN", "ZFICTIF-DEUX", "Zmotif"))
    assert NIR not in told
    assert "interne" in told


def test_the_agenda_for_a_guest_holds_no_identity(cell, shared):
    """By reference always: no name, no NIR, no birth date, none of her own words."""
    ref, other, number = shared
    told = told_by(cell, "g", "--partenaire", SSAM, number=number)
    assert [word for word in IDENTITY if word in told] == []
    assert f"Fiche{ref}/1" in told
    assert f"Situation{other}" in told
    assert "Situationurgente" in told
    assert cell.count("release") == 1


def test_names_are_for_those_whose_consent_covers_that_guest_and_each_is_a_release(cell, shared):
    ref, _, number = shared
    told = told_by(cell, "n", "--partenaire", SSAM, "--noms", number=number)
    assert "FICTIF-NGUYỄN" in told
    left = [word for word in IDENTITY if word not in ("Fictif", "FICTIF", "Nguy", "dipe")]
    assert [word for word in left if word in told] == []
    rows = cell.rows("SELECT case_ref, recipient, gathering_id FROM release ORDER BY id")
    assert rows[-1] == {"case_ref": ref, "recipient": SSAM, "gathering_id": int(number)}
    assert cell.count("release") == 2
    assert cell.state(f"{ref}/1") == "sent"
    assert "nommée sur l'ordre du jour donné à SSAM Carsat LR" in cell("situation", "voir", ref)


def test_once_withdrawn_a_guest_is_told_neither_name_nor_reference(cell, shared):
    ref, other, number = shared
    cell("accord", "retirer", ref)
    for args in ((), ("--noms",)):
        told = told_by(cell, "w", "--partenaire", SSAM, *args, number=number)
        assert ref not in told
        assert other in told
        assert "FICTIF" not in told
        assert "D'autrespointspropres" in told
    assert cell.count("release") == 1


def test_signed_and_not_sent_she_is_not_named(cell):
    """A consent alone does not put her on a list: the guest has not received her fiche."""
    ref = known(cell)
    cell("accord", "enregistrer", ref, "--signe-le", "hier", "--lieu", "Lattes")
    number = planned(cell, "--partenaire", SSAM, "--situation", ref)
    told = told_by(cell, "s", "--partenaire", SSAM, "--noms", number=number)
    assert "FICTIF" not in told
    assert cell.count("release") == 0


def test_naming_changes_nothing_of_a_fiche_begun_anew(cell, shared):
    """A name on an agenda is no production of the fiche: the next round is still to produce."""
    ref, _, number = shared
    said = cell.file("m.toml", objet_texte="Une suite (fictive).", objet_tel="04 99 00 00 00")
    cell("fiche", "suite", ref, "--fichier", said, "--oui")
    waits = {row["ref"]: row["waits"] for row in cell.json("fiche", "liste")}
    told_by(cell, "r", "--partenaire", SSAM, "--noms", number=number)
    assert {row["ref"]: row["waits"] for row in cell.json("fiche", "liste")} == waits


def test_only_those_invited_get_one(cell, shared):
    _, _, number = shared
    assert "n'est pas invité" in cell(
        "reunion", "ordre-du-jour", number, "--partenaire", "carsat-lr", "--pdf", code=2
    )
    assert "--partenaire" in cell("reunion", "ordre-du-jour", number, "--noms", "--pdf", code=2)
    cell("reunion", "corriger", number, "--partenaire", "carsat-lr")
    told_by(cell, "c", "--partenaire", "carsat-lr", number=number)


def test_an_agenda_drawn_for_those_invited_is_noted(cell, shared):
    _, _, number = shared
    cell("reunion", "ordre-du-jour", number, "--pdf")
    assert cell.rows("SELECT agenda_on FROM gathering") == [{"agenda_on": None}]
    told_by(cell, "g", "--partenaire", SSAM, number=number)
    assert cell.rows("SELECT agenda_on FROM gathering") == [{"agenda_on": TODAY.isoformat()}]


def test_the_calendar_is_that_of_the_partner_and_has_no_personal_data(cell, shared):
    cell("convention", "ajouter", "prevy-cap-emploi", "--en-tant-que", "prevy")
    planned(cell, "--partenaire", SSAM, "--objet", "Zmotif", kind="services", on="demain")
    planned(cell, "--convention", "prevy-cap-emploi", kind="services", on="demain")
    gone = planned(cell)
    cell("reunion", "annuler", gone, "--motif", "à tort")
    told = cell("reunion", "calendrier", "--partenaire", SSAM)
    assert len(told.strip().splitlines()) == 2
    assert len(cell("reunion", "calendrier").strip().splitlines()) == 3
    cell("reunion", "calendrier", "--partenaire", SSAM, "--pdf")
    told += everything_told((cell.folder / f"calendrier-{SSAM}.pdf").read_bytes())
    told += str(cell.json("reunion", "calendrier"))
    told = re.sub(r"\s", "", told)
    assert [word for word in IDENTITY if word in told] == []
    assert not [ref for ref in shared[:2] if ref in told]
    assert "Réunionentrelesservices" in told


def test_no_name_of_a_file_holds_a_name(cell, shared):
    _, _, number = shared
    for kind, more in product((("ordre-du-jour", number),), ((), ("--partenaire", SSAM))):
        cell("reunion", *kind, *more, "--pdf")
    names = " ".join(path.name for path in cell.folder.glob("*.pdf"))
    assert not [word for word in ("ictif", "dipe", ANSWERS["nom"]) if word in names]


def test_carsat_is_its_social_service_where_a_convention_binds_us_to_it(cell):
    number = planned(cell, "--partenaire", "carsat", kind="services")
    told = cell.json("reunion", "ordre-du-jour", number)
    assert told["meeting"]["invited"] == [SSAM]


def test_whom_the_accords_do_not_cover_is_said(cell):
    ref = known(cell)
    number = planned(cell, "--partenaire", SSAM, "--situation", ref, kind="services")
    out = str(cell.folder / "x.pdf")
    told = cell("reunion", "ordre-du-jour", number, "--partenaire", SSAM, "--noms", "--sortie", out)
    assert "Aucun accord n'y vaut pour cet invité" in told
