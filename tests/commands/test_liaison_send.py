"""`pdp liaison send` at the keyboard: to whom, the files in clear, the draft. Fictional persons."""

from email import message_from_bytes, policy
from pathlib import Path

import pytest
from exchanges import founded_cell

from pdpcli.app import run


@pytest.fixture
def cell(places, tmp_path, capsys, monkeypatch):
    made = founded_cell(tmp_path / "a", capsys, monkeypatch)
    made("convention", "ajouter", "btp34-carsat-lr")
    return made


def produced(cell, **changed):
    ref = cell.registered(**{"date_signalement": "hier", "prereprise_date": "hier", **changed})
    contact = cell.file("contact.toml", referent_tel="04 99 00 00 00")
    cell("fiche", "corriger", ref, "--fichier", contact)
    cell("accord", "enregistrer", ref, "--signe-le", "hier", "--lieu", "Lattes")
    cell("fiche", "produire", ref)
    return ref


def test_the_recipient_is_shown_in_full_before_anything_is_noted(cell):
    ref = produced(cell)
    said = cell("fiche", "envoyer", ref, code=2)  # nobody to ask the channel
    for part in ("Service social de l'Assurance maladie", "Caisse d'Assurance", "29, cours", ref):
        assert part in said
    assert cell.count("dispatch") == 0


def test_the_file_in_clear_is_named_and_deleted_only_when_told(cell):
    ref = produced(cell)
    path = cell.folder / f"fiche-{ref}-1.pdf"
    said = cell("fiche", "envoyer", ref, "--canal", "post")
    assert str(path) in said
    assert path.exists()
    assert "Effacé" in cell("fiche", "envoyer", ref, "--canal", "post", "--oui", "--effacer-clair")
    assert not path.exists()
    assert cell.count("clear_copy") == 0


def test_a_file_she_wrote_in_is_left(cell):
    ref = produced(cell)
    path = cell.folder / f"fiche-{ref}-1.pdf"
    path.write_bytes(path.read_bytes() + b"% une note")
    assert str(path) not in cell("fiche", "envoyer", ref, "--canal", "post", "--effacer-clair")
    assert path.exists()


def test_several_are_noted_and_the_one_in_doubt_is_said(cell):
    one, two = produced(cell), produced(cell, nom="Autre-Fictif")
    cell("fiche", "envoyer", one, "--canal", "post")
    said = cell("fiche", "envoyer", one, two, "--canal", "post", code=2)
    assert f"{one} : Déjà envoyée le" in said
    assert f"Envoi noté : {two}/1" in said
    assert cell.count("dispatch") == 2


def test_all_those_produced_are_noted_at_once(cell):
    produced(cell)
    produced(cell, nom="Autre-Fictif")
    cell("fiche", "envoyer", "--toutes", "--canal", "secure_mail", "--effacer-clair")
    assert cell.count("dispatch") == 2
    assert not list(Path(cell.folder).glob("fiche-*.pdf"))
    assert "Aucune fiche" in cell("fiche", "envoyer", "--toutes", "--canal", "post", code=2)


def test_after_a_withdrawal_it_is_noted_as_a_breach(cell):
    ref = produced(cell)
    cell("accord", "refuser", ref)
    said = cell("fiche", "envoyer", ref, "--canal", "post")
    assert "violation de données" in said
    assert cell.rows("SELECT breach FROM dispatch") == [{"breach": 1}]


def test_a_draft_is_written_for_its_owner_and_notes_nothing(cell):
    ref = produced(cell)
    said = cell("fiche", "envoyer", ref, "--brouillon")
    path = cell.folder / f"courriel-{ref}-1.eml"
    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    (attached,) = message.iter_attachments()
    assert attached.get_content() == (cell.folder / f"fiche-{ref}-1.pdf").read_bytes()
    assert path.stat().st_mode & 0o077 == 0
    assert f"Une fois parti : pdp fiche envoyer {ref}/1" in said
    assert cell.count("dispatch") == 0
    cell("fiche", "envoyer", ref, "--canal", "email", "--effacer-clair", "--oui")
    assert not path.exists()


def test_a_fiche_corrected_since_is_not_drafted_unless_she_says_so(cell):
    ref = produced(cell)
    cell("fiche", "corriger", ref, "--fichier", cell.file("c.toml", contexte="Autre (fictif)."))
    assert "corrigée depuis" in cell("fiche", "envoyer", ref, "--brouillon", code=2)
    assert not list(Path(cell.folder).glob("*.eml"))
    cell("fiche", "envoyer", ref, "--brouillon", "--oui")


def test_no_draft_once_the_consent_is_gone(cell):
    ref = produced(cell)
    cell("accord", "refuser", ref)
    cell("fiche", "envoyer", ref, "--brouillon", code=15)
    assert not list(Path(cell.folder).glob("*.eml"))


def test_a_protected_draft_is_no_copy_in_clear(cell):
    ref = produced(cell)
    secret = cell.folder / "secret"
    secret.write_text("agrafe cheval batterie", encoding="utf-8")
    before = cell.count("clear_copy")
    cell("fiche", "envoyer", ref, "--brouillon", "--fichier-mot-de-passe", secret)
    assert cell.count("clear_copy") == before


@pytest.mark.parametrize("option", ["--proteger", "--sortie=x"])
def test_what_goes_with_a_draft_goes_with_nothing_else(cell, option):
    ref = produced(cell)
    assert "--brouillon" in cell("fiche", "envoyer", ref, "--canal", "post", option, code=2)
    assert cell.count("dispatch") == 0


def test_a_paper_fiche_never_begun_here_is_noted_once_confirmed(cell):
    ref = cell.registered(date_signalement="hier", prereprise_date="hier")
    said = cell("fiche", "envoyer", ref, "--canal", "post", code=2)
    assert "Aucune fiche n'a été produite ici" in said
    assert cell.count("liaison") == 0
    cell("fiche", "envoyer", ref, "--canal", "post", "--oui")
    assert cell.count("dispatch") == 1


def test_help_imports_nothing_of_mail_nor_of_pdf():
    import subprocess
    import sys

    program = (
        "import sys; from pdpcli.app import run; run(['liaison', 'send', '--help']); "
        "assert not {'email.message', 'pypdf', 'reportlab', 'pyhanko'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60, capture_output=True)
    assert run(["liaison", "export", "--help"]) == 0


def test_ordinary_mail_where_the_convention_asks_for_a_secure_one_is_doubted(cell):
    ref = produced(cell)
    told = cell("fiche", "envoyer", ref, "--canal", "courriel ordinaire", code=2)
    assert "messagerie sécurisée" in told
    assert cell.count("dispatch") == 0
    cell("fiche", "envoyer", ref, "--canal", "messagerie sécurisée")
