"""`pdp key` at a real terminal: each types her phrase, unseen; the recovery key is read back."""

import sys
from io import StringIO

import pytest

if sys.platform == "win32":
    pytest.skip("a terminal is a pseudo-terminal", allow_module_level=True)

import pexpect
from terminals import PASSPHRASE, ended, make_place, run, spawn

from pdpcli.store.envelope import Kdf
from pdpcli.store.home import home
from pdpcli.workflows import slots

LEA, OTHER = "truelle rabot cordeau équerre", "girafe marteau vélo bleu"


@pytest.fixture
def place(tmp_path):
    """A store where Léa has her passphrase too."""
    made = make_place(tmp_path)
    run(made, "referent", "ajouter", "Léa Fictive")
    with pytest.MonkeyPatch.context() as patch:
        for name, value in made.items():
            patch.setenv(name, value)
        slots.add(slots.opened_anew(home(), PASSPHRASE), "Léa Fictive", LEA, Kdf(32, 1, 1))
    return made


def type_unseen(child: pexpect.spawn, question: str, text: str) -> None:
    child.expect(question)
    child.sendline(text)


def test_a_phrase_is_changed_typed_twice_after_its_weakness_is_explained(place):
    child = spawn({**place, "PDP_PASSPHRASE_FILE": ""}, "mot-de-passe", "changer")
    child.logfile_read = shown = StringIO()
    type_unseen(child, "Votre phrase de passe : ", PASSPHRASE)
    child.expect("même en vous")
    type_unseen(child, "rien ne s'affiche", "Ève Fictive 2026")
    child.expect("nom du service ou du")
    type_unseen(child, "rien ne s'affiche", OTHER)
    type_unseen(child, "encore une fois", LEA)
    child.expect("pas pareilles")
    type_unseen(child, "rien ne s'affiche", OTHER)
    type_unseen(child, "encore une fois", OTHER)
    child.expect("est changée")
    assert ended(child) == 0
    assert not any(one in shown.getvalue() for one in (PASSPHRASE, OTHER, LEA, "2026"))
    run(place, "entreprise", "liste", code=12)


def test_a_rotation_asks_each_for_her_phrase_and_shows_the_recovery_key_once(place):
    child = spawn(place, "mot-de-passe", "renouveler")
    type_unseen(child, "Phrase de Léa Fictive", "ce n'est pas la mienne")
    child.expect("ce n'est pas sa phrase")
    type_unseen(child, "Phrase de Léa Fictive", LEA)
    child.expect(r"([A-Z2-7]{4}-){8}[A-Z2-7]{4}")
    key = str(child.after)
    for _ in range(2):
        child.expect(r"groupe n° (\d)")
        child.sendline(key.split("-")[int(child.match.group(1)) - 1])
    child.expect("La clé du cahier est neuve")
    assert ended(child) == 0
    for secret in (PASSPHRASE, LEA, key):
        run({**place, "PDP_PASSPHRASE_FILE": "", "PDP_PASSPHRASE": secret}, "entreprise", "liste")


def test_interrupted_while_asking_nothing_is_changed(place):
    before = run(place, "mot-de-passe", "liste", "--json")
    child = spawn(place, "mot-de-passe", "renouveler")
    child.expect("Phrase de Léa Fictive")
    child.sendintr()
    assert ended(child) == 130
    assert run(place, "mot-de-passe", "liste", "--json") == before
