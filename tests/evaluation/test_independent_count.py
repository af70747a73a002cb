"""Every figure of every shipped convention equals a count in plain Python of the full export."""

import io
import json
import tomllib
from collections.abc import Iterator
from importlib.resources import files
from random import Random
from types import SimpleNamespace
from typing import Any

import pytest
from handmade import Handmade, count_year
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from plain_count import Export, Key, Plain, Values

from pdpcli.evaluation.indicator import read_evaluation
from pdpcli.rules.vocabulary import ACT_KINDS, CHOICES, DIMENSIONS, GATHERING_KINDS
from pdpcli.views.whole import write_lines

TEXTS = {
    folder.name: (folder / "evaluation.toml").read_text("utf-8")
    for folder in sorted(files("pdpcli.agreements").iterdir(), key=lambda one: one.name)
    if (folder / "evaluation.toml").is_file()
    and "[[indicator]]" in (folder / "evaluation.toml").read_text("utf-8")
}
#: What the language can say besides, that no shipped convention says.
TEXTS["langage"] = """
agreement = "langage"
source = "inventé"
[parameter.which]
label = "lesquelles"
default = "all"
[parameter.which.choice.all]
text = "toutes"
[parameter.which.choice.repeated]
text = "qui reviennent"
recurring = 2
take = "each"
[dimension.job]
label = "poste"
[dimension.sector]
label = "secteur"
always = ["btp"]
[dimension.size]
label = "effectif"
[dimension.size.bands]
"petites" = [0, 10]
"grandes" = [11, 99999]
[[indicator]]
id = "L-1"
label = "durées"
[[indicator.count]]
id = "days"
label = "jours"
unit = "days"
where = { group = "life" }
by = ["sector"]
[[indicator.count]]
id = "acts"
label = "actes"
unit = "row"
where = { group = "life" }
by = ["sector", "job", "size"]
share = true
parameters = ["which"]
[[indicator.ratio]]
id = "mean"
label = "durée moyenne"
of = "days"
over = "acts"
form = "months"
each = true
[[indicator]]
id = "L-2"
label = "publics"
[[indicator.count]]
id = "came"
label = "participants"
of = "gathering"
unit = "participants"
where = { sector = ["btp", "unknown"] }
by = ["sector"]
share = true
[[indicator.count]]
id = "held"
label = "réunions"
of = "gathering"
unit = "row"
where = { naf = "43.99C" }
[[indicator.ratio]]
id = "each"
label = "par réunion"
of = "came"
over = "held"
form = "quotient"
[[indicator]]
id = "L-3"
label = "bornes"
[[indicator.count]]
id = "some"
label = "l'un ou l'autre"
unit = "case"
take = "last"
where = { any = [{ iri = { at_least = 2, below = 3 } }, { size = { at_most = 10 }, sex = "male" }] }
[[indicator.count.line]]
id = "old"
label = "dont 50 ans et plus"
where = { age = { above = 49 }, known_to_ssam = ["yes", "unknown"] }
take = "each"
share = true
[[indicator]]
id = "L-4"
label = "la même chose"
same_as = "L-3"
"""
DECLARED = {name: tomllib.loads(text) for name, text in TEXTS.items()}
YEAR = 2025
DAYS = ("2022-12-31", "2023-01-01", "2023-07-01", "2024-04-13", "2024-04-14", "2024-12-31",
        "2025-01-01", "2025-04-13", "2025-04-14", "2025-12-31", "2026-04-13")  # fmt: skip
VALUES: dict[str, list[Any]] = {
    **{name: [*CHOICES[listed], None] for name, listed in DIMENSIONS.items() if listed},
    "age": [None, 25, 26, 45, 46, 49, 50, 51, 55, 59, 60, 80],
    "dept": ["34", "2A", None],
    "naf": ["41.10A", "41.20B", "42.11Z", "43.99C", "47.11F", "", None],
    "size": [None, 0, 1, 9, 10, 11, 49, 50, 299, 300],
    "job": ["Maçon", "maçon", "MAcon", None],
    "employer_id": [1, 2, None],
    "iri": [None, 1.9, 2, 2.1, 3],
    "irdp": [None, 2, 2.5],
    "direction": ["in", "out"],
    "agreement": [*TEXTS, None],
    "body": ["carsat-lr-ssam", "cap-emploi-34", None],
    "mode": [*CHOICES["mode"], None],
    "requester": [*CHOICES["requester"], None],
    "done_by_function": [*CHOICES["function"], None],
    "motive": [*CHOICES["motive"], None],
    "after": [*CHOICES["after"], None],
    "dispensation": [*CHOICES["tristate"], None],
}
OF_CASE = ("known_to_ssam",)
DERIVED = {"sector": "naf", "senior": "age"}


def asked_by(root: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """What the rows of each count and of each of its lines must meet: rows are made to meet it."""
    for indicator in root["indicator"]:
        for count in indicator.get("count", []):
            points = [root["parameter"][name] for name in count.get("parameters", [])]
            open_points = [one["choice"][one["default"]].get("where", {}) for one in points]
            for line in count.get("line", [{}]):
                where = {**count.get("where", {}), **line.get("where", {})}
                for one in open_points:
                    where = {**one, **where}
                yield {"agreement_": root["agreement"], "of_": count.get("of", "act"), **where}


ASKED = [one for root in DECLARED.values() for one in asked_by(root)]


def columns(chosen: Random, asked: dict[str, Any]) -> dict[str, Any]:
    """An act's columns: any, but most often those that a declared condition asks."""
    row = {name: chosen.choice(values) for name, values in VALUES.items()}
    if "any" in asked:
        asked = {**asked, **chosen.choice(asked["any"])}
    for name, said in asked.items():
        if name in row and chosen.random() < 0.9 and not isinstance(said, dict):
            value = chosen.choice(said) if isinstance(said, list) else said
            row[name] = {"this": asked["agreement_"], "unknown": None}.get(value, value)
    return row


def kind_of(chosen: Random, asked: dict[str, Any], kinds: Any) -> str:
    said = asked.get("kind", [])
    met = [one for one in (said if isinstance(said, list) else [said]) if one in kinds]
    grouped = [one for one in kinds if getattr(kinds[one], "group", "") == asked.get("group")]
    return chosen.choice(met or grouped or list(kinds))


def store_of(chosen: Random) -> Handmade:
    store = Handmade()
    store.insert("employer", name="Bâti Fictif", folded="bati fictif")
    store.insert("employer", name="Toits Fictifs", folded="toits fictifs")
    cases = [
        store.case(
            number + 1,
            person_key=f"p{chosen.randrange(4)}",
            state=chosen.choice(["open", "open", "closed", "cancelled"]),
            known_to_ssam=chosen.choice(["yes", "no", "unknown", None]),
            opened_on=chosen.choice(DAYS),
        )
        for number in range(6)
    ]
    ours = [chosen.choice(list(TEXTS)) for _ in cases]
    for case, agreement in zip(cases, ours, strict=True):
        store.referral(case, chosen.choice(DAYS[:5]), agreement=agreement)
    for _ in range(300):
        at = chosen.randrange(len(cases))
        put_act(store, chosen, cases[at], chosen.choice([ours[at], None]))
    for _ in range(60):
        put_gathering(store, chosen)
    put_members_and_figures(store, chosen)
    return store


def put_act(store: Handmade, chosen: Random, case: int, agreement: str | None) -> None:
    wanted = [one for one in ASKED if one["of_"] == "act"]
    asked = chosen.choice(
        [one for one in wanted if agreement in {None, one["agreement_"]}] or wanted
    )
    kind = kind_of(chosen, asked, ACT_KINDS)
    row = columns(chosen, asked)
    nature = ACT_KINDS[kind].nature
    said = asked.get("nature", [])
    natures = [one for one in (said if isinstance(said, list) else [said])
               if nature and one in CHOICES[nature]]  # fmt: skip
    row["nature"] = chosen.choice(natures or ([*CHOICES[nature], None] if nature else [None]))
    state = chosen.choice(["done", "done", "done", "planned", "cancelled"])
    store.act(case, kind, chosen.choice(DAYS), **{**row, "state": state})


def put_gathering(store: Handmade, chosen: Random) -> None:
    asked = chosen.choice([one for one in ASKED if one["of_"] == "gathering"])
    said = asked.get("agreement")
    ours = asked["agreement_"] if said == "this" else chosen.choice(VALUES["agreement"])
    number = store.gathering(
        kind_of(chosen, asked, GATHERING_KINDS),
        chosen.choice(DAYS),
        agreement=ours,
        state=chosen.choice(["done", "done", "planned"]),
        joint=chosen.choice([0, 1]),
        participants=chosen.choice([None, 0, 3, 10]),
        mode=chosen.choice([*CHOICES["mode"], None]),
        nature=chosen.choice([*CHOICES["theme"], None]),
    )
    pairs = [(naf or "", band) for naf in VALUES["naf"][:5] for band in ("", "under_11", "300_up")]
    for naf, band in chosen.sample(pairs, chosen.randrange(4)):
        store.insert("audience", gathering_id=number, naf=naf, size_band=band,
                     n=chosen.randrange(1, 9))  # fmt: skip


def put_members_and_figures(store: Handmade, chosen: Random) -> None:

    for number in range(6):
        functions = chosen.sample(list(CHOICES["function"]), chosen.randrange(3))
        store.insert("member", first_name="Exemple", last_name=f"N{number}",
                     functions=json.dumps(functions), since=chosen.choice([None, *DAYS]),
                     until=chosen.choice([None, None, *DAYS]))  # fmt: skip
    for name, root in DECLARED.items():
        for one in root["indicator"]:
            for count in one.get("count", []):
                for cell in count.get("cells", {"": ""}) if count.get("of") == "figure" else ():
                    for year in (YEAR, YEAR - 1, YEAR - 2, YEAR):
                        value = chosen.choice([None, 0, 7, 12.5])
                        if chosen.random() < 0.8:
                            side = chosen.choice(["us", "us", "us", "partner"])
                            store.insert("figure", agreement=name, year=year, key=count["key"],
                                         cell=cell, side=side, value=value, added_at="",
                                         author="")  # fmt: skip


def exported(store: Handmade) -> Export:
    out = io.BytesIO()
    write_lines(SimpleNamespace(store_id="x"), store.db, out, lambda *_: None, documents=True)
    return Export(out.getvalue().decode().splitlines())


def counted(store: Handmade, name: str, said: dict[str, str]) -> dict[Key, Values]:
    found: dict[Key, Values] = {}
    for figure in count_year(store.db, read_evaluation(TEXTS[name]), YEAR, said):
        for line in figure.lines:
            key = (figure.id, line.id, line.unit, line.dimension, line.code)
            assert key not in found, key
            found[key] = line.values
    return found


def points(chosen: Random, name: str) -> dict[str, str]:
    """A choice for each of the open points."""
    declared = DECLARED[name].get("parameter", {})
    return {point: chosen.choice(list(one["choice"])) for point, one in declared.items()}


@given(st.integers(0, 10**9))
@settings(max_examples=12, deadline=None, derandomize=True, phases=[Phase.generate])
def test_every_figure_of_every_convention_is_that_of_a_plain_count(seed: int) -> None:
    chosen = Random(seed)  # noqa: S311 - fictional rows
    store = store_of(chosen)
    export = exported(store)
    for name, text in TEXTS.items():
        said = points(chosen, name)
        assert counted(store, name, said) == Plain(export, text, YEAR, said).figures(), (seed, name)
    store.db.close()


@pytest.mark.parametrize("name", TEXTS)
def test_the_stores_have_something_to_count_for_each_indicator(name: str) -> None:
    """No figure is equal only because it is nought everywhere."""
    met: set[str] = set()
    for seed in range(12):
        store = store_of(Random(seed))  # noqa: S311 - idem
        met |= {key[0] for key, values in counted(store, name, {}).items() if any(values)}
        store.db.close()
    asked = {one["id"] for one in DECLARED[name]["indicator"] if one.get("count")}
    assert asked - met == set()
