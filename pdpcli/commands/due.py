"""`pdp due` : ce qui est à faire, pourquoi, et ce qu'elle en dit."""

from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Any

from pdpcli.commands.clock import day, day_ahead, today
from pdpcli.commands.french import noun
from pdpcli.commands.opening import open_store
from pdpcli.commands.options import argument, option
from pdpcli.commands.output import emit, emit_json, note
from pdpcli.commands.pdf import warn_of_place
from pdpcli.errors import InputRefused
from pdpcli.rules.dates import french_long

app = noun("due", default="list")

_FAR = 30  # days shown ahead unless told
_MOST = 500  # lines on the screen; --json and --ics have all
Number = Annotated[int, argument("NUMÉRO", "Celui que donne « pdp echeances »")]
Discreet = Annotated[bool, option("discreet", "Sans les noms")]
At = Annotated[date | None, option("at", "Vu ce jour-là", metavar="DATE", parser=day)]


@app.command("list")
def list_(  # noqa: PLR0913 - one option a filter
    *,
    to: Annotated[
        date | None,
        option("to", "Jusqu'à ce jour [dans 30 jours]", metavar="DATE", parser=day_ahead),
    ] = None,
    case: Annotated[str, option("case", "D'une situation : 42 ou 2026-0042")] = "",
    agreement: Annotated[str, option("agreement", "D'une convention")] = "",
    rule: Annotated[str, option("rule", "D'une règle : recall, reprise…")] = "",
    referent: Annotated[str, option("referent", "De qui les suit : moi, ou un nom")] = "",
    at: At = None,
    discreet: Discreet = False,
    ics: Annotated[Path | None, option("ics", "Dans un fichier d'agenda (.ics)")] = None,
    names: Annotated[bool, option("names", "Avec les noms, dans l'agenda (consigné)")] = False,
    force: Annotated[bool, option("force", "Remplacer le fichier s'il existe")] = False,
    json: Annotated[bool, option("json", "En JSON, clés stables et dates ISO")] = False,
) -> None:
    """Les échéances, la règle et la source de chacune"""
    from pdpcli.views.due import due_list, due_rows

    on = at or today()
    every = -1 if json or ics else _MOST
    rows = _rows((on, to or on + timedelta(_FAR)), (case, agreement, referent), every)
    rows = [row for row in rows if rule in ("", row["rule"])]
    if ics is not None:
        _write_calendar(ics, rows, names=names, force=force)
    elif json:
        emit_json(due_rows(rows, on, names=not discreet))
    else:
        emit(due_list(rows[:_MOST], on, discreet=discreet))
        if len(rows) > _MOST:
            note(f"{_MOST} premières ; affinez avec --regle, --situation, --convention…")


def _rows(days: tuple[date, date], of: tuple[str, str, str], most: int) -> list[dict[str, Any]]:
    """What is open until a day, of a convention, of who follows; of a situation, all to come."""
    from pdpcli.commands.morning import computed_today, followed_by
    from pdpcli.store import due
    from pdpcli.store.cases import case_by_ref
    from pdpcli.store.our_agreements import our_agreement

    store, (on, until), (case, agreement, referent) = open_store(), days, of
    computed_today(store)
    with closing(store.read()) as db:
        if case:
            rows = due.of_subject(db, case_by_ref(db, case, on).ref)
            return [row for row in rows if row["state"] == "open"]
        rows = due.shown(db, on, until, most)
        if agreement:
            wanted = our_agreement(db, agreement).id
            rows = [row for row in rows if row["agreement"] == wanted]
        return followed_by(db, store, rows, referent, on)


def _write_calendar(path: Path, rows: list[dict[str, Any]], *, names: bool, force: bool) -> None:
    from pdpcli.files import write_atomic
    from pdpcli.views.due import due_rows
    from pdpcli.workflows.calendar import calendar

    store = open_store()
    data = calendar(due_rows(rows, today(), names=names), {row["id"]: row["uid"] for row in rows})
    with store.write("due ics") as write:
        write.note("calendar with names" if names else "calendar")
    write_atomic(path, data, force=force)
    emit(f"Écrit : {path.absolute()}")
    warn_of_place(path)


@app.command("show")
def show(number: Number) -> None:
    """Une échéance en entier : pourquoi, par quelle règle, d'où elle vient, ce qu'on en a dit"""
    from pdpcli.store import due
    from pdpcli.views.due import explained, history_lines

    with closing(open_store().read()) as db:
        row = due.numbered(db, number)
        changes = due.changes_of(db, row["uid"])
    emit("\n".join([explained(row, today()), *history_lines(changes)]))


@app.command("set")
def set_(
    setting: Annotated[str, argument("RÉGLAGE", "Son nom ; sans lui, tous sont montrés")] = "",
    value: Annotated[
        str, argument("VALEUR", "Un nombre, « 0, 15, 30 », oui ou non ; « - » revient au proposé")
    ] = "",
) -> None:
    """Les délais que les sources laissent ouverts : ce qui est choisi, et le choix proposé"""
    from pdpcli.rules.deadlines.settings import SETTINGS, setting_id
    from pdpcli.views.due import settings_text
    from pdpcli.workflows.agreement_facts import follows_cpom
    from pdpcli.workflows.deadlines import read_settings
    from pdpcli.workflows.due import choose

    store = open_store()
    if setting:
        with store.write("due set") as write:
            choose(write, setting, "" if value == "-" else value)
    with closing(store.read()) as db:
        wanted = setting_id(setting, SETTINGS)
        emit(settings_text(read_settings(db), wanted, cpom=follows_cpom(db)))


@app.command("add")
def add(
    text: Annotated[str, argument("TEXTE", "Ce qu'il ne faut pas oublier")],
    *,
    on: Annotated[
        date | None, option("on", "Pour quel jour", metavar="DATE", parser=day_ahead)
    ] = None,
    case: Annotated[str, option("case", "À propos de quelle situation")] = "",
) -> None:
    """Une note à moi, pour un jour : « rappeler le chef d'atelier » --le jeudi"""
    from pdpcli.commands.subject import case_of
    from pdpcli.workflows.due import add_note

    if on is None:
        raise InputRefused("Pour quel jour ?", todo="Ajoutez --le, par exemple --le jeudi prochain")
    with open_store().write("due add") as write:
        row = case_of(write, case) if case else None
        add_note(write, text, on, row)
    emit(f"Noté, pour {french_long(on)}.")


@app.command("done")
def done(
    number: Number,
    *,
    reason: Annotated[str, option("reason", "Ce qui a été fait")] = "",
) -> None:
    """Dire que c'est fait"""
    _change(number, "done", "Fait.", reason=reason)


@app.command("suspend")
def suspend(
    number: Number,
    *,
    to: Annotated[
        date | None, option("to", "Pas avant ce jour", metavar="DATE", parser=day_ahead)
    ] = None,
    reason: Annotated[str, option("reason", "Pourquoi")] = "",
) -> None:
    """Ne plus la montrer avant un jour"""
    if to is None or not reason:
        raise InputRefused(
            "Il faut dire jusqu'à quand, et pourquoi.", todo='--au "lundi prochain" --motif "…"'
        )
    _change(number, "suspended", "Mise de côté.", until=to.isoformat(), reason=reason)


@app.command("resume")
def resume(number: Number) -> None:
    """La remettre dans la liste"""
    _change(number, "open", "De nouveau dans la liste.")


def _change(number: int, state: str, said: str, **told: str) -> None:
    from pdpcli.workflows.due import change_deadline

    with open_store().write(f"due {state}") as write:
        change_deadline(write, number, state, **told)
    emit(said)
    if state == "suspended":
        note(f"La remettre : pdp echeances reprendre {number}")
