"""The closed list of what an evaluation may read, source by source, and in which words.

Derived columns are read from others: the sector of activity from the NAF code and the contract, the
« sénior » from the age. What they mean where the text is silent is a parameter (dossier §4.10).
"""

from collections import ChainMap
from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from pdpcli.rules.vocabulary import (
    ACT_KINDS,
    ACT_STATES,
    CHOICES,
    DIMENSIONS,
    GATHERING_KINDS,
)

Source = Literal["act", "gathering", "member", "figure"]
_FREE: Mapping[str, str] = MappingProxyType({})
SECTORS: Mapping[str, str] = MappingProxyType(
    {"btp": "BTP", "other": "autres secteurs, et intérim"}
)
_SENIOR: Mapping[str, str] = MappingProxyType({"yes": "sénior", "no": "non sénior"})
_ACT: dict[str, Mapping[str, str]] = {
    "kind": {code: kind.label for code, kind in ACT_KINDS.items()},
    "state": ACT_STATES,
    "agreement": _FREE,
    "direction": CHOICES["direction"],
    "body": _FREE,
    "nature": ChainMap(*(dict(CHOICES[kind.nature]) for kind in ACT_KINDS.values() if kind.nature)),
    "mode": CHOICES["mode"],
    "requester": CHOICES["requester"],
    "done_by_function": CHOICES["function"],
    "motive": CHOICES["motive"],
    "after": CHOICES["after"],
    "dispensation": CHOICES["tristate"],
    "iri": _FREE,
    "irdp": _FREE,
    **{column: CHOICES[name] if name else _FREE for column, name in DIMENSIONS.items()},
    "known_to_ssam": CHOICES["tristate"],
    "sector": SECTORS,
    "senior": _SENIOR,
}
#: Columns of ``act`` that are read in its case: what is said once of a situation.
OF_CASE = ("known_to_ssam",)
#: Derived columns of an act -> the dimensions they are read from.
DERIVED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"sector": ("naf", "contract"), "senior": ("age",)}
)
#: Columns of a gathering that are read in its audience: who came, by activity and size.
OF_AUDIENCE = ("naf", "size_band", "sector")
_GATHERING: dict[str, Mapping[str, str]] = {
    "kind": {code: kind.label for code, kind in GATHERING_KINDS.items()},
    "state": ACT_STATES,
    "agreement": _FREE,
    "joint": {"yes": "conjointe", "no": "de notre seul fait"},
    "mode": CHOICES["mode"],
    "nature": CHOICES["theme"],
    "title": _FREE,
    "naf": _FREE,
    "size_band": _FREE,
    "sector": SECTORS,
}
#: source -> column -> code -> French label; an empty mapping is a free text or a number.
COLUMNS: Mapping[Source, Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "act": _ACT,
        "gathering": _GATHERING,
        "member": {"function": CHOICES["function"]},
        "figure": {},
    }
)
#: Columns that hold a number: they take bounds, and bands.
NUMBERS = ("age", "size", "iri", "irdp")
#: Bounds of a condition on a number: what is written -> what SQL says.
BOUNDS: Mapping[str, str] = MappingProxyType(
    {"above": ">", "at_least": ">=", "below": "<", "at_most": "<="}
)
