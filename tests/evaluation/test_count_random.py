"""The figures equal an independent count in plain Python over random stores."""

from collections.abc import Iterable, Mapping
from typing import Any

from handmade import AGREEMENT, OTHER, Handmade, count_year
from hypothesis import given, settings
from hypothesis import strategies as st

from pdpcli.evaluation.terms import Evaluation

REMOBILISATION = {
    "essai_encadre", "crpe", "pmsmp", "skills_review", "training", "psop", "inclupro",
    "potentialis", "discovery",
}  # fmt: skip
INSIDE, OUTSIDE = {"same_job", "same_employer"}, {"other_employer", "other_activity"}
_Row = Mapping[str, Any]

days = st.sampled_from(
    ["2022-12-31", "2023-01-01", "2023-07-01", "2024-04-13", "2024-04-14", "2024-12-31",
     "2025-01-01", "2025-04-13", "2025-04-14", "2025-12-31", "2026-01-01", "2026-04-13"]
)  # fmt: skip
acts = st.fixed_dictionaries(
    {
        "case": st.integers(0, 4),
        "kind": st.sampled_from(["referral", "examination", "essai_encadre", "crpe", "outcome"]),
        "on": days,
        "state": st.sampled_from(["done", "done", "done", "planned", "cancelled"]),
        "agreement": st.sampled_from([AGREEMENT, AGREEMENT, OTHER, None]),
        "direction": st.sampled_from(["out", "in"]),
        "nature": st.sampled_from(
            [
                "same_job",
                "same_employer",
                "other_employer",
                "no_solution",
                "cell",
                "insurance",
                None,
            ]
        ),
        "on_leave": st.sampled_from(["yes", "yes", "no", "unknown", None]),
        "sex": st.sampled_from(["female", "male", None]),
        "age": st.sampled_from([None, 25, 26, 45, 46, 59, 60, 70]),
    }
)
COLLECTIVE = ("collective", "information", "workshop", "webinar", "forum")
gatherings = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(
            ["collective", "workshop", "awareness", "training", "services", "instances"]
        ),
        "on": days,
        "state": st.sampled_from(["done", "done", "planned"]),
        "agreement": st.sampled_from([AGREEMENT, AGREEMENT, OTHER, None]),
        "joint": st.integers(0, 1),
        "participants": st.sampled_from([None, 3, 10]),
    }
)
stores = st.fixed_dictionaries(
    {
        "persons": st.lists(st.sampled_from("pqr"), min_size=5, max_size=5),
        "cancelled": st.sets(st.integers(0, 4), max_size=1),
        "acts": st.lists(acts, max_size=40),
        "gatherings": st.lists(gatherings, max_size=12),
    }
)


class Plain:
    """The protocol's article 5 counted without SQL, from the same rows."""

    def __init__(self, said: _Row, *, protocol: bool) -> None:
        self.protocol = protocol
        self.said = said
        self.acts = [
            {**act, "rank": rank, "person": said["persons"][act["case"]]}
            for rank, act in enumerate(said["acts"])
            if act["state"] == "done" and act["case"] not in said["cancelled"]
        ]

    def year(self, row: _Row) -> int:
        early = self.protocol and row["on"][5:] < "04-14"
        return int(row["on"][:4]) - early

    def cases(self, year: int, **wanted: str | tuple[str | None, ...]) -> set[int]:
        return {act["case"] for act in self.matching(self.acts, year, **wanted)}

    def matching(
        self, rows: Iterable[_Row], year: int, **wanted: str | tuple[str | None, ...]
    ) -> list[_Row]:
        return [
            row
            for row in rows
            if self.year(row) == year
            and all(
                row[name] in value if isinstance(value, tuple) else row[name] == value
                for name, value in wanted.items()
            )
        ]

    def sent(self, year: int) -> set[int]:
        return {
            act["case"]
            for act in self.acts
            if (act["kind"], act["direction"], act["agreement"]) == ("referral", "out", AGREEMENT)
            and self.year(act) <= year
        }

    def early(self, year: int) -> int:
        sent = self.sent(year)
        begun = self.matching(self.acts, year, on_leave="yes")
        return sum(act["kind"] in REMOBILISATION and act["case"] in sent for act in begun)

    def last_outcomes(self, year: int) -> list[str | None]:
        last: dict[int, _Row] = {}
        for act in sorted(self.acts, key=lambda act: (act["on"], act["rank"])):
            if act["kind"] == "outcome" and self.year(act) == year:
                last[act["case"]] = act
        sent = self.sent(year)
        return [act["nature"] for case, act in last.items() if case in sent]

    def held(self, year: int, *kinds: str, joint: bool) -> list[_Row]:
        rows = self.matching(self.said["gatherings"], year, agreement=AGREEMENT, state="done")
        return [row for row in rows if row["kind"] in kinds and (row["joint"] or not joint)]

    def public(self, year: int) -> dict[str, _Row]:
        last: dict[str, _Row] = {}
        referrals = self.matching(self.acts, year, kind="referral", agreement=AGREEMENT)
        for act in sorted(referrals, key=lambda act: (act["on"], act["rank"])):
            last[act["person"]] = act
        return last

    def values(self, year: int) -> dict[str, int]:
        ours = {"kind": "referral", "agreement": AGREEMENT}
        examined = {"kind": "examination", "agreement": (AGREEMENT, None)}
        outcomes = self.last_outcomes(year)
        collective = self.held(year, *COLLECTIVE, joint=True)
        common = self.held(year, "awareness", "training", joint=True)
        return {
            "BTP34-1 a": len(self.cases(year, direction="in", **ours)),
            "BTP34-1 b": len(self.cases(year, direction="out", **ours)),
            "BTP34-2 a": len(self.cases(year, nature="insurance", **examined)),
            "BTP34-2 b": len(self.cases(year, nature="cell", **examined)),
            "BTP34-3 a": len(collective),
            "BTP34-3 b": sum(row["participants"] or 0 for row in collective),
            "BTP34-4 a": len(common),
            "BTP34-4 b": sum(row["participants"] or 0 for row in common),
            "BTP34-5 a": self.early(year),
            "BTP34-5 b": sum(nature in INSIDE for nature in outcomes),
            "BTP34-5 c": sum(nature in OUTSIDE for nature in outcomes),
            "BTP34-6 a": len(self.held(year, "services", joint=False)),
            "BTP34-6 b": len(self.held(year, "instances", joint=False)),
            "BTP34-public public": len(self.public(year)),
        }


def written(said: _Row) -> Handmade:
    store = Handmade()
    cases = [
        store.case(
            number + 1,
            person_key=said["persons"][number],
            state="cancelled" if number in said["cancelled"] else "open",
        )
        for number in range(5)
    ]
    for act in said["acts"]:
        columns = {name: act[name] for name in act if name not in {"case", "kind", "on"}}
        store.act(cases[act["case"]], act["kind"], act["on"], **columns)
    for row in said["gatherings"]:
        columns = {name: row[name] for name in row if name not in {"kind", "on"}}
        store.gathering(row["kind"], row["on"], **columns)
    return store


@given(stores, st.sampled_from(["calendar", "protocol"]))
@settings(max_examples=150, deadline=None)
def test_every_figure_equals_the_count_in_plain_python(
    evaluation: Evaluation, said: _Row, year: str
) -> None:
    store, plain = written(said), Plain(said, protocol=year == "protocol")
    figures = count_year(store.db, evaluation, 2025, {"year": year})
    found = {f"{f.id} {line.id}": line.values for f in figures for line in f.lines if not line.code}
    years = [plain.values(each) for each in (2025, 2024, 2023)]
    assert found == {name: tuple(each[name] for each in years) for name in years[0]}
    store.db.close()


@given(stores)
@settings(max_examples=80, deadline=None)
def test_every_breakdown_adds_up_to_its_line(evaluation: Evaluation, said: _Row) -> None:
    store = written(said)
    for figure in count_year(store.db, evaluation, 2025, {}):
        totals = {line.id: line.values for line in figure.lines if not line.code}
        parts: dict[tuple[str, str], list[tuple[int, ...]]] = {}
        for line in figure.lines:
            if line.code:
                parts.setdefault((line.id, line.dimension), []).append(line.values)
        for (line_id, _), values in parts.items():
            assert tuple(map(sum, zip(*values, strict=True))) == totals[line_id]
    store.db.close()


@given(stores)
@settings(max_examples=80, deadline=None)
def test_the_public_takes_the_profile_of_the_last_act(evaluation: Evaluation, said: _Row) -> None:
    store, plain = written(said), Plain(said, protocol=False).public(2025)
    figure = count_year(store.db, evaluation, 2025, {})[-1]
    found = {
        line.code: line.values[0]
        for line in figure.lines
        if line.dimension == "sexe" and line.values[0]
    }
    sexes = [act["sex"] or "unknown" for act in plain.values()]
    assert found == {sex: sexes.count(sex) for sex in set(sexes)}
    store.db.close()
