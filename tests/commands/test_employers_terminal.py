"""« Une autre, ou plusieurs employeurs, ou intérim »: said in the wizard, on a real terminal.

Everybody here is fictional.
"""

import json

import pytest

pexpect = pytest.importorskip("pexpect", reason="no pseudo-terminal on this system")
terminals = pytest.importorskip("terminals")

SAVE = r"Enregistrer \(Entrée\)"


@pytest.fixture
def place(tmp_path):
    made = terminals.make_place(tmp_path)
    for name in ("Bâti Fictif", "Batim Inventé", "Nettoyage Fictif"):
        terminals.run(made, "entreprise", "ajouter", name)
    return made


def registered(place, *exchange):
    """The facts of what is registered: each question answered in turn, the others by Enter.

    A question is asked anew, under its number, after an answer of ``AGAIN``.
    """
    child, waited, number, kind = terminals.spawn(place, "situation", "nouveau"), [*exchange], 1, 0
    while kind != 1:
        ways = [rf"\s{number}\. ([^\r\n]*)", SAVE, "Est-ce l'une"]
        kind = child.expect(ways[: 2 if kind == 2 else 3])  # a list is drawn again as one types
        asked = child.match[1] if kind == 0 else child.after
        answer = waited.pop(0)[1] if waited and waited[0][0] in asked else ""
        number += (kind == 0) - (answer in AGAIN)
        child.send(f"{answer}\r")
    child.expect(r"Situation (\d{4}-\d{4}) enregistrée")
    ref = child.match[1]
    terminals.ended(child)
    assert waited == []
    return json.loads(terminals.run(place, "situation", "voir", ref, "--json"))["facts"]


AGAIN = ("Plusieurs", "Intérim (")
BEGIN = (("Qui vous la signale", "son e"), ("Nom de la personne", "Fictive"), ("Prénom", "Zoé"))


def test_two_employers_are_named_one_after_the_other(place):
    said = registered(
        place,
        *BEGIN,
        ("Son entreprise", "bat"),
        ("Est-ce l'une", "Plusieurs"),
        ("Son entreprise", "bat"),
        ("Est-ce l'une", "Bâti F"),
        ("Son autre entreprise", "net"),
        ("Est-ce l'une", "Nettoyage"),
        ("Son poste dans cette autre", "Agente"),
        ("Son contrat dans cette autre", "CDD"),
        ("Lequel de ces deux", "l'autre"),
    )
    assert said["employer.name"] == "Bâti Fictif"
    assert said["second_employer.name"] == "Nettoyage Fictif"
    assert said["second_employment.job"] == "Agente"
    assert said["employment.concerned"] == "second"


def test_an_agency_and_the_company_where_she_works_are_named(place):
    said = registered(
        place,
        *BEGIN,
        ("Son entreprise", "intérim"),
        ("Est-ce l'une", "Intérim ("),
        ("Son entreprise", "bat"),
        ("Est-ce l'une", "Batim"),
        ("Agence d'intérim", "Agence Fictive"),
    )
    assert said["employer.name"] == "Batim Inventé"
    assert said["agency.name"] == "Agence Fictive"
    assert said["employment.contract"] == "interim"
