"""What is past its term, on screen: what would go, what stays and why, what to do before."""

from collections.abc import Mapping, Sequence
from typing import Any

from pdpcli.rules.dates import french
from pdpcli.rules.retention import MONTHS, SETTINGS, Review, Silence
from pdpcli.views.table import WIDTH, table
from pdpcli.views.wrap import wrapped

_TERM = "Hors délai : rien n'est noté depuis plus de {months} mois ({note} ; source : {source})."
_NONE = "Rien n'est hors délai."
_DO = "Rien n'est effacé. Pour le faire : pdp conservation effacer --confirmer {count}"
_FREEZE = "Figez d'abord ces bilans, dont un effacement n'explique plus les chiffres : {listed}"


def review_text(found: Review, width: int = WIDTH) -> str:
    """The list, nothing being erased by it."""
    setting = SETTINGS[MONTHS]
    term = _TERM.format(months=found.chosen[MONTHS], note=setting.note, source=setting.source)
    lines = [*wrapped(term), ""]
    lines += _going(found.past, found.share, width) if found.past else [_NONE]
    if found.kept:
        lines += ["", "Hors délai, et gardées :"]
        lines += [line for one, why in found.kept for line in wrapped(why, f"  {_refs(one)}  ")]
    if found.clock:
        lines += ["", *wrapped(found.clock)]
    if found.past and found.unfrozen:
        lines += ["", *wrapped(freeze_text(found.unfrozen)), *_freezing(found.unfrozen)]
    if found.past:
        lines += ["", _DO.format(count=len(found.past))]
    return "\n".join(lines)


def _going(past: Sequence[Silence], share: int, width: int) -> list[str]:
    rows = [(_refs(one), french(one.last_contact)) for one in past]
    head = f"{len(past)} personne(s), {share} % des situations du cahier :"
    return [head, table(("Situations", "Dernier contact"), rows, width)]


def _refs(one: Silence) -> str:
    return ", ".join(one.refs)


def freeze_text(unfrozen: Mapping[int, tuple[str, ...]]) -> str:
    """The evaluations that are not frozen, by year."""
    listed = " ; ".join(f"{year} ({', '.join(ids)})" for year, ids in unfrozen.items())
    return _FREEZE.format(listed=listed)


def _freezing(unfrozen: Mapping[int, tuple[str, ...]]) -> list[str]:
    """The commands that freeze them."""
    return [
        f"  pdp bilan figer --annee {year} --convention {one}"
        for year, ids in unfrozen.items()
        for one in ids
    ]


def review_json(found: Review) -> dict[str, Any]:
    """The same, with stable keys."""
    return {
        "past": [dict(vars(one)) for one in found.past],
        "kept": [{**vars(one), "why": why} for one, why in found.kept],
        "settings": dict(found.chosen),
        "share": found.share,
        "too_many": found.excess,
        "clock": found.clock,
        "unfrozen": {str(year): list(ids) for year, ids in found.unfrozen.items()},
    }


def settings_text(chosen: Mapping[str, int], names: Mapping[str, str]) -> str:
    """Each setting: what is chosen, the choice proposed, why it is only that."""
    lines = []
    for id_, setting in SETTINGS.items():
        told = f"{setting.label} : {chosen[id_]} [{setting.default} proposé]"
        lines += [f"{names[id_]}", *wrapped(told, "  ")]
        lines += wrapped(f"{setting.note} ; {setting.source}", "  ")
    return "\n".join(lines)
