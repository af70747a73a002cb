"""Declaring that we have signed a convention, and which of its parties we are."""

import json
from datetime import date
from typing import TYPE_CHECKING

from pdpcli.agreements.agreement import Agreement, Body, Parameter
from pdpcli.agreements.consent_terms import resolved
from pdpcli.agreements.loader import find
from pdpcli.agreements.small_cells import SMALL_CELLS
from pdpcli.declarations.nearest import nearest
from pdpcli.errors import InputRefused
from pdpcli.evaluation.indicator import read_evaluation
from pdpcli.rules.choices import parse_choice
from pdpcli.store.due import forget_computed
from pdpcli.store.home import user_agreements
from pdpcli.store.our_agreements import OurAgreement

if TYPE_CHECKING:
    from sqlite3 import Connection

    from pdpcli.store.open import Write


def add(write: "Write", agreement: Agreement, as_body: str | None, on: date) -> str:
    """Add ``agreement`` to ours, being the party ``as_body``; returns that party's id.

    Without ``as_body``: the party that is our service, else the one the convention gives as ours.

    Raises:
        InputRefused: already ours, not a party, or several parties could be us.
    """
    _refuse_known(write.db, agreement)
    us = _party(write.db, agreement, as_body)
    for body in _parents_first(agreement.bodies):
        _put_body(write, body)
    write.db.execute(
        """INSERT INTO agreement (id, as_body, partner, title, added_on, parameters, no_fiche)
        VALUES (?, ?, ?, ?, ?, ?, ?)""",
        (
            agreement.id,
            us,
            agreement.partner_of(us).id,
            agreement.short,
            on.isoformat(),
            json.dumps(resolved(agreement.consent_parameters)),
            None if agreement.fiche else 1,
        ),
    )
    return us


def choose(write: "Write", ours: OurAgreement, parameter: str, choice: str) -> str:
    """Change what was chosen where the text is silent; returns the choice in words.

    A parameter takes one of its choices, or a whole number. What was signed keeps its terms.

    Raises:
        InputRefused: no such parameter, or a choice it does not have.
    """
    folder = find(ours.id, user_agreements())
    points = {one.id: one for one in (SMALL_CELLS, *folder.open_points)}
    if parameter in points:
        return _set(write, ours, points[parameter], choice)
    counted = read_evaluation(folder.evaluation_text).parameters
    if parameter not in counted:
        raise InputRefused(
            "Ce réglage n'existe pas." + nearest(parameter, [*points, *counted]),
            todo=f"Les réglages : pdp convention voir {ours.id}",
        )
    point = counted[parameter]
    code = parse_choice(choice, {code: one.text for code, one in point.choices.items()})
    _keep(write, ours, parameter, code)
    return f"{point.label} : {point.choices[code].text}"


def _set(write: "Write", ours: OurAgreement, point: Parameter, choice: str) -> str:
    """A point of the agreement: one of its choices, or a whole number."""
    if point.choices:
        code = parse_choice(choice, point.choices)
        _keep(write, ours, point.id, code)
        return f"{point.label} : {point.choices[code]}"
    written = choice.isascii() and choice.isdecimal() and len(choice) <= len(str(point.most))
    number = int(choice) if written else -1
    if not 0 <= number <= point.most:
        raise InputRefused(
            f"Ce réglage attend un nombre entier, de 0 à {point.most}.", where=point.id
        )
    _keep(write, ours, point.id, number)
    return f"{point.label} : {number}"


def _keep(write: "Write", ours: OurAgreement, parameter: str, value: str | int) -> None:
    write.db.execute(
        "UPDATE agreement SET parameters = json_set(parameters, ?, ?) WHERE id = ?",
        (f"$.{parameter}", value, ours.id),
    )
    forget_computed(write.db)  # a delay that the text leaves open is one of them


def open_parties(db: "Connection", agreement: Agreement) -> tuple[str, ...]:
    """The parties we may be, when only she can say which; none when it is known.

    Raises:
        InputRefused: already ours.
    """
    _refuse_known(db, agreement)
    return () if _known_party(db, agreement) else agreement.parties


def which_party(agreement: Agreement) -> InputRefused:
    """The refusal of who did not say which party we are: the ids, and whom they name."""
    parties = (f"{one} ({agreement.body(one).name})" for one in agreement.parties)
    return InputRefused(
        "Il faut dire laquelle des parties nous sommes.",
        where=agreement.id,
        todo="Ajoutez --en-tant-que avec l'une de : " + ", ".join(parties),
    )


def _refuse_known(db: "Connection", agreement: Agreement) -> None:
    if db.execute("SELECT 1 FROM agreement WHERE id = ?", (agreement.id,)).fetchone():
        raise InputRefused("Cette convention est déjà des nôtres.", where=agreement.id)


def _known_party(db: "Connection", agreement: Agreement) -> str | None:
    """The party that is our service, else the one the convention gives as ours."""
    ours = [row["id"] for row in db.execute("SELECT id FROM body WHERE is_us = 1")]
    found = [one for one in agreement.parties if one in ours] or list(agreement.us)
    return found[0] if len(found) == 1 and found[0] in agreement.parties else None


def _party(db: "Connection", agreement: Agreement, as_body: str | None) -> str:
    found = as_body or _known_party(db, agreement)
    if found is None or found not in agreement.parties:
        raise which_party(agreement)
    return found


def _parents_first(bodies: tuple[Body, ...]) -> list[Body]:
    return sorted(bodies, key=lambda body: bool(body.parent))


def _put_body(write: "Write", body: Body) -> None:
    """Add a body; one already known keeps what she wrote of it, and gains what it lacked."""
    columns = ("name", "short", "parent", "address", "phone", "email", "dpo")
    said = {column: getattr(body, column) or None for column in columns}
    kept = ", ".join(f"{column} = coalesce({column}, excluded.{column})" for column in columns)
    names = ", ".join(columns)
    write.db.execute(
        f"""INSERT INTO body (id, {names}) VALUES (:id, {", ".join(f":{c}" for c in columns)})
        ON CONFLICT (id) DO UPDATE SET {kept}""",
        {"id": body.id, **said},
    )
