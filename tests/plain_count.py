"""An evaluation counted in plain Python: from the lines of a full export, and the TOML as it is.

Nothing of the program's own counting is used: neither its reader of declarations, nor SQL. It says
what the language means, once more and otherwise: rows are kept or not, one by one.
"""

import json
import tomllib
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import cached_property
from typing import Any

Row = dict[str, Any]
Key = tuple[str, str, str, str, str]  # indicator, line, unit, dimension, code
Values = tuple[float | None, ...]
NUMBERS = {
    "above": lambda x, y: x > y,
    "at_least": lambda x, y: x >= y,
    "below": lambda x, y: x < y,
    "at_most": lambda x, y: x <= y,
}
NOBODY = {"naf": "", "size_band": ""}  # a gathering whose audience is not told
OF_AUDIENCE = ("naf", "size_band", "sector")


class Export:
    """The rows of an export, by table."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.tables: dict[str, list[Row]] = {}
        for text in lines:
            said = json.loads(text)
            if "table" in said:
                self.tables.setdefault(said["table"], []).append(said["row"])

    def __getitem__(self, table: str) -> list[Row]:
        return self.tables.get(table, [])

    @cached_property
    def cases(self) -> dict[int, Row]:
        return {row["id"]: row for row in self["case_file"]}

    @cached_property
    def audiences(self) -> dict[int, list[Row]]:
        found: dict[int, list[Row]] = {}
        for row in self["audience"]:
            found.setdefault(row["gathering_id"], []).append(row)
        return found


class Plain:
    """The figures of one declaration in ``year`` and the two before it."""

    def __init__(self, export: Export, text: str, year: int, said: dict[str, str]) -> None:
        self.export, self.root = export, tomllib.loads(text)
        self.agreement = self.root["agreement"]
        self.choices = {
            name: one["choice"][said.get(name, one["default"])]
            for name, one in self.root.get("parameter", {}).items()
        }
        begins = [self.choices[name].get("year_from") for name in self.root.get("parameters", [])]
        self.periods = [
            period(year - back, next(filter(None, begins), "01-01")) for back in range(3)
        ]

    def figures(self) -> dict[Key, Values]:
        """Every line of every indicator."""
        found: dict[Key, Values] = {}
        for indicator in self.root["indicator"]:
            for key, values in [*self.lines(indicator), *self.ratios(indicator)]:
                assert (indicator["id"], *key) not in found, key
                found[indicator["id"], *key] = values
        return found

    def counted(self, indicator: Row) -> Row:
        """Itself, or the one that it counts the same as."""
        return next(
            (one for one in self.root["indicator"] if one["id"] == indicator.get("same_as")),
            indicator,
        )

    def lines(self, indicator: Row) -> Iterator[tuple[tuple[str, ...], Values]]:
        for count in self.counted(indicator).get("count", []):
            yield from Counted(self, count).lines()

    def ratios(self, indicator: Row) -> Iterator[tuple[tuple[str, ...], Values]]:
        for ratio in self.counted(indicator).get("ratio", []):
            of, over = (self.named(indicator, ratio[key]) for key in ("of", "over"))
            form = ratio.get("form", "percent")
            for (_, unit, dimension, code), values in of:
                below = [
                    v
                    for (_, u, d, c), v in over
                    if (u != "percent", d, c) == (True, dimension, code)
                ]
                if unit == "percent" or not below or (dimension and not ratio.get("each")):
                    continue
                yield (ratio["id"], form, dimension, code), divided(form, values, below[0])

    def named(self, indicator: Row, ref: str) -> list[tuple[tuple[str, ...], Values]]:
        whose, _, line = ref.rpartition("/")
        one = next((each for each in self.root["indicator"] if each["id"] == whose), indicator)
        return [(key, values) for key, values in self.lines(one) if key[0] == line]


class Counted:
    """One count with its open points decided."""

    def __init__(self, plain: Plain, count: Row) -> None:
        self.plain, self.count = plain, count
        names = [*plain.root.get("parameters", []), *count.get("parameters", [])]
        points = [plain.choices[name] for name in names]
        self.wheres = [count.get("where", {}), *(one.get("where", {}) for one in points)]
        self.take = last_said(points, "take") or count.get("take", "each")
        self.population = last_said(points, "population") or count.get("population")
        self.recurring = last_said(points, "recurring") or count.get("recurring", 0)
        self.senior = last_said(points, "senior") or 50
        self.sector = last_said(points, "sector") or "divisions"
        self.source, self.unit = count.get("of", "act"), count.get("unit", "row")
        self.splits = count.get("line", [])

    def lines(self) -> Iterator[tuple[tuple[str, ...], Values]]:
        yield from {"member": self.heads, "figure": self.entered}.get(self.source, self.rows)()

    # ---- what is entered, and who is there

    def entered(self) -> Iterator[tuple[tuple[str, ...], Values]]:
        held: dict[tuple[int, str], float | None] = {}
        for row in sorted(self.plain.export["figure"], key=lambda row: row["id"]):
            if (row["agreement"], row["key"], row["side"]) == (
                self.plain.agreement,
                self.count["key"],
                "us",
            ):
                held[row["year"], row["cell"]] = row["value"]
        cells = list(self.count.get("cells", {}))
        by_cell = {
            cell: tuple(held.get((first.year, cell)) for first, _ in self.plain.periods)
            for cell in cells or [""]
        }
        sums = tuple(
            None if None in values else sum(values)
            for values in zip(*by_cell.values(), strict=True)
        )
        yield (self.count["id"], self.unit, "", ""), sums
        for cell in cells:
            yield (self.count["id"], self.unit, self.count["heading"], cell), by_cell[cell]

    def heads(self) -> Iterator[tuple[tuple[str, ...], Values]]:
        def there(where: Row) -> Values:
            return tuple(
                sum(
                    (row["since"] or "0") <= last.isoformat() <= (row["until"] or "9")
                    and all(
                        set(json.loads(row["functions"])) & set(listed(one.get("function", [])))
                        for one in (*self.wheres, where)
                        if "function" in one
                    )
                    for row in self.plain.export["member"]
                )
                for _, last in self.plain.periods
            )

        for split in self.splits:
            yield (split["id"], "member", "", ""), there(split["where"])
        if self.count.get("label"):
            yield (self.count["id"], "member", "", ""), there({})

    # ---- acts and gatherings

    def rows(self) -> Iterator[tuple[tuple[str, ...], Values]]:
        units = [self.units(self.kept(first, last)) for first, last in self.plain.periods]
        unit = self.source if self.unit == "row" else self.unit
        whole = totals(units, lambda _: True)
        label, name = self.count.get("label"), self.count["id"]
        if label:
            yield (name, unit, "", ""), whole
        if label or not self.splits:
            yield from self.parts(name, unit, units, lambda _: True)
        for rank, split in enumerate(self.splits):

            def held(one: "Unit", rank: int = rank) -> bool:
                return one.flags[rank]

            values = totals(units, held)
            yield (split["id"], unit, "", ""), values
            if split.get("share"):
                yield (split["id"], "percent", "", "share"), divided("percent", values, whole)
            if split.get("by"):
                yield from self.parts(split["id"], unit, units, held)

    def parts(
        self, name: str, unit: str, units: "list[list[Unit]]", held: "Callable[[Unit], bool]"
    ) -> Iterator[tuple[tuple[str, ...], Values]]:
        """Each code of each dimension: those met in any of the periods, and those always shown."""
        whole = totals(units, held)
        for rank, dimension in enumerate(self.count.get("by", [])):
            declared = self.plain.root["dimension"][dimension]
            met = dict.fromkeys(declared.get("always", []))
            met.update({one.codes[rank]: None for each in units for one in each if held(one)})
            found: dict[str, list[Values]] = {}
            for code in met:
                values = totals(
                    units, lambda one, r=rank, code=code: held(one) and one.codes[r] == code
                )
                once = code != "unknown" and values[0] < self.recurring
                found.setdefault("once" if once else code, []).append(values)
            for code, several in found.items():
                values = tuple(map(sum, zip(*several, strict=True)))
                yield (name, unit, declared["label"], code), values
                if self.count.get("share"):
                    percent = divided("percent", values, whole)
                    yield (name, "percent", declared["label"], code), percent

    def kept(self, first: date, last: date) -> list[tuple[Row, Row | None]]:
        """The rows of a period that meet the conditions; a gathering with each of its audience."""
        table = "act" if self.source == "act" else "gathering"
        found: list[tuple[Row, Row | None]] = []
        asked = {column for where in self.wheres for column in where}
        for row in self.plain.export[table]:
            if not first.isoformat() <= row["on_date"] <= last.isoformat():
                continue
            if "state" not in asked and row["state"] != "done":
                continue
            if table == "act" and self.case(row)["state"] == "cancelled":
                continue
            if self.population and not self.known(row, last):
                continue
            beside: Sequence[Row | None] = [None]
            if self.by_audience:
                beside = self.plain.export.audiences.get(row["id"]) or [
                    {"naf": "", "size_band": ""}
                ]
            found += [
                (row, one)
                for one in beside
                if all(self.meets(row, one, where) for where in self.wheres)
            ]
        return found

    def units(self, kept: list[tuple[Row, Row | None]]) -> "list[Unit]":
        if self.unit in {"row", "participants", "days"}:
            return [Unit(self, [one], one) for one in kept]
        groups: dict[Any, list[tuple[Row, Row | None]]] = {}
        for row, one in kept:
            groups.setdefault(
                row[{"case": "case_id", "person": "person_key"}[self.unit]], []
            ).append((row, one))
        return [Unit(self, each, max(each, key=moment)) for each in groups.values()]

    @property
    def by_audience(self) -> bool:
        """Whether each participant is counted with what is known of her."""
        dimensions = self.plain.root.get("dimension", {})
        named = {dimensions[one].get("column", one) for one in self.count.get("by", [])}
        wheres = [*self.wheres, *(split.get("where", {}) for split in self.splits)]
        named |= {column for where in wheres for column in where}
        return self.unit == "participants" and not named.isdisjoint(OF_AUDIENCE)

    def case(self, act: Row) -> Row:
        return self.plain.export.cases[act["case_id"]]

    def known(self, act: Row, last: date) -> bool:
        where = self.plain.root["population"][self.population]["where"]
        return any(
            other["case_id"] == act["case_id"]
            and other["state"] == "done"
            and other["on_date"] <= last.isoformat()
            and self.meets(other, None, where)
            for other in self.plain.export["act"]
        )

    def weight(self, row: Row, beside: Row | None) -> int:
        if self.unit == "participants":
            n = (beside or {}).get("n")
            return int((row["participants"] or 0) if n is None else n)
        if self.unit == "days":
            began = date.fromisoformat(self.case(row)["opened_on"])
            return (date.fromisoformat(row["on_date"]) - began).days
        return 1

    def meets(self, row: Row, beside: Row | None, where: Row) -> bool:
        return all(self.holds(row, beside, column, said) for column, said in where.items())

    def holds(self, row: Row, beside: Row | None, column: str, said: Any) -> bool:
        if column == "any":
            return any(self.meets(row, beside, one) for one in said)
        if column == "group":
            return group_of(row["kind"]) in listed(said)
        if self.source == "gathering" and column in OF_AUDIENCE and beside is None:
            came = self.plain.export.audiences.get(row["id"]) or [NOBODY]
            return any(self.holds(row, one, column, said) for one in came)
        value = self.value(row, beside, column)
        if isinstance(said, dict):
            return value is not None and all(NUMBERS[how](value, n) for how, n in said.items())
        wanted = [self.plain.agreement if (column, one) == ("agreement", "this") else one
                  for one in listed(said)]  # fmt: skip
        return ("unknown" if value is None else value) in wanted

    def value(self, row: Row, beside: Row | None, column: str) -> Any:
        if column == "joint":
            return "yes" if row["joint"] else "no"
        if column == "known_to_ssam":
            return self.case(row)[column]
        held = beside if beside is not None else row
        if column == "sector":
            return self.sector_of(held["naf"], row.get("contract"))
        if column == "senior":
            return None if row["age"] is None else ("yes" if row["age"] >= self.senior else "no")
        if beside is not None and column in OF_AUDIENCE:
            return beside[column] or None
        return row[column]

    def sector_of(self, naf: str | None, contract: str | None) -> str | None:
        if contract == "interim":
            return "other"
        if not naf:
            return None
        developer = self.sector == "without_development" and naf.startswith("41.10")
        return "btp" if naf[:2] in {"41", "42", "43"} and not developer else "other"

    def code(self, row: Row, beside: Row | None, dimension: str) -> str:
        declared = self.plain.root["dimension"][dimension]
        value = self.value(row, beside, declared.get("column", dimension))
        if value in (None, "", "unknown"):
            return "unknown"
        for label, (low, high) in declared.get("bands", {}).items():
            if low <= value <= high:
                return str(label)
        if declared.get("bands"):
            return "unknown"
        lower = declared.get("column", dimension) == "job"
        return str(value).lower() if lower else str(value)


class Unit:
    """What is counted once: its codes are those of one row, its lines those of one or of all."""

    def __init__(
        self, counted: Counted, rows: list[tuple[Row, Row | None]], last: tuple[Row, Row | None]
    ) -> None:
        self.weight = counted.weight(*last)
        self.codes = [counted.code(*last, dimension) for dimension in counted.count.get("by", [])]
        self.flags = []
        for split in counted.splits:
            speaks = rows if split.get("take", counted.take) == "each" else [last]
            self.flags.append(any(counted.meets(*one, split["where"]) for one in speaks))


def period(year: int, begins: str) -> tuple[date, date]:
    month, day = map(int, begins.split("-"))
    return date(year, month, day), date(year + 1, month, day) - timedelta(days=1)


def moment(one: tuple[Row, Row | None]) -> tuple[str, int]:
    return one[0]["on_date"], one[0]["id"]


def totals(units: list[list[Unit]], held: Callable[[Unit], bool]) -> Values:
    return tuple(sum(one.weight for one in each if held(one)) for each in units)


def divided(form: str, of: Values, over: Values) -> Values:
    scale = {"percent": 100, "quotient": 1, "months": 1 / (365.25 / 12)}[form]
    return tuple(
        round(scale * x / y, 1) if y and x is not None else None
        for x, y in zip(of, over, strict=True)
    )


def listed(said: Any) -> list[str]:
    return said if isinstance(said, list) else [said]


def last_said(points: list[Row], key: str) -> Any:
    return next((one[key] for one in reversed(points) if one.get(key)), None)


def group_of(kind: str) -> str:
    from pdpcli.rules.vocabulary import ACT_KINDS

    return ACT_KINDS[kind].group
