"""A form is a frozen value: ordered sections of ordered fields, declared once (design, idea 2).

Every way in (question, file, returned sheet) goes through :meth:`Form.parse`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, cached_property, lru_cache
from pathlib import Path

from pdpcli.errors import Problem, Refusal
from pdpcli.forms.fields import KINDS, Context, Kind, Value, as_text, says_unknown
from pdpcli.rules.paths import fact_of, path_type, value_at
from pdpcli.rules.vocabulary import CHOICES, NO, UNKNOWN

#: Stages in order: what is required to register is required to sign and to send too.
STAGES = ("register", "sign", "send", "reply")
#: Who fills a section. The person's block is the consent act: the gate checks it, not the form.
FILLERS = ("sender", "recipient", "person", "either", "auto")


@dataclass(frozen=True)
class Condition:
    """A field is asked only when ``field`` has one of ``codes`` (none named: any but « non »)."""

    field: str
    codes: tuple[str, ...] = ()

    def holds(self, values: Mapping[str, Value]) -> bool:
        """Whether the condition holds in ``values``."""
        value = values.get(self.field)
        return value in self.codes if self.codes else value not in (None, NO, UNKNOWN)


@dataclass(frozen=True)
class Field:
    """One field: what is printed, what is asked, what it accepts and to whom it may go."""

    id: str
    label: str
    kind: str
    path: str = ""
    by: str = "sender"
    choices: Mapping[str, str] = field(default_factory=dict)  # the printed boxes
    extra: Mapping[str, str] = field(default_factory=dict)  # accepted, written after the boxes
    when: Condition | None = None
    then: Mapping[str, str] = field(default_factory=dict)  # code -> field beside its box
    lines: int = 1
    stacked: bool = False
    required: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    unknown: bool = False  # « je ne sais pas encore » is an answer
    say: str = ""
    help: str = ""
    ask: str = "now"
    default: str = ""
    future: bool = False  # a date that may be to come

    @property
    def type(self) -> Kind:
        """The kind, which owns ``limit``, ``multiline`` and ``hint``."""
        return KINDS[self.kind]

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """Every accepted code with its label for the screen, in order; empty if not a choice."""
        if self.kind == "flag":
            return CHOICES["tristate"]
        return CHOICES.get(path_type(self.path) or "", {**self.choices, **self.extra})

    @property
    def question(self) -> str:
        """What is asked on screen."""
        return self.say or self.label

    def context(self, today: date) -> Context:
        """What the kind needs to read and write this field."""
        return Context(today, self.labels, {**self.choices, **self.extra}, future=self.future)

    def parse(self, raw: object, today: date) -> Value:
        """The value of a non-empty ``raw``; None is « je ne sais pas encore »; or a Refusal."""
        text = as_text(raw)
        if says_unknown(text):
            if UNKNOWN in self.labels:
                return UNKNOWN
            if self.unknown:
                return None
            raise Refusal("« je ne sais pas encore » n'est pas possible ici.")
        value = self.type.parse(text, self.context(today))
        if isinstance(value, date) and value > today and not self.future:
            raise Refusal("Cette date est dans le futur.")
        if isinstance(value, str) and not self.labels:
            from pdpcli.forms.glyphs import require_printable

            require_printable(value)
        return value

    def format(self, value: Value) -> str:
        """The text that ``parse`` reads back as ``value``."""
        return "nsp" if value is None else self.type.format(value, self.context(date.min))

    def answered(self, values: Mapping[str, Value]) -> bool:
        """Whether there is an answer; « je ne sais pas encore » is one where it is allowed."""
        if values.get(self.id) in (None, UNKNOWN):
            return self.unknown and self.id in values
        return True

    def due(self, stage: str) -> bool:
        """Whether it is required at ``stage``; what registering asks, signing and sending ask."""
        if stage == "reply":
            return "reply" in self.required
        return any(one in self.required for one in STAGES[: STAGES.index(stage) + 1])


@dataclass(frozen=True)
class Section:
    """A section as printed: a band, then a lead, rows or columns of cells, and a fixed text."""

    title: str
    by: str
    fields: tuple[Field, ...]
    rows: tuple[tuple[tuple[str, int], ...], ...] = ()  # (field id, twelfths)
    columns: tuple[tuple[str, ...], ...] = ()
    column_titles: tuple[str, ...] = ()
    before: tuple[tuple[tuple[str, int], ...], ...] = ()  # rows printed above the text
    lead: str = ""
    text: str = ""
    frame: bool = False
    repeat: str = ""  # sections of one group are repeated together by further entries
    at_least_one: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Parsed:
    """What was read: values by field id, every problem, and answers set aside by a condition."""

    values: Mapping[str, Value]
    problems: tuple[Problem, ...] = ()
    ignored: tuple[str, ...] = ()


@dataclass(frozen=True)
class Form:
    """A declared form; ``hash`` is the SHA-256 of its declaration."""

    id: str
    version: int
    title: str
    sections: tuple[Section, ...]
    hash: str = ""
    subtitle: str = ""
    header: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    notice: str = ""
    rounds: int = 1  # how many times its « nouvelles liaisons » are drawn (see forms.rounds)
    fields: tuple[Field, ...] = field(init=False)

    def __post_init__(self) -> None:
        every = tuple(one for section in self.sections for one in section.fields)
        object.__setattr__(self, "fields", every)

    def __hash__(self) -> int:
        return hash((self.id, self.version, self.hash, self.rounds))

    @cached_property
    def by_id(self) -> Mapping[str, Field]:
        """The fields by id."""
        return {one.id: one for one in self.fields}

    def asked(self, *fillers: str) -> Iterator[Field]:
        """The fields these fillers answer, in order; by default the sender's."""
        return (one for one in self.fields if one.by in (fillers or ("sender",)))

    def applies(self, one: Field, values: Mapping[str, Value]) -> bool:
        """Whether the condition of ``one`` holds in ``values``."""
        return one.when is None or one.when.holds(values)

    def parse(self, raw: Mapping[str, object], *, stage: str | None, today: date) -> Parsed:
        """Read ``raw`` (field id -> answer); all problems at once, each placed by field id.

        Empty answers count as not given. ``stage`` is one of STAGES; None asks for nothing.
        """
        from pdpcli.forms.reading import read_answers

        return read_answers(self, raw, stage, today)

    def missing(self, values: Mapping[str, Value], stage: str) -> tuple[Problem, ...]:
        """What is still to be answered to register, sign, send or reply."""
        from pdpcli.forms.reading import missing

        return missing(self, values, stage)

    def propose(self, record: Mapping[str, Value]) -> dict[str, Value]:
        """What the store knows (path -> value), by field id; entries are never proposed."""
        known = self.asked("sender", "auto", "person")
        said = ((one.id, value_at(record, one.path)) for one in known)
        return {key: value for key, value in said if value is not None}

    def record(self, values: Mapping[str, Value]) -> dict[str, Value]:
        """The sender's values by path, to be stored."""
        told = self.asked("sender", "auto")
        return {one.path: values[one.id] for one in told if one.path and one.id in values}

    def answers(self, values: Mapping[str, Value]) -> dict[str, str]:
        """What the sender said of the liaison itself, as texts: what its own column holds."""
        told = (one for one in self.asked("sender", "auto") if one.path.startswith("liaison."))
        return {one.id: one.format(values[one.id]) for one in told if one.id in values}

    def outgoing(self, values: Mapping[str, Value], recipient: str) -> dict[str, Value]:
        """The values that may leave for ``recipient``: the allow-list of each field."""
        may = {one.id for one in self.fields if recipient in one.to}
        return {key: value for key, value in values.items() if key in may}

    def skeleton(self) -> str:
        """A commented TOML file to fill, which ``parse`` accepts back."""
        from pdpcli.forms.skeleton import skeleton

        return skeleton(self)


@lru_cache(maxsize=32)
def read_form(text: str, place: str = "form.toml") -> Form:
    """The form declared by a TOML ``text``; raises InputRefused with every problem at once."""
    from pdpcli.forms.declaration import read

    return read(text, place)


@cache
def shipped_form(name: str) -> Form:
    """A form of the program itself, declared beside this file: no convention's fiche."""
    source = Path(__file__).with_name(f"{name}.toml")
    return read_form(source.read_text(encoding="utf-8"), source.name)


def situation() -> Form:
    """The registration form shipped with the program."""
    return shipped_form("situation")


_OWN = "liaison.answers."  # what only a fiche asks


def registration(agreement_form: Form | None) -> Form:
    """What registering takes: the situation, then what the agreement's form asks beside it.

    What a fiche alone asks is in the file to fill, and asked on screen by ``liaison edit``.
    """
    form = situation()
    if agreement_form is None:
        return form
    covered = {one.path for one in form.fields if one.path}
    more = tuple(
        replace(one, ask="later", required=()) if one.path.startswith(_OWN) else one
        for one in agreement_form.asked("sender")
        if fact_of(one.path) not in covered and not _settled(one)
    )
    if not more:
        return form
    extra = Section(agreement_form.title, "sender", more)
    return replace(form, sections=(*form.sections, extra))


def _settled(one: Field) -> bool:
    """What a liaison, a consent or an entry settles is not asked when registering."""
    settled = one.path.startswith(("liaison.", "consent.", "entry."))
    return settled and not one.path.startswith(_OWN)
