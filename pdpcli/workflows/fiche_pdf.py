"""The PDF of a fiche that may leave: drawn, its signed page placed last, then sealed if asked."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from pdpcli.forms.mark import mark
from pdpcli.forms.sheet import Sheet, SignaturePictures, SignedBlock
from pdpcli.rules.vocabulary import label
from pdpcli.store.bodies import service_name
from pdpcli.store.dispatches import dispatches
from pdpcli.store.documents import consent_scan
from pdpcli.store.fiche import fiche_form
from pdpcli.store.released import release_token
from pdpcli.store.their_sheets import their_mark

if TYPE_CHECKING:
    from sqlite3 import Connection

    from pdpcli.forms.fields import Value
    from pdpcli.store.liaisons import LiaisonRow
    from pdpcli.store.open import Write


def fiche_pdf(  # noqa: PLR0913, PLR0917 - what the document is made of
    write: "Write",
    liaison: "LiaisonRow",
    values: "dict[str, Value]",
    consent: Mapping[str, Any],
    on: date,
    number: int,
    *,
    sealed: bool,
    pictures: SignaturePictures | None,
) -> bytes:
    """The bytes of the fiche of the release ``number``.

    The caller has passed the gate and kept only what may leave.
    """
    from pdpcli.forms.attachment import fiche_json
    from pdpcli.forms.draw import draw

    form = fiche_form(liaison)
    sheet = release_sheet(write.db, liaison, consent, on, release_token(write.db, number))
    sheet = replace(sheet, pictures=pictures)
    if sealed:
        from pdpcli.workflows.sealing import seal_notice

        sheet = replace(sheet, seal_notice=seal_notice(write, on))
    pdf = draw(form, values, replace(sheet, attachment=fiche_json(form, values, sheet)))
    scan = consent_scan(write.db, consent["id"])
    if scan is not None:
        from pdpcli.forms.scan import append_scan

        pdf = append_scan(pdf, scan.bytes, scan.media)
    if sealed:
        from pdpcli.workflows.sealing import seal_document

        pdf = seal_document(write, pdf)
    return pdf


def release_sheet(
    db: "Connection",
    liaison: "LiaisonRow",
    consent: Mapping[str, Any] | None,
    on: date,
    token: str = "",
) -> Sheet:
    """The sheet that leaves, its consent block filled from what was signed (empty without).

    The program answers under the reference of the sheet received, when the partner uses it too,
    with the ``token`` that its own store will know.
    """
    ends = (liaison.agreement.as_body, liaison.agreement.partner)
    sender, recipient = ends if liaison.direction == "out" else reversed(ends)
    theirs = their_mark(db, liaison) if liaison.direction == "in" else None
    ref, version = (theirs.ref, theirs.version) if theirs else (liaison.ref, liaison.version)
    known = theirs.token if theirs else token
    return Sheet(
        ref,
        "release",
        signed=_signed_block(db, consent) if consent else None,
        author=service_name(db),
        on=on,
        version=liaison.version,
        replaces=_sent_before(db, liaison),
        round=liaison.round,
        mark=mark(ref, version, liaison.round, liaison.form_hash, known),
        addressee=liaison.agreement.partner,
        agreement=liaison.agreement.id,
        sender=sender,
        recipient=recipient,
    )


def _signed_block(db: "Connection", consent: Mapping[str, Any]) -> SignedBlock:
    row = db.execute(
        "SELECT content FROM consent_detail WHERE consent_id = ?", (consent["id"],)
    ).fetchone()
    said = json.loads(row["content"])
    capacity = said["capacity"]
    herself = capacity in {"person", "unable"}
    shown = ("language", "translated_by", "document_seen", "witness", "how")
    return SignedBlock(
        signer=said["signer"],
        place=said["place"],
        signed_on=date.fromisoformat(consent["on_date"]),
        kept_by=said["kept_by"],
        collected_by=said["collected_by"],
        capacity="" if herself else label("signer_capacity", capacity),
        means=consent["means"],
        unable=capacity == "unable",
        **{key: said[key] for key in shown if said.get(key)},
    )


def _sent_before(db: "Connection", liaison: "LiaisonRow") -> date | None:
    """The day the version that this one replaces was sent."""
    if liaison.version == 1:
        return None
    before = [one for one in dispatches(db, liaison) if one["version"] < liaison.version]
    return date.fromisoformat(before[-1]["on_date"]) if before else None
