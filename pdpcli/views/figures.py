"""What is entered once a year, as tables and as plain values."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from pdpcli.rules.dates import french
from pdpcli.rules.numbers import french_number, whole_or_not
from pdpcli.views.numbers import NOT_KNOWN
from pdpcli.views.table import WIDTH, table
from pdpcli.views.wrap import wrapped

if TYPE_CHECKING:
    from pdpcli.evaluation.asked import Asked, Change
    from pdpcli.store.figures import Entered

_CELL = 12


def changes_text(changes: "Sequence[Change]", year: int) -> str:
    """What was changed, each with what was there before."""
    if not changes:
        return "Rien n'a changé : ces valeurs étaient déjà saisies."
    lines = [f"{year} :"]
    for one in changes:
        before = "" if one.before is None else f" (avant : {french_number(one.before)})"
        after = "retiré" if one.after is None else french_number(one.after)
        lines += wrapped(f"{one.asked.name} : {after}{before}", "  ")
    return "\n".join(lines)


def figure_rows(
    agreement: str, asked: "Sequence[Asked]", held: "Sequence[Entered]", year: int
) -> list[dict[str, Any]]:
    """One row a value to enter: its key, its label, this year's value and the last one's.

    A value is None when it was not entered, or was withdrawn.
    """
    last = {(one.key, one.cell, one.side, one.year): one for one in held}
    rows = []
    for one in asked:
        now, before = (last.get((*one.place, each)) for each in (year, year - 1))
        rows.append(
            {
                "agreement": agreement,
                "indicator": one.indicator,
                "about": one.about,
                "key": one.name,
                "label": one.label,
                "unit": one.unit,
                "side": one.side,
                "year": year,
                "value": _plain(now),
                "year_before": _plain(before),
                "note": now.note if now else None,
                "entered_at": now.added_at if now else None,
                "author": now.author if now else None,
            }
        )
    return rows


def figure_text(rows: Sequence[Mapping[str, Any]], title: str, year: int) -> str:
    """What is to be entered and what is, figure by figure: its key, then what it is."""
    lines = [*wrapped(f"À SAISIR {year} · {title}"), _columns("", str(year - 1), str(year))]
    before = ""
    for row in rows:
        if row["indicator"] != before:
            before = row["indicator"]
            lines += ["", *wrapped(f"{before} · {row['about']}")]
        values = (_shown(row[one]) or NOT_KNOWN for one in ("year_before", "value"))
        lines += [_columns(f"  {row['key']}", *values), *wrapped(row["label"], "    ")]
        if row["entered_at"]:
            lines += wrapped(_told(row), "    ")
    return "\n".join(lines)


def _columns(left: str, *cells: str) -> str:
    return f"{left:<{WIDTH - _CELL * len(cells)}}{''.join(f'{one:>{_CELL}}' for one in cells)}"


def _told(row: Mapping[str, Any]) -> str:
    """Who entered it, and when; a value withdrawn says so."""
    what = "retiré" if row["value"] is None else "saisi"
    remark = f" : {row['note']}" if row["note"] else ""
    return f"{what} le {_when(row['entered_at'], row['author'])}{remark}"


def history_rows(
    agreement: str, asked: "Sequence[Asked]", past: "Sequence[Entered]"
) -> list[dict[str, Any]]:
    """Every entry of the year, in the order they were made."""
    named = {one.place: one.name for one in asked}
    return [
        {
            "agreement": agreement,
            "key": named.get((one.key, one.cell, one.side), f"{one.key}.{one.cell}".rstrip(".")),
            "side": one.side,
            "year": one.year,
            "value": _plain(one),
            "note": one.note,
            "entered_at": one.added_at,
            "author": one.author,
        }
        for one in past
    ]


def history_table(rows: Sequence[Mapping[str, Any]], title: str, width: int = WIDTH) -> str:
    """The same as a table; what is withdrawn says so."""
    if not rows:
        return f"{title}\n\nRien n'a été saisi."
    cells = [
        (
            _when(row["entered_at"], row["author"]),
            row["key"],
            "retiré" if row["value"] is None else _shown(row["value"]),
            row["note"] or "",
        )
        for row in rows
    ]
    return f"{title}\n\n{table(('Saisi', 'Clé', 'Valeur', 'Remarque'), cells, width)}"


def _plain(one: "Entered | None") -> float | None:
    return None if one is None or one.value is None else whole_or_not(one.value)


def _shown(value: float | None) -> str:
    return "" if value is None else french_number(value)


def _when(at: str | None, author: str | None) -> str:
    return f"{french(date.fromisoformat(at[:10]))}, {author}" if at else ""
