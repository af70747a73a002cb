"""To whom a situation may be addressed, in lines of text: what is met, what is not, what to ask."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from pdpcli.rules.dates import french
from pdpcli.rules.orientation.matrix import COLUMNS, HORIZONS, STATUSES
from pdpcli.rules.vocabulary import CASE_STATES
from pdpcli.views.wrap import wrapped

Told = Mapping[str, Any]

_MARKS = {"met": "  oui  ", "unmet": "  non  ", "unknown": "   ?   "}
_INDENT = " " * 7
_AXES = (
    ("horizon", "échéance", HORIZONS),
    ("boe", "statut", STATUSES),
    ("position", "situation", COLUMNS),
)
_FEW = 6  # cells that are shown one by one


def orientation_text(told: Told) -> str:
    """The whole explanation, 80 columns, no colour needed."""
    lines = [
        *_heading(told),
        *_matrix(told["matrix"]),
        *_regime(told["regime"]),
        *_agreements(told),
        *_remarks(told["remarks"]),
        *_end(told),
    ]
    return "\n".join(lines).rstrip("\n")


def _heading(told: Told) -> Iterator[str]:
    state = "" if told["state"] == "open" else f", {CASE_STATES[told['state']]}"
    yield f"À QUI S'ADRESSER : situation {told['ref']}{state}, au {french(told['at'])}"
    yield from wrapped(
        "Une explication, pas une décision : ce que disent les textes, et ce que le cahier"
        " y répond. Le choix est à la personne et à vous."
    )
    yield ""


def _matrix(matrix: Told) -> Iterator[str]:
    yield "QUI EST COMPÉTENT"
    yield from wrapped(f"({matrix['source']})", "  ")
    for axis, name, labels in _AXES:
        yield from wrapped(_place(matrix["place"][axis], labels), f"  {name:<10}")
    yield ""
    cells = matrix["cells"]
    shown = map(_cell, cells) if len(cells) <= _FEW else [_common(cells)]
    yield from (line for text in shown for line in wrapped(text, "  > "))
    yield from _aside(cells)
    for ask in matrix["missing"]:
        yield from wrapped(ask, "  à demander : ")
    yield from wrapped(f"({matrix['star']})", "  ")
    yield ""


def _place(axis: Told, labels: Mapping[str, str]) -> str:
    """« non BOE (RQTH : non, dit le 15/06/2025 ; …) »; « pas encore su »."""
    known = len(axis["possible"]) == 1
    said = labels[axis["possible"][0]].partition(" (")[0] if known else "pas encore su"
    return f"{said} ({_by(axis['by'])})" if axis["by"] else said


def _cell(cell: Told) -> str:
    short = HORIZONS[cell["horizon"]].partition(" (")[0]
    return f"{short}, {STATUSES[cell['boe']]}, {COLUMNS[cell['position']]} : {_names(cell)}"


def _names(cell: Told) -> str:
    if cell["empty"]:
        return "la case du tableau est vide"
    return ", ".join(map(_name, cell["competent"])) or "personne du tableau pour ce régime"


def _name(one: Told) -> str:
    return f"{one['name']} ({one['why']})" if one["why"] else str(one["name"])


def _common(cells: Sequence[Told]) -> str:
    """Too many cells are possible: how many, and who is in all of them."""
    each = [{_name(one) for one in cell["competent"]} for cell in cells]
    everywhere = set.intersection(*each)
    names = [name for name in map(_name, cells[0]["competent"]) if name in everywhere]
    return (
        f"{len(cells)} cases du tableau restent possibles ; dans toutes :"
        f" {', '.join(names) or 'personne'}"
    )


def _aside(cells: Iterable[Told]) -> Iterator[str]:
    """Those whom the régime sets aside, each once."""
    reasons: dict[str, dict[str, None]] = {}
    for cell in cells:
        for one in cell["set_aside"]:
            reasons.setdefault(one["why"], {})[one["name"]] = None
    for why, names in reasons.items():
        yield from wrapped(f"{', '.join(names)} ({why})", "  écarté : ")


def _regime(regime: Told | None) -> Iterator[str]:
    if regime is None:
        return
    yield "SON RÉGIME"
    yield from wrapped(f"{regime['who']} : {regime['body']}", "  ")
    yield from wrapped(f"({regime['source']})", "  ")
    yield from _conditions(regime["conditions"], regime["source"])
    yield ""


def _agreements(told: Told) -> Iterator[str]:
    """Ours; another one only when it is asked for by its name."""
    ways, ref = told["agreements"], told["ref"]
    ours = [one for one in ways if one["ours"]]
    others = [one for one in ways if not one["ours"]]
    if not told["only"] or ours:
        yield "NOS CONVENTIONS"
    if not ours and not told["only"]:
        yield "  aucune n'est déclarée : pdp convention liste"
        yield ""
    for one in ours:
        yield from _way(one, ref, whole=bool(told["only"]))
    if others and told["only"]:
        yield "UNE CONVENTION QUI N'EST PAS DES NÔTRES, À TITRE D'EXEMPLE"
        for one in others:
            yield from _way(one, ref, whole=True)
    elif others:
        yield "Pas de convention à vous avec Cap emploi ; ses critères, à titre d'exemple :"
        yield f"  pdp orientation {ref} --convention {others[0]['agreement']}"
        yield ""


def _way(way: Told, ref: str, *, whole: bool) -> Iterator[str]:
    """A referral; when it is excluded, only what excludes it, unless the ``whole`` is asked."""
    arrow = "vers" if way["direction"] == "out" else "de ce partenaire vers"
    yield from wrapped(f"{way['title']}, {arrow} {way['to']}")
    if way["purpose"]:
        yield from wrapped(f"{way['purpose']} ({way['source']})", "  ")
    else:
        yield "  Cette convention ne dit pas qui oriente vers qui."
    brief = way["state"] == "excluded" and not whole
    told = [one for one in way["conditions"] if not brief or one["lasting"]]
    yield from _conditions(told, way["source"])
    if whole:
        for one in way["helps"]:
            yield from wrapped(f"{one['text']} ({one['source']})", "       - ")
    elif way["helps"] and not brief:
        yield f"{_INDENT}des exemples : pdp orientation {ref} --convention {way['agreement']}"
    yield from _next(way)
    yield ""


def _next(way: Told) -> Iterator[str]:
    if way["conditions"]:
        yield f"  → {_standing(way)}"
    if way["fiche"]:
        yield f"  → fiche déjà commencée : pdp fiche voir {way['fiche']}"
    if way["offer"]:
        yield f"  → {way['offer']}"


def _conditions(conditions: Iterable[Told], source: str) -> Iterator[str]:
    for one in conditions:
        said = f" ({one['source']})" if one["source"] != source else ""
        yield from wrapped(f"{one['text']}{said}", _MARKS[one["state"]])
        if one["by"]:
            yield from wrapped(_by(one["by"]), f"{_INDENT}· ")
        if one["ask"] not in {"", f"{one['text']} ?"}:
            yield from wrapped(one["ask"], f"{_INDENT}à demander : ")


def _by(facts: Iterable[Told]) -> str:
    """« RQTH : oui, dit le 15/06/2025 ; dossier MDPH : non »."""
    return " ; ".join(f"{one['label']} : {one['said']}" for one in facts)


def _standing(way: Told) -> str:
    states = Counter(one["state"] for one in way["conditions"])
    ask, unmet = states["unknown"], states["unmet"]
    to_say = f"{_count(ask, 'condition')} à dire"
    if way["state"] == "met":
        return "Toutes les conditions sont remplies."
    if way["state"] == "to_say":
        return f"Rien ne s'y oppose ; {to_say}."
    if way["state"] == "excluded":
        return "Ne convient pas."
    return f"Pas à ce jour : {_count(unmet, 'condition')} non remplie{'s' * (unmet > 1)}" + (
        f", {to_say}." if ask else "."
    )


def _count(n: int, word: str) -> str:
    return f"{n} {word}{'s' * (n > 1)}"


def _remarks(remarks: Sequence[Told]) -> Iterator[str]:
    if remarks:
        yield "À SAVOIR"
    for one in remarks:
        yield from wrapped(f"{one['text']} ({one['source']})", "  - ")
    if remarks:
        yield ""


def _end(told: Told) -> Iterator[str]:
    if any(one["ask"] for way in told["agreements"] for one in way["conditions"]):
        yield f"Une réponse apprise se note : pdp situation corriger {told['ref']}"
    if any(way["offer"] for way in told["agreements"]):
        yield "Une fiche ne part qu'avec l'accord signé de la personne."
