"""What `pdp signal new` knows while it asks: the form, the known persons and employers."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from sqlite3 import Connection
from typing import Any

from pdpcli.forms.ask import Suggestion
from pdpcli.forms.fields import Value
from pdpcli.forms.form import Field, Form, registration
from pdpcli.rules.dates import french
from pdpcli.rules.names import display_name, fold
from pdpcli.rules.nir import nir_warnings
from pdpcli.store.employers import employers
from pdpcli.store.search import known_persons, person_with_nir

_ANOTHER = Suggestion("Non, c'est une autre personne")
_OTHER_EMPLOYER = Suggestion("Une autre entreprise", retype=True)
_SEVERAL, _INTERIM = "plusieurs employeurs", "interim"


def registration_form(db: Connection, agreement_form: Form | None) -> Form:
    """The questions of a situation; a partner is chosen among the bodies the store knows."""
    form = registration(agreement_form)
    rows = db.execute("SELECT id, short FROM body WHERE is_us = 0 ORDER BY short").fetchall()
    bodies = {row["id"]: row["short"] for row in rows}
    sections = tuple(
        replace(section, fields=tuple(_with_bodies(section.fields, bodies)))
        for section in form.sections
    )
    return replace(form, sections=sections)


def _with_bodies(fields: Sequence[Field], bodies: Mapping[str, str]) -> list[Field]:
    """A body is chosen in the list; with no body known there is nothing to choose."""
    return [
        replace(one, kind="choice", choices=bodies) if one.kind == "body" else one
        for one in fields
        if bodies or one.kind != "body"
    ]


class Lookups:
    """Looks up, in the store, what an answer may designate."""

    def __init__(self, db: Connection, form: Form) -> None:
        self._db, self._form = db, form
        self._ids = {one.path: one.id for one in form.fields if one.path}

    @property
    def lookups(self) -> dict[str, Any]:
        """Field id -> lookup, for the interview."""
        return {
            self._ids["person.first_name"]: self.persons,
            self._ids["person.nir"]: self.same_nir,
            self._ids["employer.name"]: self.employers,
            self._ids["second_employer.name"]: self.other_employers,
        }

    @property
    def offers(self) -> dict[str, str]:
        """Field id -> the question above what its lookup found."""
        asked = "Est-ce l'une de celles-ci ?"
        return {self._ids[path]: asked for path in ("employer.name", "second_employer.name")}

    @property
    def remarks(self) -> dict[str, Any]:
        """Field id -> what to say of an answer that is accepted."""
        return {self._ids["person.nir"]: self.nir_remarks}

    def nir_remarks(self, values: Mapping[str, Value]) -> list[str]:
        """What in the NIR does not agree with the birth date or the sex; never a refusal."""
        nir, born = values.get(self._ids["person.nir"]), values.get(self._ids["person.born_on"])
        sex = values.get(self._ids["person.sex"])
        if not nir:
            return []
        return nir_warnings(
            str(nir), born if isinstance(born, date) else None, str(sex) if sex else None
        )

    def persons(self, values: Mapping[str, Value]) -> list[Suggestion]:
        """The persons of that name, each as a new situation or her last one again."""
        last = values.get(self._ids["person.last_name"])
        first = values.get(self._ids["person.first_name"])
        return self._offered(known_persons(self._db, f"{last} {first}"))

    def same_nir(self, values: Mapping[str, Value]) -> list[Suggestion]:
        """The person who already has this number."""
        nir = values.get(self._ids["person.nir"])
        row = person_with_nir(self._db, str(nir)) if nir else None
        named = row and fold(f"{row['last_name']} {row['first_name']}")
        if row and named == fold(
            f"{values.get(self._ids['person.last_name'])} "
            f"{values.get(self._ids['person.first_name'])}"
        ):
            return []
        return self._offered([row] if row else [])

    def employers(self, values: Mapping[str, Value]) -> list[Suggestion]:
        """The employers one of whose words begins so; none when the name is whole.

        With them, or when it is what was typed: several employers at once, intérim.
        """
        typed = fold(str(values.get(self._ids["employer.name"]) or ""))
        found = self._listed(typed, doctor=True)
        asks = [_SEVERAL.startswith(typed), _INTERIM.startswith(typed)]
        if not (found or any(asks)) or len(typed) < 3:  # noqa: PLR2004 - as in _listed
            return []
        return [*found, *self._ways(values), _OTHER_EMPLOYER]

    def other_employers(self, values: Mapping[str, Value]) -> list[Suggestion]:
        """The same for the other employer of somebody who has two."""
        typed = fold(str(values.get(self._ids["second_employer.name"]) or ""))
        found = self._listed(typed, path="second_employer.name")
        return [*found, _OTHER_EMPLOYER] if found else []

    def _listed(
        self, typed: str, *, path: str = "employer.name", doctor: bool = False
    ) -> list[Suggestion]:
        found = employers(self._db, typed, limit=8) if len(typed) > 2 else []  # noqa: PLR2004 - « trois lettres suffisent »
        if any(fold(row["name"]) == typed for row in found):
            return []
        return [self._employer(row, path, doctor=doctor) for row in found]

    def _ways(self, values: Mapping[str, Value]) -> list[Suggestion]:
        """More than one employer, said before the first is named; not once it was said."""
        several, contract = self._ids["employment.several"], self._ids["employment.contract"]
        ways = []
        if values.get(several) != "yes":
            label = "Plusieurs employeurs à la fois (le premier est demandé, puis l'autre)"
            ways.append(Suggestion(label, fills={several: "yes"}, again=True))
        if values.get(contract) != "interim":
            label = "Intérim (l'entreprise où elle travaille est demandée, puis l'agence)"
            ways.append(Suggestion(label, fills={contract: "interim"}, again=True))
        return ways

    def _offered(self, rows: Sequence[Mapping[str, Any]]) -> list[Suggestion]:
        offered = [suggestion for row in rows for suggestion in self._person(row)]
        return [*offered, _ANOTHER] if offered else []

    def _person(self, row: Mapping[str, Any]) -> list[Suggestion]:
        name = display_name(row["last_name"], row["first_name"])
        born = f", né(e) le {french(date.fromisoformat(row['born_on']))}" if row["born_on"] else ""
        again = Suggestion(
            f"Oui, {name}{born} : nouvelle situation",
            detail=_last_case(row),
            fills=self._identity(row["id"]),
            action=f"person:{row['id']}",
        )
        if not row["ref"] or row["state"] == "cancelled":
            return [again]
        verb = "je rouvre" if row["state"] == "closed" else "je continue"
        same = Suggestion(f"Oui, et {verb} {row['ref']}", action=f"case:{row['ref']}", ends=True)
        return [again, same] if row["state"] == "closed" else [same, again]

    def _identity(self, person_id: int) -> dict[str, Value]:
        row = self._db.execute("SELECT * FROM person WHERE id = ?", (person_id,)).fetchone()
        held = {f"person.{column}": row[column] for column in row.keys() if row[column]}  # noqa: SIM118
        if "person.born_on" in held:
            held["person.born_on"] = date.fromisoformat(held["person.born_on"])
        return {self._ids[path]: value for path, value in held.items() if path in self._ids}

    def _employer(self, row: Mapping[str, Any], path: str, *, doctor: bool) -> Suggestion:
        fills = {self._ids[path]: row["name"]}
        field = self._ids.get("case.occupational_doctor")
        if row["occupational_doctor"] and field and doctor:
            fills[field] = row["occupational_doctor"]
        return Suggestion(row["name"], detail=_employer_words(row), fills=fills)


def _last_case(row: Mapping[str, Any]) -> str:
    if not row["ref"]:
        return ""
    if row["closed_on"]:
        return f"{row['ref']}, close le {french(date.fromisoformat(row['closed_on']))}"
    return f"{row['ref']}, ouverte"


def _employer_words(row: Mapping[str, Any]) -> str:
    words = [
        "adhérente" if row["member"] == "yes" else "",
        row["naf"] or "",
        f"{row['size']} salariés" if row["size"] is not None else "",
        _doctor(row["occupational_doctor"] or ""),
    ]
    return " · ".join(word for word in words if word)


def _doctor(name: str) -> str:
    """« Dr Roux », whether she typed the title or not."""
    titled = fold(name).partition(" ")[0].rstrip(".") in ("dr", "docteur")
    return name if titled or not name else f"Dr {name}"
