"""A person's whole story through the commands, as processes: from her signature to her erasure.

Registered, printed, signed on screen, verified, sent, answered in a PDF that comes back filled, a
new liaison, a rectified fiche, her withdrawal, the refusal to send, the letter, the erasure.
"""

import json
from contextlib import closing
from io import BytesIO
from pathlib import Path

import pytest
from fictional import NIR, answers_file
from PIL import Image
from pypdf import PdfReader, PdfWriter

_REPLY = {
    "reponse_date": "hier",
    "reponse_nom": "Škoda-Nguyễn",
    "reponse_tel": "04 67 00 00 00",
    "reponse_texte": "Rendez-vous pris.\nDeuxième ligne (fictive).",
}
_MARKS = ("Zmarqueunz", "Zcontexteunz", "Zposteunz", "Zobjetunz")


@pytest.fixture
def cell(pdp, store, tmp_path):
    """A command runner whose store has signed the protocole; stops at the first failure."""

    def run(*args, code=0):
        done = pdp(*args, cwd=tmp_path)
        assert done.returncode == code, done.stderr
        return " ".join((done.stdout + done.stderr).split())

    run("convention", "ajouter", "btp34-carsat-lr")
    run("referent", "corriger", "--telephone", "04 99 00 00 00")
    return run


def filled(path: Path, answers: dict[str, str]) -> Path:
    """The fiche as the partner's program gives it back, in a new file."""
    writer = PdfWriter(path, incremental=True)
    for page in writer.pages:
        writer.update_page_form_field_values(page, answers, auto_regenerate=False)
    back = path.with_name("recu.pdf")
    writer.write(back)
    return back


def signature(folder: Path) -> Path:
    held = BytesIO()
    Image.new("RGB", (300, 100), "white").save(held, "PNG")
    path = folder / "signature.png"
    path.write_bytes(held.getvalue())
    return path


def text_of(path: Path) -> str:
    return " ".join(" ".join(p.extract_text() for p in PdfReader(path).pages).split())


def everything_held(store) -> str:
    """Every value of every table, as text; documents as the text of their bytes."""
    with closing(store.read()) as db:
        names = [
            row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        ]
        values = [value for name in names for row in db.execute(f"SELECT * FROM {name}")
                  for value in tuple(row)]  # fmt: skip
    return "\n".join(v.decode("latin-1") if isinstance(v, bytes) else str(v) for v in values)


def state(cell, ref: str) -> str:
    shown = cell("fiche", "liste", "--toutes", "--json")
    return next(one["state"] for one in json.loads(shown) if one["ref"] == ref)


def shared(cell, year: str) -> list[int]:
    """The situations signalled, the examinations, the actions of the year: what must not move."""
    figures = json.loads(cell("chiffres", "--annee", year, "--json"))
    return [one["values"][year] for s in figures["agreements"] for f in s["figures"]
            for one in f["lines"]]  # fmt: skip


def test_from_the_signature_to_the_erasure(cell, tmp_path, store):
    said = answers_file(
        tmp_path, date_signalement="hier", prereprise_date="hier", nir=NIR,
        nom=_MARKS[0], contexte=_MARKS[1], poste=_MARKS[2],
    )  # fmt: skip
    ref = cell("situation", "nouveau", "--fichier", str(said)).split()[1]
    said.unlink()
    fiche = tmp_path / f"fiche-{ref}-1.pdf"
    cell("accord", "imprimer", ref)
    assert state(cell, ref) == "sign"

    picture = str(signature(tmp_path))
    cell("accord", "signer", ref, "--image", picture, "--signe-le", "hier", "--lieu", "Lattes")
    assert state(cell, ref) == "send"
    assert "déjà servi" in cell(
        "accord", "signer", ref, "--image", picture, "--signe-le", "hier", "--lieu", "L", code=2
    )
    verdict = json.loads(cell("accord", "verifier", str(fiche), "--json"))
    assert (verdict["seal"], verdict["holds"]) == ("intact", True)

    cell("fiche", "envoyer", ref, "--canal", "messagerie sécurisée", "--oui")
    assert state(cell, ref) == "sent"
    cell("fiche", "accuse", ref)
    assert state(cell, ref) == "acknowledged"
    back = filled(fiche, _REPLY)
    told = cell("fiche", "retour", str(back), "--oui")
    assert "authentifié" in told
    assert state(cell, ref) == "answered"
    assert "Škoda-Nguyễn" in cell("fiche", "voir", ref)
    assert "déjà au cahier" in cell("fiche", "retour", str(back), "--oui", code=2)

    more = tmp_path / "suite.toml"
    more.write_text(f'objet_texte = "{_MARKS[3]}"', encoding="utf-8")
    cell("fiche", "suite", ref, "--fichier", str(more), "--oui")
    cell("fiche", "produire", ref, "--remplacer")
    assert _MARKS[3] in text_of(fiche)
    assert "Rendez-vous pris." in text_of(fiche)
    cell("fiche", "envoyer", ref, "--canal", "messagerie sécurisée", "--oui")

    cell("fiche", "rectifier", ref, "--motif", "poste erroné", "--nouvelle-signature", "non")
    assert state(cell, ref) == "send"
    cell("fiche", "produire", ref, "--remplacer")
    assert "RECTIFIÉE" in text_of(fiche).upper()
    cell("fiche", "envoyer", ref, "--canal", "messagerie sécurisée", "--oui")

    cell("accord", "retirer", ref, "--oui")
    letters = sorted(tmp_path.glob("retrait-*.pdf"))
    assert len(letters) == 1
    assert ref in text_of(letters[0])
    assert _MARKS[0].lower() not in text_of(letters[0]).lower()
    assert "retiré" in cell("fiche", "produire", ref, "--remplacer", code=15)
    assert "retiré" in cell("fiche", "envoyer", ref, "--brouillon", code=15)

    year = ref[:4]
    before = shared(cell, year)
    assert sum(before) > 0
    cell("droits", "effacer", ref, "--oui")
    assert shared(cell, year) == before
    for line in cell("verifier").split("✗")[1:]:
        raise AssertionError(line)
    assert not [mark for mark in (*_MARKS, NIR, "Nguyễn") if mark in everything_held(store)]
    assert all(mark not in cell("situation", "voir", ref) for mark in _MARKS)
