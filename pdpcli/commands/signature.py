"""What is asked of a signature on paper: the date, the place, who signed, who keeps it."""

import sys
from dataclasses import dataclass
from datetime import date
from sqlite3 import Connection

from pdpcli.commands.clock import day, today
from pdpcli.errors import InputRefused, Problem, Refusal
from pdpcli.rules.choices import parse_choice
from pdpcli.rules.dates import french
from pdpcli.rules.names import parse_name
from pdpcli.rules.text import clean
from pdpcli.rules.vocabulary import CHOICES
from pdpcli.store.cases import CaseRow
from pdpcli.store.bodies import service_name
from pdpcli.workflows.consent import Signed


@dataclass(frozen=True)
class Said:
    """What the options say of a signature; an empty text says nothing."""

    on: date | None
    place: str
    signer: str
    capacity: str
    kept_by: str


def signature_said(
    db: Connection, case: CaseRow, said: Said, collected_by: str
) -> tuple[Signed, date]:
    """The signature and its day; the day and the place are asked when they were not given.

    Raises:
        InputRefused: a value refused, or nobody to ask.
    """
    on, place = (said.on, said.place) if said.on and said.place else _ask(said.on, said.place)
    try:
        who = parse_choice(said.capacity or "person", CHOICES["signer_capacity"])
        signed = Signed(
            place=clean(place, limit=80),
            signer=parse_name(said.signer) if said.signer else _person(db, case),
            capacity=who,
            kept_by=clean(said.kept_by, limit=80) if said.kept_by else service_name(db),
            collected_by=collected_by,
        )
    except Refusal as refusal:
        raise InputRefused(f"L'accord n'a pas été enregistré : {refusal.reason}") from None
    if who != "person" and not said.signer:
        raise InputRefused(
            "L'accord n'a pas été enregistré : il faut le nom du tuteur ou du curateur.",
            todo="Ajoutez --signataire.",
        )
    return signed, on


def _person(db: Connection, case: CaseRow) -> str:
    row = db.execute(
        "SELECT last_name, first_name FROM person WHERE id = ?", (case.person_id,)
    ).fetchone()
    return f"{row['first_name']} {row['last_name']}" if row else ""


def _ask(on: date | None, place: str) -> tuple[date, str]:
    if not sys.stdin.isatty():
        missing = [Problem("--signe-le", "la date de la signature.")] if on is None else []
        missing += [Problem("--lieu", "la commune où elle a été faite.")] if not place else []
        raise InputRefused("L'accord n'a pas été enregistré : il manque", problems=missing)
    import typer

    while on is None:
        text = typer.prompt("Signé le", default=french(today()), prompt_suffix=" : ")
        try:
            on = day(text)
        except Refusal as refusal:
            typer.echo(refusal.reason, err=True)
    return on, place or typer.prompt("Fait à (commune)", prompt_suffix=" : ")
