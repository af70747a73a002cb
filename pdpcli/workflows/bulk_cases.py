"""Many situations written in bulk: for each, the rows that registering and closing it write.

What ``workflows.register`` writes through the ORM and then computes from reads is written here
from the values at hand; a test compares both, table by table.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from pdpcli.forms.form import situation
from pdpcli.rules.deadlines import ActFact, CaseFacts, case_deadlines
from pdpcli.rules.identifiers import dept_of
from pdpcli.rules.leaves import Leave
from pdpcli.rules.names import fold
from pdpcli.rules.references import format_ref
from pdpcli.rules.snapshot import EmployerFact, EmploymentFact, Facts, SituationFact, snapshot
from pdpcli.store.bulk import Bulk
from pdpcli.store.due import Subject, put_deadlines
from pdpcli.store.our_agreements import agreements_with
from pdpcli.store.person_words import words
from pdpcli.store.snapshots import refresh, refresh_employer
from pdpcli.workflows.bulk_employers import BulkEmployers, Said
from pdpcli.workflows.case_row import Line, outcome_of
from pdpcli.workflows.deadlines import read_settings
from pdpcli.workflows.facts import under

if TYPE_CHECKING:
    from pdpcli.store.open import Write

TABLES = ("person", "employer", "case_file", "situation", "employment", "leave", "act")
_COUNTED_PERSON = ("born_on", "sex", "dept", "household")


@dataclass
class Case:
    """The situation being written: its number, its person, what its snapshots are made of."""

    id: int
    key: str
    origin: str | None
    opened_on: date
    person: Mapping[str, Any]
    situations: list[SituationFact] = field(default_factory=list)
    employments: list[EmploymentFact] = field(default_factory=list)
    employers: dict[int, EmployerFact] = field(default_factory=dict)
    leaves: list[Leave] = field(default_factory=list)
    acts: list[Said] = field(default_factory=list)


class BulkCases:
    """Writes lines; ``close`` finishes what depends on all of them."""

    def __init__(self, write: "Write") -> None:
        self._write, self._db, self.bulk = write, write.db, Bulk(write, TABLES)
        self._today = date.fromisoformat(write.at[:10])
        self._settings = read_settings(write.db)
        self._paths = {one.id: one.path for one in situation().fields if one.path}
        self._employers = BulkEmployers(write, self.bulk)
        self._numbers: dict[int, int] = {}
        self._persons: set[int] = set()  # known before, and told more of
        self._partners: dict[str, str | None] = {}
        self._member = _member(write)

    def put(self, line: Line, person: int | None) -> str:
        """Write the situation of ``line``, of that known person or of a new one; its reference."""
        answers: Said = {
            self._paths[key]: value for key, value in line.values.items() if key in self._paths
        }
        opened = answers["case.opened_on"]
        who = self._known(person, answers) if person else self._new(answers)
        closed = line.values.get("cloture_date")
        ref, number = self._case(answers, who, opened, closed)
        case = Case(number, who["key"], answers.get("case.origin"), opened, who)
        self._facts(case, answers)
        self._told_acts(case, answers)
        if outcome := outcome_of(line.values):
            self._act(case, "outcome", outcome[1], nature=outcome[0])
        if isinstance(closed, date):
            self._act(case, "closure", closed, nature=line.values.get("cloture_motif"))
        self._write_acts(case)
        self._deadlines(case, ref, closed if isinstance(closed, date) else None)
        return ref

    def close(self) -> None:
        """Chain the last rows; the acts of persons and employers told more of follow."""
        self.bulk.close()
        for person in self._persons:
            for (case,) in self._db.execute(
                "SELECT id FROM case_file WHERE person_id = ?", (person,)
            ).fetchall():
                refresh(self._db, case)
        for employer in self._employers.told_more:
            refresh_employer(self._db, employer)

    def _new(self, answers: Mapping[str, Any]) -> Said:
        said = under("person", answers)
        who = {
            "key": secrets.token_hex(16),
            **said,
            "folded": fold(f"{said['last_name']} {said['first_name']}"),
            "dept": dept_of(said["address"]) if said.get("address") else None,
        }
        who["id"] = self.bulk.insert("person", who)
        found = words(said["last_name"], said["first_name"], said.get("birth_name"))
        self._db.executemany(
            "INSERT INTO person_word (word, person_id) VALUES (?, ?)",
            [(word, who["id"]) for word in found],
        )
        return who

    def _known(self, person: int, answers: Mapping[str, Any]) -> Said:
        """What is known of her stays; what is not is told."""
        who = dict(self._db.execute("SELECT * FROM person WHERE id = ?", (person,)).fetchone())
        more = {
            column: value
            for column, value in under("person", answers).items()
            if value is not None and who[column] is None
        }
        if more.get("address"):
            more["dept"] = dept_of(more["address"])
        if more:
            columns = ", ".join(f"{column} = :{column}" for column in more)
            self._db.execute(f"UPDATE person SET {columns} WHERE id = :id", {**more, "id": person})
            if set(_COUNTED_PERSON) & more.keys():
                self._persons.add(person)
        return {**who, **more}

    def _case(
        self, answers: Mapping[str, Any], who: Said, opened: date, closed: object
    ) -> tuple[str, int]:
        year = opened.year
        number = self._number(year)
        ref = format_ref(year, number)
        said = {
            **under("case", answers),
            "year": year,
            "number": number,
            "ref": ref,
            "person_id": who["id"],
            "person_key": who["key"],
            "state": "closed" if closed else "open",
            "closed_on": closed.isoformat() if isinstance(closed, date) else None,
            "updated_at": self._write.at,
            "member_id": self._member,
        }
        return ref, self.bulk.insert("case_file", said)

    def _number(self, year: int) -> int:
        """The next number of the year; the greatest ever given is in the table."""
        if year not in self._numbers:
            last = self._db.execute(
                "SELECT coalesce(max(number), 0) FROM case_file WHERE year = ?", (year,)
            )
            self._numbers[year] = int(last.fetchone()[0])
        self._numbers[year] += 1
        return self._numbers[year]

    def _facts(self, case: Case, answers: Mapping[str, Any]) -> None:
        since = case.opened_on.isoformat()
        said = under("situation", answers)
        for path, column in (("leave.on_leave", "on_leave"), ("visit_prereprise.state", "prereprise")):  # fmt: skip  # noqa: E501
            if path in answers:
                said[column] = answers[path]
        self.bulk.insert("situation", {"case_id": case.id, "from_date": since, **said})
        case.situations.append(SituationFact(case.opened_on, **said))
        self._employment(case, under("employment", answers), under("employer", answers))
        self._employment(case, {}, under("agency", answers), role="agency")
        self._leave(case, answers)

    def _employment(self, case: Case, said: Said, employer: Said, role: str = "employer") -> None:
        held = self._employers.of(employer)
        if held:
            said["employer_id"] = held["id"]
            fact = EmployerFact(held["naf"], held["naf_version"], held["size"])
            case.employers[held["id"]] = fact
        if said:
            row = {"case_id": case.id, "role": role, "from_date": case.opened_on.isoformat()}
            self.bulk.insert("employment", {**row, **said})
            case.employments.append(EmploymentFact(case.opened_on, role == "agency", **said))

    def _leave(self, case: Case, answers: Mapping[str, Any]) -> None:
        began, ended = answers.get("leave.started_on"), answers.get("leave.ended_on")
        if began is None or answers.get("leave.on_leave") == "no":
            return
        risk = answers.get("leave.risk")
        row = {"case_id": case.id, "started_on": began.isoformat(), "risk": risk,
               "ended_on": ended and ended.isoformat()}  # fmt: skip
        self.bulk.insert("leave", row)
        case.leaves.append(Leave(began, ended, risk))

    def _told_acts(self, case: Case, answers: Mapping[str, Any]) -> None:
        """The entry, the referral of a partner of ours, the pré-reprise that has a date."""
        self._act(case, "entry", case.opened_on, motive=answers.get("case.motive"))
        body = answers.get("case.origin_body")
        if case.origin == "partner" and body and (agreement := self.agreement_of(body)):
            said = {"direction": "in", "agreement": agreement, "body": body}
            self._act(case, "referral", case.opened_on, **said)
        on = answers.get("visit_prereprise.on_date")
        if on and answers.get("visit_prereprise.state") in {"yes", "planned"}:
            done = answers["visit_prereprise.state"] == "yes"
            self._act(case, "visit_prereprise", on, state="done" if done else "planned")

    def agreement_of(self, body: str) -> str | None:
        """Our only agreement with a partner; None when there is none, or several."""
        if body not in self._partners:
            ours = [one.id for one in agreements_with(self._db, [body]) if one.fiche]
            self._partners[body] = ours[0] if len(ours) == 1 else None
        return self._partners[body]

    def _act(self, case: Case, kind: str, on: date, **said: object) -> None:
        case.acts.append({"kind": kind, "state": "done", "on": on, **said})

    def _write_acts(self, case: Case) -> None:
        who = case.person
        facts = Facts(
            case.origin,
            date.fromisoformat(who["born_on"]) if who.get("born_on") else None,
            who.get("sex"),
            who.get("dept"),
            who.get("household"),
            case.situations,
            case.employments,
            case.employers,
            case.leaves,
        )
        for act in case.acts:
            on = act.pop("on")
            row = {"case_id": case.id, "person_key": case.key, "author": self._write.author,
                   "on_date": on.isoformat(), "year": on.year}  # fmt: skip
            act["id"] = self.bulk.insert("act", {**row, **snapshot(facts, on), **act})
            act["on"] = on

    def _deadlines(self, case: Case, ref: str, closed: date | None) -> None:
        acts = [
            ActFact(one["id"], one["kind"], one["on"], one["state"],
                    nature=one.get("nature") or "")
            for one in case.acts
        ]  # fmt: skip
        who = case.person
        facts = CaseFacts(
            opened_on=case.opened_on,
            state="closed" if closed else "open",
            closed_on=closed,
            closure_reason=next((one.nature for one in acts if one.kind == "closure"), ""),
            limited_on=date.fromisoformat(who["limited_on"]) if who.get("limited_on") else None,
            born_on=date.fromisoformat(who["born_on"]) if who.get("born_on") else None,
            dept=who.get("dept") or "",
            leaves=case.leaves,
            situations=case.situations,
            acts=acts,
            last_contact=max(one.on for one in acts if one.state == "done"),
        )
        found = case_deadlines(facts, self._today, self._settings)
        put_deadlines(self._db, Subject(ref, case_id=case.id), found)


def _member(write: "Write") -> int | None:
    row = write.db.execute(
        "SELECT id FROM member WHERE first_name || ' ' || last_name = ?", (write.author,)
    ).fetchone()
    return row["id"] if row else None
