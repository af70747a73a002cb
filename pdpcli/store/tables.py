"""The rows that are edited, as SQLModel classes: same columns as the migrated schema (tested).

Append-only rows and reads are SQL. Importing this costs 0.4 s: only a write that edits does.
"""

from sqlmodel import Field, SQLModel


class Body(SQLModel, table=True):
    """An organisation or one of its services; ``is_us`` marks our own."""

    __tablename__ = "body"

    id: str = Field(primary_key=True)
    name: str
    short: str
    parent: str | None = Field(default=None, foreign_key="body.id")
    address: str | None = None
    email: str | None = None
    phone: str | None = None
    dpo: str | None = None
    is_us: int = 0


class Member(SQLModel, table=True):
    """A member of the cell; ``functions`` is a JSON list of codes."""

    __tablename__ = "member"

    id: int | None = Field(default=None, primary_key=True)
    first_name: str
    last_name: str
    functions: str = "[]"
    phone: str | None = None
    email: str | None = None
    since: str | None = None
    until: str | None = None


class AgreementRow(SQLModel, table=True):
    """An agreement the cell has signed, as one of its parties."""

    __tablename__ = "agreement"

    id: str = Field(primary_key=True)
    as_body: str = Field(foreign_key="body.id")
    partner: str = Field(foreign_key="body.id")
    title: str
    added_on: str
    parameters: str = "{}"


class Person(SQLModel, table=True):
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


class Employer(SQLModel, table=True):
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


class Case(SQLModel, table=True):
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
    origin_body: str | None = Field(default=None, foreign_key="body.id")
    motive: str | None = None
    occupational_doctor: str | None = None
    known_to_ssam: str | None = None
    context: str | None = None
    member_id: int | None = Field(default=None, foreign_key="member.id")
    cancel_reason: str | None = None
    updated_at: str


class Situation(SQLModel, table=True):
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
    prereprise_on: str | None = None


class Employment(SQLModel, table=True):
    """One employment of a case."""

    __tablename__ = "employment"

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="case_file.id")
    employer_id: int | None = Field(default=None, foreign_key="employer.id")
    role: str = "employer"
    from_date: str
    until: str | None = None
    job: str | None = None
    contract: str | None = None
    seniority: str | None = None


class Leave(SQLModel, table=True):
    """One period of leave; consecutive periods are one absence."""

    __tablename__ = "leave"

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="case_file.id")
    started_on: str
    ended_on: str | None = None
    risk: str | None = None


class Liaison(SQLModel, table=True):
    """One sheet exchanged with a partner."""

    __tablename__ = "liaison"

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="case_file.id")
    agreement: str = Field(foreign_key="agreement.id")
    form_hash: str
    direction: str
    signalled_on: str
    number: int
    answers: str = "{}"
    cancelled_on: str | None = None


class Gathering(SQLModel, table=True):
    """A meeting or a collective action."""

    __tablename__ = "gathering"

    id: int | None = Field(default=None, primary_key=True)
    kind: str
    agreement: str | None = Field(default=None, foreign_key="agreement.id")
    on_date: str
    year: int
    title: str | None = None
    nature: str | None = None
    joint: int = 0
    participants: int | None = None
    mode: str | None = None
    state: str = "done"
    cancel_reason: str | None = None
    author: str


class Act(SQLModel, table=True):
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
    done_by_member: int | None = Field(default=None, foreign_key="member.id")
    done_by_function: str | None = None
    motive: str | None = None
    after: str | None = None
    dispensation: str | None = None
    iri: float | None = None
    irdp: float | None = None
    days: int | None = None
    gathering_id: int | None = Field(default=None, foreign_key="gathering.id")
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
