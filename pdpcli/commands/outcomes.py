"""Outcomes as they are said: « maintien au poste le 12/05 », or asked with what each one means."""

from collections.abc import Mapping, Sequence
from datetime import date

from pdpcli.commands.clock import today
from pdpcli.errors import InputRefused, Problem, Refusal
from pdpcli.rules.choices import parse_choice
from pdpcli.rules.dates import parse_date
from pdpcli.rules.vocabulary import CHOICES
from pdpcli.workflows.close import Outcome

#: What an evaluation counts apart (dossier §5.2): same employer, another one.
_SENSE = {
    "same_job": "dans l'emploi",
    "same_employer": "dans l'emploi",
    "other_employer": "en emploi",
    "other_activity": "en emploi",
}
EXPLAINED = (
    "Maintien DANS l'emploi : la personne reste chez le même employeur, au même poste ou à un "
    "autre. Maintien EN emploi : elle travaille chez un autre employeur, ou dans une autre "
    "activité. Le bilan compte les deux à part. Une situation peut avoir plusieurs issues, "
    "chacune à sa date : « licenciement pour inaptitude », puis « reclassement externe »."
)


def outcomes_said(texts: Sequence[str], on: date) -> list[Outcome]:
    """What each text names, at its own date (« … le 12/05/2026 ») or at ``on``.

    Raises:
        InputRefused: with every refused one.
    """
    found, problems = [], []
    for text in texts:
        try:
            found.append(_outcome(text, on))
        except Refusal as refusal:
            problems.append(Problem("--issue", refusal.reason))
    if problems:
        raise InputRefused("Rien n'a été noté.", problems=problems)
    return found


def _outcome(text: str, on: date) -> Outcome:
    choices = CHOICES["outcome"]
    named, said, day = text.rpartition(" le ")
    if said:
        return Outcome(parse_choice(named, choices), parse_date(day, today()))
    named, said, day = text.rpartition("=")
    if said:
        return Outcome(parse_choice(named, choices), parse_date(day, today()))
    return Outcome(parse_choice(text, choices), on)


def outcomes_asked(on: date) -> list[Outcome]:
    """The outcomes told at the terminal, one after the other; « aucune autre » ends.

    Raises:
        InputRefused: nobody to ask.
        Interrupted: she left.
    """
    from pdpcli.commands.asker import terminal

    terminal().say(EXPLAINED)
    found: list[Outcome] = []
    while (said := _asked(on, another=bool(found))) is not None:
        found.append(said)
    return found


def _asked(on: date, *, another: bool) -> Outcome | None:
    from pdpcli.commands.questions import answers_to
    from pdpcli.forms.form import Condition, Field
    from pdpcli.rules.dates import french

    none = "aucune autre" if another else "aucune issue connue"
    question = "Une autre issue ?" if another else "Quelle est l'issue ?"
    fields = (
        Field("outcome", question, "choice", choices={"none": none, **_labels()}, help=EXPLAINED,
              default=none if another else "", required=("register",)),
        Field("on", "À quelle date ?", "date", required=("register",), default=french(on),
              when=Condition("outcome", tuple(CHOICES["outcome"]))),
    )  # fmt: skip
    said = answers_to(fields, InputRefused("Aucune issue n'est dite.", todo="--issue ISSUE"))
    day = said.get("on")
    return Outcome(str(said["outcome"]), day) if isinstance(day, date) else None


def _labels() -> Mapping[str, str]:
    return {
        code: f"{label} : {_SENSE[code]}" if code in _SENSE else label
        for code, label in CHOICES["outcome"].items()
    }
