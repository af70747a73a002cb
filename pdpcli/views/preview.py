"""What would leave with a fiche, on screen: may it, to whom, why, what, and what stays."""

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

from pdpcli.rules.dates import french_iso
from pdpcli.rules.vocabulary import label
from pdpcli.views.wrap import labelled, wrapped

_NOT_SAID = "non renseigné"


def preview_text(shown: Mapping[str, Any]) -> str:
    """The preview in lines of 80 columns; nothing is produced."""
    blocks = [
        (f"APERÇU DE LA FICHE {shown['ref']}", ["  Rien n'est produit ni noté ici."]),
        ("PEUT-ELLE PARTIR ?", _whether(shown)),
        ("À QUI", recipient_lines(shown["recipient"])),
        (f"CE QUI {'PART' if shown['may_leave'] else 'PARTIRAIT'}", list(_leaving(shown))),
        ("AVEC ELLE", _with_it(shown["with_it"])),
        (f"CE QUI RESTE ICI ({shown['stays']['count']})", _stays(shown["stays"]["labels"])),
        ("À REGARDER", [line for one in shown["to_look_at"] for line in _item(one["said"])]),
    ]
    return "\n".join(line for title, lines in blocks if lines for line in (title, *lines, ""))[:-1]


def recipient_lines(recipient: Mapping[str, str]) -> list[str]:
    """A recipient in full: its service, its organisation, and how it is reached."""
    lines = wrapped(recipient["name"], "  ")
    lines += wrapped(recipient["organisation"], "  ") if recipient["organisation"] else []
    reached = (("adresse", "address"), ("courriel", "email"), ("téléphone", "phone"))
    for title, key in reached:
        lines += wrapped(recipient[key] or _NOT_SAID, f"  {title:<11}")
    return lines


def _whether(shown: Mapping[str, Any]) -> list[str]:
    if shown["obstacles"]:
        told = [line for one in shown["obstacles"] for line in _item(one)]
        return ["  Non, elle ne peut pas partir :", *told, *_rule(shown["rule"])]
    consent = shown["consent"]
    until = consent["expires_on"]
    ends = f"jusqu'au {french_iso(until)}" if until else "sans terme, jusqu'au retrait"
    said = (
        f"Oui : accord {label('consent_means', consent['means'])}, le "
        f"{french_iso(consent['on_date'])}, pour {_scope(consent['scope'])}, {ends}."
    )
    return [*wrapped(said, "  "), *_rule(shown["rule"])]


def _scope(scope: str | None) -> str:
    if scope is None:
        return label("consent_scope", "person")
    return f"la fiche {scope} seulement" if "/" in scope else f"la situation {scope} seulement"


def _rule(rule: Mapping[str, str]) -> list[str]:
    return wrapped(f"{rule['source']} : {rule['text']}", "  ") if rule["text"] else []


def _leaving(shown: Mapping[str, Any]) -> Iterator[str]:
    if shown["with_it"]["rectified"]:
        yield from wrapped(shown["with_it"]["rectified"], "  ")
    for title, rows in groupby(shown["fields"], lambda row: row["section"]):
        yield from wrapped(title, "  ")
        for row in rows:
            yield from labelled(row["label"], row["shown"], "    ", 36)


def _with_it(with_it: Mapping[str, Any]) -> list[str]:
    lines = _item(
        f"{with_it['attachment']}, pièce jointe du PDF : les mêmes rubriques, rien d'autre"
    )
    if with_it["signed_page"]:
        lines += _item("la feuille signée, telle que numérisée, en dernière page")
    lines += _item(
        f"propriétés du fichier : titre « {with_it['title']} », objet « {with_it['subject']} », "
        f"auteur « {with_it['author']} »"
    )
    return [*lines, *_item(f"marque : {with_it['mark']}")]


def _stays(labels: list[str]) -> list[str]:
    return wrapped(" · ".join(labels), "  ") if labels else []


def _item(text: str) -> list[str]:
    return wrapped(text, "  - ")
