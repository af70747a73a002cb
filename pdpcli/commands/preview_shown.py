"""What `pdp liaison preview` gathers, as plain values with stable keys."""

from typing import TYPE_CHECKING, Any

from pdpcli.rules.nir import mask, mask_inside

if TYPE_CHECKING:
    from pdpcli.forms.fields import Value
    from pdpcli.forms.form import Field, Section
    from pdpcli.workflows.preview import Preview


def preview_shown(found: "Preview", *, reveal: bool) -> dict[str, Any]:
    """What would leave, to whom, why; a social security number is masked unless ``reveal``."""
    sheet = found.sheet
    return {
        "ref": found.ref,
        "version": sheet.version,
        "round": sheet.round,
        "may_leave": not found.obstacles,
        "obstacles": list(found.obstacles),
        "recipient": vars(found.recipient),
        "consent": _consent(found),
        "rule": vars(found.rule),
        "fields": _fields(found, reveal=reveal),
        "with_it": {
            "attachment": "fiche.json",
            "signed_page": found.scan,
            "reference": sheet.reference,
            "title": found.title,
            "subject": found.subject,
            "author": sheet.author,
            "mark": sheet.mark,
            "rectified": sheet.rectified,
        },
        "stays": {"count": len(found.stays), "labels": list(found.stays)},
        "to_look_at": [
            {"id": one.field.id, "said": one.said, "words": list(one.words)}
            for one in found.remarks
        ],
    }


def _consent(found: "Preview") -> dict[str, Any] | None:
    if found.consent is None:
        return None
    columns = ("on_date", "means", "scope", "expires_on")
    return {column: found.consent[column] for column in columns}


_CONSENT = "Accord de la personne"


def _fields(found: "Preview", *, reveal: bool) -> list[dict[str, str]]:
    """Each field as the page shows it, under the title of its section."""
    title, rows = "", []
    for section in found.form.sections:
        title = section.title or (_CONSENT if section.by == "person" else title)
        rows += [
            {
                "id": one.id,
                "section": title,
                "label": _label(section, one),
                "shown": _shown(one, found.seen[one.id], reveal=reveal),
            }
            for one in section.fields
            if one.id in found.seen
        ]
    return rows


def _label(section: "Section", one: "Field") -> str:
    """As printed, after the title of its column; as asked where nothing is printed."""
    label = one.label or one.question
    for title, column in zip(section.column_titles, section.columns, strict=False):
        if title and one.id in column:
            return f"{title}, {label}"
    return label


def _shown(one: "Field", value: "Value", *, reveal: bool) -> str:
    if one.kind == "flag":
        return "[x]"
    if one.choices:
        return f"[x] {one.choices[str(value)]}" if str(value) in one.choices else one.format(value)
    if one.kind == "nir":
        return one.format(value) if reveal else mask(str(value))
    return one.format(value) if reveal else mask_inside(one.format(value))
