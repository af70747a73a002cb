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
from pdpcli.store.documents import consent_scan
from pdpcli.store.fiche import fiche_form

if TYPE_CHECKING:
    from pdpcli.forms.fields import Value
    from pdpcli.store.liaisons import LiaisonRow
    from pdpcli.store.open import Write


def fiche_pdf(  # noqa: PLR0913 - what the document is made of
    write: "Write",
    liaison: "LiaisonRow",
    values: "dict[str, Value]",
    consent: Mapping[str, Any],
    on: date,
    *,
    sealed: bool,
    pictures: SignaturePictures | None,
) -> bytes:
    """The bytes of the fiche. The caller has passed the gate and kept only what may leave."""
    from pdpcli.forms.attachment import fiche_json
    from pdpcli.forms.draw import draw

    form = fiche_form(liaison)
    sheet = replace(release_sheet(write, liaison, consent, on), pictures=pictures)
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
    write: "Write", liaison: "LiaisonRow", consent: Mapping[str, Any], on: date
) -> Sheet:
    """The sheet that leaves, its consent block filled from what was signed."""
    return Sheet(
        liaison.ref,
        "release",
        signed=_signed_block(write, consent),
        author=service_name(write.db),
        on=on,
        version=liaison.version,
        replaces=_sent_before(write, liaison),
        mark=mark(liaison.ref, liaison.version, liaison.round, liaison.form_hash),
    )


def _signed_block(write: "Write", consent: Mapping[str, Any]) -> SignedBlock:
    row = write.db.execute(
        "SELECT content FROM consent_detail WHERE consent_id = ?", (consent["id"],)
    ).fetchone()
    said = json.loads(row["content"])
    capacity = said["capacity"]
    shown = ("language", "translated_by", "witness", "how", "document_seen")
    return SignedBlock(
        signer=said["signer"],
        place=said["place"],
        signed_on=date.fromisoformat(consent["on_date"]),
        kept_by=said["kept_by"],
        collected_by=said["collected_by"],
        capacity="" if capacity in _HERSELF else label("signer_capacity", capacity),
        unable=capacity == "unable",
        means=consent["means"],
        **{key: said[key] for key in shown if said.get(key)},
    )


_HERSELF = ("person", "unable")


def _sent_before(write: "Write", liaison: "LiaisonRow") -> date | None:
    """The day the version that this one replaces was sent."""
    row = write.db.execute(
        """SELECT max(on_date) FROM dispatch
        WHERE case_ref = ? AND liaison_number = ? AND version < ?""",
        (liaison.case.ref, liaison.number, liaison.version),
    ).fetchone()
    return date.fromisoformat(row[0]) if row[0] else None
