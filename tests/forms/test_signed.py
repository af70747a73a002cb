"""How a consent was given is printed in its block, whoever signed. Persons are fictional."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from pdpcli.agreements.loader import find
from pdpcli.forms.draw import draw
from pdpcli.forms.sheet import Sheet, SignedBlock

F1, F2 = find("btp34-carsat-lr").form, find("caire84-carsat-se").form
PAPER = SignedBlock(
    "MARTINEZ Luc", "Sète", date(2026, 6, 12), "Santé BTP 34", collected_by="Anne DURAND"
)
SCREEN = replace(PAPER, means="screen")
ORAL = replace(PAPER, means="oral", how="au téléphone")
PARTNER = replace(PAPER, means="partner", kept_by="Carsat LR", collected_by="")
UNABLE = replace(PAPER, unable=True, witness="Léa EXEMPLE")
READ = replace(PAPER, language="arabe", translated_by="Nadia EXEMPLE")
GUARDED = replace(PAPER, capacity="son tuteur", document_seen="jugement du 12/03/2024")


@pytest.mark.parametrize(
    ("block", "said"),
    [
        (PAPER, "signé sur papier le 12/06/2026, original conservé par Santé BTP 34"),
        (SCREEN, "signé à l'écran le 12/06/2026, exemplaire scellé conservé par Santé BTP 34"),
        (
            ORAL,
            "accord donné de vive voix le 12/06/2026, recueilli par Anne DURAND (au téléphone)",
        ),
        (PARTNER, "accord recueilli par Carsat LR le 12/06/2026 sur la fiche reçue"),
        (
            UNABLE,
            "la personne n'a pas pu signer : accord constaté le 12/06/2026 devant Léa EXEMPLE",
        ),
        (READ, "lu et traduit par Nadia EXEMPLE (arabe)"),
        (replace(PAPER, language="arabe"), "lu en arabe"),
        (GUARDED, "vu : jugement du 12/03/2024"),
    ],
)
@pytest.mark.parametrize("form", [F1, F2], ids=["f1", "f2"])
def test_how_it_was_given_is_printed_where_it_is_signed(
    form: object, block: SignedBlock, said: str
) -> None:
    assert said in block.statement
    content = draw(form, {}, Sheet("1", signed=block))  # type: ignore[arg-type]
    words = " ".join(
        " ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split()
    )
    assert said in words
    assert "MARTINEZ Luc (son tuteur)" in words or not block.capacity


@pytest.mark.parametrize(
    ("block", "said"),
    [
        (PAPER, "accord recueilli par Anne DURAND, original conservé par Santé BTP 34"),
        (SCREEN, "accord recueilli par Anne DURAND, exemplaire scellé conservé par Santé BTP 34"),
        (ORAL, "accord recueilli par Anne DURAND"),
        (PARTNER, "accord recueilli par Carsat LR le 12/06/2026 sur la fiche reçue"),
        (replace(PAPER, collected_by=""), ""),
    ],
)
def test_who_collected_it_is_printed_where_the_professional_signs(
    block: SignedBlock, said: str
) -> None:
    assert block.collected == said
