"""The figures of a year asked at the terminal one by one, last year's value beside."""

from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

from pdpcli.commands.asker import Terminal, terminal
from pdpcli.commands.clock import today
from pdpcli.commands.figures_meant import Asking, checked_year
from pdpcli.errors import InputRefused, Refusal
from pdpcli.evaluation.asked import PARTNER, Asked
from pdpcli.forms.asking import BACK, HELP, NOTHING, SUSPEND, UNSURE, Question
from pdpcli.rules.numbers import french_number

if TYPE_CHECKING:
    from pdpcli.store.open import Store

_FIRST_HALF = 6  # until June, the figures entered are those of the year before
_HELP = "Un nombre, en chiffres. Entrée : laisser comme c'est. « - » : retirer ce qui était saisi."
Held = Mapping[tuple[str, str, str], Mapping[int, float]]


def asked_figures(
    store: "Store", ask: Asking, otherwise: InputRefused
) -> tuple[Asking, Mapping[str, str]]:
    """What is typed for each figure, by name, once accepted; the year is asked when not said.

    Raises:
        InputRefused: no terminal, or nothing typed.
        Interrupted: she left; nothing is written.
    """
    from pdpcli.commands.questions import or_leave

    asker = terminal(otherwise)
    return or_leave(lambda: _asked(store, asker, ask))


def _asked(store: "Store", asker: Terminal, ask: Asking) -> tuple[Asking, Mapping[str, str]]:
    from pdpcli.store.figures import figures_of

    whose = f", selon {ask.ours.partner_name}" if ask.side == PARTNER else ""
    asker.open(f"{ask.ours.title}{whose}", "rien n'est écrit avant la fin", "laisser")
    year = _year(asker) if ask.year is None else checked_year(ask.year)
    with closing(store.read()) as db:
        held = figures_of(db, ask.ours.id, [year, year - 1])
    texts = _walk(asker, ask.asked, year, held)
    if not texts:
        raise InputRefused("Rien n'a été saisi.")
    if not asker.confirm(f"Enregistrer {len(texts)} valeur{'s' * (len(texts) > 1)} de {year} ?"):
        raise KeyboardInterrupt
    return replace(ask, year=year), texts


def _year(asker: Terminal) -> int:
    from pdpcli.commands.values import year_named

    now = today()
    proposed = str(now.year - (now.month <= _FIRST_HALF))
    while True:
        typed = _control(asker, Question("Quelle année ?", proposed=proposed)) or proposed
        try:
            return checked_year(year_named(typed))
        except Refusal as refusal:
            asker.say(refusal.reason)
        except InputRefused as refused:
            asker.say(refused.what)


def _walk(asker: Terminal, asked: Sequence[Asked], year: int, held: Held) -> dict[str, str]:
    """What was typed, by name; ``<`` goes back one figure."""
    texts: dict[str, str] = {}
    at, about = 0, ""
    while at < len(asked):
        one, known = asked[at], held.get(asked[at].place, {})
        if one.indicator != about:
            about = one.indicator
            asker.say(f"{about} · {one.about}")
        typed = _control(asker, _question(one, at + 1, year, known, texts.get(one.name, "")))
        if typed == BACK:
            at = max(0, at - 1)
        elif reason := _refused(one, typed, known.get(year)):
            asker.say(reason)
        else:
            _keep(texts, one.name, typed)
            at += 1
    return texts


def _keep(texts: dict[str, str], name: str, typed: str) -> None:
    """Enter leaves what was typed before, or what holds; « nsp » forgets what was typed."""
    if typed == UNSURE:
        texts.pop(name, None)
    elif typed:
        texts[name] = typed


def _question(
    one: Asked, number: int, year: int, known: Mapping[int, float], typed: str
) -> Question:
    before = f" ({year - 1} : {french_number(known[year - 1])})" if year - 1 in known else ""
    now = typed or (french_number(known[year]) if year in known else "")
    return Question(f"{one.label}{before}", number, proposed=now, help=_HELP)


def _refused(one: Asked, typed: str, held: float | None) -> str:
    """Why what was typed is not accepted; "" when it is."""
    from pdpcli.workflows.figures import parse_figure

    if typed == NOTHING and held is None:
        return "Rien n'était saisi : il n'y a rien à retirer."
    try:
        if typed and typed != UNSURE:
            parse_figure(one, typed)
    except Refusal as refusal:
        return refusal.reason
    return ""


def _control(asker: Terminal, question: Question) -> str:
    """What was typed, once help is given; « fin » leaves."""
    while (typed := asker.ask(question).strip()) == HELP:
        asker.say(question.help or _HELP)
    if typed.casefold() == SUSPEND:
        raise KeyboardInterrupt
    return typed
