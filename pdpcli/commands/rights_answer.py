"""`pdp rights extend`, `answer` et `hold` : le délai, la réponse, ce qui interdit d'effacer."""

from typing import Annotated

from pdpcli.commands.clock import today
from pdpcli.commands.following import told
from pdpcli.commands.opening import open_store
from pdpcli.commands.options import one_of, option
from pdpcli.commands.output import emit
from pdpcli.commands.pdf import Force, Output
from pdpcli.commands.rights_options import Number, Ref


def extend(
    number: Number,
    *,
    reason: Annotated[
        str, option("reason", "Pourquoi ; la lettre le dit : complexité, nombre", parser=told)
    ],
    output: Output = None,
    force: Force = False,
) -> None:
    """Prolonger de deux mois, dans le premier mois, et le dire à la personne (art. 12, 3)"""
    from pdpcli.commands.rights_letters import places_of, put
    from pdpcli.rules.dates import french
    from pdpcli.workflows.rights import extend as extend_request

    with open_store().write("rights extend") as write:
        request, letter = extend_request(write, number, reason, today())
        places = places_of(write, request.case_ref, [letter], output, force=force)
    emit(f"Demande {number} : à répondre avant le {french(request.last_day)}.")
    put([letter], places, force=force)


def answer(
    number: Number,
    *,
    outcome: Annotated[
        str, option("outcome", "accordée, en partie, refusée", parser=one_of("rights_outcome"))
    ],
    text: Annotated[
        str, option("text", "Ce que dit la réponse ; un refus dit pourquoi", parser=told)
    ] = "",
    output: Output = None,
    force: Force = False,
) -> None:
    """Répondre par une lettre ; un refus dit pourquoi et les recours (art. 12, 4)"""
    from pdpcli.commands.rights_letters import places_of, put
    from pdpcli.rules.vocabulary import label
    from pdpcli.workflows.rights import answer_by_hand

    with open_store().write("rights answer") as write:
        case, letter = answer_by_hand(write, number, outcome, text, today())
        places = places_of(write, case.ref, [letter], output, force=force)
    emit(f"Demande {number} : {label('rights_outcome', outcome)}.")
    put([letter], places, force=force)


def hold(
    ref: Ref,
    *,
    reason: Annotated[
        str, option("reason", "Pourquoi : contentieux, obligation légale…", parser=told)
    ],
    lift: Annotated[
        bool, option("lift", "La raison est tombée : effacer redevient possible")
    ] = False,
) -> None:
    """Interdire d'effacer une personne, avec la raison (art. 17, 3), ou lever l'interdiction"""
    from pdpcli.commands.subject import case_of
    from pdpcli.workflows.hold import forbid_erasure, lift_hold

    with open_store().write("rights hold") as write:
        case = case_of(write, ref)
        (lift_hold if lift else forbid_erasure)(write, case, reason, today())
    emit(f"Effacement {'de nouveau possible' if lift else 'bloqué'} ({case.ref}).")
