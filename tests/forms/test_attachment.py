"""The data attached to a fiche: what can be seen, no more; read back strictly. Fictional person."""

import json
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from golden.sheets import values_of
from pypdf import PdfReader

from pdpcli.agreements.loader import find
from pdpcli.errors import Refusal
from pdpcli.forms.attachment import MOST_BYTES, NAME, fiche_json, read_fiche_json
from pdpcli.forms.draw import draw
from pdpcli.forms.rounds import with_rounds
from pdpcli.forms.sheet import Sheet, SignedBlock

F1, F2 = find("btp34-carsat-lr").form, find("caire84-carsat-se").form
TODAY = date(2026, 6, 15)
SIGNED = SignedBlock("MARTINEZ Luc", "Sète", date(2026, 6, 12), "Santé BTP 34")
SHEET = Sheet(
    "2026-0171/1",
    signed=SIGNED,
    on=TODAY,
    version=2,
    replaces=date(2026, 6, 1),
    round=1,
    agreement="btp34-carsat-lr",
    sender="sante-btp-34",
    recipient="carsat-lr-ssam",
)


def _made(**changed: Any) -> bytes:
    said = json.loads(fiche_json(F1, values_of("btp34-carsat-lr"), SHEET))
    return json.dumps({**said, **changed}).encode()


def test_what_is_attached_is_read_back_and_accepted_by_the_form() -> None:
    values = values_of("btp34-carsat-lr", **{"case.context": "Ne peut plus porter.\nSouhaite."})
    read = read_fiche_json(fiche_json(F1, values, SHEET))
    assert (read.reference, read.version, read.round) == ("2026-0171/1", 2, 1)
    assert (read.on, read.replaces) == (TODAY, date(2026, 6, 1))
    assert (read.form_id, read.form_version, read.form_hash) == (F1.id, F1.version, F1.hash)
    assert (read.agreement, read.sender, read.recipient) == (
        "btp34-carsat-lr",
        "sante-btp-34",
        "carsat-lr-ssam",
    )
    parsed = F1.parse(read.values, stage="send", today=TODAY)
    assert parsed.problems == ()
    assert parsed.values == {key: values[key] for key in read.values}
    assert read.consent == {
        "signataire": "MARTINEZ Luc",
        "fait_a": "Sète",
        "fait_le": "2026-06-12",
        "signature": "signé sur papier le 12/06/2026, original conservé par Santé BTP 34",
    }


def test_what_is_not_seen_is_not_attached() -> None:
    """No box says « non » or « pas encore su »; a date beside a box left alone is not printed."""
    values = {
        "temps_partiel": "no",
        "autre_titre": "unknown",
        "invalidite": "none",
        "risque": None,
        "mdph": "no",
        "mdph_depose": TODAY,
        "prereprise": "planned",
        "prereprise_date": TODAY,
    }
    read = read_fiche_json(fiche_json(F1, values, Sheet("2026-0171/1")))
    assert read.values == {
        "mdph": "no",
        "prereprise": "planned",
        "prereprise_date": "2026-06-15",
    }
    assert read.consent == {}


def test_every_round_is_attached() -> None:
    form = with_rounds(F1, 3)
    values = {"objet_texte": "un", "retour_texte_2": "deux", "objet_texte_3": "trois"}
    assert read_fiche_json(fiche_json(form, values, SHEET)).values == values


def test_it_is_embedded_in_the_document_under_its_one_name() -> None:
    from dataclasses import replace

    values = values_of("caire84-carsat-se")
    content = fiche_json(F2, values, SHEET)
    reader = PdfReader(BytesIO(draw(F2, values, replace(SHEET, attachment=content))), strict=True)
    assert {name: list(found) for name, found in reader.attachments.items()} == {NAME: [content]}
    assert not PdfReader(BytesIO(draw(F2, values, SHEET))).attachments


_WRONG: dict[str, Callable[[], bytes]] = {
    "nothing": lambda: b"",
    "not JSON": lambda: b"{",
    "not UTF-8": lambda: b'{"schema": "\xff"}',
    "a list": lambda: b"[]",
    "too deep": lambda: b'{"a":' * 20_000 + b"1" + b"}" * 20_000,
    "too large": lambda: b" " * (MOST_BYTES + 1) + _made(),
    "a huge number": lambda: _made().replace(b'"version": 2', b'"version": ' + b"9" * 5000),
    "not a number": lambda: _made().replace(b'"version": 2', b'"version": NaN'),
    "twice the same": lambda: _made().replace(b'"round"', b'"version": 3, "round"'),
    "another schema": lambda: _made(schema="pdp-fiche/2"),
    "one more key": lambda: _made(autre=1),
    "a key less": lambda: json.dumps({"schema": "pdp-fiche/1"}).encode(),
    "a reference": lambda: _made(reference="../../etc"),
    "a true version": lambda: _made(version=True),
    "a version in text": lambda: _made(version="2"),
    "no version": lambda: _made(version=0),
    "a round before": lambda: _made(round=-1),
    "a date": lambda: _made(on="20260615"),
    "a date that is not": lambda: _made(on="2026-02-30"),
    "a date in a number": lambda: _made(replaces=20260615),
    "a hash": lambda: _made(form={"id": "f1", "version": 1, "hash": "A" * 64}),
    "a form": lambda: _made(form="f1"),
    "an agreement": lambda: _made(agreement="../x"),
    "values": lambda: _made(values=[1]),
    "a value": lambda: _made(values={"nom": 1}),
    "a nested value": lambda: _made(values={"nom": {"a": "b"}}),
    "a field name": lambda: _made(values={"__proto__": "x"}),
    "a control": lambda: _made(values={"nom": "a\x1b[31m"}),
    "a reversal": lambda: _made(consent={"signature": "a\u202eb"}),
    "a long text": lambda: _made(values={"contexte": "x" * 6001}),
    "too many values": lambda: _made(values={f"f{number}": "x" for number in range(401)}),
}


@pytest.mark.parametrize("name", _WRONG)
def test_anything_else_is_refused(name: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_fiche_json(_WRONG[name]())
    assert "etc" not in refused.value.reason


def test_texts_are_cleaned() -> None:
    said = {"nom": "  Nguye\u0302\u0303n\u200b ", "contexte": "un\r\ndeux"}
    assert read_fiche_json(_made(values=said)).values == {"nom": "Nguyễn", "contexte": "un\ndeux"}


def test_the_example_of_the_documentation_is_read() -> None:
    page = (Path(__file__).parents[2] / "docs" / "fiche-json.md").read_text("utf-8")
    example = page.split("```json\n", 1)[1].split("```", 1)[0]
    read = read_fiche_json(example.encode())
    parsed = F1.parse(read.values, stage=None, today=TODAY)
    assert parsed.problems == ()
    assert set(read.consent) == {one.id for one in F1.asked("person")}
    for key in json.loads(example):
        assert f"`{key}`" in page
