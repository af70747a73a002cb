"""What is asked of a signature on paper: the date, the place, who signed, who keeps it."""

from contextlib import closing
from dataclasses import dataclass
from datetime import date

from pdpcli.commands.clock import today
from pdpcli.errors import InputRefused, Problem
from pdpcli.forms.form import Field
from pdpcli.store.bodies import service_name
from pdpcli.store.cases import case_by_ref
from pdpcli.store.open import Store
from pdpcli.store.people import person_name
from pdpcli.workflows.consent import Signed


@dataclass(frozen=True)
class Said:
    """What the options say of a signature, already read; an empty text says nothing."""

    on: date | None
    place: str
    signer: str
    capacity: str
    kept_by: str


def signature_said(store: Store, ref: str, said: Said) -> tuple[Signed, date]:
    """The signature and its day; the day and the place are asked when they were not given.

    Raises:
        InputRefused: no name for a guardian, or nobody to ask.
        Interrupted: she left the questions.
    """
    if said.capacity != "person" and not said.signer:
        raise InputRefused(
            "L'accord n'a pas été enregistré : il faut le nom du tuteur ou du curateur.",
            todo="Ajoutez --signataire.",
        )
    with closing(store.read()) as db:
        person = person_name(db, case_by_ref(db, ref, today()).person_id)
        service = service_name(db)
    on, place = (said.on, said.place) if said.on and said.place else _ask(said)
    return Signed(
        place=place,
        signer=said.signer or person,
        capacity=said.capacity,
        kept_by=said.kept_by or service,
        collected_by=store.author,
    ), on


def _ask(said: Said) -> tuple[date, str]:
    from pdpcli.commands.questions import answers_to

    missing = [one for one in _QUESTIONS if not getattr(said, one.id)]
    problems = [Problem(_PLACES[one.id], one.help) for one in missing]
    otherwise = InputRefused("L'accord n'a pas été enregistré : il manque", problems=problems)
    answers = answers_to(missing, otherwise)
    on, place = answers.get("on", said.on), answers.get("place", said.place)
    assert isinstance(on, date)  # noqa: S101 - a required date
    return on, str(place)


_PLACES = {"on": "--signe-le", "place": "--lieu"}
_QUESTIONS = (
    Field(
        "on", "Signé le", "date", required=("register",), default="aujourd'hui",
        help="la date de la signature.",
    ),
    Field(
        "place", "Fait à (commune)", "text", required=("register",),
        help="la commune où elle a été faite.",
    ),
)  # fmt: skip
