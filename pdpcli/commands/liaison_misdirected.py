"""`pdp liaison misdirected`: a fiche that reached somebody else, and the 72 hours."""

from contextlib import closing
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

from pdpcli.commands.clock import day, now, today
from pdpcli.commands.following import told
from pdpcli.commands.opening import open_store
from pdpcli.commands.options import argument, option
from pdpcli.commands.output import emit, note
from pdpcli.commands.pdf import Force, Output
from pdpcli.errors import Interrupted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pdpcli.workflows.misdirected import Misdirection

_OPTIONS = {"to": "au", "aware": "connu-le", "facts": "faits", "measures": "mesures"}
_WHICH = "Le jour de l'envoi en cause [le dernier]"
_WHEN = "Quand l'avez-vous su ? (jour et heure : les 72 heures partent de là)"
_RIGHT_ONE = """Cet envoi ne compte plus : la fiche est de nouveau à envoyer à {partner}. Si \
{partner} l'a eue aussi, notez cet envoi-là : pdp fiche envoyer {ref}"""


def _moment(text: str) -> datetime:
    from pdpcli.rules.moments import parse_moment

    return parse_moment(text, now())


def misdirected(  # noqa: PLR0913 - one option a thing said
    ref: Annotated[str, argument("RÉF", "La fiche : 42, ou 42/1 s'il y en a plusieurs")],
    *,
    to: Annotated[str, option("to", "À qui elle est allée en fait [demandé]", parser=told)] = "",
    aware: Annotated[
        datetime | None,
        option("aware", "Quand vous l'avez su, jour et heure [maintenant]", metavar="MOMENT",
               parser=_moment),
    ] = None,
    facts: Annotated[str, option("facts", "Ce qui s'est passé [demandé]", parser=told)] = "",
    measures: Annotated[str, option("measures", "Ce qui a été fait depuis", parser=told)] = "",
    on: Annotated[date | None, option("on", _WHICH, metavar="DATE", parser=day)] = None,
    agreement: Annotated[str, option("agreement", "La convention, s'il y en a plusieurs")] = "",
    output: Output = None,
    force: Force = False,
) -> None:  # fmt: skip
    """Partie au mauvais destinataire : noter la violation, ses 72 heures, écrire la lettre"""
    from pdpcli.commands.following import fiche_followed
    from pdpcli.commands.letters import letter_places, put_letters
    from pdpcli.commands.subject import known_fiche
    from pdpcli.workflows import misdirected as workflow
    from pdpcli.workflows.misdirected import sent_ones

    store = open_store()
    with closing(store.read()) as db:
        sent_ones(db, known_fiche(db, ref, agreement), on)
    said = _said({"to": to, "facts": facts, "measures": measures}, aware, on)
    with store.write("liaison misdirected") as write:
        fiche = fiche_followed(write, ref, agreement)
        breach = workflow.misdirected(write, fiche, said, today())
        places = letter_places([breach.letter], output, force=force)
    put_letters([breach.letter], places, force=force, saved="La violation est notée")
    emit(f"Violation notée : fiche {fiche.ref}.")
    if breach.letter.recipient == workflow.UNKNOWN:
        note("L'adresse du destinataire est à écrire à la main sur la lettre.")
    _advise(workflow.deadline_text(breach.before))
    _advise(_RIGHT_ONE.format(partner=fiche.agreement.partner_name, ref=fiche.ref))


def _said(
    texts: "Mapping[str, str]", aware: datetime | None, sent_on: date | None
) -> "Misdirection":
    """What was not said is asked; « maintenant » is when it was known, unless something is."""
    from pdpcli.commands.following import asked_beside
    from pdpcli.forms.form import Field
    from pdpcli.workflows.misdirected import Misdirection

    fields = (
        Field("to", "À qui est-elle allée en fait ?", "text", required=("register",)),
        Field("facts", "Que s'est-il passé ?", "paragraph", required=("register",)),
        Field("measures", "Qu'avez-vous déjà fait ?", "paragraph"),
    )
    said = asked_beside(fields, texts, _OPTIONS)
    asked = not (texts["to"] and texts["facts"])
    when = aware or (_aware_asked() if asked else now())
    return Misdirection(said["to"], when, said["facts"], said.get("measures", ""), sent_on)


def _aware_asked() -> datetime:
    """When it was known: asked again until it is understood."""
    from pdpcli.commands.asker import terminal
    from pdpcli.commands.questions import or_leave
    from pdpcli.errors import Refusal
    from pdpcli.forms.asking import BACK, SUSPEND, Question
    from pdpcli.rules.moments import french_moment

    asker, proposed = terminal(), french_moment(now())
    while True:
        typed = or_leave(lambda: asker.ask(Question(_WHEN, proposed=proposed))).strip()
        if typed in (BACK, SUSPEND):
            raise Interrupted("Laissé là : rien n'a été changé.")
        try:
            return _moment(typed or proposed)
        except Refusal as refusal:
            asker.say(refusal.reason)


def _advise(text: str) -> None:
    from pdpcli.views.wrap import wrapped

    note("\n".join(wrapped(text)))
