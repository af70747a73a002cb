"""The consents of a person: as rows with stable keys, as a table, and one as a card."""

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from pdpcli.rules.dates import french_iso
from pdpcli.rules.vocabulary import CHOICES, label
from pdpcli.views.table import WIDTH, table
from pdpcli.views.wrap import wrapped

_ACTS = {"given": "accord donné", "refused": "refus", "withdrawn": "retrait"}
_COLUMNS = (
    "act", "on_date", "expires_on", "pair", "bodies", "form_id", "means", "scope", "recorded_at",
    "author",
)  # fmt: skip


def consent_rows(
    acts: Sequence[Mapping[str, Any]], scanned: Collection[int] = ()
) -> list[dict[str, Any]]:
    """What may be shown of each act: never the opaque key nor the salt."""
    rows = []
    for act in acts:
        said = json.loads(act["content"]) if act["content"] else {}
        columns = {column: act[column] for column in _COLUMNS}
        rows.append({**columns, **said, "scan": act["id"] in scanned})
    return rows


def consent_table(rows: Sequence[Mapping[str, Any]], width: int = WIDTH) -> str:
    """One line an act: day, what and how, between whom, by whom, for what and until when, copy."""
    headings = ("Date", "Acte", "Entre", "Signataire", "Vaut", "Copie")
    return table(headings, map(_consent_cells, rows), width)


def _consent_cells(row: Mapping[str, Any]) -> tuple[str, ...]:
    on = french_iso(row["on_date"])
    if row["act"] != "given":
        return (on, _ACTS[row["act"]], row["bodies"], "", "", "")
    how = CHOICES["consent_means"][row["means"]]
    covers = f"{row['scope'] or 'toutes les fiches'}, {until(row['expires_on'])}"
    return on, f"accord {how}", row["bodies"], signer(row), covers, "oui" if row["scan"] else "non"


def signer(said: Mapping[str, Any]) -> str:
    """Who signed, and in what capacity when it is not the person herself; "" once erased."""
    name, capacity = said.get("signer", ""), said.get("capacity", "person")
    if not name or capacity == "person":
        return str(name)
    if capacity == "unable":
        return f"{name}, qui ne peut signer"
    return f"{name}, {label('signer_capacity', capacity)}"


def what_it_covers(scope: str | None) -> str:
    """How far a consent reaches, as the end of a sentence."""
    if scope is None:
        return "pour toutes les fiches de cette convention"
    return f"pour la seule {'fiche' if '/' in scope else 'situation'} {scope}"


def until(expires_on: str | None) -> str:
    """Until when it holds, as the end of a sentence."""
    if expires_on is None:
        return "jusqu'à son retrait"
    return f"jusqu'au {french_iso(expires_on)} inclus"


def consent_card(shown: Mapping[str, Any]) -> str:
    """One consent in lines of text; see ``commands.consent_show`` for the keys."""
    lines = [f"ACCORD pour {shown['partner']}, fiche {shown['ref']}"]
    for heading, text in (*_told(shown), *_today(shown)):
        if text:
            lines += wrapped(text, f"  {heading:<21}")
    return "\n".join(lines)


def _told(shown: Mapping[str, Any]) -> list[tuple[str, str]]:
    one = shown["consent"]
    if one is None:
        return []
    on = french_iso(one["on_date"])
    noted = f"{french_iso(one['recorded_at'][:10])}, par {one['author']}"
    if one["act"] != "given":
        return [("Dernier acte", f"{_ACTS[one['act']]}, le {on}"), ("Noté le", noted)]
    return [
        ("Donné le", ", à ".join(filter(None, (on, one.get("place", ""))))),
        ("Comment", "".join((CHOICES["consent_means"][one["means"]], _in_brackets(one, "how")))),
        ("Par", signer(one)),
        ("Document montré", one.get("document_seen", "")),
        ("Devant", one.get("witness", "")),
        ("Lu en", one.get("language", "")),
        ("Lu et traduit par", one.get("translated_by", "")),
        ("Recueilli par", one.get("collected_by", "")),
        ("Original gardé par", one.get("kept_by", "") if one["means"] == "paper" else ""),
        ("Noté le", noted),
        ("Entre", f"{shown['bodies']}, exclusivement"),
        ("Vaut", f"{what_it_covers(one['scope'])}, {until(one['expires_on'])}"),
        ("Fiche", shown["form"]),
        ("Copie", _copy(shown["scan"])),
    ]


def _in_brackets(said: Mapping[str, Any], key: str) -> str:
    return f" ({said[key]})" if said.get(key) else ""


def _copy(scan: Mapping[str, Any] | None) -> str:
    if scan is None:
        return "aucune n'est gardée"
    kind = "fiche reçue du partenaire" if scan["kind"] != "scan" else "feuille signée"
    day = french_iso(scan["added_on"])
    return f"{kind}, {scan['media'].upper()}, gardée le {day}\nempreinte {scan['sha256']}"


def _today(shown: Mapping[str, Any]) -> list[tuple[str, str]]:
    opens = shown["gate"]["open"]
    said = "l'accord est valable" if opens else f"rien ne part : {shown['gate']['why']}"
    if opens and not shown["missing"]:
        said = "l'accord est valable, la fiche peut partir"
    missing = " ; ".join(shown["missing"])
    return [
        ("Il manque à la fiche", missing),
        ("Fiche imprimée le", french_iso(shown["printed_on"])),
        ("Aujourd'hui", said),
    ]
