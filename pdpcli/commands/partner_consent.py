"""The consent that a partner collected on its sheet: as the sheet says it, confirmed by her."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from pdpcli.commands.clock import today
from pdpcli.errors import InputRefused
from pdpcli.forms.form import Condition, Field
from pdpcli.rules.dates import french
from pdpcli.rules.vocabulary import CHOICES

if TYPE_CHECKING:
    from pdpcli.commands.asker import Terminal
    from pdpcli.forms.form import Form
    from pdpcli.workflows.consent import Signed
    from pdpcli.workflows.said_no import SaidNo

_SIGNED = "La fiche porte-t-elle l'accord signé de la personne ?"
_CAPACITIES = {key: CHOICES["signer_capacity"][key] for key in ("person", "guardian", "curator")}
_REPRESENTED = Condition("capacity", ("guardian", "curator"))


def asked_consent(
    asker: "Terminal", form: "Form", said: Mapping[str, str], person: str, partner: str
) -> "tuple[Signed, date] | None":
    """What she reads on their sheet; None when it bears no signature.

    ``said`` is what is known already (signed_on in ISO, place, signer); ``form`` tells whether the
    sheet has a place. ``person`` is proposed as who signed.
    """
    from pdpcli.commands.questions import answers_to, or_leave

    if not or_leave(lambda: _signed(asker, said)):
        return None
    otherwise = InputRefused(_SIGNED)
    answers = answers_to(_questions(form, said, person), otherwise)
    on = answers["on"]
    if not isinstance(on, date):
        raise TypeError("a signature is dated")
    told = {key: str(value) for key, value in answers.items() if key != "on" and value}
    return signed_by(told, partner), on


def _signed(asker: "Terminal", said: Mapping[str, str]) -> bool:
    """Whether it bears a signature; when its own data say so, Enter alone answers nothing."""
    from pdpcli.forms.asking import Question
    from pdpcli.rules.names import fold

    if not said.get("signed_on"):
        return asker.confirm(_SIGNED, proposed=False)
    while True:
        typed = fold(asker.ask(Question(f"{_SIGNED} Tapez oui ou non")))
        if typed in ("fin", "<"):
            raise KeyboardInterrupt
        if typed in ("o", "oui", "n", "non"):
            return typed.startswith("o")


def said_consent(
    said: Mapping[str, str], person: str, partner: str
) -> "tuple[Signed, date] | None":
    """The consent as options or the sheet's own data say it; None when no date is said."""
    if not said.get("signed_on"):
        return None
    told = {"signer": person, "capacity": "person", **{k: v for k, v in said.items() if v}}
    return signed_by(told, partner), date.fromisoformat(told.pop("signed_on"))


def over_a_no(no: "SaidNo") -> None:
    """She told us no: the accord that a partner says it has since is typed, never a habit.

    Raises:
        InputRefused: nobody to ask; no option stands for this.
        Interrupted: something else was typed.
    """
    from pdpcli.commands.asker import terminal
    from pdpcli.commands.questions import or_leave
    from pdpcli.errors import Interrupted
    from pdpcli.forms.asking import Question
    from pdpcli.rules.names import fold

    said = f"La personne {no.said}."
    asker = terminal(
        InputRefused(
            f"{said} L'accord que le partenaire dit avoir recueilli depuis est à confirmer ici.",
            todo="Reprenez dans un terminal, après l'avoir demandé à la personne.",
        )
    )
    asked = f"{said} Elle a signé de nouveau depuis, elle vous l'a dit ? Tapez « {_SINCE} »"
    if fold(or_leave(lambda: asker.ask(Question(asked)))) != fold(_SINCE):
        raise Interrupted("Laissé là : rien n'a été enregistré.")


_SINCE = "signé depuis"


def signed_by(told: Mapping[str, str], partner: str) -> "Signed":
    """As noted: the partner had it signed and keeps the original."""
    from pdpcli.workflows.consent import Signed

    return Signed(
        place=told.get("place", ""),
        signer=told["signer"],
        capacity=told.get("capacity", "person"),
        kept_by=partner,
        collected_by=partner,
        document_seen=told.get("document_seen", ""),
    )


def in_words(signed: "Signed", on: date) -> str:
    """« signé le 12/06/2026 à Lattes »."""
    return f"signé le {french(on)}" + (f" à {signed.place}" if signed.place else "")


def _questions(form: "Form", said: Mapping[str, str], person: str) -> list[Field]:
    on = said.get("signed_on")
    proposed = french(date.fromisoformat(on)) if on else french(today())
    fields = [
        Field("on", "Signé le", "date", required=("register",), default=proposed),
        Field(
            "signer", "Qui a signé, tel qu'imprimé", "name",
            required=("register",), default=said.get("signer") or person,
        ),
        Field(
            "capacity", "En quelle qualité ?", "choice",
            choices=_CAPACITIES, required=("register",), default="person",
        ),
        Field(
            "document_seen", "Quel document le montre, d'après la fiche ?", "text",
            required=("register",), when=_REPRESENTED,
        ),
    ]  # fmt: skip
    if any(one.path == "consent.place" for one in form.fields):
        place = Field("place", "Fait à", "text", default=said.get("place", ""))
        fields.insert(1, place)
    return fields
