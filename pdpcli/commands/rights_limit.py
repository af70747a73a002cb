"""`pdp rights limit`, `object` et `lift` : plus rien ne part, puis la levée, avec sa raison."""

from typing import TYPE_CHECKING, Annotated

from pdpcli.commands.clock import today
from pdpcli.commands.following import told
from pdpcli.commands.opening import open_store
from pdpcli.commands.options import option
from pdpcli.commands.output import emit, note
from pdpcli.commands.pdf import Force, Output
from pdpcli.commands.rights_options import Identity, ReceivedOn, Ref

if TYPE_CHECKING:
    from pathlib import Path

    from pdpcli.workflows.rights import Asked

_Text = Annotated[str, option("text", "Ce qu'elle demande, en ses mots", parser=told)]
_STOPS = (
    "Plus aucune fiche ne se produit pour elle, sur aucune convention ; les relances et les ordres "
    "du jour pour les partenaires l'oublient. Ce qui est gardé le reste, et les chiffres aussi."
)


def limit(  # noqa: PLR0913 - one option a thing said
    ref: Ref,
    *,
    received_on: ReceivedOn = None,
    identity: Identity = "",
    text: _Text = "",
    output: Output = None,
    force: Force = False,
) -> None:
    """Limiter le traitement (art. 18) : plus rien ne part ; les partenaires sont prévenus"""
    from pdpcli.workflows.rights import Asked

    _limit(ref, Asked(received_on, identity, text), "limitation", output, force=force)


def object_(  # noqa: PLR0913 - one option a thing said
    ref: Ref,
    *,
    received_on: ReceivedOn = None,
    identity: Identity = "",
    text: _Text = "",
    output: Output = None,
    force: Force = False,
) -> None:
    """Noter une opposition (art. 21) : tout est limité le temps d'en examiner les raisons"""
    from pdpcli.workflows.rights import Asked

    _limit(ref, Asked(received_on, identity, text), "opposition", output, force=force)
    note(f"Fondée ? pdp droits effacer {ref} ; sinon : pdp droits lever {ref} --motif RAISON")


def _limit(ref: str, said: "Asked", kind: str, output: "Path | None", *, force: bool) -> None:
    from pdpcli.commands.rights_letters import places_of, put
    from pdpcli.commands.subject import case_of
    from pdpcli.rules.dates import french
    from pdpcli.views.wrap import wrapped
    from pdpcli.workflows import limit as workflow

    with open_store().write(f"rights {kind}") as write:
        case = case_of(write, ref)
        done = workflow.limit(write, case, said, today(), kind)
        letters = [*done.letters, done.answer]
        places = places_of(write, case.ref, letters, output, force=force)
    emit(f"Traitement limité depuis le {french(done.since)} ({case.ref}).")
    note("\n".join(wrapped(_STOPS)))
    put(letters, places, force=force)


def lift(
    ref: Ref,
    *,
    reason: Annotated[
        str, option("reason", "Pourquoi ; la lettre à la personne le dit", parser=told)
    ] = "",
    output: Output = None,
    force: Force = False,
) -> None:
    """Lever une limitation, avec sa raison, et le dire à la personne (art. 18, 3)"""
    from pdpcli.commands.rights_letters import places_of, put
    from pdpcli.commands.subject import case_of
    from pdpcli.workflows import limit as workflow

    with open_store().write("rights lift") as write:
        case = case_of(write, ref)
        letter = workflow.lift(write, case, reason, today())
        places = places_of(write, case.ref, [letter], output, force=force)
    emit(f"Limitation levée ({case.ref}).")
    put([letter], places, force=force)
    note("Les partenaires prévenus de la limitation le sont par vous, quand elle les concerne.")
