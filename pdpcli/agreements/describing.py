"""A cell's own convention described by answers: the three texts of its folder.

The questions are ``describing.toml``; the fiche keeps, of ``whole_form.toml``, what was chosen:
nothing more than what is needed (S0 art. 4: « strictement nécessaires »).
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pdpcli.declarations.toml import read_toml
from pdpcli.errors import InputRefused, Problem
from pdpcli.forms.fields import Value
from pdpcli.forms.form import Form, read_form
from pdpcli.rules.names import fold
from pdpcli.rules.vocabulary import YES

_HERE = Path(__file__).parent
#: What each choice adds to the fiche, beside what every fiche carries.
_CARRIED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "carries_birth": ("naissance",),
        "carries_nir": ("nni",),
        "carries_address": ("adresse",),
        "carries_contact": ("tel", "mail"),
        "carries_leave": ("arret", "risque"),
        "carries_titles": ("invalidite", "rqth"),
        "carries_part_time": ("temps_partiel",),
        "carries_horizon": ("horizon",),
        "carries_job": ("poste", "contrat", "anciennete"),
        "carries_employer": ("employeur", "employeur_adresse", "employeur_tel"),
        "carries_doctor": ("medecin_travail",),
        "carries_prereprise": ("prereprise", "prereprise_date"),
        "carries_rounds": (
            *("objet_date", "objet_nom", "objet_tel", "objet_mail", "objet_texte"),
            *("retour_date", "retour_nom", "retour_tel", "retour_mail", "retour_texte"),
        ),
    }
)
_COUNTED = {
    "us": ("in", "par {partner}", "a) des situations dont {partner} nous a adressé une fiche."),
    "them": ("out", "par {us}", "b) des situations dont nous avons envoyé la fiche."),
}
Said = Mapping[str, Value]


@cache
def questions() -> Form:
    """What is asked to describe a convention."""
    return read_form((_HERE / "describing.toml").read_text("utf-8"), "describing.toml")


def identifier(said: Said) -> str:
    """The convention's id, from its short name."""
    return _slug(said["short"])


def described(said: Said) -> dict[str, str]:
    """The texts of the folder's files, by name, from the answers to ``questions``.

    Raises:
        InputRefused: two parties of one name, or a name without a letter.
    """
    us, partner = _slug(said["us"]), _slug(said["partner_short"])
    problems = []
    if not identifier(said):
        problems.append(Problem("short", "il y faut des lettres."))
    if not us or not partner or us == partner:
        problems.append(Problem("partner_short", "les deux parties portent le même nom."))
    if problems:
        raise InputRefused("La convention n'a pas été écrite.", problems=problems)
    files = {
        "agreement.toml": _agreement(said, us, partner),
        "form.toml": _form(said, us, partner),
        "evaluation.toml": _evaluation(said),
    }
    return {name: _written(content) for name, content in files.items()}


def _written(content: Mapping[str, Any]) -> str:
    import tomli_w

    head = "# Écrit par « pdp convention nouvelle » ; se modifie comme les autres.\n\n"
    return head + tomli_w.dumps(content, multiline_strings=True)


def _agreement(said: Said, us: str, partner: str) -> dict[str, Any]:
    source = "convention"
    terms: dict[str, Any] = {
        "id": identifier(said),
        "title": said["title"],
        "short": said["short"],
        **({"signed_on": said["signed_on"]} if isinstance(said.get("signed_on"), date) else {}),
        "parties": [us, partner],
        "us": [us],
        "body": [
            {"id": us, "name": said["us"], "short": str(said["us"])[:40]},
            _told(id=partner, name=said["partner"], short=said["partner_short"],
                  address=said.get("partner_address"), email=said.get("partner_email")),
        ],
    }  # fmt: skip
    if said.get("months"):
        terms["term"] = {"months": said["months"], "source": source}
        terms["renewal"] = {"tacit": said.get("tacit") == YES, "source": source}
    if said.get("notice_months"):
        terms["notice"] = {"months": said["notice_months"], "source": source}
    if said["evaluation"] == YES:
        terms["evaluation"] = {"months": 12, "by": [us, partner], "source": source}
    if said.get("consent_rule"):
        rule = {"text": said["consent_rule"], "source": said.get("consent_source") or source}
        terms["consent"] = rule
    return terms | _answer_delay(said)


def _answer_delay(said: Said) -> dict[str, Any]:
    return {
        "parameter": {
            "answer_delay_days": {
                "label": "Délai de réponse à une fiche, en jours",
                "default": said["answer_days"],
                "note": "votre délai",
                "source": "réglage de la cellule",
            }
        },
        "delay": [
            {
                "id": "answer",
                "label": "Réponse à une fiche",
                "starts": "réception de la fiche",
                "parameter": "answer_delay_days",
                "source": "réglage de la cellule",
            }
        ],
    }


def _form(said: Said, us: str, partner: str) -> dict[str, Any]:
    """The whole form without what was not chosen."""
    whole: dict[str, Any] = read_toml((_HERE / "whole_form.toml").read_text("utf-8"))
    left_out = {one for choice, ids in _CARRIED.items() if said.get(choice) != YES for one in ids}
    sections = [kept for one in whole["section"] if (kept := _kept(one, left_out))]
    for section in sections:
        if section["by"] == "person":
            section["text"] = said["consent"]
    form = {
        **whole,
        "title": said["form_title"],
        "subtitle": "modèle établi par la cellule",
        "header": [said["us"], said["partner_short"]],
        "parties": [us, partner],
        "section": sections,
    }
    if said.get("notice"):
        return {**form, "notice": {"text": said["notice"]}}
    return {key: value for key, value in form.items() if key != "notice"}


def _kept(section: Mapping[str, Any], left_out: set[str]) -> dict[str, Any]:
    """The section without the fields left out; nothing when none is left."""
    fields = {key: one for key, one in section["field"].items() if key not in left_out}
    if not fields:
        return {}
    kept = dict(section) | {"field": fields}
    for rows in ("rows", "before", "at_least_one"):
        if rows in section:
            kept[rows] = [left for row in section[rows] if (left := _cells(row, fields))]
    return kept


def _cells(row: Sequence[str], fields: Mapping[str, Any]) -> list[str]:
    """The cells that are left; one that is left alone takes the whole row."""
    left = [cell for cell in row if cell.partition(":")[0] in fields]
    return [left[0].partition(":")[0]] if len(left) == 1 < len(row) else left


def _evaluation(said: Said) -> dict[str, Any]:
    whole: dict[str, Any] = {"agreement": identifier(said), "source": said["short"]}
    if said.get("counted") != YES:
        return whole
    names = {"us": said["us"], "partner": said["partner_short"]}
    counts = [
        {
            "id": "ab"[at],
            "label": label.format(**names),
            "unit": "case",
            "where": {"kind": "referral", "direction": direction, "agreement": "this"},
            "counted": counted.format(**names),
        }
        for at, (direction, label, counted) in enumerate(_COUNTED.values())
    ]
    label = "le nombre de situations signalées par chacun des deux services"
    one = {"id": f"{identifier(said).upper()}-1", "label": label, "count": counts}
    return {**whole, "indicator": [one]}


def _told(**said: Value) -> dict[str, Value]:
    return {key: value for key, value in said.items() if value}


def _slug(name: Value) -> str:
    return re.sub(r"[^a-z0-9]+", "-", fold(str(name))).strip("-")
