"""An annual report as the paper that a director signs: plain texts, tables and bars.

The figures come in the order of the article. Nobody is named: neither a person who is followed, nor
those who sign.
"""

from collections.abc import Iterator
from datetime import date

from pdpcli.evaluation.annual import Annual, Moved
from pdpcli.evaluation.report_terms import HEADINGS, PARTS
from pdpcli.evaluation.sheets import Figure
from pdpcli.forms.report import Block, Cover, Paragraph, Part, Report, Ruled, Section
from pdpcli.rules.dates import french, french_long
from pdpcli.rules.vocabulary import CHOICES
from pdpcli.views.numbers import number
from pdpcli.views.report_figure import figure_blocks
from pdpcli.views.report_method import method_parts
from pdpcli.views.turn import turn_text

_LINES = 9  # to write by hand, in a part that was not typed
_NOBODY = (
    "Ce bilan ne contient que des nombres et ce que les parties en disent : il ne nomme personne."
)


def report_paper(annual: Annual) -> Report:
    """The paper of a report."""
    sections = (section for section in _sections(annual) if section.parts)
    numbered = tuple(
        Section(f"{rank}. {one.title}", one.parts) for rank, one in enumerate(sections, 1)
    )
    foot = f"{annual.short} · bilan {annual.sheet.period.label}{_state(annual)}"
    return Report(_cover(annual), annual.on, numbered, annual.parties, foot)


def _state(annual: Annual) -> str:
    states = ["provisoire"] * annual.provisional
    states += ["figé"] if annual.seal else ["non figé"]
    return "".join(f" · {one}" for one in states)


def _cover(annual: Annual) -> Cover:
    period = annual.sheet.period
    year = period.calendar_year
    subtitle = f"Bilan annuel {year}" if year else f"Bilan {period.label}"
    return Cover(annual.us, annual.title, subtitle, tuple(_facts(annual)), _notice(annual))


def _notice(annual: Annual) -> str:
    if not annual.provisional:
        return ""
    last = annual.sheet.period.last
    return (
        f"PROVISOIRE : la période se termine le {_day(last)} ; "
        f"ces chiffres ont été comptés le {_day(annual.on)}."
    )


def _facts(annual: Annual) -> Iterator[tuple[str, str]]:
    period = annual.sheet.period
    yield "Parties", "\n".join(annual.parties)
    if annual.signed:
        yield "Signée", annual.signed
    yield "Période", f"du {_day(period.first)} au {_day(period.last)}"
    yield "Demandé par", annual.source
    if annual.terms.addressed_to:
        yield "Adressé à", ", ".join(annual.terms.addressed_to)
    if annual.turn:
        yield "Rédigé par", turn_text(annual.turn, annual.terms.source)
    if annual.seal is None:
        yield "Établi", f"le {_day(annual.on)} ; non figé : il peut encore changer"
    else:
        yield "Figé", f"le {_day(annual.seal.on)} : ces chiffres ne changent plus"
        if annual.seal.again:
            said = CHOICES["frozen_again"][annual.seal.again]
            yield "Remplace", f"un bilan déjà figé de la même période : {said}"
        yield "Empreinte", f"{annual.seal.sha256[:32]}\n{annual.seal.sha256[32:]}"
    yield "Personnes", _NOBODY


def _sections(annual: Annual) -> Iterator[Section]:
    yield Section("Le contexte", tuple(_context(annual)))
    yield Section("Les chiffres", tuple(_figures(annual)))
    yield Section("Méthode et hypothèses", tuple(method_parts(annual)))
    for part in PARTS:
        title = annual.terms.headings.get(part, HEADINGS[part])
        yield Section(title, (Part("", tuple(_written(annual.texts.get(part, "")))),))


def _context(annual: Annual) -> Iterator[Part]:
    sources: dict[str, list[Block]] = {}
    for one in annual.terms.context:
        sources.setdefault(one.source, []).append(Paragraph(one.text, point=True))
    for source, points in sources.items():
        yield Part("", (*points, Paragraph(f"Source : {source}.", small=True)))


def _figures(annual: Annual) -> Iterator[Part]:
    if not annual.sheet.figures:
        yield Part("", (Paragraph("La convention ne demande pas de chiffres."),))
        return
    periods = annual.sheet.figures[0].periods
    if len(periods) > 1:
        now, before = periods[0].label, periods[1].label
        told = f"L'évolution va de {before} à {now}. « n.d. » : non disponible, jamais zéro."
        yield Part("", (Paragraph(told, small=True),))
    before = ""
    for figure in annual.sheet.figures:
        heading = annual.headings.get(figure.id, "")
        over = heading if heading != before else ""
        before = heading
        yield Part(f"{figure.id} · {figure.label}", tuple(_blocks(annual, figure)), over)


def _blocks(annual: Annual, figure: Figure) -> Iterator[Block]:
    if not figure.lines:
        yield Paragraph("En mots : voir les parties écrites de ce bilan.", small=True)
        return
    yield from figure_blocks(figure, over=not annual.provisional)
    for one in annual.moved:
        if one.figure == figure.id:
            yield Paragraph(_moved_text(one), small=True)


def _moved_text(one: Moved) -> str:
    """A frozen value that a recount would not give."""
    return (
        f"{one.label}, {one.period} : {number(one.frozen)}, valeur du bilan figé le "
        f"{french(one.frozen_on)} ; recompté depuis : {number(one.now)}."
    )


def _written(text: str) -> Iterator[Block]:
    for paragraph in text.split("\n\n"):
        if paragraph.strip():
            yield Paragraph(paragraph.strip("\n"))
    if not text.strip():
        yield Ruled(_LINES)


def _day(day: date) -> str:
    """« 14 avril 2025 »."""
    return french_long(day).partition(" ")[2]
