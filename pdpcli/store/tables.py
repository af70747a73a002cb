"""The rows that are edited, as SQLModel classes: same columns as the migrated schema (tested).

Append-only rows and reads are SQL. Importing this costs 0.4 s: only a write that edits does.
"""

from sqlmodel import Field, SQLModel


class _Row(SQLModel):
    """A row; pydantic builds what validates it only if it is ever asked to."""

    model_config = {"defer_build": True}


class Person(_Row, table=True):
    """A person; ``key`` is opaque and outlives her erasure."""

    __tablename__ = "person"

    id: int | None = Field(default=None, primary_key=True)
    key: str
    last_name: str
    first_name: str
    birth_name: str | None = None
    folded: str
    born_on: str | None = None
    sex: str | None = None
    address: str | None = None
    dept: str | None = None
    phone: str | None = None
    email: str | None = None
    household: str | None = None
    nir: str | None = None
    nir_reason: str | None = None
    limited_on: str | None = None
    died_on: str | None = None
    same_as: int | None = Field(default=None)


class Employer(_Row, table=True):
    """An entry of the small directory of employers."""

    __tablename__ = "employer"

    id: int | None = Field(default=None, primary_key=True)
    name: str
    folded: str
    siret: str | None = None
    naf: str | None = None
    naf_version: str | None = None
    size: int | None = None
    member: str | None = None
    address: str | None = None
    phone: str | None = None
    occupational_doctor: str | None = None


class Case(_Row, table=True):
    """A situation (`2026-0042`, never reused)."""

    __tablename__ = "case_file"

    id: int | None = Field(default=None, primary_key=True)
    year: int
    number: int
    ref: str
    person_id: int | None = Field(default=None, foreign_key="person.id")
    person_key: str
    state: str
    opened_on: str
    closed_on: str | None = None
    origin: str | None = None
    origin_body: str | None = Field(default=None)
    motive: str | None = None
    occupational_doctor: str | None = None
    known_to_ssam: str | None = None
    context: str | None = None
    member_id: int | None = Field(default=None)
    cancel_reason: str | None = None
    updated_at: str
    employee_contact: str | None = None
    employer_contact: str | None = None


class Situation(_Row, table=True):
    """What is true of a case from a date on: a change adds a row."""

    __tablename__ = "situation"

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="case_file.id")
    from_date: str
    on_leave: str | None = None
    regime: str | None = None
    status: str | None = None
    position: str | None = None
    horizon: str | None = None
    unfit_risk: str | None = None
    invalidity: str | None = None
    rqth: str | None = None
    boeth_other: str | None = None
    boeth_title: str | None = None
    rente_at: str | None = None
    mdph: str | None = None
    mdph_filed_on: str | None = None
    part_time: str | None = None
    adapted_return: str | None = None
    prereprise: str | None = None


class Employment(_Row, table=True):
    """One employment of a case."""

    __tablename__ = "employment"

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="case_file.id")
    employer_id: int | None = Field(default=None, foreign_key="employer.id")
    role: str = "employer"
    from_date: str
    job: str | None = None
    contract: str | None = None
    seniority: str | None = None
    slot: int = 1
    concerned: str | None = None
    ended_on: str | None = None


class Leave(_Row, table=True):
    """One period of leave; consecutive periods are one absence."""

    __tablename__ = "leave"

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="case_file.id")
    started_on: str
    ended_on: str | None = None
    risk: str | None = None


class Act(_Row, table=True):
    """A dated event of a case; its last columns are the snapshot, a cache."""

    __tablename__ = "act"

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="case_file.id")
    person_key: str
    kind: str
    state: str
    on_date: str
    year: int
    ended_on: str | None = None
    agreement: str | None = None
    direction: str | None = None
    body: str | None = None
    nature: str | None = None
    mode: str | None = None
    requester: str | None = None
    done_by_function: str | None = None
    motive: str | None = None
    after: str | None = None
    dispensation: str | None = None
    iri: float | None = None
    irdp: float | None = None
    days: int | None = None
    gathering_id: int | None = Field(default=None)
    liaison_number: int | None = None
    note: str | None = None
    cancel_reason: str | None = None
    author: str
    origin: str | None = None
    regime: str | None = None
    status: str | None = None
    contract: str | None = None
    position: str | None = None
    on_leave: str | None = None
    risk: str | None = None
    invalidity: str | None = None
    rqth: str | None = None
    boeth: str | None = None
    rente_at: str | None = None
    age: int | None = None
    sex: str | None = None
    dept: str | None = None
    household: str | None = None
    horizon: str | None = None
    naf: str | None = None
    naf_version: str | None = None
    size: int | None = None
    employer_id: int | None = None
    job: str | None = None
    fiche_under: str | None = None
