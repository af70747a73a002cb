"""Meetings at the keyboard: planned, their agenda, held, and what each guest may read of it.

Everybody here is fictional.
"""

import re
from datetime import date, timedelta
from itertools import product

import pytest
from exchanges import founded_cell
from fictional import ANSWERS, NIR
from golden.markers import everything_told

TODAY = date.today()  # noqa: DTZ011
SSAM = "carsat-lr-ssam"
THURSDAY = TODAY + timedelta(days=(3 - TODAY.weekday()) % 7 or 7)
#: how anything of the fictional person may be written in a document, without blanks
IDENTITY = (
    "Fictif", "FICTIF", "Nguy", "dipe", "Zfictif", "ZFICTIF", "Acacias", "0612345678",
    "04/03/1968", "1968-03-04", NIR, "Ma\u00e7on", "B\u00e2tiFictif", "Zmotif", "Zd\u00e9cision",
)  # fmt: skip


@pytest.fixture
def cell(places, tmp_path, capsys, monkeypatch):
    made = founded_cell(tmp_path / "a", capsys, monkeypatch)
    made("convention", "ajouter", "btp34-carsat-lr")
    return made


def known(cell, **changed):
    """A situation registered yesterday; another name is another person."""
    who = {} if "nom" in changed else {"nir": NIR}
    return cell.registered(
        **{"date_signalement": "hier", "prereprise_date": "hier", **who, **changed}
    )


def planned(cell, *args, kind="cellule", on="aujourd'hui"):
    """The number of a meeting planned today."""
    told = cell("reunion", "prevoir", kind, "--le", on, *args)
    return told.split("numéro ")[1].split(")")[0]


def agenda(cell, number):
    return cell.json("reunion", "ordre-du-jour", number)


def refs(rows):
    return [row["ref"] for row in rows]


def to_examine(cell, ref):
    """How many examinations of a situation are planned."""
    found = f"""SELECT count(*) AS n FROM act a JOIN case_file c ON c.id = a.case_id
        WHERE c.ref = '{ref}' AND a.kind = 'examination' AND a.state = 'planned'"""
    return cell.rows(found)[0]["n"]


def held(cell, number, **answers):
    return cell("reunion", "tenir", number, "--fichier", cell.file("h.toml", **answers))


def key(ref):
    return ref.replace("-", "_")


def figures(cell, wanted):
    """The values of this year of an indicator of the protocol, by line."""
    every = cell.json("chiffres")["agreements"]
    (told,) = [one for one in every if one["agreement"] == "btp34-carsat-lr"]
    (found,) = [one for one in told["figures"] if one["id"] == wanted]
    return {line["id"]: line["values"][str(TODAY.year)] for line in found["lines"]}


def told_by(cell, name, *args, number):
    """Everything a PDF of the agenda tells."""
    out = cell.folder / f"{name}.pdf"
    cell("reunion", "ordre-du-jour", number, *args, "--sortie", str(out), "--remplacer")
    return everything_told(out.read_bytes())


# Prévoir ------------------------------------------------------------------------------------------


def test_a_meeting_is_planned_with_its_hour_its_place_and_those_invited(cell):
    told = cell("reunion", "prevoir", "cellule", "--le", "jeudi", "--heure", "14h",
                "--lieu", "Salle 2", "--partenaire", SSAM)  # fmt: skip
    assert "14 h : prévue (numéro 1)" in told
    one = agenda(cell, "1")["meeting"]
    assert one["on"] == THURSDAY.isoformat()
    assert (one["starts_at"], one["place"], one["invited"]) == ("14:00", "Salle 2", [SSAM])
    assert (one["state"], one["instance"]) == ("planned", "cell")


def test_planning_needs_a_day_that_is_to_come(cell):
    assert "--le" in cell("reunion", "prevoir", "cellule", code=2)
    assert "Ce jour est passé" in cell(
        "reunion", "prevoir", "cellule", "--le", "01/01/2020", code=2
    )
    assert "14 h" in cell(
        "reunion", "prevoir", "cellule", "--le", "jeudi", "--heure", "midi", code=2
    )
    assert cell.count("gathering") == 0


def test_what_was_held_cannot_be_in_the_future(cell):
    later = (TODAY + timedelta(days=3)).strftime("%d/%m/%Y")
    assert "futur" in cell("reunion", "ajouter", "cellule", "--le", later, code=2)
    cell("reunion", "ajouter", "cellule", "--le", later, "--prevu")
    number = planned(cell)
    held(cell, number)
    assert "futur" in cell("reunion", "corriger", number, "--le", later, code=2)


# Ordre du jour --------------------------------------------------------------------------------------


def test_the_situations_that_wait_are_proposed_each_with_why(cell):
    quiet, urgent = known(cell), known(cell, nom="Zfictif-Deux", horizon="court terme")
    asked = known(cell, nom="Zfictif-Trois")
    cell("acte", "ajouter", asked, "examen en instance", "--nature", "cellule", "--prevu",
         "--le", "demain")  # fmt: skip
    number = planned(cell)
    found = {row["ref"]: row["why"] for row in agenda(cell, number)["waiting"]}
    assert found == {urgent: "short", asked: "asked"}
    cell("reunion", "ordre-du-jour", number, "--toutes")
    told = agenda(cell, number)
    assert refs(told["agenda"]) == [asked, urgent]
    assert told["waiting"] == []
    assert quiet not in refs(told["agenda"])
    assert cell.rows("SELECT count(*) AS n FROM act WHERE kind = 'examination'") == [{"n": 2}]


def test_a_situation_is_added_ordered_explained_and_removed(cell):
    first, second, third = known(cell), known(cell, nom="Zfictif-B"), known(cell, nom="Zfictif-C")
    number = planned(cell, "--situation", first)
    cell("reunion", "ordre-du-jour", number, "--ajouter", second, "--ajouter", third,
         "--nature", "complexe", "--motif", "Zmotif")  # fmt: skip
    cell("reunion", "ordre-du-jour", number, "--ordre", f"{third},{second}")
    rows = agenda(cell, number)["agenda"]
    assert refs(rows) == [third, second, first]
    assert [(row["reason"], row["motive"]) for row in rows] == [
        ("complex", "Zmotif"), ("complex", "Zmotif"), (None, None)]  # fmt: skip
    cell("reunion", "ordre-du-jour", number, "--retirer", second)
    assert refs(agenda(cell, number)["agenda"]) == [third, first]
    assert "n'est pas à l'ordre du jour" in cell(
        "reunion", "ordre-du-jour", number, "--retirer", second, code=2
    )
    assert to_examine(cell, second) == 0
    cell("reunion", "ordre-du-jour", number, "--ajouter", second)
    assert refs(agenda(cell, number)["agenda"]) == [third, first, second]


def test_a_planned_examination_is_on_the_card_with_the_meeting_to_hold(cell):
    ref = known(cell)
    number = planned(cell, "--situation", ref)
    assert f"pdp reunion tenir {number}" in cell("situation", "voir", ref)


def test_for_a_meeting_of_an_agreement_those_under_it_wait(cell):
    """A staff with Cap emploi reviews the fiches of its convention, the SSAM's are others."""
    cell("convention", "ajouter", "prevy-cap-emploi", "--en-tant-que", "prevy")
    theirs = known(cell, nom="Zfictif-Cap")
    known(cell, nom="Zfictif-Autre")
    said = ("--convention", "prevy-cap-emploi")
    cell("accord", "enregistrer", theirs, *said, "--signe-le", "hier", "--lieu", "Nîmes")
    cell("fiche", "envoyer", theirs, *said, "--canal", "courrier", "--oui")
    number = planned(cell, *said, kind="services")
    found = agenda(cell, number)
    assert {row["ref"]: (row["reason"], row["why"]) for row in found["waiting"]} == {
        theirs: ("review", "shared")}  # fmt: skip
    cell("reunion", "ordre-du-jour", number, "--toutes")
    held(cell, number, **{f"examinee_{key(theirs)}": "oui"})
    assert cell.rows("SELECT state, agreement FROM act WHERE kind = 'case_review'") == [
        {"state": "done", "agreement": "prevy-cap-emploi"}
    ]
    again = agenda(cell, planned(cell, *said, kind="services"))["waiting"]
    assert [row["why"] for row in again] == ["reviewed"]


def test_a_cancelled_meeting_frees_its_situations(cell):
    ref = known(cell)
    number = planned(cell, "--situation", ref)
    assert "1 situation attend une autre réunion" in cell(
        "reunion", "annuler", number, "--motif", "grève (fictive)"
    )
    assert to_examine(cell, ref) == 0
    other = planned(cell)
    assert [(row["ref"], row["why"]) for row in agenda(cell, other)["waiting"]] == [
        (ref, "cancelled")
    ]
    cell("reunion", "ordre-du-jour", other, "--toutes")
    assert refs(agenda(cell, other)["agenda"]) == [ref]
    assert "annulée" in cell("reunion", "ordre-du-jour", number, "--ajouter", ref, code=2)


def test_what_is_planned_elsewhere_waits_no_more(cell):
    ref = known(cell, horizon="court terme")
    planned(cell, "--situation", ref)
    assert agenda(cell, planned(cell))["waiting"] == []


def test_an_act_cancelled_by_hand_leaves_the_agenda(cell):
    ref = known(cell)
    number = planned(cell, "--situation", ref)
    (act,) = cell.rows("SELECT id FROM act WHERE kind = 'examination'")
    cell("acte", "annuler", str(act["id"]), "--motif", "à tort")
    assert agenda(cell, number)["agenda"] == []
    cell("reunion", "ordre-du-jour", number, "--ajouter", ref)
    assert refs(agenda(cell, number)["agenda"]) == [ref]


# Les PDF -------------------------------------------------------------------------------------------


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


# Calendrier ----------------------------------------------------------------------------------------


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


# Tenir --------------------------------------------------------------------------------------------


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


# Les chiffres ---------------------------------------------------------------------------------------


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


# Saisir -------------------------------------------------------------------------------------------


def test_seizing_the_instance_is_an_act_and_sends_to_the_fiche(cell):
    ref = known(cell)
    told = cell("reunion", "saisir", ref, "--nature", "urgente", "--texte", "Avant le 15.")
    assert "Comité local PDP saisi, via SSAM Carsat LR" in told
    assert "saisi via le SSAM" in told
    assert f"pdp fiche nouveau {ref}" in told
    assert cell.rows("SELECT kind, nature, agreement, body FROM act ORDER BY id DESC LIMIT 1") == [
        {"kind": "instance_request", "nature": "urgent", "agreement": "btp34-carsat-lr",
         "body": SSAM}]  # fmt: skip
    assert cell.count("release") == 0
    number = planned(cell, "--convention", "btp34-carsat-lr", "--instance", "assurance",
                     kind="instances")  # fmt: skip
    assert [(row["ref"], row["reason"], row["why"]) for row in agenda(cell, number)["waiting"]] == [
        (ref, "urgent", "seized")]  # fmt: skip


def test_where_to_say_it_follows_the_fiche(cell):
    said = ("--nature", "complexe", "--texte", "À décider.")
    sent = cell.sent().stem
    assert f"pdp fiche suite {sent}/1" in cell("reunion", "saisir", sent, *said)
    ref = known(cell, nom="Zfictif-Deux")
    cell("fiche", "nouveau", ref)
    assert f"pdp accord imprimer {ref}/1" in cell("reunion", "saisir", ref, *said)
    cell("accord", "refuser", ref)
    assert "rien d'elle ne part" in cell("reunion", "saisir", ref, *said)


def test_off_a_terminal_what_is_missing_is_said(cell):
    ref = known(cell)
    told = cell("reunion", "saisir", ref, code=2)
    assert "--nature" in told
    assert "--texte" in told
    assert "Quelle situation" in cell(
        "reunion", "saisir", "--nature", "urgente", "--texte", "x", code=2
    )


def test_a_question_on_the_regulations_is_a_letter_that_names_nobody(cell):
    known(cell)
    out = cell.folder / "q.pdf"
    question = "Un assuré en invalidité peut-il suivre un essai encadré ?"
    cell("reunion", "saisir", "--texte", question, "--sortie", str(out))
    told = everything_told(out.read_bytes())
    assert "essaiencadré" in told
    assert "ComitélocalPDP" in told
    assert [word for word in IDENTITY if word in told] == []
    assert cell.rows("SELECT 1 FROM act WHERE kind = 'instance_request'") == []


@pytest.mark.parametrize(
    "said",
    ["Pour Fictif Nguyen ?", "Pour ŒDIPE ?", "Né le 04/03/1968 ?", f"Le {NIR} ?",
     "Le 1 68 03 34 998 990 ?"],
)  # fmt: skip
def test_a_question_that_says_who_it_is_about_is_refused(cell, said):
    ref = known(cell)
    told = cell("reunion", "saisir", ref, "--nature", "réglementation", "--texte", said, code=2)
    assert not [word for word in ("Nguy", "DIPE", NIR, "1968") if word in told]
    assert not list(cell.folder.glob("question-*.pdf"))


def test_a_name_of_anybody_recorded_is_asked_about_without_being_repeated(cell):
    known(cell)
    said = ("reunion", "saisir", "--texte", "Le cas de Fictif se présente.")
    told = cell(*said, code=2)
    assert "mot n° 4" in told
    assert "Fictif" not in told
    cell(*said, "--oui")
    assert list(cell.folder.glob("question-*.pdf"))


# Rien n'y échappe -----------------------------------------------------------------------------------


def test_no_name_of_a_file_holds_a_name(cell, shared):
    _, _, number = shared
    for kind, more in product((("ordre-du-jour", number),), ((), ("--partenaire", SSAM))):
        cell("reunion", *kind, *more, "--pdf")
    names = " ".join(path.name for path in cell.folder.glob("*.pdf"))
    assert not [word for word in ("ictif", "dipe", ANSWERS["nom"]) if word in names]
