"""What is asked of a consent: the day, the place, who signed, in what capacity, what was seen."""

from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date

from pdpcli.commands.clock import today
from pdpcli.errors import InputRefused, Problem
from pdpcli.forms.form import Condition, Field
from pdpcli.rules.references import split_fiche_ref
from pdpcli.rules.vocabulary import CHOICES
from pdpcli.store.bodies import service_name
from pdpcli.store.cases import case_by_ref
from pdpcli.store.open import Store
from pdpcli.store.people import person_name
from pdpcli.workflows.consent import Signed, required

_CHOSEN = ("guardian", "curator")


@dataclass(frozen=True)
class Said:
    """What the options say of a consent, already read; an empty text says nothing."""

    on: date | None = None
    place: str = ""
    signer: str = ""
    capacity: str = ""
    kept_by: str = ""
    collected_by: str = ""
    document_seen: str = ""
    witness: str = ""
    language: str = ""
    translated_by: str = ""
    how: str = ""
    means: str = "paper"


def signature_said(store: Store, ref: str, said: Said) -> tuple[Signed, date]:
    """The consent and its day; what must be noted and was not given is asked.

    Raises:
        InputRefused: everything that is missing, when there is nobody to ask.
        Interrupted: she left the questions.
    """
    with closing(store.read()) as db:
        case = case_by_ref(db, split_fiche_ref(ref)[0], today())
        person = person_name(db, case.person_id)
        service = service_name(db)
    whole = _completed(said)
    assert whole.on is not None  # noqa: S101 - it is required
    return Signed(
        place=whole.place,
        signer=whole.signer or person,
        capacity=whole.capacity or "person",
        kept_by=whole.kept_by or service,
        collected_by=whole.collected_by or store.author,
        document_seen=whole.document_seen,
        language=whole.language,
        translated_by=whole.translated_by,
        witness=whole.witness,
        how=whole.how,
    ), whole.on


def _completed(said: Said) -> Said:
    """``said`` with the answers to what is missing."""
    from pdpcli.commands.questions import answers_to

    missing = _missing(said, said.capacity or "person")
    if not missing:
        return said
    problems = [Problem(_OPTIONS[one.id], one.help) for one in missing]
    otherwise = InputRefused("L'accord n'a pas été enregistré : il manque", problems=problems)
    asked = missing if said.capacity else [*missing, *_of_capacity(said)]
    answers = dict(answers_to(asked, otherwise))
    on = answers.pop("on", said.on)
    assert isinstance(on, date)  # noqa: S101 - a required date
    return replace(said, on=on, **{key: str(value) for key, value in answers.items()})


def _missing(said: Said, capacity: str) -> list[Field]:
    """What must be noted of a consent given so, and was not said."""
    needed = {"on"} | required(capacity, said.means)
    if capacity not in _CHOSEN:
        needed -= {"signer"}
    return [one for one in _QUESTIONS if one.id in needed and not getattr(said, one.id)]


def _of_capacity(said: Said) -> list[Field]:
    """Who signed, then what that capacity needs."""
    shown = [replace(_CAPACITY, say="Qui l'a donné ?")] if said.means == "oral" else [_CAPACITY]
    for key, codes in (("signer", _CHOSEN), ("document_seen", _CHOSEN), ("witness", ("unable",))):
        if not getattr(said, key):
            one = next(one for one in _QUESTIONS if one.id == key)
            shown.append(replace(one, when=Condition("capacity", codes)))
    return shown


_OPTIONS = {
    "on": "--signe-le",
    "place": "--lieu",
    "signer": "--signataire",
    "document_seen": "--document-vu",
    "witness": "--temoin",
    "how": "--comment",
}
_REQUIRED = ("register",)
_CAPACITY = Field(
    "capacity", "Qui a signé ?", "choice", choices=CHOICES["signer_capacity"], required=_REQUIRED,
    default="person", help="Un tuteur ou un curateur signe avec le document qui le nomme.",
)  # fmt: skip
_QUESTIONS = (
    Field(
        "on", "Signé le", "date", required=_REQUIRED, default="aujourd'hui",
        help="la date de la signature.",
    ),
    Field(
        "place", "Fait à (commune)", "text", required=_REQUIRED,
        help="la commune où elle a été faite.",
    ),
    Field("how", "Comment (téléphone, visio…)", "text", required=_REQUIRED,
        help="par quel moyen : téléphone, visio, en présence…"),
    Field("signer", "Son nom", "name", required=_REQUIRED,
        help="le nom du tuteur ou du curateur."),
    Field("document_seen", "Document montré", "text", required=_REQUIRED,
        help="ce qu'il a montré : jugement du 12/03/2024."),
    Field("witness", "Devant qui (témoin)", "text", required=_REQUIRED,
        help="qui a constaté qu'elle ne peut signer."),
)  # fmt: skip
